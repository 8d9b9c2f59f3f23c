"""What fyscore says, word for word: kept in tests/golden, to be read and reviewed.

A change of wording shows up as a change of these files.  ``make golden`` writes
them anew; look at the difference before committing it.  The formulas kept here
are those that the cross-check holds against LibreOffice.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import date
from fractions import Fraction as F
from itertools import zip_longest
from pathlib import Path

from openpyxl.workbook import Workbook

import fyscore
from fyscore.answers import Answer, Answers
from fyscore.forms import formulas
from fyscore.forms.writer import template_bytes
from fyscore.problems import Problem, ProblemsError
from fyscore.rules.field import Field
from fyscore.rules.field_types import FIELD_TYPES
from fyscore.rules.load import load_rulebook, with_readings
from fyscore.rules.model import Item, Rulebook
from fyscore.rules.part import Part
from fyscore.rules.readings import READINGS
from fyscore.rules.shapes import SHAPES
from fyscore.scoring.score import score
from tests.form import ENTRY, Form, full_answers
from tests.forms.test_reader import (
    BAD_CELLS,
    BAD_STRUCTURES,
    Edit,
    _all,
    _heading,
    _info,
    _key,
    _rename,
    _set,
    problems_of,
    write,
)  # fmt: skip
from tests.rules.test_shapes import CONTRACT

FOLDER = Path(__file__).parent
EXAMPLES = Path(__file__).parents[2] / "examples"
ILLUSTRATIVE = EXAMPLES / "rulebooks/illustrative.toml"
OTHER = {"bounds": "exclusive", "partial_point": "whole", "two_rates": "worst", "veto": "zero"}
LINEAR = {"partial_point": "linear"}


def holds(name: str, lines: Iterator[str]) -> None:
    """The lines are those kept under ``name``; written there instead by ``make golden``."""
    path = FOLDER / f"{name}.txt"
    if os.environ.get("FYSCORE_GOLDEN"):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    kept = path.read_text("utf-8").splitlines()
    said = (part for line in lines for part in line.split("\n"))
    # Line by line, so that the first difference ends it.
    for number, (now, then) in enumerate(zip_longest(said, kept), 1):
        assert now == then, f"{path.name}:{number}"


def parts_of(item: Item) -> tuple[Part, ...]:
    return item.all_parts


def test_rules_and_formulas() -> None:
    def lines() -> Iterator[str]:
        for source in ("liunan-2023-25", ILLUSTRATIVE):
            for readings in ({}, OTHER, LINEAR):
                book = with_readings(load_rulebook(source), readings)
                yield f"== {book.id} {readings}"
                for item in book.items:
                    refs = {f.key: f"[{f.key}]" for f in item.fields}
                    for part in item.all_parts:
                        shape = part.shape
                        yield f"{part.id} {shape.criterion(part, book.readings)}"
                        yield f"  {shape.formula(part, refs, book.readings)}"
                        if not shape.is_gate:
                            yield f"  {formulas.part_score(part, item, refs, book.readings)}"
                        if not readings:
                            yield f"  {shape.pending_formula(part, refs)}"
                            yield f"  {shape.fault_formula(part, refs)}"

    holds("rules", lines())


def _number(field: Field, part: Part, dice: random.Random) -> Answer:
    """A value about the bound, sometimes as numerator and denominator."""
    if field.type.name == "count":
        return Answer(F(dice.choice([0, 1, 2, 3, part.params.get("target", F(8)), 9])))
    bound = field.minimum or field.maximum or part.params.get("target") or F(50)
    value = max(bound + F(dice.choice([-250, -100, -51, -1, 0, 0, 1, 150]), 100), F(0))
    value = min(value, field.type.ceiling or value)
    if dice.random() < 0.4:
        bottom = F(dice.choice([97, 1900, 100_000]))
        top = F(round(value * bottom / field.scale))
        return Answer(top / bottom * field.scale, top, bottom)
    return Answer(value)


def _answers(book: Rulebook, dice: random.Random) -> Answers:
    values: dict[str, Answer] = {}
    for item in book.items:
        for part in item.all_parts:
            for field in part.fields:
                if dice.random() < 0.08:
                    continue
                if field.type.name == "yes_no":
                    chance = 0.05 if part is item.gate else 0.5
                    values[field.key] = Answer(dice.random() < chance)
                elif field.type.name == "mark":
                    mark = F(dice.randrange(int(part.max) * 100), 100)
                    values[field.key] = Answer(dice.choice([mark, part.max, part.max + F(1, 100)]))
                else:
                    values[field.key] = _number(field, part, dice)
    return Answers.of(values, "某区", 2023)


def _mended(answers: Answers, error: ProblemsError) -> Answers:
    """Without what was complained of, so that the rest is scored too."""
    wrong = {problem.key for problem in error.problems}
    return Answers.of({k: v for k, v in answers.values.items() if k not in wrong}, "某区", 2023)


def test_reasons_remedies_and_contradictions() -> None:
    def lines() -> Iterator[str]:
        dice = random.Random(25)
        for nth in range(24):
            source = ILLUSTRATIVE if nth % 5 == 4 else "liunan-2023-25"
            readings = ({}, OTHER, LINEAR)[nth % 3]
            book = with_readings(load_rulebook(source), readings)
            answers = _answers(book, dice)
            yield f"== {nth} {book.id} {readings}"
            try:
                result = score(answers, book)
            except ProblemsError as error:
                yield from (f"! {p.code} {p.key} {p.message}" for p in error.problems)
                result = score(_mended(answers, error), book)
            span = result.range
            yield f"{result.total} {result.attainable} {span.low}..{span.high} {span.items}"
            yield " ".join(f"{i.id}:{i.status}:{i.score}" for i in result.items)
            for part in result.parts():
                if part.status != "full":
                    yield f"{part.id} {part.status} {part.score} | {part.reason} | {part.remedy}"
                    yield f"  {[(c.key, c.to) for c in part.changes]}"

    holds("results", lines())


def _field(kind: str, **more: object) -> Field:
    made = FIELD_TYPES[kind]
    return Field(f"9.{kind}", made, made.unit, made.scale, "某项", **more)  # type: ignore[arg-type]


def test_what_lint_says_of_parts_a_shape_cannot_score() -> None:
    fields = {
        "none": (),
        "mark": (_field("mark"),),
        "yes": (_field("yes_no"),),
        "yes yes": (_field("yes_no"), _field("yes_no")),
        "yes with min": (_field("yes_no", minimum=F(1)),),
        "count": (_field("count"),),
        "count at least 2": (_field("count", minimum=F(2)),),
        "count at most 0": (_field("count", maximum=F(0)),),
        "count mark": (_field("count"), _field("mark")),
        "mark count at least 2": (_field("mark"), _field("count", minimum=F(2))),
        "yes mark": (_field("yes_no"), _field("mark")),
        "yes yes count": (_field("yes_no"), _field("yes_no"), _field("count")),
        "yes count": (_field("yes_no"), _field("count")),
        "percent": (_field("percent"),),
        "percent count": (_field("percent"), _field("count")),
        "rate both bounds": (_field("permille", minimum=F(1), maximum=F(2)),),
        "rate and average": (_field("permille"), _field("permille", role="average")),
        "count and average": (_field("count"), _field("count", role="average")),
        "average average": (_field("decimal", role="average"), _field("decimal", role="average")),
    }

    def lines() -> Iterator[str]:
        far = {"target": F(101), "per_point": F(1)}
        for name in sorted(CONTRACT):
            for told, given in fields.items():
                for most, params in ((F(2), {}), (F(0), far)):
                    shape = SHAPES[name]
                    taken = {p.name: params[p.name] for p in shape.part_params if p.name in params}
                    part = Part("9", "9", most, shape, "某点", given, taken)
                    complaints = "；".join(shape.lint(part)) or "可以"
                    yield f"{name} | {told} | {most} 分{' 目标 101' if params else ''} | {complaints}"

    holds("lint", lines())


def _no_headings(form: Form, book: Workbook) -> None:
    for cell in book[ENTRY][form.top]:
        cell.value = None


def _empty(name: str) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        book.remove(book[name])
        book.create_sheet(name)

    return edit


def _merge(key: str, columns: str, rows: int, then: Edit | None = None) -> Edit:
    def edit(form: Form, book: Workbook) -> None:
        first, last = columns.split(":")
        top = form.rows[key]
        book[ENTRY].merge_cells(f"{first}{top}:{last}{top + rows}")
        if then:
            then(form, book)

    return edit


def _sheet_twice(form: Form, book: Workbook) -> None:
    book.create_sheet(f" {ENTRY}")


def _no_unit(form: Form, book: Workbook) -> None:
    book["基本信息"].delete_rows(2)
    book["基本信息"]["B5"] = "=1+1"


#: The column of a unit's own marks.
OWN = "D:D"

MORE: dict[str, Edit] = {
    "sheet twice": _sheet_twice,
    "sheets unlike any": _all(_rename(ENTRY, "甲"), _rename("基本信息", "乙")),
    "row gone and a formula": _no_unit,
    "no headings": _no_headings,
    "empty sheets": _all(_empty(ENTRY), _empty("基本信息")),
    "heading unlike any": _heading("填报值", "甲"),
    "heading near another": _all(_heading("填报值", "填报的值"), _heading("备注", "备 注 栏")),
    "headings gone and twice": _all(_heading("分子", None), _heading("填写提示", "分母")),
    "merged over two fields": _merge("13.training_plan", "D:D", 1, _set("14.registered", "七")),
    "merged over value and pair": _merge("25.rate", "D:G", 0),
    "merged over an own mark": _merge("5a.complete", OWN, 1, _set("5a.mark", 1)),
    "merged pair": _merge("25.rate", "F:G", 0),
    "merged over what is not read": _merge("25.rate", "I:J", 1, _set("14.registered", "七")),
    "numerator only": _set("25.rate", 1900, "分子"),
    "pair on a yes/no": _all(_set("7.joint", "是"), _set("7.joint", 3, "分子")),
    "pair of texts": _all(_set("25.rate", "19元", "分子"), _set("25.rate", "20 对", "分母")),
    "pair negative": _all(_set("25.rate", -1, "分子"), _set("25.rate", 20, "分母")),
    "pair and bad value": _all(
        _set("25.rate", "约97", "填报值"), _set("25.rate", 19, "分子"), _set("25.rate", 20, "分母")
    ),
    "a count with decimals": _set("14.registered", 1.5),
    "a mark of three places": _set("1.mark", 1.333),
    "no, and all points": _all(_set("5a.complete", "否"), _set("5a.mark", 2)),
    "year as text": lambda form, book: book["基本信息"].__setitem__("B3", "二〇二三"),
    "year too late": lambda form, book: book["基本信息"].__setitem__("B3", 2101),
    "label twice and one gone": _all(_info(5, "填报人"), _info(2, "单位")),
    "key twice and one gone": _all(_key("2a.document", "1.mark"), _key("1.mark", "1.mark ")),
    "another's keys": _all(_key("35.awareness", "36.awareness"), _key("35.satisfaction", "x")),
}  # fmt: skip


def _gallery() -> Iterator[tuple[str, Edit]]:
    """Every edit of the reader's own tests, named by place, and some more."""
    yield from MORE.items()
    for faults in (BAD_CELLS, BAD_STRUCTURES):
        for nth, (edit, code) in enumerate(faults):
            yield f"{nth} {code}", edit


def test_what_the_reader_says_of_bad_workbooks(tmp_path: Path) -> None:
    def lines() -> Iterator[str]:
        for name, edit in _gallery():
            yield f"== {name}"
            yield from told(problems_of(write(tmp_path, edit)))
        yield "== another standard's form"
        other = tmp_path / "other.xlsx"
        other.write_bytes(template_bytes(load_rulebook(ILLUSTRATIVE)))
        yield from told(problems_of(other))

    def told(problems: list[Problem]) -> Iterator[str]:
        return (f"{p.code} {p.place} {p.key} | {p.message}" for p in problems)

    holds("reader", lines())


def test_what_is_read_of_a_workbook_with_everything_in_it(tmp_path: Path) -> None:
    def edit(form: Form, book: Workbook) -> None:
        for key, typed in full_answers().items():
            form.type_in(key, typed)
        form.type_in("25.rate", "1900/1950")
        form.cell("25.rate").value = "97.4%"
        told = ("说明", 3.5, True, date(2024, 1, 5), "=1+1", " 两头空 ", 12, False, 1e-9, 2e16)
        for nth, text in enumerate(told):
            key = list(form.rows)[nth * 7]
            form.cell(key, "备注").value = text
            form.cell(key, "佐证材料").value = f"{nth}.pdf"
        info = book["基本信息"]
        info["B2"], info["B3"], info["B4"] = "某区", "2023年度", "张三"
        info["B5"] = date(2024, 1, 15)
        info["A9"], info["C2"], info["A10"] = "单位全称", "填报人", 7
        book[ENTRY]["D1"] = "填报值"
        book[ENTRY]["C95"], book[ENTRY]["A96"] = "7.joint", "自己的说明"
        book.create_sheet("自己的表")
        book.create_sheet("又一张")

    def lines() -> Iterator[str]:
        answers = fyscore.read_workbook(write(tmp_path, edit))
        assert answers.file == str(tmp_path / "a.xlsx")
        yield f"{answers.unit} {answers.year} {dict(answers.info)}"
        for key, answer in answers.values.items():
            pair = (answer.numerator, answer.denominator, answer.reported)
            yield f"{key} {answers.entry(key).cell} {answer.value} {pair if any(pair) else ''}"
        for name in ("evidence", "evidence_cell", "remark"):
            told = {k: v for k, e in answers.entries.items() if (v := getattr(e, name))}
            yield f"{name} {told}"
        yield from answers.notices

    holds("answers", lines())


def test_golden_files_have_no_strays() -> None:
    assert {p.stem for p in FOLDER.glob("*.txt")} == {
        "rules",
        "results",
        "answers",
        "lint",
        "reader",
    }


def test_every_combination_of_readings_is_in_some_result() -> None:
    """The readings above are those the rulebook knows."""
    for chosen in (OTHER, LINEAR):
        for name, value in chosen.items():
            assert value in READINGS[name]
