"""Two rulebooks side by side: what changed item by item, and who gains and loses by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from fyscore.answers import Answers
from fyscore.numbers import ZERO, points
from fyscore.problems import ProblemsError
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.readings import READING_WORDS
from fyscore.scoring.item_change import ItemChange, item_changes
from fyscore.scoring.ranking import places
from fyscore.scoring.result import Result
from fyscore.scoring.score import score


class ChangeKind(StrEnum):
    """What became of an item; its value is what JSON carries."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REWORDED = "reworded"

    @property
    def words(self) -> str:
        """The kind in Chinese."""
        return _WORDS[self]


_WORDS = {
    ChangeKind.ADDED: "增加",
    ChangeKind.REMOVED: "去掉",
    ChangeKind.CHANGED: "规则改变",
    ChangeKind.REWORDED: "只改文字",
}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """An item that is not the same in both; what one has not is empty."""

    id: str
    kind: ChangeKind
    title: str
    old_max: Fraction | None
    new_max: Fraction | None
    #: The rule in words, part by part, by either rulebook.
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


class Setting(NamedTuple):
    """Something of the whole standard that is not the same in both, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One unit scored by both rulebooks."""

    old: Result
    new: Result
    old_rank: int
    new_rank: int
    #: Item → what the new rulebook gives it more, the largest first; items without change left out.
    items: tuple[tuple[str, Fraction], ...]

    @property
    def change(self) -> Fraction:
        return self.new.total - self.old.total

    @property
    def pending(self) -> list[str]:
        """Parts that only the new rulebook still waits for."""
        before = {part.id for part in self.old.pending_parts()}
        return [part.name for part in self.new.pending_parts() if part.id not in before]


@dataclass(frozen=True, slots=True)
class RulesDiff:
    """What changed, who gains and loses, and which units could not be scored by both."""

    old: Rulebook
    new: Rulebook
    changes: tuple[RuleChange, ...]
    settings: tuple[Setting, ...] = ()
    effects: tuple[Effect, ...] = ()
    failures: tuple[ProblemsError, ...] = ()

    @property
    def title_of(self) -> Mapping[str, str]:
        """Item → its number and title, by the newer rulebook that has it."""
        items = (*self.old.items, *self.new.items)
        return {item.id: item.numbered for item in items}

    def items(self) -> list[ItemChange]:
        """The items that moved, over all units; those whose points moved most first."""
        found = item_changes(each for effect in self.effects for each in effect.items)
        return sorted(found, key=lambda item: -abs(item.change))


def compare_rules(old: Rulebook, new: Rulebook, units: Sequence[Answers] = ()) -> RulesDiff:
    """What the new rulebook changes, and what that makes of each unit's answers.

    A unit is scored by what both rulebooks ask by the same key; what only the
    new one asks is pending.  Ranks are among these units alone.
    """
    scored: list[tuple[Result, Result]] = []
    failures: list[ProblemsError] = []
    for answers in units:
        try:
            scored.append((_scored(answers, old), _scored(answers, new)))
        except ProblemsError as error:
            failures.append(error)
    effects = _effects(scored)
    changes, settings = tuple(_changes(old, new)), tuple(_settings(old, new))
    return RulesDiff(old, new, changes, settings, effects, tuple(failures))


def _scored(answers: Answers, rulebook: Rulebook) -> Result:
    """By what the rulebook asks for; what it does not know is left out."""
    standing = rulebook.in_year(answers.year)
    known = {key: entry for key, entry in answers.entries.items() if key in standing.fields}
    return score(replace(answers, entries=known), standing)


def _effects(scored: Sequence[tuple[Result, Result]]) -> tuple[Effect, ...]:
    """Each unit's change, those that lose most first."""
    olds, news = (_places([pair[which] for pair in scored]) for which in (0, 1))
    effects = [
        Effect(old, new, old_rank, new_rank, tuple(_moved(old, new)))
        for (old, new), old_rank, new_rank in zip(scored, olds, news, strict=True)
    ]
    return tuple(sorted(effects, key=lambda e: (e.change, e.old.unit, e.old.file)))


def _places(results: Sequence[Result]) -> list[int]:
    """Each result's rank among them."""
    return places([result.vetoed for result in results], [result.total for result in results])


def _moved(old: Result, new: Result) -> list[tuple[str, Fraction]]:
    before, after = ({item.id: item.score for item in r.items} for r in (old, new))
    moved = [
        (item, after.get(item, ZERO) - before.get(item, ZERO))
        for item in dict.fromkeys([*before, *after])
    ]
    return sorted((each for each in moved if each[1]), key=lambda each: -abs(each[1]))


def _settings(old: Rulebook, new: Rulebook) -> Iterator[Setting]:
    """Totals, caps, readings and what later years change, where they differ."""
    olds, news = (dict(_all_settings(book)) for book in (old, new))
    for name in dict.fromkeys([*olds, *news]):
        before, after = olds.get(name, "无"), news.get(name, "无")
        if before != after:
            yield Setting(name, before, after)


def _all_settings(book: Rulebook) -> Iterator[tuple[str, str]]:
    yield "总分", f"{points(book.total)}分"
    yield "总分上限", "无" if book.cap is None else f"{points(book.cap)}分"
    for section in book.sections:
        cap = "" if section.cap is None else f"，最多计{points(section.cap)}分"
        yield f"第{section.id}部分", f"{section.title}{points(section.max)}分{cap}"
    for name, value in book.own_readings.items():
        yield f"口径 {name}", READING_WORDS[name][value]
    for dated in book.changes:
        standing = dated.rulebook
        touched = [i for i in standing.items if dated.touched & _names_in(i)]
        rules = "".join(rule for item in touched for rule in _rules(item, standing))
        yield f"{dated.since}年起", f"{dated.source}：{rules}"


def _names_in(item: Item) -> set[str]:
    return {*(part.id for part in item.parts), *(field.key for field in item.fields)}


def _changes(old: Rulebook, new: Rulebook) -> Iterator[RuleChange]:
    olds, news = ({item.id: item for item in book.items} for book in (old, new))
    for number in dict.fromkeys([*olds, *news]):
        one, other = olds.get(number), news.get(number)
        if one is None and other is not None:
            yield RuleChange(
                number, ChangeKind.ADDED, other.title, None, other.max, (), _rules(other, new)
            )
        elif other is None and one is not None:
            yield RuleChange(number, ChangeKind.REMOVED, one.title, one.max, None, _rules(one, old))
        elif one is not None and other is not None and one != other:
            same = _skeleton(one) == _skeleton(other)
            yield RuleChange(
                number,
                ChangeKind.REWORDED if same else ChangeKind.CHANGED,
                other.title,
                one.max,
                other.max,
                _rules(one, old),
                _rules(other, new),
            )


def _rules(item: Item, book: Rulebook) -> tuple[str, ...]:
    return tuple(part.criterion(book.readings) for part in item.all_parts)


def _skeleton(item: Item) -> list[object]:
    """What of an item decides scores: everything but words."""
    found: list[object] = [item.section]
    for part in item.all_parts:
        fields = [
            (f.key, f.type, f.scale, f.role, f.minimum, f.maximum, f.word, f.score)
            for f in part.fields
        ]
        found.append((part.id, part.max, part.shape, dict(part.params), part.tiers, fields))
    return found
