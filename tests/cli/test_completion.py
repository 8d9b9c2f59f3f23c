"""Completion, as each shell asks for it; bash itself is asked to complete."""

from __future__ import annotations

import os
import subprocess

import pytest

from fyscore.cli.completion import SHELLS
from tests.command import COMMAND, run

pytestmark = pytest.mark.slow


#: Bash splits what is typed at blanks and at ``=``, and keeps the signs as words.
ASK = r"""
PATH="$1:$PATH"
source <(fyscore --completion bash)
shift
COMP_WORDS=("$@")
COMP_CWORD=$(( $# - 1 ))
_fyscore_completion fyscore 2>/dev/null
printf '%s\n' "${COMPREPLY[@]}"
"""


def completed(*words: str) -> list[str]:
    """What bash offers for the last of the words."""
    done = subprocess.run(
        ["bash", "-c", ASK, "bash", str(COMMAND.parent), *words],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.split()


def test_commands_and_options_are_completed() -> None:
    assert completed("fyscore", "sc") == ["score"]
    assert completed("fyscore", "rules", "l") == ["list", "lint"]
    assert "--what-if" in completed("fyscore", "gaps", "--")


def test_readings_rulebooks_items_and_keys_are_completed() -> None:
    assert completed("fyscore", "score", "--reading", "bo") == [
        "bounds=inclusive",
        "bounds=exclusive",
    ]
    assert completed("fyscore", "score", "--rulebook", "") == ["liunan-2023-25"]
    assert completed("fyscore", "rules", "show", "3")[:2] == ["3", "30"]
    assert completed("fyscore", "gaps", "某区.xlsx", "--what-if", "14.") == ["14.registered="]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["--reading", "bounds", "="], ["inclusive", "exclusive"]),
        (["--reading", "bounds", "=", "exc"], ["exclusive"]),
        (["--what-if", "2a.document", "="], ["是", "否"]),
    ],
)
def test_bash_completes_the_word_behind_the_equals_sign(
    typed: list[str], offered: list[str]
) -> None:
    assert completed("fyscore", "gaps", "某区.xlsx", *typed) == offered


def test_where_a_file_belongs_the_shell_offers_its_files() -> None:
    assert completed("fyscore", "score", "") == []


@pytest.mark.parametrize(
    ("shell", "asked"),
    [
        ("zsh", {"_TYPER_COMPLETE_ARGS": "fyscore score --reading ve"}),
        (
            "fish",
            {
                "_TYPER_COMPLETE_ARGS": "fyscore score --reading ve",
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            },
        ),
        (
            "powershell",
            {
                "_TYPER_COMPLETE_ARGS": "fyscore score --reading ve",
                "_TYPER_COMPLETE_WORD_TO_COMPLETE": "ve",
            },
        ),
    ],
)
def test_other_shells_get_values_and_what_they_mean(shell: str, asked: dict[str, str]) -> None:
    told = subprocess.run(
        [COMMAND],
        env={**os.environ, "_FYSCORE_COMPLETE": f"complete_{shell}", **asked},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert "veto=zero" in told
    assert "一票否决总分计零" in told


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script(shell: str) -> None:
    assert "_FYSCORE_COMPLETE" in run("--completion", shell).stdout


def test_an_unknown_shell_is_told_of_the_known() -> None:
    done = run("--completion", "cmd")
    assert done.returncode == 2
    assert "可用：bash、zsh" in done.stderr
