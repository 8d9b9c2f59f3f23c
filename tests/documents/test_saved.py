"""A saved ``score --json`` read back: as exact as it was written, or a stated problem."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import fyscore
from fyscore.documents.result import result_document, result_record
from fyscore.documents.saved import is_saved_result, load_saved_result
from fyscore.problems import ProblemsError
from tests.command import EXAMPLES, run

SOURCE = EXAMPLES / "example-district-2022.xlsx"


@pytest.fixture(scope="module")
def document() -> Any:
    result = fyscore.score_file(SOURCE, fyscore.load_rulebook()).result
    return result_document([result], [])


def test_it_comes_back_as_it_was(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document), "utf-8-sig")
    assert is_saved_result(path)
    assert result_record(load_saved_result(path)) == document["results"][0]


def _set(*path: str | int) -> Callable[[Any, object], None]:
    def change(document: Any, value: object) -> None:
        for step in path[:-1]:
            document = document[step]
        if value is KeyError:
            del document[path[-1]]
        else:
            document[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "value", "said"),
    [
        (_set("results", 0, "total"), "82", "results[0].total"),
        (_set("results", 0, "items", 13, "parts", 0, "exact"), "3.99", "exact 3.99 与得分"),
        (_set("results", 0, "unit"), None, "results[0].unit"),
        (_set("results", 0, "unit"), KeyError, "results[0].unit"),
        (_set("results", 0, "items", 3, "parts", 0, "status"), "nix", "items[3].parts[0].status"),
        (_set("results", 0, "items", 3, "parts", 0, "fields"), [], "items[3].parts[0].fields"),
        (_set("results", 0, "readings", "veto"), "maybe", "readings.veto"),
        (_set("results", 0, "year"), "2022", "results[0].year"),
        (_set("results"), {}, "results"),
        (_set("schema"), "fyscore.result/9", "score --json"),
        (_set("results", 0, "total"), float("nan"), "NaN"),
        (_set("results", 0, "total"), float("inf"), "Infinity"),
    ],
)
def test_what_is_wrong_is_named(
    document: Any, tmp_path: Path, change: Callable[[Any, object], None], value: object, said: str
) -> None:
    broken = copy.deepcopy(document)
    change(broken, value)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(broken), "utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_saved_result(path)
    (problem,) = caught.value.problems
    assert problem.code == "saved_result"
    assert said in problem.found
    done = run("diff", path, SOURCE)
    assert done.returncode == 3
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text", ['{"schema": 1', "{" * 100_000, '{"schema": "fyscore.result/1", "results": 1e999}']
)
def test_what_is_no_json_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemsError):
        load_saved_result(path)


def test_it_must_hold_one_result(document: Any, tmp_path: Path) -> None:
    path = tmp_path / "two.json"
    path.write_text(json.dumps({**document, "results": document["results"] * 2}), "utf-8")
    with pytest.raises(ProblemsError, match="2份"):
        load_saved_result(path)
