"""Many files: order, failures, resuming, ranking, tables."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from fractions import Fraction as F
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest

from fyscore.answers import Answer, Answers
from fyscore.batch.job import Job
from fyscore.batch.journal import Journal
from fyscore.batch.pool import run
from fyscore.cli.gates import Gates
from fyscore.files.names import JOURNAL
from fyscore.files.output import Outputs
from fyscore.forms.writer import template_bytes
from fyscore.report.tables import table_bytes
from fyscore.rules.load import load_rulebook
from fyscore.rules.model import Rulebook
from fyscore.scoring.ranking import Row, averages, rank, weakest
from fyscore.scoring.score import score
from tests import command
from tests.form import GOOD, Form

pytestmark = pytest.mark.slow

GOOD_FILES, BAD_FILES = 45, 10
#: Workbooks that a batch has written when it is cut off.
WRITTEN = 6


@pytest.fixture(scope="module")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Many sound workbooks and some broken ones of different kinds."""
    folder = tmp_path_factory.mktemp("counties")
    dice, form = Random(7), Form()
    bad: list[object] = [
        b"", b"<html></html>", b"a,b\n1,2\n", GOOD[:5000], b"%PDF-1.4", b"\xd0\xcf\x11\xe0" + bytes(99),
        {"14.registered": "七"}, {"25.rate": 97.5}, {"7.joint": "?"}, {"5a.mark": 3},
    ]  # fmt: skip
    for n in range(GOOD_FILES + BAD_FILES):
        path = folder / f"县{n:03}.xlsx"
        if n % 5 == 4 and n // 5 < BAD_FILES:
            content = bad[n // 5 % len(bad)]
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                form.save(path, content, f"县{n}", 2023)  # type: ignore[arg-type]
        else:
            answers: dict[str, object] = {
                "14.registered": dice.randrange(10),
                "1.mark": dice.randrange(801) / 100,
                "30.national_reward": dice.randrange(8),
                "16.accidents": int(dice.random() < 0.05),
            }
            form.save(path, answers, f"县{n}", 2023)
    return folder


def score_all(folder: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return command.run("score", folder, "--out-dir", out, *more)


def ranking(out: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(out / "评分排名.xlsx")["排名"]
    return [row[:4] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_many_with_some_broken(county_folder: Path, tmp_path: Path) -> None:
    one = score_all(county_folder, tmp_path / "1", "--summary-only", "--json", "--jobs", "1")
    two = score_all(county_folder, tmp_path / "2", "--summary-only", "--json", "--jobs", "2")
    assert (one.returncode, two.returncode) == (3, 3)
    assert one.stdout == two.stdout
    document = command.validated("result", one.stdout)
    assert (len(document["results"]), len(document["failures"])) == (GOOD_FILES, BAD_FILES)
    codes = {f["problems"][0]["code"] for f in document["failures"]}
    assert len(codes) >= 8
    names = [r["file"] for r in document["results"]]
    assert names == sorted(names)
    expected = sorted(document["results"], key=lambda r: (r["vetoed"], -r["total"]))
    shown = ranking(tmp_path / "1")
    assert [row[1] for row in shown] == [r["unit"] for r in expected]
    assert shown == ranking(tmp_path / "2")
    vetoed = [r["vetoed"] for r in expected]
    assert any(vetoed)
    assert vetoed == sorted(vetoed)
    failures = openpyxl.load_workbook(tmp_path / "1/评分排名.xlsx")["未能评分"]
    assert len({row[0] for row in failures.iter_rows(min_row=2, values_only=True)}) == BAD_FILES


def cut_off(folder: Path, out: Path, sign: signal.Signals) -> subprocess.Popen[str]:
    """A batch that got that signal, as a whole process group, after some files."""
    arguments = ["score", folder, "--out-dir", out, "--jobs", "2"]
    process = subprocess.Popen(
        [str(command.COMMAND), *map(str, arguments)],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        text=True, encoding="utf-8", preexec_fn=command.heed_ctrl_c,
    )  # fmt: skip
    command.wait_until(lambda: len(list(out.glob("*-评分.xlsx"))) >= WRITTEN)
    os.killpg(process.pid, sign)
    return process


@pytest.fixture(scope="module")
def whole(county_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an uninterrupted run writes."""
    out = tmp_path_factory.mktemp("whole")
    score_all(county_folder, out)
    return out


def test_killed_and_resumed(county_folder: Path, whole: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    cut_off(county_folder, cut, signal.SIGKILL).communicate()
    done = set(cut.glob("*-评分.xlsx"))
    assert WRITTEN <= len(done) < GOOD_FILES
    for path in done:
        openpyxl.load_workbook(path, read_only=True).close()
    kept = {
        path: path.stat().st_mtime_ns
        for path in done
        if f"{path.name.removesuffix('-评分.xlsx')}.xlsx" in (cut / JOURNAL).read_text("utf-8")
    }
    assert score_all(county_folder, cut, "--resume").returncode == 3
    assert {path: path.stat().st_mtime_ns for path in kept} == kept  # not done again
    assert ranking(cut) == ranking(whole)
    assert {p.name for p in cut.glob("*-评分.xlsx")} == {p.name for p in whole.glob("*-评分.xlsx")}


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_whole_files_and_says_how_to_go_on(
    county_folder: Path, whole: Path, tmp_path: Path, sign: signal.Signals
) -> None:
    cut = tmp_path / "cut"
    process = cut_off(county_folder, cut, sign)
    told = process.communicate(timeout=command.PATIENCE)[1]
    assert process.returncode == 128 + sign
    assert "已中断" in told
    assert "--resume" in told
    assert "Traceback" not in told
    names = {path.name for path in cut.iterdir()}
    assert names - {JOURNAL} == {
        path.name for path in cut.glob("*-评分.xlsx")
    }  # no ranking, no scraps
    for path in cut.glob("*-评分.xlsx"):
        openpyxl.load_workbook(path, read_only=True).close()
    assert score_all(county_folder, cut, "--resume").returncode == 3
    assert ranking(cut) == ranking(whole)


def test_a_resumed_run_says_what_the_first_said(form: Form, tmp_path: Path) -> None:
    """Of a form that cannot be scored too, with what is worth a look in it."""
    (tmp_path / "in").mkdir()
    form.save(tmp_path / "in/a.xlsx", {"14.registered": "约8"}, "甲县")
    form.save(tmp_path / "in/b.xlsx", {"14.registered": 8}, "乙县", 2023)
    first, again = (
        command.run("score", tmp_path / "in", "--out-dir", tmp_path / "out", "--json", *more).stdout
        for more in ((), ("--resume",))
    )
    (failure,) = json.loads(first)["failures"]
    assert [notice["code"] for notice in failure["notices"]] == ["head_blank"]
    assert again == first


def test_resume_does_again_what_changed(tmp_path: Path, rulebook: Rulebook, form: Form) -> None:
    paths = [form.save(tmp_path / f"{n}.xlsx", {"14.registered": n}) for n in (6, 7, 8)]
    job = Job(rulebook, workbooks=False, out_dir=None, outputs=Outputs())

    def totals(resume: bool) -> list[int]:
        journal = Journal(tmp_path / JOURNAL, resume=resume)
        rows = [o.row for o in run(paths, job, journal=journal)]
        journal.close()
        return [int(row.total) for row in rows if row]

    assert totals(resume=False) == [0, 2, 4]
    form.save(paths[0], {"14.registered": 8})
    with (tmp_path / JOURNAL).open("ab") as stream:
        stream.write(b'{"key": "cut sho')  # as a crash leaves it
    assert totals(resume=True) == [4, 2, 4]
    # What was added after the cut is known from then on: all four of two runs.
    journal = Journal(tmp_path / JOURNAL, resume=True)
    journal.close()
    assert len(journal) == 4
    assert totals(resume=True) == [4, 2, 4]


def test_the_same_names_in_different_folders_stay_apart(tmp_path: Path, form: Form) -> None:
    for city, count in (("甲市", 7), ("乙市", 8)):
        (tmp_path / "in" / city).mkdir(parents=True)
        form.save(tmp_path / "in" / city / "城区.xlsx", {"14.registered": count}, f"{city}城区")
    done = score_all(tmp_path / "in", tmp_path / "out", "--table", str(tmp_path / "t.jsonl"))
    assert done.returncode == 0
    made = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*-评分.xlsx")}
    assert made == {"甲市/城区-评分.xlsx", "乙市/城区-评分.xlsx"}
    assert "乙市城区" in done.stdout
    again = score_all(tmp_path / "in", tmp_path / "out", "--table", str(tmp_path / "t.jsonl"))
    assert again.returncode == 2  # a table has no room for our mark
    assert "--force" in again.stderr
    assert score_all(tmp_path / "in", tmp_path / "out").returncode == 0


def row(unit: str, total: str, vetoed: bool = False) -> Row:
    answers = Answers.of({"1.mark": Answer(F(total))}, unit)
    found = Row.of(score(answers, load_rulebook()))
    return Row(**{name: getattr(found, name) for name in Row.__slots__} | {"vetoed": vetoed})


def test_ties_share_a_rank_and_vetoed_units_come_last() -> None:
    rows = [row("a", "5"), row("b", "8", vetoed=True), row("c", "7"), row("d", "7"), row("e", "6")]
    assert [(r.rank, r.row.unit) for r in rank(rows)] == [
        (1, "c"), (1, "d"), (3, "e"), (4, "a"), (5, "b"),
    ]  # fmt: skip


def test_ranking_compares_exact_totals() -> None:
    close = [row("a", "5"), row("b", "5")]
    higher = Row(**{n: getattr(close[1], n) for n in Row.__slots__} | {"total": F(5) + F(1, 1000)})
    assert [r.row.unit for r in rank([close[0], higher])] == ["b", "a"]
    assert Row.load(json.loads(json.dumps(higher.dump()))) == higher


def test_averages_and_weakest(rulebook: Rulebook) -> None:
    rows = [row("a", "5"), row("b", "8")]
    assert averages(rows)[0] == F(13, 2)
    assert averages([]) == ()
    assert weakest(rows[0], rulebook) == [
        "8.全员人口信息共享与质量",
        "30.奖励扶助资金及时兑现",
        "10.托育补助与纾困",
    ]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_tables(tmp_path: Path, rulebook: Rulebook, suffix: str) -> None:
    path = tmp_path / f"t{suffix}"
    path.write_bytes(table_bytes(path, rank([row("=cmd()", "5.25"), row("某区", "8")]), rulebook))
    readers = {
        ".csv": pd.read_csv,
        ".jsonl": lambda p: pd.read_json(p, lines=True),
        ".parquet": pd.read_parquet,
    }
    frame = readers[suffix](path)
    assert list(frame["total"]) == [8.0, 5.25]
    assert frame["unit"][0] == "某区"
    assert frame["unit"][1] == ("'=cmd()" if suffix == ".csv" else "=cmd()")
    assert {"section_7", "item_35"} <= set(frame.columns)


def test_gates_name_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert Gates(F("5.1"), True, True).fail(row("a", "5", vetoed=True))
    told = capsys.readouterr().err
    assert all(word in told for word in ("总分低于 5.1", "有待填项", "一票否决"))
    assert not Gates(F(5), False, True).fail(row("a", "5"))


def test_a_template_is_its_own_input_in_a_batch(tmp_path: Path, rulebook: Rulebook) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(template_bytes(rulebook))
    done = command.run("score", tmp_path, "--require-complete", "-q")
    assert done.returncode == 1
    assert done.stdout == ""


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, rulebook: Rulebook) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(template_bytes(rulebook))
    (tmp_path / "file").write_bytes(b"")
    done = command.run("score", tmp_path, "--out-dir", tmp_path / "file")
    assert done.returncode == 2
    assert "--out-dir" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk_costs_the_resuming_not_the_results(
    tmp_path: Path, rulebook: Rulebook, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = form.save(tmp_path / "a.xlsx", {"14.registered": 8})
    journal = Journal(tmp_path / JOURNAL, resume=False)
    journal._stream.close()
    journal._stream = open("/dev/full", "wb")  # noqa: PTH123, SIM115
    job = Job(rulebook, workbooks=False, out_dir=None, outputs=Outputs())
    (outcome,) = run([path], job, journal=journal)
    journal.close()
    assert outcome.row is not None
    assert outcome.row.total == 4
    assert journal.failed
