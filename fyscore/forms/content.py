"""What a form is written from: the plan, what was filled in, and the result if it was scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fyscore.answers import Answers, Given
from fyscore.forms.formulas import PENDING, State
from fyscore.forms.plan import Plan
from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from fyscore.rules.status import Status
from fyscore.scoring.result import PartResult, Result


@dataclass(frozen=True)
class Content:
    plan: Plan
    answers: Answers
    result: Result | None = None
    #: Whether it is still to be filled in: what it comes to follows by formula.
    is_form: bool = False
    #: Field key → where its answers came from, where it was merged from parts.
    sources: Mapping[str, Sequence[Given]] = field(default_factory=dict)

    @property
    def rulebook(self) -> Rulebook:
        return self.plan.rulebook

    @cached_property
    def parts(self) -> Mapping[str, PartResult]:
        return {p.id: p for p in self.result.parts()} if self.result else {}

    @cached_property
    def states(self) -> Mapping[str, State]:
        """Field key → how far it is filled in, where nothing is wrong."""
        parts = ((item, part) for item in self.rulebook.items for part in item.all_parts)
        return {
            each.key: self._state(each, asked)
            for item, part in parts
            for asked in [item.asked(part, self.answers.values)]
            for each in part.fields
        }

    @property
    def progress(self) -> tuple[int, int]:
        """Fields filled in, and fields that are asked for and blank."""
        states = list(self.states.values())
        filled = states.count(State.FILLED) + states.count(State.OWN)
        return filled, states.count(State.BLANK)

    def _state(self, asked_of: Field, asked: Sequence[Field]) -> State:
        entry = self.answers.entry(asked_of.key)
        if entry.used is not None:
            return State.OWN if entry.is_own else State.FILLED
        return State.BLANK if asked_of in asked else State.NOT_ASKED

    @cached_property
    def has_last_year(self) -> bool:
        """Whether last year's values stand beside this year's."""
        return any(entry.last for entry in self.answers.entries.values())

    def part_shown(self, part: Part) -> float | str:
        """What the part's cell of 计分明细 shows, stored with its formula."""
        outcome = self.parts.get(part.id)
        if outcome is None:
            return PENDING
        if outcome.status.replaces_points:
            return outcome.status.words
        return float(outcome.score)

    def item_shown(self, item: Item) -> float | str:
        """What the item's cell of 评分表 shows, stored with its formula."""
        shown = [self.part_shown(part) for part in item.parts]
        numbers = [s for s in shown if isinstance(s, float)]
        if Status.VETO.words in shown:
            return Status.VETO.words
        for words in (Status.CLEAR.words, Status.EXEMPT.words):
            if all(s == words for s in shown):
                return words
        return sum(numbers) if numbers else PENDING
