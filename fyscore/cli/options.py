"""Every option, declared once as Typer reads it from a signature; and what is read together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import typer

from fyscore.cli import completion
from fyscore.cli.streams import print_json

#: Under which headings the help page lists options; those without one come last.
_OUTPUT, _BATCH, _STANDARD, _SHOWN, _GATES = "输出", "批量", "评分标准", "显示", "脚本（退出码）"


def _argument(metavar: str, text: str, **more: Any) -> Any:
    return typer.Argument(metavar=metavar, help=text, **more)


def _option(name: str, metavar: str, text: str, panel: str | None = None, **more: Any) -> Any:
    names = name.split()
    return typer.Option(*names, metavar=metavar, help=text, rich_help_panel=panel, **more)


def _flag(name: str, text: str, panel: str | None = None) -> Any:
    return typer.Option(*name.split(), help=text, rich_help_panel=panel)


def _output(text: str, metavar: str = "文件") -> Any:
    return _option("--output -o", metavar, text, _OUTPUT)


# ---------------------------------------------------------------- what is read

Files = Annotated[
    list[str], _argument("文件...", "工作簿、文件夹、通配符，@清单.txt，或 - 读标准输入")
]
Results = Annotated[
    list[str], _argument("结果...", "score --json 保存的 .json、.jsonl，文件夹或通配符")
]
Sides = Annotated[
    list[str],
    _argument("旧 新...", "两份以上，按先后：工作簿、评分工作簿或 JSON 结果；也可以是两个文件夹"),
]
Units = Annotated[
    list[str] | None, _argument("文件...", "按旧标准填的工作簿、文件夹，或 score --json 的结果")
]
FilledForm = Annotated[Path, _argument("文件", "填好的工作簿")]
FormToSplit = Annotated[Path, _argument("文件", "填报表，空白的或填了一部分的")]
LastYear = Annotated[
    Path | None,
    _option(
        "--from",
        "文件",
        "上一年填好的工作簿：上年值和得分写在旁边备比，佐证材料和备注作为待确认的建议带入",
    ),
]
Assign = Annotated[
    Path | None,
    _option("--assign", "文件", "改好的分工表（.xlsx 或 .csv）；没有时按评分标准的责任单位"),
]
Prefer = Annotated[Path | None, _option("--prefer", "文件", "几份分表答案不同的，以这一份为准")]
Circular = Annotated[Path, _argument("文件", "印发的通知：.docx 或 .txt")]

# ---------------------------------------------------------------- the standard

RulebookName = Annotated[
    str,
    _option(
        "--rulebook",
        "编号或文件",
        "评分标准：内置编号，或 .xlsx、.toml 文件",
        _STANDARD,
        autocompletion=completion.rulebooks,
    ),
]
OwnRulebook = Annotated[str, _option("--rulebook", "文件", "自己的评分标准 TOML 文件")]
RulebookToLint = Annotated[str, _argument("文件", "评分标准文件（.xlsx、.toml）或内置编号")]
OldRulebook = Annotated[str, _argument("旧标准", "编号，或 .xlsx、.toml 文件")]
NewRulebook = Annotated[str, _argument("新标准", "编号，或 .xlsx、.toml 文件")]
ItemNumber = Annotated[str, _argument("条目", "条目序号，如 14", autocompletion=completion.items)]
Readings = Annotated[
    list[str] | None,
    _option(
        "--reading",
        "名称=值",
        "改变一种口径，可多次使用",
        _STANDARD,
        autocompletion=completion.readings,
    ),
]

# ---------------------------------------------------------------- what is written

Template = Annotated[Path, _argument("输出文件", "模板的文件名")]
ExportedRulebook = Annotated[Path, _argument("输出文件", "要写的文件：.xlsx 或 .toml")]
ScoredBook = Annotated[Path | None, _output("评分工作簿的文件名（仅一个输入时）")]
Comparison = Annotated[Path | None, _output("另写对比工作簿（含图）")]
NewLedger = Annotated[Path | None, _output("另写整改台账（.xlsx）")]
RankingBook = Annotated[Path, _output("排名工作簿（.xlsx）")]
ReportFile = Annotated[Path, _output("报告的文件名：.html、.docx、.md 或 .pdf")]
MergedForm = Annotated[
    Path | None, _output("合并成的填报表（.xlsx）；与 --status 一起用时是催报表")
]
PartsFolder = Annotated[
    Path, _output("分表放进这个文件夹；与 --list 一起用时是分工表的文件名（.xlsx）", "文件夹")
]
OutFolder = Annotated[
    Path | None, _option("--out-dir", "文件夹", "评分工作簿和排名放进这个文件夹", _OUTPUT)
]
SentBackFolder = Annotated[
    Path | None,
    _option(
        "--annotate",
        "文件夹",
        "有问题的各写一份退回件放进这个文件夹：错处标红并加批注，首页是问题清单",
        _OUTPUT,
    ),
]
OldLedger = Annotated[
    Path | None,
    _option(
        "--ledger", "文件", "上一次的整改台账：人填写的内容带入新台账，标出已补回的分", _OUTPUT
    ),
]
Conflicts = Annotated[
    Path | None,
    _option(
        "--conflicts",
        "文件",
        "答案不同的写进这张表（.xlsx）；在“采用”列填好后再运行一次，就照它合并",
        _OUTPUT,
    ),
]
ReportTemplate = Annotated[
    Path | None, _option("--template", "文件", "换用自己的报告模板（见 docs/reports.md）", _OUTPUT)
]
AlsoReport = Annotated[
    Path | None, _option("--report", "文件", "另写报告：.html、.docx、.md 或 .pdf", _OUTPUT)
]
AlsoRankingReport = Annotated[
    Path | None, _option("--report", "文件", "另写报告：.html 或 .md", _OUTPUT)
]
AlsoTables = Annotated[
    list[Path] | None, _option("--table", "文件", "另存排名表：.csv、.jsonl 或 .parquet", _OUTPUT)
]
Force = Annotated[bool, _flag("--force -f", "替换已有的输出文件", _OUTPUT)]

# ---------------------------------------------------------------- how it is done

BatchTables = Annotated[
    list[Path] | None,
    _option("--table", "文件", "批量时另存排名表：.csv、.jsonl 或 .parquet", _BATCH),
]
SummaryOnly = Annotated[
    bool, _flag("--summary-only", "批量时只写排名，不写各单位的评分工作簿", _BATCH)
]
Jobs = Annotated[int | None, _option("--jobs -j", "个数", "批量时同时处理几个文件", _BATCH, min=1)]
Resume = Annotated[bool, _flag("--resume", "批量时接着上次做，内容没变的不重做", _BATCH)]
FailUnder = Annotated[
    float | None, _option("--fail-under", "分数", "总分低于它时退出码为 1", _GATES)
]
RequireComplete = Annotated[bool, _flag("--require-complete", "有待填项时退出码为 1", _GATES)]
FailOnVeto = Annotated[bool, _flag("--fail-on-veto", "被一票否决时退出码为 1", _GATES)]
Unit = Annotated[str, _option("--unit", "名称", "预填单位名称")]
Year = Annotated[int | None, _option("--year", "年份", "预填评估年度", min=1990, max=2100)]
Evidence = Annotated[
    bool, _flag("--evidence", "还核对佐证材料：找不到、空的时退出码为 1，重复的提示")
]
Target = Annotated[
    float | None,
    _option(
        "--target",
        "分数",
        "怎样改动最小就能达到这个总分：先求改动的格数最少，再求涉及的人、户、件数最少；"
        "只算单位自己能改的，评估组评定的和已成事实的不算",
    ),
]
WhatIf = Annotated[
    list[str] | None,
    _option(
        "--what-if",
        "编号=值",
        "假设某格改成这个值（97%、是、1843/1900），可多次使用",
        autocompletion=completion.values,
    ),
]
Labels = Annotated[
    str, _option("--labels", "名称,名称", "各份的名称；同一单位同一年度的两份默认为“自评,复核”")
]
Mixed = Annotated[
    bool, _flag("--mixed", "评分标准、口径或程序版本不同的也排在一起（没有各口径名次）")
]
ListTasks = Annotated[bool, _flag("--list", "不拆，只写出分工表供修改")]
Status = Annotated[bool, _flag("--status", "不合并，只看各单位填到哪里、有无问题、是否逾期")]
Marks = Annotated[
    str,
    _option(
        "--marks",
        "mean|median|lowest",
        "几位评估组成员的酌情评分不同的，取平均、中位或最低；不加时算答案不同",
    ),
]

# ---------------------------------------------------------------- what is shown

Json = Annotated[bool, _flag("--json", "向标准输出打印 JSON，别无其他", _SHOWN)]
Quiet = Annotated[bool, _flag("--quiet -q", "不打印摘要，只报告问题", _SHOWN)]
Full = Annotated[bool, _flag("--full", "终端上也显示全部明细，不限于一屏", _SHOWN)]


@dataclass(frozen=True, slots=True)
class Show:
    """What a command prints: a summary for people, or JSON, or neither."""

    json: bool = False
    quiet: bool = False
    #: Whether all of it is shown on a terminal, whatever its height.
    full: bool = False

    @property
    def people(self) -> bool:
        return not (self.json or self.quiet)

    def present(
        self, document: Callable[[], Mapping[str, object]], for_people: Callable[[], None]
    ) -> None:
        """Print the one of them that is wanted; the other is not even made."""
        if self.json:
            print_json(document())
        elif self.people:
            for_people()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``score`` is to write, and where."""

    file: Path | None = None
    folder: Path | None = None
    report: Path | None = None
    tables: Sequence[Path] = ()
    workbooks: bool = True
    force: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """How a batch runs."""

    jobs: int | None = None
    resume: bool = False


def exact(number: float | None, option: str) -> Fraction | None:
    """A number of the command line as it was typed, not its binary neighbour.

    Raises typer.BadParameter for what is no number.
    """
    if number is None:
        return None
    if not isfinite(number):
        raise typer.BadParameter(f"'{number}' is not a valid number.", param_hint=f"'{option}'")
    return Fraction(repr(number))
