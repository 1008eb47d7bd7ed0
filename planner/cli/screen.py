"""What the commands print: results to standard output, talk to standard error."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from planner.words import Language, Text, numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.errors import Finding
    from planner.plan import Proof
    from planner.solver import Progress

# So many findings of one kind are printed before the rest is only counted.
SHOWN = 12


def talk(text: str) -> None:
    """Print a line for people, on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


class Unread(Exception):
    """Nobody reads the results any more, as after `planner ... | head`."""


def result(text: str) -> None:
    """Print a line of the result, on standard output.

    Raises
    ------
    Unread
        If its reader is gone.
    """
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError as gone:
        raise Unread from gone


def result_json(values: Mapping[str, Any]) -> None:
    """Print the result as one JSON object."""
    result(json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False))


def findings_lines(
    findings: Iterable[Finding], language: Language, *, shown: int | None = SHOWN
) -> list[str]:
    """Return findings grouped by kind, errors first, long groups cut with a count.

    Parameters
    ----------
    shown
        Lines of one kind before the rest is only counted; None shows all.
    """
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[finding.severity, finding.code].append(finding)
    lines = []
    for (severity, _), members in sorted(groups.items(), key=lambda item: item[0][0] != "error"):
        mark = Text("[错误] ", "[error] ") if severity == "error" else Text("[提示] ", "[warning] ")
        part = members if shown is None else members[:shown]
        lines += [mark.say(language) + finding.line(language) for finding in part]
        if more := len(members) - len(part):
            cut = Text("       …… 同类还有{n}条", "       … and {n} more of this kind")
            lines.append(cut.filled(n=more).say(language))
    return lines


def counted(findings: Iterable[Finding]) -> Text:
    """Return how many errors and warnings there are."""
    severities = [finding.severity for finding in findings]
    errors, warnings = severities.count("error"), severities.count("warning")
    return Text("{e}，{w}", "{e}, {w}").filled(
        e=numbered(errors, "错误{n}条", "{n} error", "{n} errors"),
        w=numbered(warnings, "提示{n}条", "{n} warning", "{n} warnings"),
    )


@dataclass
class ProgressLine:
    """The progress of the work on standard error: one line that changes, or few lines in a log."""

    language: Language
    wide: int = field(default=0)
    passing: bool = field(default=False)
    last: float = field(default=-60.0)
    bounds: dict[str, float] = field(default_factory=dict)

    def __call__(self, progress: Progress) -> None:
        """Show one report; what it proves is kept in any case."""
        self.remember(progress)
        live = sys.stderr.isatty()
        better = progress.solution is not None
        if not live and not better and progress.seconds - self.last < 10:  # noqa: PLR2004 - seconds
            return
        self.last = progress.seconds
        self._show(self.line(progress), passing=False)

    def step(self, name: str) -> None:
        """Say what is being done, until there is more to say: `load`, `travel`, `model`, ..."""
        if not self.passing:
            self.end()
        self._show(f"  {STEPS[name].say(self.language)}", passing=True)

    def count(self, name: str, done: int, of: int) -> None:
        """Say how far a part of the work has come; only on a screen that is watched."""
        if sys.stderr.isatty():
            self._show(f"  {STEPS[name].say(self.language)} {done} / {of}", passing=True)

    def _show(self, line: str, *, passing: bool) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + line.ljust(self.wide))
            sys.stderr.flush()
            self.wide, self.passing = len(line), passing
        else:
            talk(line)

    def remember(self, progress: Progress) -> None:
        """Keep what a report proves, for later reports of the same stage that prove nothing."""
        if progress.stage.isdigit():
            # not all targets can be met: what was proven for plans that meet them holds no more
            self.bounds = {year: n for year, n in self.bounds.items() if year.isdigit()}
        if progress.bound is not None and isfinite(progress.bound):
            self.bounds[progress.stage] = progress.bound

    def line(self, progress: Progress) -> str:
        """Return the report in words: best plan, what is proven, seconds."""
        self.remember(progress)
        bound = self.bounds.get(progress.stage)
        values = {"s": progress.seconds, "i": _number(progress.incumbent), "b": _number(bound)}
        if progress.stage == "money":
            text = _MONEY.filled(**values, g=_apart(progress.incumbent, bound))
        else:
            text = _OTHER.get(progress.stage, _TARGET).filled(**values, y=progress.stage)
        return text.say(self.language)

    def end(self) -> None:
        """Leave the changing line; what only said what is being done is wiped out."""
        if self.wide and sys.stderr.isatty():
            # a Chinese sign takes the room of two
            sys.stderr.write("\r" + " " * 2 * self.wide + "\r" if self.passing else "\n")
            sys.stderr.flush()
        self.wide, self.passing = 0, False

    def close(self, proof: Proof, seconds: float) -> None:
        """Tell how the work ended: the plan's money, what is proven, seconds."""
        best, bound = proof.objective, proof.bound
        values = {"s": seconds, "i": _number(best), "b": _number(bound)}
        talk(_CLOSE.filled(**values, g=f"{proof.gap:.4%}").say(self.language))


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:,.0f}"


def _apart(best: float | None, bound: float | None) -> str:
    if best is None or bound is None or not best:
        return "—"
    return f"{abs(best - bound) / abs(best):.4%}"


STEPS = {
    "load": Text("读取数据……", "reading the tables ..."),
    "travel": Text("计算上学路程……", "reckoning the ways to school ..."),
    "model": Text("列出各种可行的安排……", "listing what is lawful ..."),
    "solve": Text("寻找最省的方案……", "looking for the cheapest plan ..."),
    "diagnose": Text("查明没有方案的原因……", "looking for what leaves no plan ..."),
    "check": Text("独立复核……", "checking the plan independently ..."),
    "explain": Text("逐校说明理由……", "finding the reasons of every school ..."),
    "write": Text("写出结果……", "writing the results ..."),
}
_MONEY = Text(
    "  {s:5.1f}秒  费用  当前 {i}  不可能低于 {b}  相差 {g}",
    "  {s:5.1f} s  money  best {i}  none below {b}  apart {g}",
)
_CLOSE = Text(
    "  {s:5.1f}秒  结束  费用 {i}  不可能低于 {b}  相差 {g}",
    "  {s:5.1f} s  end  money  best {i}  none below {b}  apart {g}",
)
_TARGET = Text(
    "  {s:5.1f}秒  {y}年目标  当前相差 {i} 所  已证明至少相差 {b} 所",
    "  {s:5.1f} s  target {y}  schools from it: best {i}  proven at least {b}",
)
_OTHER = {
    "over": Text(
        "  {s:5.1f}秒  超员人数  当前 {i}  已证明不少于 {b}",
        "  {s:5.1f} s  pupils over places  best {i}  proven at least {b}",
    ),
    "first": Text("  {s:5.1f}秒  先求一个方案", "  {s:5.1f} s  looking for a first plan"),
    "check": Text("  {s:5.1f}秒  再次核实无解", "  {s:5.1f} s  a second opinion"),
}
