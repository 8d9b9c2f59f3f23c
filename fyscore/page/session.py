"""What the page asks: forms put on the desk, looked at, and made into files to save.

The page holds no rules and works nothing out; every answer is made by the code
that the commands run, so that both say the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fyscore.collect.files import Collected, CollectedFile, each_file
from fyscore.documents.json_text import ResultStream, json_text
from fyscore.documents.problems import failure
from fyscore.documents.result import result_document, result_record
from fyscore.files.fingerprint import marked
from fyscore.files.names import RANKING, scored_path
from fyscore.forms.parts import refuse_part
from fyscore.forms.pipeline import Scored
from fyscore.numbers import points
from fyscore.problems import ProblemsError
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Rulebook
from fyscore.rules.readings import READING_WORDS
from fyscore.version import __version__

#: What a request gives back: what to tell as JSON, and a file's bytes, if it makes one.
Answer = tuple[str, bytes]


@dataclass
class _Desk:
    """The forms put here, each scored once under one choice of readings."""

    rulebook: Rulebook
    read: dict[str, CollectedFile] = field(default_factory=dict)

    def of(self, name: str) -> CollectedFile:
        if name not in self.read:
            self.read[name] = next(each_file([Path(name)], self.rulebook))
        return self.read[name]

    def all(self, names: Sequence[str]) -> Collected:
        return Collected([self.of(name) for name in names])


class Session:
    """One page's work.  Files stand in ``folder``, under the names people gave them."""

    def __init__(self, folder: str) -> None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        os.chdir(folder)
        self._standard = load_rulebook()
        self._desks: dict[tuple[tuple[str, str], ...], _Desk] = {}
        self._makers: Mapping[str, Callable[[_Desk, Sequence[str]], tuple[Path, bytes]]] = {
            "scored": self._scored,
            "report": self._report,
            "ledger": self._ledger,
            "annotated": self._annotated,
            "diff": self._diff,
            "ranking": self._ranking,
        }

    def about(self) -> str:
        """What the page shows of itself: version, standard, and the readings to choose from."""
        book = self._standard
        return json.dumps(
            {
                "version": __version__,
                "standard": f"{book.title}（{book.document}）",
                "stamp": book.stamp,
                "readings": {
                    name: [[value, words] for value, words in values.items()]
                    for name, values in READING_WORDS.items()
                },
            }
        )

    def put(self, name: str, content: Any) -> None:
        """Take a form; one of the same name is replaced.

        Raises ValueError for what is no plain name.
        """
        if Path(name).name != name:
            raise ValueError(f"no name of a file: {name!r}")
        Path(name).write_bytes(bytes(content.to_py() if hasattr(content, "to_py") else content))
        for desk in self._desks.values():
            desk.read.pop(name, None)

    def drop(self, name: str) -> None:
        """Forget a form."""
        Path(name).unlink(missing_ok=True)
        for desk in self._desks.values():
            desk.read.pop(name, None)

    def ask(self, method: str, given: str) -> Answer:
        """Do what the page asks for, with its arguments as JSON."""
        wanted = json.loads(given)
        if method == "template":
            return self._template(**wanted)
        desk, names = self._desk(wanted.get("readings", {})), sorted(wanted["names"])
        if method == "look":
            return json.dumps(self._look(desk, names), ensure_ascii=False), b""
        if method == "json":
            return self._json(desk, names), b""
        try:
            target, content = self._makers[method](desk, names)
        except ProblemsError as error:  # a part of a form among whole ones
            told = [f"{error.file}：{message}" for message in _messages([error])]
            return json.dumps({"problems": told}, ensure_ascii=False), b""
        return json.dumps({"name": target.name}), marked(content, target.suffix)

    def _desk(self, readings: Mapping[str, str]) -> _Desk:
        chosen = tuple(sorted(readings.items()))
        if chosen not in self._desks:
            self._desks.clear()  # one choice at a time is held
            self._desks[chosen] = _Desk(with_readings(self._standard, dict(readings)))
        return self._desks[chosen]

    # ------------------------------------------------ what is shown

    def _look(self, desk: _Desk, names: Sequence[str]) -> dict[str, Any]:
        """Each form in short."""
        return {"forms": [_in_short(name, desk.of(name)) for name in names]}

    def _json(self, desk: _Desk, names: Sequence[str]) -> str:
        """What ``score --json`` prints of these files."""
        collected = desk.all(names)
        results = collected.results
        failures = [failure(error) for error in collected.failures]
        if len(names) == 1:
            return json_text(result_document(results, failures)) + "\n"
        pieces: list[str] = []
        stream = ResultStream(pieces.append)
        for result in results:
            stream.add(result_record(result))
        stream.finish(failures)
        return "".join(pieces)

    # ------------------------------------------------ what is saved

    def _template(self, unit: str, year: int | None, last: str = "") -> Answer:
        from fyscore.forms.writer import template_bytes
        from fyscore.scoring.last_year import proposals

        book, entries = self._standard.in_year(year), {}
        if last:
            earlier = self._desk({}).of(last)
            if earlier.form is None:
                return json.dumps(
                    {"problems": _messages(earlier.failures)}, ensure_ascii=False
                ), b""
            form = earlier.form
            entries = dict(proposals(form.answers, form.result, book))
            unit = unit or form.result.unit
        name = "".join(filter(None, (unit, str(year or "")))) or "填报表"
        content = template_bytes(book, unit, year, entries)
        return json.dumps({"name": f"{name}.xlsx"}), marked(content, ".xlsx")

    def _scored(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.forms.writer import scored_bytes

        (each,) = desk.all(names).forms
        content = scored_bytes(each.rulebook, each.answers, each.result)
        return scored_path(Path(each.answers.file)), content

    def _report(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.report.formats import report_bytes

        target = Path("报告.html")
        collected = desk.all(names)
        scored = collected.forms
        if len(scored) > 1:
            _refuse_parts(scored)
        return target, report_bytes(target, scored, collected.failures, desk.rulebook)

    def _ledger(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.scoring.gaps import find_gaps
        from fyscore.scoring.ledger import ledger
        from fyscore.workbooks.ledger import ledger_bytes

        (each,) = desk.all(names).forms
        found = find_gaps(each.result, each.rulebook, each.answers)
        name = f"{Path(each.answers.file).stem}-整改台账.xlsx"
        return Path(name), ledger_bytes(ledger(found), each.result)

    def _annotated(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.returns.annotate import sent_back

        (error,) = desk.all(names).failures
        return sent_back(Path(error.file), Path(), error)

    def _diff(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.scoring.diff import compare
        from fyscore.workbooks.diff import diff_bytes

        results = sorted(desk.all(names).results, key=lambda result: result.year or 0)
        compared = compare(results, desk.rulebook)
        return Path("对比.xlsx"), diff_bytes(compared, results[-1].unit)

    def _ranking(self, desk: _Desk, names: Sequence[str]) -> tuple[Path, bytes]:
        from fyscore.scoring.rank_range import with_ranges
        from fyscore.scoring.ranking import Row, rank
        from fyscore.workbooks.ranking import ranking_bytes

        collected = desk.all(names)
        _refuse_parts(collected.forms)
        rows = [Row.of(result) for result in collected.results]
        ranked = with_ranges(rank(rows), desk.rulebook)
        return Path(RANKING), ranking_bytes(ranked, collected.failures, desk.rulebook)


def _refuse_parts(scored: Sequence[Scored]) -> None:
    """Whole forms are ranked and reported together.  Raises ProblemsError for one body's part."""
    for each in scored:
        refuse_part(each.answers.file, each.answers)


def _messages(errors: Sequence[ProblemsError]) -> list[str]:
    return [problem.message for error in errors for problem in error.problems]


def _in_short(name: str, file: CollectedFile) -> dict[str, Any]:
    if file.form is None:
        noticed = [notice for error in file.failures for notice in error.notices]
        return {"name": name, "problems": _messages(file.failures), "notices": noticed}
    result = file.form.result
    return {
        "name": name,
        "unit": result.unit,
        "year": result.year,
        "total": points(result.total),
        "max": points(result.max_total),
        "attainable": points(result.attainable),
        "pending": len(result.pending_parts()),
        "vetoed": result.vetoed,
        "low": points(result.range.low),
        "high": points(result.range.high),
        "notices": list(result.notices),
    }
