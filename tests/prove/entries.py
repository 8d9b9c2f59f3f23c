"""What a person may put into a field's three cells: sound, at an edge, odd, or impossible."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction as F
from typing import NamedTuple

from fyscore.rules.field import Field
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from fyscore.tables import headings

#: A number, a text, a truth value, or nothing.
Content = float | str | bool | None

#: Words for 是 and 否 as most people type them, and as few do.
YES = ("是", "有", "√", "✓", "Y", "y", "yes", "Yes", "YES", "TRUE", "true", "1", 1.0, True)
NO = ("否", "无", "×", "✗", "N", "n", "no", "No", "NO", "FALSE", "false", "0", 0.0, False)
ODD_WORDS = (
    " 是",
    "Ｙ",
    "ＹＥＳ",
    "\u3000是",
    "是\u200b",
    "否 ",
    "ＮＯ",
    "１",
    "０",
    "\u3000无\u3000",
)
NEITHER = ("也许", "是。", "不是", "有的", 2.0, 0.5, -1.0, "11", "?", "*", "~", "是否", "是;否")
#: Numbers with commas, with spaces, too long, or not quite.
NUMBER_TEXTS = (
    *("1,200", "1,20", "12,00", "0,200", "1,234,567", "1,2345,678", ",200", "1,200,", "1，200"),
    *("1,234.5", "1,234.5,6", "1234.5,678", "12,345,678,901,234", "1 200", "1. 5", "1.2.3", ".5"),
    *("123456789012345", "1234567890123456", "97.1234567890123456", "1e3", "1E2", "0x1", "+1"),
    *(
        "8①",
        "8²",
        "①",
        "٣",
        "½",
        "百分之九十",
        "1/3",
        "约8",
        "8左右",
        "8.",
        "..",
        ".",
        ",",
        "%",
        "/10万",
    ),
)
#: What stands for nothing at all.
BLANKS = (None, "", " ", "\u3000", "\u200b")


class Typed(NamedTuple):
    """One field's cells 填报值, 分子, 分母 and 自评."""

    value: Content = None
    top: Content = None
    bottom: Content = None
    own: Content = None


#: Where they stand.
INPUT_HEADINGS = (
    headings.COL_VALUE,
    headings.COL_NUMERATOR,
    headings.COL_DENOMINATOR,
    headings.COL_OWN,
)


#: Field key → what is typed for it.
Form = dict[str, Typed]


def owner(rulebook: Rulebook) -> list[tuple[Item, Part, Field]]:
    """Every field with its part and item, gates among them."""
    return [(i, p, f) for i in rulebook.items for p in i.all_parts for f in p.fields]


def stored(field: Field, value: F) -> float:
    """A value as the number its cell holds."""
    held = value / 100 if field.type.name == "percent" else value
    return float(Decimal(held.numerator) / Decimal(held.denominator))


class Hand:
    """Someone who fills in forms, by the fall of the dice."""

    def __init__(self, rulebook: Rulebook, seed: int) -> None:
        self.dice = random.Random(seed)
        self.fields = owner(rulebook)

    def form(self) -> Form:
        """One form: most of it sound, or much of it odd."""
        odd = self.dice.choice((0.0, 0.0, 0.01, 0.05, 0.3))
        blank = self.dice.choice((0.0, 0.02, 0.3))
        filled: Form = {}
        for _, part, field in self.fields:
            if self.dice.random() < blank:
                typed = Typed(self.dice.choice(BLANKS))
            elif self.dice.random() < odd:
                typed = self._odd(field, part)
            else:
                typed = self._sound(field, part, filled)
            filled[field.key] = typed
        return filled

    # ------------------------------------------------ as it should be

    def _sound(self, field: Field, part: Part, filled: Form) -> Typed:
        kind, dice = field.type.name, self.dice
        if kind == "yes_no":
            return Typed(dice.choice(YES if dice.random() < 0.75 else NO))
        if kind == "count":
            most = int(part.limits.sample or 9)
            return Typed(float(dice.choice((0, 0, 1, 2, 3, dice.randint(0, most))) % (most + 1)))
        if kind == "mark":
            mark, own = self._mark(field, part, filled), self._mark(field, part, filled)
            return Typed(mark) if dice.random() < 0.7 else Typed(dice.choice((None, mark)), own=own)
        return self._rate(field, part)

    def _mark(self, field: Field, part: Part, filled: Form) -> Content:
        """A mark that goes with the answer before it."""
        below = float(self.dice.randrange(0, int(part.max * 100))) / 100
        first = part.fields[0]
        if first is field:
            return self.dice.choice((below, float(part.max)))
        gate = filled[first.key].value
        met = gate in YES if first.type.is_yes_no else _at_least(gate, first.minimum)
        return self.dice.choice((None, None, float(part.max))) if met else below

    def _rate(self, field: Field, part: Part) -> Typed:
        dice = self.dice
        bars = [
            bar for bar in (field.bound, *map(part.params.get, ("target", "full", "floor"))) if bar
        ]
        bar = dice.choice([*bars, *(tier.bound for tier in part.tiers)] or [F(50)])
        places = dice.choice((0, 1, 2, 2, 3, 6, 8))
        steps = dice.choice((-5, -1, 0, 0, 1, 2, dice.randint(-900, 900)))
        value = max(bar + F(steps, 10**places), F(0))
        if field.type.ceiling is not None:
            value = min(value, field.type.ceiling)
            value = value if value == 0 or value > 1 else bar
        if not field.is_rate or dice.random() < 0.6:
            return Typed(stored(field, value))
        bottom = dice.choice((1, 3, 7, 40, 97, 300, 1000, 1900, 6061, 99_999, 200_000))
        top = round(bottom * value / field.scale) + dice.choice((-1, 0, 0, 1))
        top = max(0, min(top, bottom) if field.type.ceiling is not None else top)
        if dice.random() < 0.6:
            return Typed(None, float(top), float(bottom))
        quotient = F(top, bottom) * field.scale
        rounded = F(round(quotient * 10**places), 10**places)
        return Typed(stored(field, rounded), float(top), float(bottom))

    # ------------------------------------------------ as it also comes

    def _odd(self, field: Field, part: Part) -> Typed:
        kind, dice = field.type.name, self.dice
        if kind == "yes_no":
            return Typed(dice.choice((*YES, *NO, *ODD_WORDS, *ODD_WORDS, *NEITHER)))
        number = self._any_number(field, part)
        if kind == "mark":
            return Typed(
                dice.choice((None, self._dressed(field, number))),
                own=self._dressed(field, self._any_number(field, part)),
            )
        if not field.is_rate or dice.random() < 0.5:
            return Typed(self._dressed(field, number))
        # A quotient below a ten-thousandth of a millionth is nothing to a spreadsheet.
        top = self._any_number(field, part)
        top = max(top, 0.001) if top > 0 else top
        bottom = dice.choice((0.0, 1.0, 3.0, 200.0, -5.0, None))
        pair = (self._dressed(None, top), self._dressed(None, bottom))
        return Typed(dice.choice((None, number)), *dice.sample(pair, 2))

    def _any_number(self, field: Field, part: Part) -> float:
        most = float(part.max)
        return self.dice.choice(
            (0.0, 1.0, 1.5, -1.0, 3.0, 4.0, 8.0, 0.3, 0.333, 0.97, 97.0, 100.0, 101.0, 1e9, 1e-9,
             most, most + 0.01, most - 0.01, 0.005, 16.5, 2.0000001)
        )  # fmt: skip

    def _dressed(self, field: Field | None, number: float | None) -> Content:
        """A number as it is, or as a text, with the right unit, another, or none."""
        if number is None or self.dice.random() < 0.5:
            return number
        plain = format(Decimal(repr(number)).normalize(), "f")
        unit = field.unit if field else ""
        return self.dice.choice(
            (plain, f"{plain}{unit}", f" {plain} {unit}", f"{plain}个", f"{plain}%", f"{plain}x",
             plain.translate(str.maketrans("0123456789.", "０１２３４５６７８９．")), "七", True,
             f"{plain}{unit[:1]} {unit[1:]}", f"0{plain}", f"{plain}.", f".{plain}", f"{plain}00",
             f"{plain}{unit}{unit}", f"\t{plain}\u00a0{unit}\n", f"{plain}％", f"-{plain}", "-0",
             *NUMBER_TEXTS)
        )  # fmt: skip


def _at_least(value: Content, least: F | None) -> bool:
    return isinstance(value, float) and F(value) >= (least or 0)
