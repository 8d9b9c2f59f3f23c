"""Every notice of the catalogue is given by some input; and it is told wherever a form is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.answers import Answer, Answers, Entry
from fyscore.collect.rankable import repeated
from fyscore.files.evidence import evidence_notices, find_evidence
from fyscore.problems import ProblemsError
from fyscore.problems.notices import Notice, Remark
from fyscore.rules.load import load_rulebook
from fyscore.scoring.diff import compare
from fyscore.scoring.notices import notices, oversights
from fyscore.scoring.ranking import Row
from fyscore.scoring.result import Result
from fyscore.scoring.score import score
from tests.command import EXAMPLES, run, validated
from tests.form import Form, full_answers
from tests.forms.test_stored import change, detail_part
from tests.parts import with_cell

BOOK = load_rulebook()
SHAPES = load_rulebook(EXAMPLES / "rulebooks/shapes.toml")
#: What only another library makes; its own test breaks it.
ELSEWHERE = {Remark.NOT_CROSS_CHECKED: "tests/forms/test_second_opinion.py"}


def of_forms(folder: Path) -> Iterator[Notice]:
    form, path = Form(), folder / "a.xlsx"
    for xml in ("<f>1+1</f>", f"<is><t>{'长' * 40_000}</t></is>"):
        form.save(path, {"14.registered": 8})
        kind = ' t="inlineStr"' if "<is>" in xml else ""
        with_cell(form, path, "14.registered", f'<c r="{{at}}"{kind}>{xml}</c>', "备注")
        yield from fyscore.read_workbook(path).notices
    form.save(path, {"14.registered": 8})
    book = openpyxl.load_workbook(path)
    book.create_sheet("计算草稿")["A1"] = 1
    book["基本信息"]["B6"] = f"{BOOK.id} (000000000000)"
    book.save(path)
    yield from fyscore.read_workbook(path).notices
    form.save(path, full_answers())
    scored = folder / "scored.xlsx"
    assert run("score", path, "-o", scored, "-q").returncode == 0

    def tamper(text: str) -> str:
        return re.sub(r'(<c r="D2" [^>]*><f>.*?</f><v>)[^<]*(</v>)', r"\g<1>7.5\2", text)

    change(scored, detail_part(scored), tamper)
    yield from fyscore.score_file(scored, BOOK).result.notices
    assert run("template", folder / "shapes.xlsx", "--rulebook", SHAPES.source).returncode == 0
    other = Form(SHAPES, folder / "shapes.xlsx")
    yield from fyscore.read_workbook(other.save(path, {"10.rate": "91%"}), SHAPES).notices


def of_answers(_: Path) -> Iterator[Notice]:
    entries = {
        "1.mark": Entry(Answer(F(7)), own=Answer(F(8), is_own=True), evidence="待确认：方案.docx"),
        "23.rate": Entry(Answer(F(160)), last="16"),
        "14.registered": Entry(remark="8家", cell="填报!E40"),
    }
    answers = Answers({k: e for k, e in entries.items() if k in BOOK.fields})
    yield from notices(answers, score(answers, BOOK), BOOK)
    yield from oversights(answers, BOOK)
    own = Answers({"1.mark": Entry(own=Answer(F(8), is_own=True))})
    yield from notices(own, score(own, BOOK), BOOK)
    shaped = Answers.of({"7.none": Answer(True), "7.late": Answer(F(2))})
    yield from notices(shaped, score(shaped, SHAPES), SHAPES)
    capped = Answers.of(
        {"11.national": Answer(F(9)), "12.promoted": Answer(F(9)), "11.provincial": Answer(F(0))}
    )
    yield from notices(capped, score(capped, SHAPES), SHAPES)
    named = Entry(evidence="照片.jpg")
    twice = Answers({"14.registered": named, "7.joint": named}, file="a.xlsx")
    yield from evidence_notices(find_evidence(twice, BOOK))


def of_results(_: Path) -> Iterator[Notice]:
    def result(unit: str = "甲县", year: int | None = 2023, **more: object) -> Result:
        made = score(Answers.of({"14.registered": Answer(F(8))}, unit, year), BOOK)
        return replace(made, **more)  # type: ignore[arg-type]

    later = replace(BOOK, changes=load_rulebook(SHAPES.source).changes)
    capped = score(
        Answers.of(
            {
                "11.national": Answer(F(9)),
                "11.provincial": Answer(F(0)),
                "12.promoted": Answer(F(9)),
            }
        ),
        SHAPES,
    )
    read = {**BOOK.readings, "bounds": "exclusive"}
    for one, other, book in (
        (result(), result(unit="乙县"), BOOK),
        (result(year=None), result(), BOOK),
        (result(year=2024), result(), BOOK),
        (result(), result(rulebook="another"), BOOK),
        (result(year=2025), result(year=2026), later),
        (result(), result(readings=read, year=2024), BOOK),
        (capped, capped, SHAPES),
    ):
        yield from compare([one, other], book).warnings
    yield from compare([result()] * 3, BOOK).warnings
    yield from repeated([Row.of(result(file=name)) for name in ("甲.xlsx", "乙.xlsx")])


def test_each_member_of_the_catalogue_is_given(tmp_path: Path) -> None:
    given = {notice.code for of in (of_forms, of_answers, of_results) for notice in of(tmp_path)}
    lacking = {r.name for r in Remark if r.code not in given and r not in ELSEWHERE}
    assert not lacking, f"no test gives these: {lacking}"
    root = Path(__file__).parents[2]
    for remark, file in ELSEWHERE.items():
        assert f'"{remark.code}"' in (root / file).read_text("utf-8")


@pytest.mark.slow
def test_a_notice_is_told_wherever_the_form_is(form: Form, tmp_path: Path) -> None:
    """Of a sound form in its result, of a faulty one in its failure and in what is sent back."""
    sound = form.save(tmp_path / "a.xlsx", full_answers(), "甲县", 2023)
    book = openpyxl.load_workbook(sound)
    book.create_sheet("计算草稿")["A1"] = 1
    book.save(sound)
    codes = {}
    for name, more in (
        ("score", ("-o", tmp_path / "s.xlsx")), ("check", ()), ("gaps", ()),
        ("report", ("-o", tmp_path / "r.md")), ("split", ("-o", tmp_path / "parts")),
        ("diff", (sound,)), ("template", ("--from", sound)), ("merge", ("--status",)),
    ):  # fmt: skip
        first = (tmp_path / "t.xlsx",) if name == "template" else (sound,)
        done = run(name, *first, *more, "--json")
        assert done.returncode == 0, done.stderr
        document = json.loads(done.stdout)
        held = document.get("results", document.get("files", [{}]))[0].get("notices")
        codes[name] = {notice["code"] for notice in held or document["notices"]}
    assert {name for name, seen in codes.items() if "sheets_left_out" not in seen} == set()


def test_what_goes_back_says_what_is_worth_a_look(form: Form, tmp_path: Path) -> None:
    faulty = form.save(tmp_path / "b.xlsx", {"14.registered": "约8"}, "甲县")
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(faulty, BOOK)
    assert [notice.code for notice in caught.value.notices] == ["head_blank"]
    done = run("check", faulty, "--annotate", tmp_path / "back", "--json")
    (file,) = validated("check", done.stdout)["files"]
    assert [notice["code"] for notice in file["notices"]] == ["head_blank"]
    (back,) = (tmp_path / "back").iterdir()
    rows = list(openpyxl.load_workbook(back)["问题清单"].values)
    assert rows[-1][-1] == "提示：“基本信息”没有填评估年度"
