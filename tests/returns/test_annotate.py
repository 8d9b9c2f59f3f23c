"""A faulty form goes back with each fault shown in its cell; corrected there, it scores."""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import pytest

import fyscore
from fyscore.problems import Problem, ProblemsError
from fyscore.returns.annotate import annotated
from tests.command import run
from tests.form import Form, places
from tests.rounds import rounds

pytestmark = pytest.mark.slow


RULEBOOK = fyscore.load_rulebook()
ROUNDS = rounds(6)
#: What people type by mistake, and what is right, by type of field.
WRONG = {
    "yes_no": (["基本实现", 3, "？"], "是"),
    "count": ([1.5, "约8", -1, "2023-01-05", "无"], 2),
    "percent": (["97.5", "103%", "九成", "6‰"], "97.5%"),
    "mark": ([99, 1.333, "优秀"], 0),
}
OTHER = (["约3", -2, "2023-05-01"], 1.5)


def failure_of(path: Path) -> ProblemsError:
    with pytest.raises(ProblemsError) as caught:
        fyscore.score_file(path, RULEBOOK)
    return caught.value


def problems_of(path: Path) -> tuple[Problem, ...]:
    return failure_of(path).problems


def test_corrected_at_the_named_cells_alone_every_faulty_form_scores(tmp_path: Path) -> None:
    form, path = Form(), tmp_path / "a.xlsx"
    keys = [key for key in RULEBOOK.fields if not key.endswith(".mark") or key == "1.mark"]
    for seed in range(ROUNDS):
        dice = random.Random(seed)
        right: dict[str, object] = {}
        typed: dict[str, object] = {}
        for key in keys:
            wrong, good = WRONG.get(RULEBOOK.fields[key].type.name, OTHER)
            right[key] = good
            typed[key] = dice.choice(wrong) if dice.random() < 0.06 else good
        if typed == right:
            typed["14.registered"] = "约8"
        form.save(path, typed, "甲区", 2023)
        found = problems_of(path)
        assert all(problem.cell for problem in found)
        back = tmp_path / "back.xlsx"
        back.write_bytes(annotated(path, failure_of(path)))
        assert [p.message for p in problems_of(back)] == [p.message for p in found]
        book = openpyxl.load_workbook(back)
        for problem in found:
            cell = book[problem.sheet][problem.cell]
            assert cell.comment is not None
            assert problem.fix in cell.comment.text
            value = right[problem.key]
            cell.value = 0.975 if value == "97.5%" else value
        book.save(back)
        answers = fyscore.score_file(back, RULEBOOK).answers
        form.save(path, right, "甲区", 2023)
        wanted = fyscore.score_file(path, RULEBOOK).answers
        assert answers.values == wanted.values, seed


def test_the_first_sheet_lists_the_faults_with_links(form: Form, tmp_path: Path) -> None:
    path = form.save(
        tmp_path / "甲区.xlsx", {"14.registered": "约8", "7.joint": "快了"}, "甲区", 2023
    )
    book = openpyxl.load_workbook(io.BytesIO(annotated(path, failure_of(path))))
    assert (book.sheetnames[0], book.active.title) == ("问题清单", "问题清单")
    rows = list(book["问题清单"].iter_rows(min_row=2))
    assert {row[1].hyperlink.location for row in rows} == {
        f"'填报'!{form.cell(key).coordinate}" for key in ("14.registered", "7.joint")
    }
    assert any("已备案托育机构数" in str(row[2].value) for row in rows)
    assert book["填报"][form.cell("14.registered").coordinate].value == "约8"


def test_what_was_typed_is_kept_as_typed(form: Form, tmp_path: Path) -> None:
    path = form.save(tmp_path / "a.xlsx", {"14.registered": "约8", "25.rate": "98%"}, "甲区", 2023)
    book = openpyxl.load_workbook(path)
    _, columns, rows = places(book["填报"])
    book["填报"].cell(rows["25.rate"], columns["备注"]).value = "=1+1 是公式吗"
    book["填报"].cell(rows["25.rate"], columns["佐证材料"]).value = " 两头有空格 "
    book["自己的表"] if "自己的表" in book.sheetnames else book.create_sheet("自己的表")
    book["自己的表"]["A1"] = "=SUM(1,2)"
    book.save(path)
    before = openpyxl.load_workbook(path)
    after = openpyxl.load_workbook(io.BytesIO(annotated(path, failure_of(path))))
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                other = after[sheet.title][cell.coordinate]
                assert (other.value, other.number_format) == (cell.value, cell.number_format)


def test_the_command_sends_back_what_is_faulty(form: Form, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    form.save(folder / "甲区.xlsx", {"14.registered": 7}, "甲区", 2023)
    faulty = form.save(folder / "乙区.xlsx", {"14.registered": "约7"}, "乙区", 2023)
    (folder / "丙区.xlsx").write_bytes(b"PK")
    before = faulty.read_bytes()
    done = run("check", folder, "--annotate", tmp_path / "退回")
    assert done.returncode == 3
    assert sorted(p.name for p in (tmp_path / "退回").iterdir()) == [
        "丙区-问题清单.xlsx",
        "乙区-退回.xlsx",
        "退回汇总.xlsx",
    ]
    sheet = openpyxl.load_workbook(tmp_path / "退回/丙区-问题清单.xlsx")["问题清单"]
    assert "已损坏" in sheet["D2"].value
    assert faulty.read_bytes() == before
    again = run("check", folder, "--annotate", tmp_path / "退回")  # our own, unchanged
    assert "没有覆盖" not in again.stderr
    (tmp_path / "退回/乙区-退回.xlsx").write_bytes(before)  # somebody worked in it
    refused = run("check", folder, "--annotate", tmp_path / "退回")
    assert (refused.returncode, "乙区-退回.xlsx”已存在" in refused.stderr) == (2, True)


def test_a_merged_cell_shows_its_fault_where_it_is_seen(form: Form, tmp_path: Path) -> None:
    path = form.save(tmp_path / "a.xlsx", {"14.registered": 7}, "甲区", 2023)
    book = openpyxl.load_workbook(path)
    place = form.cell("14.registered")
    above = place.offset(row=-1).coordinate
    book["填报"].merge_cells(f"{above}:{place.coordinate}")
    book.save(path)
    back = openpyxl.load_workbook(io.BytesIO(annotated(path, failure_of(path))))
    assert "合并" in back["填报"][above].comment.text


def test_of_many_forms_a_summary_by_unit_says_what_went_back_to_whom(tmp_path: Path) -> None:
    form = Form()
    for folder, unit, typed in (
        ("甲市", "甲县", {"14.registered": "约8", "7.joint": "？"}),
        ("乙市", "乙县", {"14.registered": "七"}),
        ("丙市", "丙县", {"14.registered": 8}),
    ):
        (tmp_path / "各县" / folder).mkdir(parents=True)
        form.save(tmp_path / "各县" / folder / "填报.xlsx", typed, unit, 2023)
    (tmp_path / "各县/坏.xlsx").write_bytes(b"%PDF-1.4")
    back = tmp_path / "退回"
    done = run("check", tmp_path / "各县", "--annotate", back)
    assert done.returncode == 3, done.stderr
    # Forms of one name are kept apart as the folders they came from are.
    assert {str(path.relative_to(back)) for path in back.rglob("*.xlsx")} == {
        "甲市/填报-退回.xlsx", "乙市/填报-退回.xlsx", "坏-问题清单.xlsx", "退回汇总.xlsx",
    }  # fmt: skip
    book = openpyxl.load_workbook(back / "退回汇总.xlsx")
    units = list(book["按单位汇总"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1], row[4]) for row in units] == [
        ("乙县", "2023", 1), ("甲县", "2023", 2), ("（未填）", "", 1),
    ]  # fmt: skip
    assert str(units[1][6]).endswith("甲市/填报-退回.xlsx")
    faults = list(book["问题明细"].iter_rows(min_row=2, values_only=True))
    assert len(faults) == 4
    assert "第14项" in str(faults[0][3])
    assert run("check", tmp_path / "各县", "--annotate", back).returncode == 3  # ours: replaced
