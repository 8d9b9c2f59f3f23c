"""Typer's own texts in Chinese: help pages and usage errors."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from typer.core import TyperCommand, TyperGroup

from fyscore.streams import columns

_TERMS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("Show this message and exit.", "显示帮助"),
    ("[required]", "[必填]"),
    ("[default: ", "[默认："),
    (" <list[str]>", ""),
    (" <path>", ""),
    (" <str>", ""),
    ("1990<=x<=2100", "1990～2100"),
    ("{文件...}...", "文件..."),
)
#: Columns an option's name may take before its explanation moves to the next line.
_NAME_COLUMNS = 26


def _translate(text: str) -> str:
    for english, chinese in _TERMS:
        text = text.replace(english, chinese)
    # Typer writes UTF-8 to a stream that says ASCII; hold it to what the stream can show.
    encoding = sys.stdout.encoding or "utf-8"
    return text.encode(encoding, sys.stdout.errors or "replace").decode(encoding)


def _aligned(formatter: Any, rows: Sequence[tuple[str, str]], *_: Any, **__: Any) -> None:
    """Write names and explanations in two columns; Typer's own counts Chinese as one wide."""
    rows = [(_translate(name), text) for name, text in rows]
    fitting = [n for n in (columns(name) for name, _ in rows) if n <= _NAME_COLUMNS]
    width = max(fitting, default=_NAME_COLUMNS) + 2
    for name, text in rows:
        gap = width - columns(name)
        lead = " " * formatter.current_indent
        between = " " * gap if gap >= 2 else "\n" + lead + " " * width
        formatter.write(f"{lead}{name}{between}{text}\n")


class _ChineseHelp:
    """Makes the help page of a command or group Chinese throughout."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write_dl = partial(_aligned, formatter)
        super().format_help(ctx, formatter)  # type: ignore[misc]  # a mixin: Typer's class follows

    def get_help(self, ctx: Any) -> str:
        return _translate(super().get_help(ctx))  # type: ignore[misc]


class ChineseCommand(_ChineseHelp, TyperCommand):
    """A command whose help page is Chinese throughout."""


class ChineseGroup(_ChineseHelp, TyperGroup):
    """A group whose help page is Chinese throughout."""


def usage_message(error: Exception) -> str | None:
    """A usage error in Chinese; None if ``error`` is no usage error.

    Empty where Typer has printed the help page itself.
    """
    from typer.exceptions import TyperException

    if not isinstance(error, TyperException):
        return None
    kind = type(error).__name__
    path = getattr(getattr(error, "ctx", None), "command_path", "fyscore")
    tail = f"\n运行 {path} --help 查看用法。"
    if kind == "NoArgsIsHelpError":
        return _translate(str(getattr(error, "message", "")))
    if kind == "NoSuchOption":
        near = "、".join(getattr(error, "possibilities", None) or ())
        hint = f"，是不是 {near}？" if near else "。"
        return f"用法错误：没有 {getattr(error, 'option_name', '')} 这个选项{hint}{tail}"
    if kind == "MissingParameter":
        param = getattr(error, "param", None)
        name = getattr(param, "metavar", None) or getattr(param, "name", "") or "参数"
        return f"用法错误：缺少{name}。{tail}"
    if kind == "BadParameter":
        param = getattr(error, "param", None)
        names = "/".join(getattr(param, "opts", ())) or "参数"
        return f"用法错误：{names} 的值不合要求：{_value(str(error))}。{tail}"
    message = str(getattr(error, "message", error))
    return f"用法错误：{_usage(message)}{tail}"


def _usage(message: str) -> str:
    """The remaining messages of Typer's parser, by their English beginnings."""
    command = re.match(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", message)
    if command:
        near = f"，是不是 {command.group(2)}？" if command.group(2) else "。"
        return f"没有 {command.group(1)} 这个命令{near}"
    argument = re.match(r"Option '(.*?)' requires an argument", message)
    if argument:
        return f"{argument.group(1)} 后面要有值。"
    extra = re.match(r"Got unexpected extra argument\S* \((.*)\)", message)
    if extra:
        return f"多出了参数 {extra.group(1)}。"
    return message


_VALUES = (
    (r"valid number", "应为数字"),
    (r"valid integer", "应为整数"),
    (r"greater than or equal to (\S+?)\.?$", "应不小于 {}"),
    (r"less than or equal to (\S+?)\.?$", "应不大于 {}"),
)


def _value(message: str) -> str:
    """Why a value was refused, by the English reasons Typer gives."""
    for pattern, chinese in _VALUES:
        found = re.search(pattern, message)
        if found:
            return chinese.format(*found.groups())
    return message
