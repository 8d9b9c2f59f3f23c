"""Numbers as people read them."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from fyscore.numbers import decimals, loss, plain, points, rounded
from fyscore.rules.readings import READING_WORDS, READINGS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("16.5", "16.5"),
        ("97", "97"),
        ("0", "0"),
        ("1/3", "0.33"),
        ("2/3", "0.67"),
        ("0.00001", "0.00001"),
        ("-1/2", "-0.5"),
    ],
)
def test_plain(value: str, text: str) -> None:
    assert plain(F(value)) == text


def test_plain_never_shows_a_value_as_the_threshold_it_misses() -> None:
    assert plain(F(96_999_99, 10**5) + F(1, 3 * 10**7), against=F(97)) == "96.99999"
    assert plain(F(97) - F(1, 3000), against=F(97)) == "96.9997"
    assert plain(F(1, 30000)) == "0.00003"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.005", "0.01"), ("0.015", "0.02"), ("-0.005", "-0.01"), ("2.344", "2.34")],
)
def test_halves_round_away_from_zero(value: str, expected: str) -> None:
    assert rounded(F(value), 2) == F(expected)
    assert points(F(value)) == plain(F(expected))


def test_decimals() -> None:
    assert [decimals(F(v)) for v in ("1", "0.5", "0.25", "1/3")] == [0, 1, 2, None]


def test_every_reading_has_words_a_gbk_console_can_show() -> None:
    for name, values in READINGS.items():
        assert set(READING_WORDS[name]) == set(values)
        for words in READING_WORDS[name].values():
            words.encode("gbk")


def test_a_loss_never_looks_like_none() -> None:
    assert loss(F("0.4")) == "0.4"
    assert loss(F("0.005")) == "0.01"
    assert loss(F("0.0049")) == "不足0.01"
    assert loss(F(0)) == "0"
