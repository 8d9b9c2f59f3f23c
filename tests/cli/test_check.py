"""``check`` says what is wrong, what is still to come, and what may have been overlooked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import EXAMPLES, run
from tests.form import Form


def test_what_is_pending_is_listed_with_its_place(tmp_path: Path) -> None:
    form = Form()
    path = form.save(tmp_path / "a.xlsx", {"5a.complete": "否", "14.registered": 8})
    told = run("check", path).stdout
    mark, document = form.cell("5a.mark"), form.cell("2a.document")
    assert (
        f"待填 第5项第1小点：乡级机构、村级专人未全部到位：酌情评分（填报!{mark.coordinate}）"
        in told
    )
    assert (
        f"待填 第2项第1小点：有成立领导小组（联席会议）的文件（填报!{document.coordinate}）" in told
    )
    assert "第14项" not in told
    assert "“基本信息”没有填单位名称、评估年度" in told


@pytest.mark.parametrize(
    ("heading", "text", "noticed"),
    [("备注", "8家", True), ("佐证材料", "7", True), ("备注", "见附件3", False)],
)
def test_a_value_beside_its_cell_is_noticed(
    heading: str, text: str, noticed: bool, tmp_path: Path
) -> None:
    form = Form()
    form.cell("14.registered", heading).value = text
    form.book.save(tmp_path / "a.xlsx")
    assert ("是否填错了列" in run("check", tmp_path / "a.xlsx").stdout) is noticed


def test_a_folder_ends_with_what_is_wrong_and_the_totals(tmp_path: Path) -> None:
    form = Form()
    form.save(tmp_path / "1.xlsx", {"14.registered": "七家"})
    form.save(tmp_path / "2.xlsx", {"14.registered": 7})
    (tmp_path / "3.xlsx").write_bytes((EXAMPLES / "example-district-2023.xlsx").read_bytes())
    done = run("check", tmp_path)
    assert done.returncode == 3
    assert done.stdout.splitlines()[-1] == "共3个：没有问题2个（其中1个未填齐），有问题1个"
    assert "第14项 已备案托育机构数（14.registered）" in done.stderr
