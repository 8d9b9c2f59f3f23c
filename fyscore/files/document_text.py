"""The text of a document somebody gives: its paragraphs and its tables' rows, in their order."""

from __future__ import annotations

from pathlib import Path

from fyscore.encodings import decoded
from fyscore.problems import Code, ProblemsError, why

#: Bytes of a document; with its pictures a notice has seldom more than a few million.
_MOST = 64 * 1024 * 1024


def document_rows(file: Path) -> list[list[str]]:
    """Each paragraph, and each row of a table, as its texts.

    Raises ProblemsError for what is neither a Word document nor a text.
    """
    try:
        if file.stat().st_size > _MOST:
            raise ValueError("too large")
        if file.suffix.lower() == ".docx":
            return _word_rows(file)
        return [line.split("\t") for line in decoded(file.read_bytes()).splitlines()]
    except OSError as error:
        problem = Code.NOTICE_UNREADABLE.problem(why=why(error))
        raise ProblemsError(str(file), [problem]) from None
    except Exception:  # python-docx raises whatever its parsers meet
        raise ProblemsError(str(file), [Code.NOTICE_UNREADABLE.problem(why="内容损坏")]) from None


def _word_rows(file: Path) -> list[list[str]]:
    from docx import Document
    from docx.table import Table

    rows: list[list[str]] = []
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Table):
            # A merged cell comes once for each that it covers.
            rows += [list(dict.fromkeys(cell.text for cell in row.cells)) for row in block.rows]
        else:
            rows.append([block.text])
    return rows
