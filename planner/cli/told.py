"""What a plan leaves to be known, shortly: what it decides in all, and warnings by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from planner import headline
from planner.presentation import Names
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.errors import Finding
    from planner.run import Run
    from planner.words import Language

# Columns of a screen that one remark may take, and remarks before the rest is only counted.
WIDE = 96
KINDS = 12

_WARNED = Text(
    "提示{n}条，全文见 report.html 和 ledger.xlsx：",
    "{n} warnings, in full in report.html and ledger.xlsx:",
)
_ALIKE = Text("（同类共{n}条）", " ({n} of this kind)")
_MORE_KINDS = Text("另有{n}类", "{n} more kinds")
MORE_SCHOOLS = Text("另有{n}所", "{n} more schools")


_DECIDED = Text("全期：{parts}", "In all: {parts}")
_RELIEVED = Text("超员学校何时回到上限以内：", "When overfull schools get within their limits:")


def decided_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield what the plan decides in all years, and when each overfull school is relieved."""
    parts = [part.say(language) for part in headline.whole_plan(run).parts()]
    yield _DECIDED.filled(parts=("，" if language == "zh" else "; ").join(parts)).say(language)
    schools = headline.relieved(run)
    if not schools:
        return
    yield _RELIEVED.say(language)
    names = Names.of(run.dataset)
    for school in schools[:KINDS]:
        yield remark(school.said(names).say(language), "")
    if (more := len(schools) - KINDS) > 0:
        yield f"  · {MORE_SCHOOLS.filled(n=more).say(language)}"


def warning_lines(warnings: Sequence[Finding], language: Language) -> Iterator[str]:
    """Yield how many warnings there are, and one line for each kind of them."""
    if not warnings:
        return
    kinds: dict[str, list[Finding]] = {}
    for finding in warnings:
        kinds.setdefault(finding.code, []).append(finding)
    yield _WARNED.filled(n=len(warnings)).say(language)
    for alike in list(kinds.values())[:KINDS]:
        count = _ALIKE.filled(n=len(alike)).say(language) if len(alike) > 1 else ""
        yield remark(_what(alike[0], language), count)
    if len(kinds) > KINDS:
        yield f"  · {_MORE_KINDS.filled(n=len(kinds) - KINDS).say(language)}"


def _what(finding: Finding, language: Language) -> str:
    """Return what a warning says, with the setting that it is about."""
    said = finding.what.say(language)
    colon = "：" if language == "zh" else ": "
    return f"{finding.column}{colon}{said}" if finding.file.startswith("--") else said


def remark(text: str, behind: str) -> str:
    """Return one line of a list, cut where the screen would end."""
    return f"  · {shortened(text.rstrip('。.'), WIDE - wide(behind))}{behind}"


def wide(text: str) -> int:
    """Return the columns that a text takes on a screen: two for a Chinese character."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def shortened(text: str, columns: int) -> str:
    """Return a text of at most so many columns, with … where it was cut."""
    line = " ".join(text.split())
    if wide(line) <= columns:
        return line
    while wide(line) > columns - 2:
        line = line[:-1]
    return f"{line}…"
