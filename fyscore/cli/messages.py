"""Typer's own texts in Chinese: help pages and usage errors, each in one table."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

#: Texts of help pages.
_HELP = (
    (r"Usage:", "用法："),
    # Typer ends its headings with its own colon.
    (r"(?m)^(\s*)([^a-zA-Z\s]+):$", r"\1\2："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"Show this message and exit\.", "显示帮助"),
    (r"\[required\]", "[必填]"),
    (r"\[default: ", "[默认："),
    (r" <(?:list\[str\]|path|str)>", ""),
    (r"(\d+)<=x<=(\d+)", r"\1～\2"),
    (r"\[x>=(\d+)\]", r"[不小于 \1]"),
    # A required argument stands in braces; one that may be repeated has its dots already.
    (r"\{([^{}]*)\}(?:\.\.\.)?", r"\1"),
)
#: Usage errors, whole; what is met in them keeps its place.
_ERRORS = (
    (r"No such option: (\S+)\.?", r"没有 \1 这个选项。"),
    (
        r"No such option: (\S+)\.? (?:\(Possible options: (.*)\)|Did you mean (.*)\?)",
        r"没有 \1 这个选项，是不是 \2\3？",
    ),
    (r"No such command '(.*)'\.", r"没有 \1 这个命令。"),
    (r"No such command '(.*)'\. Did you mean '?(.*?)'?\?", r"没有 \1 这个命令，是不是 \2？"),
    (r"Missing command\.", "缺少命令。"),
    (r"Missing (?:argument|parameter)s? ?:? ?'?(.*?)(?:\.\.\.)?'?\.?", r"缺少\1。"),
    (r"Missing options? ?:? ?'?(.*?)'?\.?", r"缺少选项 \1。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多出了参数 \1。"),
    (r"Option '(.*)' does not take a value\.", r"\1 后面不带值。"),
    (r"Option '(.*)' requires .*", r"\1 后面要有值。"),
    (r"Argument '(.*)' takes (\d+) values\.", r"\1 要\2个值。"),
    (r"Invalid value(?: for (.*?))?: (.*)", r"\1 的值不合要求：\2"),
)
#: Why a value was refused; follows the last of the errors above.
_VALUES = (
    (r"'(.*)' is not a valid (?:int|integer)(?: range)?\.", r"“\1”应为整数。"),
    (r"'(.*)' is not a valid (?:float|number)(?: range)?\.", r"“\1”应为数字。"),
    (r"(\S+) is not in the range x>=(\S+?)\.", r"\1 应不小于 \2。"),
    (r"(\S+) is not in the range x<=(\S+?)\.", r"\1 应不大于 \2。"),
    (r"(\S+) is not in the range (\S+?)<=x<=(\S+?)\.", r"\1 应在 \2 到 \3 之间。"),
    (r"'(.*)' is not one of (.*)\.", r"“\1”不在其中，可用：\2。"),
    (r"(?:Path|File|Directory)? ?'(.*)' .*", r"“\1”不能用。"),
)
#: Display width an option's name may take before its explanation moves to the next line.
_NAME_WIDTH = 26


def _translate(text: str) -> str:
    for english, chinese in _HELP:
        text = re.sub(english, chinese, text)
    # Typer writes UTF-8 to a stream that says ASCII; hold it to what the stream can show.
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, sys.stdout.errors or "replace").decode(encoding)


def _aligned(formatter: Any, rows: Sequence[tuple[str, str]], *_: Any, **__: Any) -> None:
    """Write names and explanations in two columns; Typer's own counts Chinese as one wide."""
    from fyscore.display import display_width, wrapped

    rows = [(_translate(name), text) for name, text in rows]
    fitting = [n for n in (display_width(name) for name, _ in rows) if n <= _NAME_WIDTH]
    width = max(fitting, default=_NAME_WIDTH) + 2
    for name, text in rows:
        gap = width - display_width(name)
        lead = " " * formatter.current_indent
        hanging = "\n" + lead + " " * width
        between = " " * gap if gap >= 2 else hanging
        lines = wrapped(_translate(text), max(20, formatter.width - len(lead) - width))
        formatter.write(f"{lead}{name}{between}{hanging.join(lines)}\n")


class _ChineseHelp:
    """Makes the help page of a command or group Chinese throughout, its options by purpose."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write_dl = partial(_aligned, formatter)
        super().format_help(ctx, formatter)  # type: ignore[misc]  # a mixin: Typer's class follows

    def format_options(self, ctx: Any, formatter: Any) -> None:
        groups: dict[str, list[tuple[str, str]]] = {"参数": [], "选项": []}
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]  # a mixin, as above
            row = parameter.get_help_record(ctx)
            is_option = parameter.param_type_name == "option"
            panel = getattr(parameter, "rich_help_panel", None) or ("选项" if is_option else "参数")
            # Help is the last thing to be told, under whatever heading is last.
            if row is not None and parameter.name == "help":
                panel = list(groups)[-1]
            if row is not None:
                groups.setdefault(panel, []).append(row)
        _write_groups(formatter, {heading: rows for heading, rows in groups.items() if rows})
        if isinstance(self, TyperGroup):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, line by line."""
        if self.epilog:  # type: ignore[attr-defined]  # a mixin, as above
            with formatter.section("例"):
                for line in self.epilog.splitlines():  # type: ignore[attr-defined]  # as above
                    formatter.write(f"{' ' * formatter.current_indent}{line}\n")

    def get_help(self, ctx: Any) -> str:
        return _translate(super().get_help(ctx))  # type: ignore[misc]  # a mixin, as above


def _write_groups(formatter: Any, groups: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    for heading, rows in groups.items():
        with formatter.section(heading):
            formatter.write_dl(rows)


class ChineseCommand(_ChineseHelp, TyperCommand):
    """A command whose help page is Chinese throughout."""


class ChineseGroup(_ChineseHelp, TyperGroup):
    """A group whose help page is Chinese throughout."""

    #: The commands by purpose; all under one heading where there is but one.
    groups: ClassVar[Mapping[str, Sequence[str]]] = {}

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for heading, names in (self.groups or {"命令": tuple(self.commands)}).items():
            commands = {name: self.get_command(ctx, name) for name in names}
            rows = [
                (name, each.get_short_help_str(1000)) for name, each in commands.items() if each
            ]
            _write_groups(formatter, {heading: rows})


def examples(*pairs: tuple[str, str]) -> str:
    """The end of a help page: commands, each with what it does."""
    return "\n".join(f"{command}\n    {what}" for command, what in pairs)


def usage_message(error: Exception) -> str | None:
    """A usage error in Chinese; None if ``error`` is no usage error.

    Empty where Typer has printed the help page itself.
    """
    if not isinstance(error, TyperException):
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return _translate(str(getattr(error, "message", "")))
    path = getattr(getattr(error, "ctx", None), "command_path", "fyscore")
    english = error.format_message().strip().replace("' / '", "/")
    message = _matched(english, _ERRORS)
    lead, refused, reason = message.partition(" 的值不合要求：")
    if refused:
        name = lead.strip("'") or "参数"
        message = f"{name}{refused}{_matched(reason, _VALUES)}"
    return f"用法错误：{message}\n运行 {path} --help 查看用法。"


def _matched(message: str, table: Sequence[tuple[str, str]]) -> str:
    """The Chinese of the first pattern that is the whole message; else the message itself."""
    for english, chinese in table:
        found = re.fullmatch(english, message, re.DOTALL)
        if found:
            return found.expand(chinese)
    return message
