"""Shell completion: what may stand next on the command line, with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from fyscore.rules.model import Rulebook

#: What Typer asks the program by, and the shells it knows.
VARIABLE = "_FYSCORE_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")

Candidates = Iterator[tuple[str, str]]


def script(shell: str) -> str:
    """The lines that teach a shell to complete ``fyscore``.  Raises KeyError for one unknown."""
    from typer._completion_shared import get_completion_script

    if shell not in SHELLS:
        raise KeyError(shell)
    text: str = get_completion_script(prog_name="fyscore", complete_var=VARIABLE, shell=shell)
    # A name that waits for its value has no blank behind it.
    return text.replace(
        "    return 0", "    [[ $COMPREPLY == *= ]] && compopt -o nospace\n    return 0"
    )


def prepare() -> None:
    """Have Typer's shells answer; in bash as well for ``name=value``."""
    # Typer has no public way to change how one shell is answered.
    from typer._click.shell_completion import add_completion_class
    from typer._completion_classes import BashComplete, completion_init

    class Bash(BashComplete):
        """Bash takes ``name=value`` for three words, and completes the last of them alone."""

        def get_completion_args(self) -> tuple[list[str], str]:
            words, last = super().get_completion_args()
            words = [*words, "" if last == "=" else last]
            if last == "=":
                words.insert(-1, "=")
            while "=" in words[1:-1]:
                at = words.index("=", 1)
                words[at - 1 : at + 2] = ["".join(words[at - 1 : at + 2])]
            self.typed = words[-1]
            return words[:-1], words[-1]

        def format_completion(self, item: Any) -> str:
            name, equals, value = item.value.partition("=")
            return value if equals and "=" in self.typed else f"{name}{equals}{value}"

    completion_init()
    add_completion_class(Bash, "bash")


def rulebooks(incomplete: str) -> Candidates:
    """The shipped standards; a file's name is left to the shell."""
    from fyscore.rules.load import built_in

    yield from ((name, "内置评分标准") for name in built_in() if name.startswith(incomplete))


def readings(incomplete: str) -> Candidates:
    """Every reading with its values, in words."""
    from fyscore.rules.readings import READING_WORDS

    for name, values in READING_WORDS.items():
        for value, words in values.items():
            if f"{name}={value}".startswith(incomplete):
                yield f"{name}={value}", words


def items(ctx: typer.Context, incomplete: str) -> Candidates:
    """The numbers of the standard's items."""
    for item in _rulebook(ctx).items:
        if item.id.startswith(incomplete):
            yield item.id, item.title


def values(ctx: typer.Context, incomplete: str) -> Candidates:
    """The keys of the standard's fields, ready for a value."""
    for item in _rulebook(ctx).items:
        for part in item.all_parts:
            for field in part.fields:
                for text in field.type.allowed(part.limits).choices or ("",):
                    if f"{field.key}={text}".startswith(incomplete):
                        yield f"{field.key}={text}", field.label


def _rulebook(ctx: typer.Context) -> Rulebook:
    from fyscore.rules import DEFAULT
    from fyscore.rules.load import load_rulebook

    return load_rulebook(ctx.params.get("rulebook") or DEFAULT)
