"""The chart of the targets: what counts toward each year's, with the target as a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.plan import TargetLine
    from planner.words import Language

LEFT = 56
LENGTH = 400
RIGHT = 264
STEP = 40
BAR = 20

# By whether some of the schools have no pupils, and whether mergers count too.
_LABELS: dict[tuple[bool, bool], Text] = {
    (False, False): Text("{closed}所（目标{asked}所）", "{closed} of {asked} asked"),
    (True, False): Text(
        "{closed}所，其中无学生{empty}所（目标{asked}所）",
        "{closed} of {asked} asked, {empty} without pupils",
    ),
    (False, True): Text(
        "撤并{closed}所，合并组建{merged}组（目标{asked}所）",
        "closed {closed}, merged {merged} of {asked} asked",
    ),
    (True, True): Text(
        "撤并{closed}所（无学生{empty}所），合并组建{merged}组（目标{asked}所）",
        "closed {closed} ({empty} without pupils), merged {merged} of {asked} asked",
    ),
}


@dataclass(frozen=True)
class Bar:
    """One year's bar, in the chart's own units from its upper left corner.

    Parameters
    ----------
    y
        The upper edge.
    empty, rest, merged
        Lengths of the closings without pupils, of the others, and of mergers that count.
    asked
        Where the mark of the target stands.
    label
        What stands behind the bar.
    """

    year: int
    y: int
    empty: float
    rest: float
    merged: float
    asked: float
    label: str


@dataclass(frozen=True)
class Chart:
    """The bars with the size of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    said: str


def chart(
    targets: Sequence[TargetLine],
    mergers: Mapping[int, int],
    language: Language,
    *,
    longest: int = 1,
) -> Chart:
    """Return the bars of `targets` to one scale from zero.

    Parameters
    ----------
    mergers
        By year, those that count toward the target.
    longest
        Schools that the scale holds at least, so that several charts share one.
    """
    most = max([longest, *(max(line.asked, line.planned) for line in targets)])
    scale = LENGTH / most
    bars = [
        _bar(line, mergers[line.year], row, scale, language) for row, line in enumerate(targets)
    ]
    said = "; ".join(f"{bar.year}: {bar.label}" for bar in bars)
    return Chart(tuple(bars), LEFT + LENGTH + RIGHT, STEP * len(bars), said)


def _bar(line: TargetLine, mergers: int, row: int, scale: float, language: Language) -> Bar:
    said = _LABELS[bool(line.empty), bool(mergers)]
    closed = line.planned - mergers
    label = said.filled(closed=closed, merged=mergers, asked=line.asked, empty=line.empty)
    return Bar(
        year=line.year,
        y=row * STEP + (STEP - BAR) // 2,
        empty=round(line.empty * scale, 1),
        rest=round((closed - line.empty) * scale, 1),
        merged=round(mergers * scale, 1),
        asked=round(line.asked * scale, 1),
        label=label.say(language),
    )
