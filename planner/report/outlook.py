"""The chart of pupils by year and stage: counted, then expected; direct labels, from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.presentation import whole

if TYPE_CHECKING:
    from planner.stages import StageLine, StageOutlook
    from planner.words import Language

LEFT = 84
LENGTH = 500
RIGHT = 136
TOP = 16
HEIGHT = 170
BELOW = 30
ABOVE = 8
BENEATH = 17


@dataclass(frozen=True)
class Curve:
    """One stage: its points, the first and last number, and the name beside the last.

    Parameters
    ----------
    points
        Pairs of x and y in the chart's own units, one a year.
    labels
        The number at each point, with the height at which it stands: above the higher curve,
        below the lower one.
    beside
        The height of the name behind the last point.
    """

    name: str
    kind: str
    points: tuple[tuple[float, float], ...]
    labels: tuple[tuple[str, float], ...]
    beside: float

    @property
    def path(self) -> str:
        """Return the points as SVG writes a line."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class OutlookChart:
    """The curves with the size of the drawing, the years below and the whole in a sentence.

    Parameters
    ----------
    counted
        x, y, stage and number of what was counted in other years than the base year.
    """

    curves: tuple[Curve, ...]
    counted: tuple[tuple[float, float, str, str], ...]
    years: tuple[tuple[float, int], ...]
    width: int
    height: int
    zero: int
    said: str


def outlook_chart(outlook: StageOutlook, language: Language) -> OutlookChart:
    """Return the curves of `outlook` to one scale from zero, and what was counted beside them."""
    actual = [one.actual for one in outlook.counted]
    most = max([1, *actual, *(n for line in outlook.lines for n in line.pupils)])
    axis = sorted({*outlook.years, *(one.year for one in outlook.counted)})
    step = LENGTH / max(1, len(axis) - 1)
    place = {year: round(LEFT + step * i, 1) for i, year in enumerate(axis)}
    across = [place[year] for year in outlook.years]
    highest = [max(of_year) for of_year in zip(*(o.pupils for o in outlook.lines), strict=True)]
    curves = tuple(_curve(line, across, (most, highest), language) for line in outlook.lines)
    return OutlookChart(
        curves=curves,
        counted=tuple(
            (place[one.year], _down(one.actual, most), one.stage, whole(one.actual))
            for one in outlook.counted
        ),
        years=tuple((place[year], year) for year in axis),
        width=LEFT + LENGTH + RIGHT,
        height=TOP + HEIGHT + BELOW,
        zero=TOP + HEIGHT,
        said="; ".join(_said(curve, outlook) for curve in curves),
    )


def _down(n: int, most: int) -> float:
    return round(TOP + HEIGHT * (1 - n / most), 1)


def _said(curve: Curve, outlook: StageOutlook) -> str:
    numbers = zip(outlook.years, curve.labels, strict=True)
    return f"{curve.name}: " + ", ".join(f"{year} {n}" for year, (n, _) in numbers)


def _curve(
    line: StageLine, across: list[float], scale: tuple[int, list[int]], language: Language
) -> Curve:
    """Return a stage; `scale`: the largest number of all, and the largest of each year."""
    most, highest = scale
    down = [_down(n, most) for n in line.pupils]
    above = [n == top for n, top in zip(line.pupils, highest, strict=True)]
    heights = [y - ABOVE if up else y + BENEATH for y, up in zip(down, above, strict=True)]
    return Curve(
        name=line.name.say(language),
        kind=line.stage,
        points=tuple(zip(across, down, strict=True)),
        labels=tuple(zip(map(whole, line.pupils), heights, strict=True)),
        beside=down[-1] - 2 if above[-1] else down[-1] + 12,
    )
