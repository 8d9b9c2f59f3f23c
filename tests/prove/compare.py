"""The program, the living form and the independent scorer on one filled-in form: do they agree?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction as F
from typing import Any, NamedTuple

from fyscore.forms.formulas import BAD as SHOWN_BAD
from fyscore.forms.formulas import CLEAR as SHOWN_CLEAR
from fyscore.forms.formulas import EXEMPT as SHOWN_EXEMPT
from fyscore.forms.formulas import PENDING as SHOWN_PENDING
from fyscore.forms.formulas import VETO as SHOWN_VETO
from fyscore.rules.model import Rulebook
from tests.fuzz.independent import BAD, CLEAR, EXEMPT, PENDING, VETO, Scorer, Verdict
from tests.prove import words
from tests.prove.entries import Form, Typed, owner
from tests.prove.living import LivingForm, Shown
from tests.prove.program import Judged, Program

WORDS = {PENDING: SHOWN_PENDING, VETO: SHOWN_VETO, CLEAR: SHOWN_CLEAR, BAD: SHOWN_BAD}
WORDS |= {EXEMPT: SHOWN_EXEMPT}
#: Doubles carry points this far and further.
NEAR = F(1, 10**7)


class Slot(NamedTuple):
    """A cell as the independent scorer reads one."""

    value: Any
    number_format: str
    coordinate: str


class Bench:
    """The three scorers side by side, under one rulebook and one set of readings."""

    def __init__(self, rulebook: Rulebook, rules: Mapping[str, Any]) -> None:
        self.rulebook = rulebook
        self.living = LivingForm(rulebook)
        self.living_parts = LivingForm(rulebook, whole=False)
        self.program = Program(rulebook)
        self.scorer = Scorer(dict(rules), **rulebook.readings)
        self.tally: Counter[str] = Counter()
        fields = owner(rulebook)
        self._formats = {
            f.key: "0.00%" if f.type.name == "percent" else "General" for _, _, f in fields
        }
        self.fields_of = {
            part.id: (*part.fields, *item.gate_fields)
            for item in rulebook.items
            for part in item.parts
        }

    def findings(self, form: Form, whole: bool = True) -> list[str]:
        """Where they disagree; empty is the aim.  Counts what it compares.

        Unless ``whole``, the parts alone are compared, and neither items,
        sections nor totals.
        """
        living = self.living if whole else self.living_parts
        living.fill(form)
        judged, theirs, shown = self.program(form, whole), self.independent(form), living.parts()
        found = []
        for part, ours in judged.parts.items():
            self.tally["parts"] += 1
            if ours != theirs[part]:
                found.append(f"{part}: program {ours}, independent {theirs[part]}")
            if not self._is_shown(ours, shown[part]):
                found.append(f"{part}: program {ours}, living form {shown[part]!r}")
        self.tally["forms"] += 1
        if whole:
            found += self._words(judged, form)
        if judged.result is not None and SHOWN_BAD not in shown.values():
            self.tally["whole forms"] += 1
            found += self._totals(judged, theirs)
        return found

    def independent(self, form: Form) -> dict[str, F | Verdict]:
        cells = {
            key: tuple(
                Slot(content, self._formats[key] if nth == 0 else "General", f"{key}[{nth}]")
                for nth, content in enumerate(form.get(key, Typed()))
            )
            for key in self._formats
        }
        return self.scorer.parts(cells)  # type: ignore[arg-type]

    @staticmethod
    def _is_shown(ours: F | Verdict, shown: Shown) -> bool:
        if isinstance(ours, F):
            is_number = isinstance(shown, float) and not isinstance(shown, bool)
            return is_number and abs(F(shown) - ours) < NEAR
        return shown == WORDS[ours]

    def _words(self, judged: Judged, form: Form) -> Iterator[str]:
        """Words that do not say what the program found."""
        told, states = self.living.words(), self.living.states()
        pairs = [(states[""], words.of_form(judged.parts), "form")]
        for item in self.rulebook.items:
            pairs += [
                (told[p.id], words.beside(p, item, judged, self.rulebook), p.id) for p in item.parts
            ]
            pairs.append((states[item.id], words.of_item(item, judged.parts), f"item {item.id}"))
        fields = self.living.fields()
        pairs += [
            (fields[key], said, key) for key, said in words.of_fields(judged, self.rulebook, form)
        ]
        for theirs, ours, name in pairs:
            self.tally["words"] += 1
            if theirs != ours:
                yield f"{name}: living form says {theirs!r}, not {ours!r}"

    def _totals(self, judged: Judged, theirs: dict[str, F | Verdict]) -> Iterator[str]:
        result = judged.result
        assert result is not None
        if self.scorer.total(theirs) != result.total:
            yield f"total: program {result.total}, independent {self.scorer.total(theirs)}"
        pairs = [("total", result.total, self.living.total())]
        shown_items = self.living.items()
        pairs += [
            (f"item {item.id}", item.score, shown_items[item.id])
            for item in result.items
            if isinstance(shown_items[item.id], float)
        ]
        for name, ours, shown in pairs:
            if not isinstance(shown, float) or abs(F(shown) - ours) >= NEAR:
                yield f"{name}: program {ours}, living form {shown!r}"
        for item in result.items:
            shown = shown_items[item.id]
            if not isinstance(shown, float) and WORDS.get(Verdict(item.status)) != shown:
                yield f"item {item.id}: program {item.status}, living form {shown!r}"
