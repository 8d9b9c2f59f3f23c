"""Own assessments beside reviews on the terminal: the largest cuts first."""

from __future__ import annotations

from fyscore.numbers import points, signed
from fyscore.scoring.review import Review
from fyscore.terminal.console import console, new_table

_MOST = 20
_NAMED = 2


def show_review(review: Review, failures: int) -> None:
    """Print who was cut most and for what, what is unpaired, and the totals last."""
    screen = console()
    old, new = review.labels
    if review.pairs:
        table = new_table(screen, "单位", "年度", old, new, "核减核增", "主要条目")
        for column in (2, 3, 4):
            table.columns[column].justify = "right"
            table.columns[column].no_wrap = True
        for pair in review.pairs[:_MOST]:
            table.add_row(
                pair.old.unit or pair.old.file,
                str(pair.old.year or ""),
                points(pair.old.total),
                points(pair.new.total),
                signed(pair.change),
                "、".join(f"{p.name} {signed(p.change)}" for p in pair.parts[:_NAMED]),
            )
        screen.print(table)
    if len(review.pairs) > _MOST:
        screen.print(f"另有{len(review.pairs) - _MOST}个单位；用 -o 写出全部。")
    for results, has, lacks in ((review.only_old, old, new), (review.only_new, new, old)):
        if results:
            names = "、".join(result.unit or result.file for result in results[:_MOST])
            more = "等" if len(results) > _MOST else ""
            screen.print(f"只有{has}、没有{lacks}的{len(results)}个：{names}{more}")
    cut = sum(pair.change < 0 for pair in review.pairs)
    raised = sum(pair.change > 0 for pair in review.pairs)
    unscored = f"，不能评分{failures}个文件" if failures else ""
    screen.print(f"共{len(review.pairs)}个单位：核减{cut}个，核增{raised}个{unscored}")
