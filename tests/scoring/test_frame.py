"""Results as people and notebooks see them, and as a pandas table."""

from __future__ import annotations

import fyscore
from fyscore.rules.model import Rulebook
from tests.command import EXAMPLES

EXAMPLE = EXAMPLES / "example-district-2023.xlsx"


def test_a_result_prints_as_people_write_it(rulebook: Rulebook) -> None:
    result = fyscore.score_file(EXAMPLE, rulebook).result
    assert str(result) == "示例区（虚构） 2023年度：94.6/100分"
    part = result.lost_parts()[0]
    assert str(part) == "第25项 婚前医学检查率 0/2分：婚前医学检查率 96.05%，低于97%，不得分"
    vetoed = fyscore.score_file(EXAMPLES / "example-vetoed-2023.xlsx", rulebook).result
    assert str(vetoed).endswith("85.6/100分，有待填，最高可达93.6分，一票否决")


def test_results_become_a_table(rulebook: Rulebook) -> None:
    results = [
        fyscore.score_file(path, rulebook).result for path in sorted(EXAMPLES.glob("*.xlsx"))
    ]
    frame = fyscore.to_frame(results)
    assert len(frame) == 3 * 46
    totals = frame.groupby("file")["score"].sum().round(2)
    assert sorted(totals) == sorted(float(result.total) for result in results)
    assert fyscore.to_frame(results[0])["part"].tolist() == [p.id for p in results[0].parts()]
    assert len(fyscore.to_frame([])) == 0


def test_a_notebook_shows_it_as_a_table_and_no_markup_of_others(rulebook: Rulebook) -> None:
    from dataclasses import replace

    result = replace(fyscore.score_file(EXAMPLE, rulebook).result, unit="<b>区</b>")
    page = result._repr_html_()
    assert page.count("<tr") == 47
    assert "&lt;b&gt;区&lt;/b&gt;" in page
