"""A workbook that is one of many says what one written alone says, part by part."""

from __future__ import annotations

import io
import random
import re
import zipfile
from fractions import Fraction as F

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fyscore
from fyscore.answers import Answer, Answers, Entry
from fyscore.forms.writer import scored_bytes
from fyscore.rules.field_types import MARK
from fyscore.rules.model import Rulebook
from fyscore.scoring.score import result_of, score
from tests.command import EXAMPLES, run
from tests.form import Form
from tests.rounds import rounds

RULEBOOK = fyscore.load_rulebook()
_INDEX = re.compile(r't="s"><v>(\d+)</v>')
_STYLE = re.compile(r' s="(\d+)"')


def parts(content: bytes) -> dict[str, object]:
    """Every part of a workbook, with texts and styles in the place of their numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found: dict[str, object] = {n: archive.read(n).decode() for n in archive.namelist()}
    texts = re.findall("<si>(.*?)</si>", str(found.pop("xl/sharedStrings.xml")), re.DOTALL)
    styles = _styles(content)
    found.pop("xl/styles.xml")
    for name in found:
        if name.startswith("xl/worksheets/sheet"):
            text = _INDEX.sub(lambda m: f't="s">{texts[int(m[1])]}', str(found[name]))
            found[name] = _STYLE.sub(lambda m: f" s={styles[int(m[1])]}", text)
    return found


def _styles(content: bytes) -> list[str]:
    """What each style of a workbook looks like."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("xl/styles.xml").decode()

    def listed(name: str, each: str) -> list[str]:
        (block,) = re.findall(f"<{name}[ >].*?</{name}>", text, re.DOTALL)
        return re.findall(f"<{each}(?:/>|[ >].*?(?:</{each}>))", block, re.DOTALL)

    fonts, fills, borders = (
        listed("fonts", "font"),
        listed("fills", "fill"),
        listed("borders", "border"),
    )
    formats = dict(re.findall(r'numFmtId="(\d+)" formatCode="([^"]*)"', text))
    (block,) = re.findall("<cellXfs.*?</cellXfs>", text, re.DOTALL)
    made = []
    for xf in re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", block, re.DOTALL):
        number, font, fill, border = (
            re.findall(f'{name}="(\\d+)"', xf)[0] for name in ("numFmtId", "fontId", "fillId", "borderId")
        )  # fmt: skip
        rest = re.sub(r' (?:numFmtId|fontId|fillId|borderId)="\d+"', "", xf)
        looks = (
            formats.get(number, number),
            fonts[int(font)],
            fills[int(fill)],
            borders[int(border)],
        )
        made.append("|".join((*looks, rest)))
    return made


def answers_of(dice: random.Random, rulebook: Rulebook) -> Answers:
    """Any way of filling in a form, evidence and remarks among it."""
    entries = {}
    words = ("", "佐证/文件.pdf", "甲<乙>&“丙”", "一" * 60, "=1+1", "备注 \n 两行", "a]]>b")
    for key, field in rulebook.fields.items():
        answer = own = None
        if dice.random() < 0.8:
            if field.type.is_yes_no:
                answer = Answer(dice.random() < 0.6)
            elif field.is_rate and dice.random() < 0.5:
                top, bottom = F(dice.randrange(900)), F(dice.randrange(1, 1000))
                typed = dice.choice([None, top / bottom])
                answer = Answer(top / bottom, numerator=top, denominator=bottom, reported=typed)
            else:
                answer = Answer(F(dice.randrange(0, 12000), dice.choice([1, 10, 100, 7])))
        if field.type is MARK and dice.random() < 0.3:
            own = Answer(F(dice.randrange(300), 100), is_own=True)
        evidence, remark = dice.choice(words), dice.choice(words)
        entries[key] = Entry(answer, own=own, evidence=evidence, remark=remark)
    unit = dice.choice(["", "某区", "甲&乙<县>"])
    return Answers(entries, unit, dice.choice([None, 2023]))


@pytest.mark.slow
def test_it_says_the_same_for_any_form() -> None:
    @settings(max_examples=rounds(25))
    @given(st.integers(0, 2**32))
    def holds(seed: int) -> None:
        answers = answers_of(random.Random(seed), RULEBOOK)
        result = result_of(answers, RULEBOOK)
        alone = parts(scored_bytes(RULEBOOK, answers, result))
        assert parts(scored_bytes(RULEBOOK, answers, result, one_of_many=True)) == alone

    holds()


@pytest.mark.parametrize("name", ["district-2022", "district-2023", "vetoed-2023"])
def test_the_examples_say_the_same(name: str) -> None:
    scored = fyscore.score_file(EXAMPLES / f"example-{name}.xlsx", RULEBOOK)
    alone = scored_bytes(RULEBOOK, scored.answers, scored.result)
    many = scored_bytes(RULEBOOK, scored.answers, scored.result, one_of_many=True)
    assert parts(many) == parts(alone)


def test_no_text_of_one_unit_is_in_the_workbook_of_another() -> None:
    first = Answers({"14.registered": Entry(Answer(F(7)), remark="甲区的秘密")}, "甲区", 2023)
    second = Answers({"14.registered": Entry(Answer(F(8)))}, "乙区", 2023)
    for answers in (first, second):
        written = scored_bytes(RULEBOOK, answers, score(answers, RULEBOOK), one_of_many=True)
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        told = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "甲区" not in told
    assert "乙区" in told


def test_a_form_with_last_years_values_shows_them(form: Form) -> None:
    entry = Entry(Answer(F(7)), last="6家", last_score="0")
    answers = Answers({"14.registered": entry}, "甲区", 2023)
    written = scored_bytes(RULEBOOK, answers, score(answers, RULEBOOK), one_of_many=True)
    sheet = openpyxl.load_workbook(io.BytesIO(written))["填报"]
    (heading,) = (c for row in sheet["A1:P2"] for c in row if c.value == "上年值")
    assert not sheet.column_dimensions[heading.column_letter].hidden
    assert any(row[heading.column - 1].value == "6家" for row in sheet.iter_rows())


def test_a_batch_writes_what_one_command_writes(form: Form, tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "in").mkdir()
    for name, count in (("甲区", 7), ("乙区", 8)):
        form.save(tmp_path / "in" / f"{name}.xlsx", {"14.registered": count}, name, 2023)
    assert run("score", tmp_path / "in", "--out-dir", tmp_path / "many").returncode == 0
    for name in ("甲区", "乙区"):
        alone = tmp_path / f"{name}-一.xlsx"
        assert run("score", tmp_path / "in" / f"{name}.xlsx", "-o", alone).returncode == 0
        many = tmp_path / "many" / f"{name}-评分.xlsx"
        assert parts(many.read_bytes()) == parts(alone.read_bytes())
