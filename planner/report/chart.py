"""The one chart of the report: closures planned each year, with the target as a mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.plan import TargetLine
    from planner.words import Language

LEFT = 56
LENGTH = 400
RIGHT = 264
STEP = 40
BAR = 20

_LABEL = Text("{planned}所（目标{asked}所）", "{planned} of {asked} asked")
_EMPTY = Text("{planned}所，其中无学生{empty}所（目标{asked}所）",
              "{planned} of {asked} asked, {empty} without pupils")  # fmt: skip


@dataclass(frozen=True)
class Bar:
    """One year's bar, in the chart's own units from its upper left corner.

    Parameters
    ----------
    y
        The upper edge.
    empty, rest
        Lengths of the part without pupils and of the rest.
    asked
        Where the mark of the target stands.
    label
        What stands behind the bar.
    """

    year: int
    y: int
    empty: float
    rest: float
    asked: float
    label: str


@dataclass(frozen=True)
class Chart:
    """The bars with the size of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    said: str


def chart(targets: Sequence[TargetLine], language: Language, *, longest: int = 1) -> Chart:
    """Return the bars of `targets` to one scale from zero.

    Parameters
    ----------
    longest
        Schools that the scale holds at least, so that several charts share one.
    """
    most = max([longest, *(max(line.asked, line.planned) for line in targets)])
    scale = LENGTH / most
    bars = [_bar(line, row, scale, language) for row, line in enumerate(targets)]
    said = "; ".join(f"{bar.year}: {bar.label}" for bar in bars)
    return Chart(tuple(bars), LEFT + LENGTH + RIGHT, STEP * len(bars), said)


def _bar(line: TargetLine, row: int, scale: float, language: Language) -> Bar:
    label = (_EMPTY if line.empty else _LABEL).filled(
        planned=line.planned, asked=line.asked, empty=line.empty
    )
    return Bar(
        year=line.year,
        y=row * STEP + (STEP - BAR) // 2,
        empty=round(line.empty * scale, 1),
        rest=round((line.planned - line.empty) * scale, 1),
        asked=round(line.asked * scale, 1),
        label=label.say(language),
    )
