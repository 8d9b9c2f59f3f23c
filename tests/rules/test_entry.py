"""Everything people type into a cell, read exactly or refused clearly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction as F

import pytest

from fyscore.entry import EntryError, Typed
from fyscore.rules.model import Rulebook


@pytest.mark.parametrize(
    "text",
    [
        "是",
        "有",
        "√",
        "✓",
        "Y",
        "y",
        "yes",
        "YES",
        "TRUE",
        "true",
        "1",
        "１",
        "Ｙ",
        " 是 ",
        "是\xa0",
    ],
)
def test_yes(rulebook: Rulebook, text: str) -> None:
    assert rulebook.fields["7.joint"].parse(text).value is True


@pytest.mark.parametrize(
    "text", ["否", "无", "×", "✗", "N", "n", "no", "NO", "FALSE", "false", "0", "０", "\u200b否"]
)
def test_no(rulebook: Rulebook, text: str) -> None:
    assert rulebook.fields["7.joint"].parse(text).value is False


def test_yes_no_from_booleans_and_numbers(rulebook: Rulebook) -> None:
    field = rulebook.fields["7.joint"]
    assert [field.parse(raw).value for raw in (True, False, Decimal(1), Decimal(0))] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("raw", ["基本", "是/否", "2", "—", "x", "对", Decimal(2), Decimal("0.5")])
def test_neither_yes_nor_no(rulebook: Rulebook, raw: Decimal | str) -> None:
    with pytest.raises(EntryError) as caught:
        rulebook.fields["7.joint"].parse(raw)
    assert caught.value.problem.code == "yes_no_expected"


@pytest.mark.parametrize(
    ("key", "raw", "percent_format", "value", "places"),
    [
        # A percentage in each of its forms.
        ("25.rate", Decimal("0.975"), True, "97.5", 1),
        ("25.rate", Decimal("97.5"), False, "97.5", 1),
        ("25.rate", "97.5%", False, "97.5", 1),
        ("25.rate", "97.50%", True, "97.5", 2),
        ("25.rate", "９７．５％", False, "97.5", 1),
        ("25.rate", "97.5 %", False, "97.5", 1),
        ("25.rate", "97.5", True, "97.5", 1),
        ("25.rate", "0.5%", False, "0.5", 1),
        ("25.rate", Decimal(1), True, "100", 0),
        ("25.rate", Decimal(0), False, "0", 0),
        # The field's own unit, thousands separators, full width, stray blanks.
        ("24.rate", "6.0‰", False, "6", 1),
        ("23.rate", "16.5/10万", False, "16.5", 1),
        ("23.rate", "16.5/十万", False, "16.5", 1),
        ("26.rate", "0.3/万", False, "0.3", 1),
        ("14.registered", "8家", False, "8", 0),
        ("14.registered", "８ 家", False, "8", 0),
        ("14.registered", "1,234", False, "1234", 0),
        ("14.registered", "１，２３４", False, "1234", 0),
        ("14.registered", "97\u00a0", False, "97", 0),
        ("14.registered", "8\u200b", False, "8", 0),
        ("15a.places", "4.5个/千人", False, "4.5", 1),
    ],
)
def test_numbers(
    rulebook: Rulebook, key: str, raw: Decimal | str, percent_format: bool, value: str, places: int
) -> None:
    typed = rulebook.fields[key].parse(raw, percent_format)
    assert typed == Typed(F(value), places)


@pytest.mark.parametrize(
    ("key", "raw", "percent_format", "code"),
    [
        ("25.rate", Decimal("0.975"), False, "percent_ambiguous"),
        ("25.rate", Decimal("97.5"), True, "percent_ambiguous"),
        ("25.rate", Decimal(1), False, "percent_ambiguous"),
        ("25.rate", "0.975", False, "percent_ambiguous"),
        ("25.rate", Decimal("100.1"), False, "percent_over_100"),
        ("25.rate", "101%", False, "percent_over_100"),
        ("25.rate", "97.5‰", False, "wrong_unit"),
        ("24.rate", "6.0%", False, "wrong_unit"),
        ("24.rate", Decimal("0.006"), True, "wrong_unit"),
        ("23.rate", "16.5‰", False, "wrong_unit"),
        ("26.rate", "0.3/10万", False, "wrong_unit"),
        ("14.registered", Decimal("7.5"), False, "whole_expected"),
        ("14.registered", Decimal(-1), False, "negative"),
        ("14.registered", "-1", False, "negative"),
        ("14.registered", "1,23", False, "number_expected"),
        ("14.registered", "约8", False, "number_expected"),
        ("25.rate", "≥97%", False, "number_expected"),
        ("25.rate", "—", False, "number_expected"),
        ("25.rate", "/", False, "number_expected"),
        ("25.rate", "无", False, "number_expected"),
        ("14.registered", True, False, "number_expected"),
        ("1.mark", Decimal("7.555"), False, "mark_places"),
    ],
)
def test_what_is_no_number_is_not_guessed_at(
    rulebook: Rulebook, key: str, raw: Decimal | str | bool, percent_format: bool, code: str
) -> None:
    with pytest.raises(EntryError) as caught:
        rulebook.fields[key].parse(raw, percent_format)
    assert caught.value.problem.code == code
    problem = caught.value.problem
    assert problem.found and problem.expected and problem.fix


def test_an_ambiguous_percentage_names_both_readings(rulebook: Rulebook) -> None:
    with pytest.raises(EntryError, match=r"0\.975%.*97\.5%"):
        rulebook.fields["25.rate"].parse(Decimal("0.975"))


@pytest.mark.parametrize(
    ("reported", "agrees"),
    [
        ("96.9", True),
        ("97", True),
        ("96.95", True),
        ("96.94", False),
        ("96.8", False),
        ("96", False),
    ],
)
def test_a_reported_rate_must_be_its_quotient_rounded(
    rulebook: Rulebook, reported: str, agrees: bool
) -> None:
    # 1842 of 1900 couples are 96.947…%.
    typed = rulebook.fields["25.rate"].parse(f"{reported}%")
    try:
        answer = rulebook.fields["25.rate"].quotient(F(1842), F(1900), typed)
    except EntryError as error:
        assert (error.problem.code, agrees) == ("value_and_quotient_disagree", False)
    else:
        assert agrees
        assert answer.value == F(184200, 1900)  # the quotient is what counts


@pytest.mark.parametrize(
    ("key", "top", "bottom", "code"),
    [
        ("25.rate", 1, 0, "denominator_zero"),
        ("25.rate", 11, 10, "numerator_over_denominator"),
        ("24.rate", 1, 0, "denominator_zero"),
    ],
)
def test_impossible_quotients(
    rulebook: Rulebook, key: str, top: int, bottom: int, code: str
) -> None:
    with pytest.raises(EntryError) as caught:
        rulebook.fields[key].quotient(F(top), F(bottom), None)
    assert caught.value.problem.code == code
