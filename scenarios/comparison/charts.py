"""The two drawings of the page: what counts toward the targets, and money beside minutes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from planner.headline import counted_mergers
from planner.presentation import tenth
from planner.report.chart import chart
from planner.words import Text, listed
from scenarios.comparison.figures import target_years
from scenarios.comparison.said import figure

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from planner.report.chart import Bar
    from planner.run import Run
    from planner.words import Language

STEP = 26
GAP = 14
WIDE, HIGH = 640, 270
LEFT, RIGHT, TOP, FOOT = 110, 24, 16, 34
LABEL_STEP = 22
STEPS = 5

_POINT = Text("方案{n}：{minutes}分钟，{money}万元", "Plan {n}: {minutes} min, {money} yuan")

_LEFT_OUT = Text(
    "没有学生转学、因而不在图上的方案：{plans}。",
    "Not drawn, since no pupil changes school: plan {plans}.",
)


@dataclass(frozen=True)
class PlacedBar:
    """One run's bar in one year; `first` is the year's first bar, which carries the year."""

    n: int
    y: int
    bar: Bar
    first: bool


@dataclass(frozen=True)
class Closures:
    """The bars of all runs, year by year, on one scale from zero, and the drawing's height."""

    bars: tuple[PlacedBar, ...]
    height: int
    said: str


def closures(runs: Sequence[Run], language: Language) -> Closures:
    """Return what counts toward each year's target, the runs of a year below each other."""
    lines = [line for run in runs for line in run.plan.targets]
    most = max([1, *(max(line.asked, line.planned) for line in lines)])
    drawn = [chart(run.plan.targets, counted_mergers(run), language, longest=most) for run in runs]
    bars: list[PlacedBar] = []
    y = 0
    for year in target_years(runs):
        of_year = [
            (n, bar) for n, one in enumerate(drawn, 1) for bar in one.bars if bar.year == year
        ]
        for place, (n, bar) in enumerate(of_year):
            bars.append(PlacedBar(n, y, bar, first=place == 0))
            y += STEP
        y += GAP
    said = "; ".join(f"{placed.bar.year} {placed.n}: {placed.bar.label}" for placed in bars)
    return Closures(tuple(bars), y, said)


@dataclass(frozen=True)
class Tick:
    """A mark of an axis and what stands beside it."""

    at: float
    label: str


@dataclass(frozen=True)
class Point:
    """One run; `label_y` is where its label stands, clear of the others."""

    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    before: bool


@dataclass(frozen=True)
class Scatter:
    """Yearly saving (up) over the minutes that nine pupils in ten do not exceed (right).

    `left_out` names the runs in which nobody moves, which have no point.
    """

    points: tuple[Point, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    zero: float
    left_out: str
    said: str


def scatter(runs: Sequence[Run], language: Language) -> Scatter | None:
    """Return the drawing of the runs in which anybody moves; None where there are none.

    Both axes begin at zero: money is what a year of the plan saves against closing nothing.
    """
    known = [(n, *pair) for n, run in enumerate(runs, 1) if (pair := _pair(run)) is not None]
    if not known:
        return None
    across = ticks(0.0, max(minutes for _, minutes, _ in known))
    up = ticks(min(0.0, *(m for _, _, m in known)), max(0.0, *(m for _, _, m in known)))
    points = [
        _point(n, minutes, saved, language, x=_x(minutes, across), y=_y(saved, up))
        for n, minutes, saved in known
    ]
    return Scatter(
        points=_apart(points),
        across=tuple(Tick(_x(value, across), f"{value:g}") for value in across),
        up=tuple(Tick(_y(value, up), _short(value, language)) for value in up),
        zero=_y(0.0, up),
        left_out=_left_out(len(runs), {n for n, *_ in known}, language),
        said="; ".join(point.label for point in points),
    )


def _left_out(runs: int, shown: Collection[int], language: Language) -> str:
    rest = [n for n in range(1, runs + 1) if n not in shown]
    return _LEFT_OUT.filled(plans=listed(rest)).say(language) if rest else ""


def _pair(run: Run) -> tuple[float, float] | None:
    minutes = run.plan.metrics["plan"].get("minutes_p90_moved")
    spent = float(run.plan.costs["amount"].sum())
    saved = (run.plan.proof.do_nothing - spent) / len(run.assumptions.years)
    return None if minutes is None else (float(minutes), saved)


def ticks(low: float, high: float, steps: int = STEPS) -> list[float]:
    """Return round numbers, zero among them, that reach from `low` to `high` at least."""
    span = (high - low) or 1.0
    power = 10 ** floor(log10(span / steps))
    step = next(power * f for f in (1, 2, 5, 10) if power * f * steps >= span)
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [n * step for n in range(first, last + 1)]


def _x(value: float, ticks: Sequence[float]) -> float:
    return round(LEFT + (WIDE - LEFT - RIGHT) * value / ticks[-1], 1)


def _y(value: float, ticks: Sequence[float]) -> float:
    part = (value - ticks[0]) / (ticks[-1] - ticks[0])
    return round(HIGH - FOOT - (HIGH - TOP - FOOT) * part, 1)


def _short(value: float, language: Language) -> str:
    said = f"{value / 10_000:,.10g}" if language == "zh" else f"{value:,.0f}"
    return said.replace("-", "−")


def _point(
    n: int, minutes: float, saved: float, language: Language, *, x: float, y: float
) -> Point:
    label = _POINT.filled(n=n, minutes=tenth(minutes), money=figure(saved, "yuan", language))
    before = x > WIDE / 2
    return Point(x, y, label.say(language), x - 10 if before else x + 10, y + 5, before)


def _apart(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points with their labels pushed down so that none stands on another."""
    order = sorted(range(len(points)), key=lambda i: (points[i].label_y, i))
    heights = {i: points[i].label_y for i in order}
    for above, below in pairwise(order):
        heights[below] = max(heights[below], heights[above] + LABEL_STEP)
    return tuple(
        Point(p.x, p.y, p.label, p.label_x, heights[i], p.before) for i, p in enumerate(points)
    )
