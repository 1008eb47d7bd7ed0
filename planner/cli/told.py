"""What a plan leaves to be known, shortly: warnings by kind, and schools that could not close."""

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
SCHOOLS = 6

_WARNED = Text(
    "提示{n}条，全文见 report.html 和 ledger.xlsx：",
    "{n} warnings, in full in report.html and ledger.xlsx:",
)
_ALIKE = Text("（同类共{n}条）", " ({n} of this kind)")
_MORE_KINDS = Text("另有{n}类", "{n} more kinds")
_KEPT = Text(
    "未达到目标：{n}所学校未能撤并，逐校原因见 report.html：",
    "A target is missed; schools that stay: {n}, each with its reason in report.html:",
)
_MORE_SCHOOLS = Text("另有{n}所", "{n} more schools")
_SCHOOL = Text("{name}：{what}", "{name}: {what}")


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
        yield _remark(school.said(names).say(language), "")
    if (more := len(schools) - KINDS) > 0:
        yield f"  · {_MORE_SCHOOLS.filled(n=more).say(language)}"


def obstacle_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield which schools a missed target could not close, the first ones with the reason."""
    obstacles = run.plan.obstacles
    if not obstacles:
        return
    yield _KEPT.filled(n=len(obstacles)).say(language)
    names = Names.of(run.dataset)
    for obstacle in obstacles[:SCHOOLS]:
        said = _SCHOOL.filled(name=names.school(obstacle.school_id), what=obstacle.what)
        yield _remark(said.say(language), "")
    if (more := len(obstacles) - SCHOOLS) > 0:
        yield f"  · {_MORE_SCHOOLS.filled(n=more).say(language)}"


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
        yield _remark(_what(alike[0], language), count)
    if len(kinds) > KINDS:
        yield f"  · {_MORE_KINDS.filled(n=len(kinds) - KINDS).say(language)}"


def _what(finding: Finding, language: Language) -> str:
    """Return what a warning says, with the setting that it is about."""
    said = finding.what.say(language)
    colon = "：" if language == "zh" else ": "
    return f"{finding.column}{colon}{said}" if finding.file.startswith("--") else said


def _remark(text: str, behind: str) -> str:
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
