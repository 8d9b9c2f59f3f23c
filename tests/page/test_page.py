"""The program as one page, in two browsers: the same answers as the command line, and nobody asked."""

from __future__ import annotations

import base64
import functools
import http.server
import io
import json
import re
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fyscore.page.session import Session
from tests.browser import Browser, browser
from tests.command import EXAMPLES, PATIENCE, run
from tests.firefox import Firefox, firefox
from tests.form import Form
from tests.forms.test_crosscheck import random_form
from tests.rounds import rounds
from tests.xlsx import bombs

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FORMS = [
    EXAMPLES / f"example-{name}.xlsx" for name in ("district-2022", "district-2023", "vetoed-2023")
]
#: Random forms that go through the page.
COUNT = rounds(8)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as ``make page`` builds it."""
    target = tmp_path_factory.mktemp("page") / "fyscore.html"
    subprocess.run([sys.executable, str(ROOT / "scripts/make_page.py"), str(target)], check=True)
    return target


class Served(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def server(page: Path) -> Iterator[str]:
    """The page from a server on this machine alone; what it was asked for is kept."""
    handler = functools.partial(Served, directory=str(page.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/{page.name}"
        served.shutdown()


Browsers = Browser | Firefox


class Desk:
    """The page in one browser, as a person uses it."""

    def __init__(self, used: Browsers, address: str) -> None:
        self.used = used
        used.open(address)
        self.wait("document.body.dataset.ready")

    def wait(self, expression: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self.used.evaluate(f"Boolean({expression})"):
            told = self.used.evaluate("document.getElementById('working').textContent")
            assert time.monotonic() < deadline, told
            assert "打不开" not in told, told
            time.sleep(0.1)

    def drop(self, files: Sequence[Path]) -> None:
        """Choose files, and wait until they are all looked at."""
        before = self.used.evaluate("Number(document.body.dataset.turn || 0)")
        self.used.choose("#files", files)
        self.wait(f"Number(document.body.dataset.turn || 0) > {before}")

    def clear(self) -> None:
        self.used.evaluate("remove([...files.keys(), ...lost.keys()])")

    def text(self, selector: str) -> str:
        return str(self.used.evaluate(f"document.querySelector('{selector}').innerText"))

    def json(self, names: Sequence[str], **readings: str) -> str:
        given = json.dumps({"names": list(names), "readings": readings})
        return str(self.used.evaluate(f"ask('json', {given}).then((made) => made.told)"))

    def made(self, what: str, names: Sequence[str]) -> tuple[str, bytes]:
        """What a button would save: its name and its bytes."""
        given = json.dumps({"names": list(names), "readings": {}})
        code = f"""ask('{what}', {given}).then(({{told, bytes}}) => {{
            let letters = '';
            for (const byte of bytes) letters += String.fromCharCode(byte);
            return [JSON.parse(told).name, btoa(letters)];
        }})"""
        name, content = self.used.evaluate(code)
        return name, base64.b64decode(content)


# Each browser and each way in once: neither way is a browser's own.
@pytest.fixture(scope="module", params=["chromium file", "firefox server"])
def desk(
    request: pytest.FixtureRequest,
    page: Path,
    server: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    name, _, source = request.param.partition(" ")
    address = page.as_uri() if source == "file" else server
    begun: Any = browser if name == "chromium" else firefox
    with begun(tmp_path_factory.mktemp(name) / "profile") as used:
        desk = Desk(used, address)
        if isinstance(used, Browser):
            used.cut_off()
        yield desk


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


_LINKS = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def texts_and_marks(page: bytes) -> list[object]:
    """A report without the order of its drawings' attributes and without its own fingerprint.

    pygal writes them through lxml where that is there, and in another order where it is not.
    """
    text = page.decode().rpartition("<!--")[0].replace(_LINKS, "")
    return [
        sorted(re.findall(r'[\w:-]+="[^"]*"', piece)) if piece.startswith("<") else piece.strip()
        for piece in re.split(r"(<[^>]*>)", text)
    ]


def faulty(folder: Path) -> Path:
    """A form with thirteen mistakes."""
    form = Form()
    keys = [key for key in form.rows if key.endswith((".complete", ".document", ".minutes"))][:13]
    return form.save(folder / "有误.xlsx", dict.fromkeys(keys, "基本落实"), "某区", 2023)


def test_it_says_what_the_command_line_says(desk: Desk, tmp_path: Path) -> None:
    desk.clear()
    wrong = faulty(tmp_path)
    hostile = tmp_path / "炸弹.xlsx"
    hostile.write_bytes(bombs.lying_about_its_size())
    given = [*FORMS, wrong, hostile]
    for file in FORMS:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk.drop(given)
    shown = desk.text("#forms")
    assert "94.6/100分" in shown
    assert "不能评分，有13个问题" in shown
    assert "一票否决，不具备参评资格" in shown
    for file in given:
        ours = run("score", file.name, "--json", "--out-dir", "o", "--force", cwd=tmp_path).stdout
        assert desk.json([file.name]) == ours
    names = sorted(file.name for file in given)
    batch = run("score", *names, "--json", "--summary-only", "--out-dir", "o", cwd=tmp_path)
    assert desk.json(names) == batch.stdout
    chosen = ("--reading", "partial_point=linear", "--reading", "bounds=exclusive")
    ours = run("score", FORMS[0].name, *chosen, "--json", "--out-dir", "o", "--force", cwd=tmp_path)
    assert desk.json([FORMS[0].name], partial_point="linear", bounds="exclusive") == ours.stdout


def test_what_it_saves_is_what_the_commands_write(desk: Desk, tmp_path: Path) -> None:
    desk.clear()
    wrong = faulty(tmp_path)
    for file in FORMS:
        (tmp_path / file.name).write_bytes(file.read_bytes())
    # Without evidence: a page does not see the files beside a workbook, and says so.
    plain = Form().save(tmp_path / "无佐证.xlsx", {"14.registered": 7}, "某区", 2023)
    desk.drop([*FORMS, wrong, plain])
    first, second, third = (file.name for file in FORMS)
    for what, names, command in (
        ("scored", [second], ("score", second, "-o", "o.xlsx")),
        ("ledger", [second], ("gaps", second, "-o", "o.xlsx")),
        ("diff", [first, second], ("diff", first, second, "-o", "o.xlsx")),
        ("annotated", [wrong.name], ("check", wrong.name, "--annotate", ".")),
        ("ranking", [first, third], ("score", first, third, "--summary-only", "--out-dir", ".")),
        ("report", [plain.name], ("report", plain.name, "-o", "o.html")),
    ):
        name, content = desk.made(what, names)
        run(*command, "--force", cwd=tmp_path)
        written = {"annotated": name, "ranking": "评分排名.xlsx", "report": "o.html"}.get(
            what, "o.xlsx"
        )
        ours = (tmp_path / written).read_bytes()
        if what == "annotated":  # openpyxl writes the time into it
            assert parts_of(content).keys() == parts_of(ours).keys()
        elif what == "report":
            assert texts_and_marks(content) == texts_and_marks(ours)
        else:
            assert parts_of(content) == parts_of(ours), what


def test_many_units_become_a_ranking(desk: Desk, tmp_path: Path) -> None:
    desk.clear()
    form, dice = Form(), Random(5)
    paths = [
        form.save(
            tmp_path / f"县{n:02}.xlsx", {"14.registered": dice.randrange(9)}, f"县{n:02}", 2023
        )
        for n in range(12)
    ]
    desk.drop(paths)
    assert desk.text("#working") == "评了12份，不能评分0份"
    assert not desk.used.evaluate("document.querySelector('[data-make=ranking]').hidden")
    batch = run(
        "score",
        *(p.name for p in paths),
        "--json",
        "--summary-only",
        "--out-dir",
        "o",
        cwd=tmp_path,
    )
    assert desk.json([path.name for path in paths]) == batch.stdout
    assert "县11" in desk.used.evaluate("document.getElementById('report').srcdoc")
    desk.clear()


def test_a_blank_form_of_last_year_s(desk: Desk) -> None:
    desk.drop(FORMS[1:2])
    given = json.dumps({"unit": "", "year": 2024, "last": FORMS[1].name})
    name = desk.used.evaluate(
        f"ask('template', {given}).then((made) => JSON.parse(made.told).name)"
    )
    assert name == "示例区（虚构）2024.xlsx"


def test_the_console_is_quiet(desk: Desk) -> None:
    assert desk.used.complaints() == []


def test_no_server_was_asked_for_anything_but_the_page(desk: Desk, page: Path) -> None:
    assert set(Served.asked) <= {f"/{page.name}"}


# ---------------------------------------------------------------- one browser is enough


@pytest.fixture(scope="module")
def chrome(page: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with browser(tmp_path_factory.mktemp("chrome") / "profile") as used:
        yield Desk(used, page.as_uri())


def test_it_asks_for_itself_alone(chrome: Desk, page: Path) -> None:
    assert isinstance(chrome.used, Browser)
    asked = [a for a in chrome.used.requests() if not a.startswith(("blob:", "data:"))]
    assert asked == [page.as_uri()]


@pytest.mark.parametrize("width", [390, 1280])
def test_anybody_can_use_it(chrome: Desk, page: Path, tmp_path: Path, width: int) -> None:
    assert isinstance(chrome.used, Browser)
    chrome.used.open(page, width=width)
    chrome.wait("document.body.dataset.ready")
    assert chrome.used.violations() == []
    chrome.drop([*FORMS, faulty(tmp_path)])
    assert chrome.used.violations() == []
    wide = chrome.used.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    # By keyboard alone: what can be reached is in the order that is seen.
    order = chrome.used.evaluate(
        "[...document.querySelectorAll('input,select,button,summary')].every(e => e.tabIndex >= 0)"
    )
    assert order


def test_a_file_that_takes_for_ever_costs_its_own_place(chrome: Desk, tmp_path: Path) -> None:
    chrome.clear()
    good = Form().save(tmp_path / "好.xlsx", {"14.registered": 8}, "甲县", 2023)
    slow = Form().save(tmp_path / "慢.xlsx", {"14.registered": 7}, "乙县", 2023)
    # As if the second file kept Python busy: its question is given no time.
    chrome.used.evaluate("""(() => {
        const sound = Python.prototype.send;
        Python.prototype.send = function (method, given, limit) {
            const slow = method === 'look' && given.names[0] === '慢.xlsx';
            return sound.call(this, method, given, slow ? 0 : limit);
        };
        return true;
    })()""")
    chrome.drop([good, slow])
    shown = chrome.text("#forms")
    assert "用时过长" in shown
    assert "4/100分" in shown
    assert "评了1份，不能评分1份" in chrome.text("#working")
    # While it was begun anew nothing else was lost, and what comes now is looked at.
    third = Form().save(tmp_path / "再来.xlsx", {"14.registered": 7}, "丙县", 2023)
    chrome.drop([third])
    assert "2/100分" in chrome.text("#forms")


def test_files_called_alike_are_both_kept(chrome: Desk, tmp_path: Path) -> None:
    chrome.clear()
    for county, homes in (("甲县", 8), ("乙县", 7)):
        (tmp_path / county).mkdir()
        Form().save(tmp_path / county / "评分表.xlsx", {"14.registered": homes}, county, 2023)
        chrome.drop([tmp_path / county / "评分表.xlsx"])
    chrome.drop([tmp_path / "甲县/评分表.xlsx"])  # the same file again is the same
    shown = chrome.text("#forms")
    assert "评分表 (2).xlsx" in shown
    assert (shown.count("甲县"), shown.count("乙县")) == (1, 1)
    chrome.clear()


def test_a_part_of_a_form_is_no_unit_of_a_ranking(chrome: Desk, tmp_path: Path) -> None:
    chrome.clear()
    whole = Form().save(tmp_path / "甲县.xlsx", {"14.registered": 8}, "甲县", 2023)
    run("split", whole, "-o", tmp_path / "分表")
    part = sorted((tmp_path / "分表").iterdir())[0]
    other = Form().save(tmp_path / "乙县.xlsx", {"14.registered": 7}, "乙县", 2023)
    chrome.drop([whole, other, part])
    assert "没有报告" in chrome.text("#working")
    chrome.clear()


def test_leaving_with_forms_on_the_desk_is_warned_of(chrome: Desk) -> None:
    chrome.drop(FORMS[:1])
    prevented = chrome.used.evaluate(
        "!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    )
    assert prevented
    chrome.clear()
    assert chrome.used.evaluate(
        "window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    )


def test_random_forms_score_as_the_command_line_scores_them(chrome: Desk, tmp_path: Path) -> None:
    form = Form()
    paths = []
    for seed in range(COUNT):
        path = tmp_path / f"{seed:03}.xlsx"
        random_form(path, form, Random(seed))
        paths.append(path)
    for path in paths:
        content = base64.b64encode(path.read_bytes()).decode()
        chrome.used.evaluate(
            f"ask('put', {{name: '{path.name}', bytes: bytesOf('{content}')}}).then(() => true)"
        )
    names = [path.name for path in paths]
    batch = run("score", *names, "--json", "--summary-only", "--out-dir", "o", cwd=tmp_path)
    assert chrome.json(names) == batch.stdout
    document = json.loads(batch.stdout)
    assert len(document["results"]) > COUNT / 4
    assert len(document["results"]) + len(document["failures"]) == COUNT


# ---------------------------------------------------------------- the session by itself


def test_a_session_answers_without_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session(str(tmp_path / "desk"))
    for file in FORMS:
        session.put(file.name, file.read_bytes())
    session.put("坏.xlsx", b"%PDF-1.4")
    names = [file.name for file in FORMS]
    told, _ = session.ask("look", json.dumps({"names": [*names, "坏.xlsx"]}))
    forms = {form["name"]: form for form in json.loads(told)["forms"]}
    assert "PDF" in forms["坏.xlsx"]["problems"][0]
    assert forms[FORMS[1].name]["total"] == "94.6"
    session.put(FORMS[1].name, FORMS[0].read_bytes())  # replaced: looked at anew
    told, _ = session.ask("look", json.dumps({"names": [FORMS[1].name]}))
    assert json.loads(told)["forms"][0]["total"] == "61.9"
    told, content = session.ask("template", json.dumps({"unit": "某区", "year": 2026}))
    assert (json.loads(told)["name"], content[:2]) == ("某区2026.xlsx", b"PK")
    told, _ = session.ask("template", json.dumps({"unit": "", "year": 2026, "last": "坏.xlsx"}))
    assert "PDF" in json.loads(told)["problems"][0]
