"""The ranking of a batch as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from fyscore.numbers import points, rounded, share
from fyscore.problems import ProblemsError
from fyscore.rules.model import Rulebook
from fyscore.rules.status import Status
from fyscore.scoring.ranking import Ranked, averages, weakest
from fyscore.tables.table import Column, Table
from fyscore.tables.writing import filter_rows, write_rows
from fyscore.writing.look import HEAD_FONT, HEADING_COLOURS, HEAT_COLOURS, SMALL, VETO_COLOURS, Look
from fyscore.writing.writer import Writer

_RANK = Column("名次", "rank", width=5, look=Look.MIDDLE)
_UNIT = Column("单位", "unit", width=24)
_AVERAGES = Table(
    "条目平均",
    Column("条目", "id", width=8, look=Look.MIDDLE),
    Column("内容", "title", width=36),
    Column("满分", "max", width=8, look=Look.MIDDLE),
    Column("平均得分", "mean", width=10, look=Look.MIDDLE),
    Column("平均得分率", "rate", look=Look.SHARE),
)
_FAILURES = Table(
    "未能评分",
    Column("文件", "file", width=36),
    Column("工作表", "sheet"),
    Column("单元格", "cell", width=9),
    Column("字段编号", "key", width=14),
    Column("问题", "message", width=80),
)


def ranking_bytes(
    ranked: Sequence[Ranked], failures: Sequence[ProblemsError], rulebook: Rulebook
) -> bytes:
    """Sheets 排名, 条目得分 (heat map), 条目平均 and 未能评分."""
    # A batch may rank tens of thousands.
    out = Writer("评分排名", bordered=False, row_by_row=True)
    _write_ranking(out, ranked, rulebook)
    _write_heat(out, ranked, rulebook)
    _write_averages(out, ranked, rulebook)
    sheet = _sheet(out, _FAILURES, rulebook)
    if not write_rows(out, sheet, _FAILURES, _failures(failures), line=None):
        sheet.merge_range(1, 0, 1, _FAILURES.last, "没有未能评分的文件。", out.middle)
    return out.close()


def _sheet(
    out: Writer, table: Table, rulebook: Rulebook, frozen: int = 0, height: float = 24
) -> Worksheet:
    """A sheet under its headings, its title and pages numbered on paper.

    The headings stay in the first row, where programs look for them.
    """
    sheet = out.sheet(table.name)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
    sheet.set_header(f'&C&"{HEAD_FONT}"&14{rulebook.title}　{table.name}')
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.repeat_rows(0)
    sheet.set_row(0, height)
    out.headings(sheet, table, 0)
    sheet.freeze_panes(1, frozen)
    return sheet


def _write_ranking(out: Writer, ranked: Sequence[Ranked], rulebook: Rulebook) -> None:
    sections = rulebook.sections
    #: Whether what does not apply leaves units with other maxima.
    differing = len({entry.row.most for entry in ranked}) > 1
    most = [Column("满分", "most", width=6, look=Look.MIDDLE)] if differing else []
    table = Table(
        "排名",
        _RANK,
        _UNIT,
        Column("年度", "year", width=6, look=Look.MIDDLE),
        Column("总分", "total", width=8, look=Look.MIDDLE),
        *(
            Column(s.title, f"section{n}", width=9, look=Look.MIDDLE)
            for n, s in enumerate(sections)
        ),
        *most,
        Column("一票否决", "vetoed", width=8, look=Look.MIDDLE),
        Column("填齐", "complete", width=5, look=Look.MIDDLE),
        Column("按自评计", "own_marks", width=6, look=Look.MIDDLE),
        Column("各口径名次", "span", width=8, look=Look.MIDDLE),
        Column("左右名次的条目", "deciding", width=20),
        Column("最弱条目", "weakest", width=56),
        Column("文件", "file", width=30),
    )
    sheet = _sheet(out, table, rulebook, frozen=2, height=34)
    red = out.look(Look.MIDDLE, **VETO_COLOURS)
    vetoed = {"vetoed": [red if entry.row.vetoed else None for entry in ranked]}
    records = (_record(entry, rulebook) for entry in ranked)
    write_rows(out, sheet, table, records, line=None, formats=vetoed)
    filter_rows(sheet, table, max(1, len(ranked)))


def _record(entry: Ranked, rulebook: Rulebook) -> dict[str, Any]:
    row = entry.row
    sections = {f"section{n}": rounded(score, 2) for n, score in enumerate(row.sections)}
    return {
        "rank": entry.rank,
        "unit": row.unit or "（未填）",
        "year": "" if row.year is None else row.year,
        "total": rounded(row.total, 2),
        **sections,
        "most": rounded(row.most, 2),
        "vetoed": "是" if row.vetoed else "",
        "complete": "是" if row.complete else "否",
        "own_marks": f"{row.own_marks}处" if row.own_marks else "",
        "span": entry.span,
        "deciding": [rulebook.item(item).numbered for item in entry.deciding],
        "weakest": weakest(row, rulebook),
        "file": row.file,
    }


def _write_heat(out: Writer, ranked: Sequence[Ranked], rulebook: Rulebook) -> None:
    items = rulebook.items
    table = Table(
        "条目得分",
        _RANK,
        _UNIT,
        *(Column(item.numbered, item.id, width=4.5, look=Look.SCORE) for item in items),
    )
    sheet = _sheet(out, table, rulebook, frozen=2, height=150)
    upright = out.cell(**HEADING_COLOURS, bold=True, align="center", rotation=90, font_size=SMALL)
    for column, item in enumerate(items, 2):
        sheet.write_string(0, column, item.numbered, upright)
    write_rows(out, sheet, table, (_scores(entry, rulebook) for entry in ranked), line=None)
    low, middle, high = HEAT_COLOURS
    colours = {"type": "3_color_scale", "min_color": low, "mid_color": middle, "max_color": high}
    for column, item in enumerate(items, 2):
        if item.max and ranked:
            ends = {"min_value": 0, "mid_value": float(item.max / 2), "max_value": float(item.max)}
            kinds = dict.fromkeys(("min_type", "mid_type", "max_type"), "num")
            sheet.conditional_format(1, column, len(ranked), column, {**colours, **kinds, **ends})


def _scores(entry: Ranked, rulebook: Rulebook) -> dict[str, Any]:
    scores = {
        item.id: Status.EXEMPT.words if score is None else rounded(score, 2)
        for item, score in zip(rulebook.items, entry.row.items, strict=True)
    }
    return {"rank": entry.rank, "unit": entry.row.unit or "（未填）", **scores}


def _write_averages(out: Writer, ranked: Sequence[Ranked], rulebook: Rulebook) -> None:
    means = averages([entry.row for entry in ranked])
    sheet = _sheet(out, _AVERAGES, rulebook)
    records = []
    for item, mean in zip(rulebook.items, means, strict=False):
        shown: tuple[Any, Any] = (Status.EXEMPT.words,) * 2
        if mean is not None:
            shown = (float(points(mean)), share(mean, item.max) if item.max else "不计分")
        about = {"id": item.id, "title": item.title, "max": item.max}
        records.append({**about, "mean": shown[0], "rate": shown[1]})
    write_rows(out, sheet, _AVERAGES, records, line=None)
    if means:
        bar = {"type": "data_bar", "bar_solid": True, "min_type": "num", "max_type": "num"}
        sheet.conditional_format(1, 4, len(means), 4, {**bar, "min_value": 0, "max_value": 1})


def _failures(failures: Sequence[ProblemsError]) -> Iterator[dict[str, Any]]:
    # However the work was shared out, the same sheet: not in the order of arrival.
    for failure in sorted(failures, key=lambda failure: failure.file):
        for problem in failure.problems:
            names = ("sheet", "cell", "key", "message")
            yield {"file": failure.file, **{name: getattr(problem, name) for name in names}}
