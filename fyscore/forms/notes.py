"""What a reading has to say besides the answers, and how a cell's text is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from fyscore.entry import clean, date_text
from fyscore.problems import Code, Problem, ProblemsError
from fyscore.xlsx.sheet import Cell, Kind, Sheet, cell_name
from fyscore.xlsx.workbook import Workbook

#: Letters a cell can hold in every spreadsheet program.
MOST_TEXT = 32_767


@dataclass
class Notes:
    """What a reading has to say besides the answers."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def text(self, sheet: Sheet, cell: Cell | None) -> str:
        """A cell as the text a person sees in it."""
        if cell is None or cell.kind is Kind.UNREADABLE:
            return ""
        if cell.kind is Kind.UNCALCULATED:
            self.notices.append(f"{sheet.name}!{cell.name} 的公式尚未计算，按空白处理")
            return ""
        if cell.kind is Kind.BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if cell.kind is Kind.DATE:
            return date_text(str(cell.value), sheet.from_1904)
        if isinstance(cell.value, Decimal):
            return format(cell.value, "f")
        text = str(cell.value).strip()
        if len(text) > MOST_TEXT:
            self.notices.append(
                f"{sheet.name}!{cell.name} 的文字超过{MOST_TEXT}个字，只保留前{MOST_TEXT}个字"
            )
        return text[:MOST_TEXT]

    def header(
        self, sheet: Sheet, headings: Sequence[str], maybe: Sequence[str] = ()
    ) -> tuple[int, dict[str, int]] | None:
        """Row and columns of the headings, and of those there may be.

        None, with problems, where they cannot be used.
        """
        rows: dict[int, list[tuple[str, int]]] = {}
        for cell in sheet.filled():
            if isinstance(cell.value, str):
                rows.setdefault(cell.row, []).append((clean(cell.value), cell.column))
        wanted = set(headings)
        best = max(rows, key=lambda row: (len({t for t, _ in rows[row]} & wanted), -row), default=0)
        texts = rows.get(best, [])
        if not {text for text, _ in texts} & wanted:
            listed = "”“".join(headings)
            self.problems.append(Code.HEADINGS_MISSING.problem(headings=listed).at(sheet.name))
            return None
        columns: dict[str, int] = {}
        for heading in (*headings, *maybe):
            hits = [column for text, column in texts if text == heading]
            if heading in maybe and not hits:
                continue
            if len(hits) == 1:
                columns[heading] = hits[0]
            elif hits:
                problem = Code.HEADING_REPEATED.problem(heading=heading, count=len(hits))
                self.problems.append(problem.at(sheet.name, cell_name(best, hits[1])))
            else:
                near = nearest(heading, [t for t, _ in texts if t not in wanted])
                hint = f"是否就是“{near}”？" if near else ""
                problem = Code.HEADING_MISSING.problem(row=best + 1, heading=heading, hint=hint)
                self.problems.append(problem.at(sheet.name, cell_name(best, 0)))
        return (best, columns) if columns.keys() >= wanted else None


def only_sheet(workbook: Workbook, name: str) -> Sheet:
    """The one sheet of that name.  Raises ProblemsError where there is none, or several."""
    names = [given for given in workbook.sheet_names if clean(given) == name]
    if len(names) != 1:
        listed = "、".join(workbook.sheet_names[:8])
        problem = Code.SHEET_MISSING.problem(name=name, listed=listed)
        raise ProblemsError(str(workbook.file), [problem.at(name)])
    return workbook.sheet(names[0])


def nearest(name: str, candidates: list[str]) -> str:
    """The candidate most like ``name``; empty where none is."""
    from difflib import get_close_matches  # only a faulty form needs it

    return next(iter(get_close_matches(name, candidates, n=1, cutoff=0.6)), "")
