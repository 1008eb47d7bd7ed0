"""The small charts of a sweep: one a figure, over the values of one setting, a line for each rest."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from planner.presentation import tenth, whole
from planner.words import Text
from scenarios.comparison.charts import Tick, ticks
from scenarios.sweep.combinations import words_of
from scenarios.sweep.table import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.words import Language
    from scenarios.sweep.combinations import Swept
    from scenarios.sweep.table import Row, Sweep

WIDE, HIGH = 320, 190
LEFT, RIGHT, TOP, FOOT = 58, 22, 20, 28
STEPS = 4
# So many lines have a colour of their own; the others are grey.
COLOURED = 6
# Values nearer than this part of the axis stand evenly instead of at their distance.
NEAREST = 0.09
# A part of a step that is rounding.
NOISE = 1e-6
# Numbers stand at the points of so many lines.
LABELLED = 1

SAVED = Text("比不撤并节省（万元）", "saved against closing nothing (yuan)")
_PLANNED = Text("{year}年规划撤并（所）", "closures planned in {year}")


@dataclass(frozen=True)
class Dot:
    """One combination's figure, and the number beside it."""

    x: float
    y: float
    label: str
    said: str


@dataclass(frozen=True)
class Line:
    """The combinations that differ only in the setting across, in its order.

    Parameters
    ----------
    kind
        Its colour, 1 to 6; 0 is grey.
    paths
        What is joined: a combination without a plan interrupts the line.
    """

    kind: int
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Chart:
    """One figure; `without` marks the values at which a combination has no plan."""

    title: str
    up: tuple[Tick, ...]
    across: tuple[Tick, ...]
    lines: tuple[Line, ...]
    without: tuple[float, ...]
    zero: float
    said: str


@dataclass(frozen=True)
class Series:
    """The rows that differ only in the setting across; None where its value is not there."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Charts:
    """All charts: what stands across in words, the names of the lines, the figures."""

    across: str
    names: tuple[tuple[int, str], ...]
    charts: tuple[Chart, ...]


def charts(sweep: Sweep, language: Language) -> Charts | None:
    """Return a chart for each figure; None where no combination has a plan."""
    if not any(row.targets for row in sweep.rows):
        return None
    chosen = _across(sweep.settings)
    setting = sweep.settings[chosen]
    places = _places(setting)
    series = _series(sweep, chosen, language)
    shown = [
        _chart(figure, series, (chosen, places), language) for figure in _figures(sweep, language)
    ]
    names = tuple((_colour(n), one.name) for n, one in enumerate(series) if one.name)
    return Charts(_named(setting, sweep, language), names, tuple(shown))


def _named(setting: Swept, sweep: Sweep, language: Language) -> str:
    title, unit = setting.title(sweep.entries).say(language), setting.unit.say(language)
    return f"{title}{'，' if language == 'zh' else ', '}{unit}" if unit else title


type Value = Callable[[Row], float | None]
type Figure = tuple[Text, Value, Callable[[float | None], str], float]
"""A figure: title, value of a row, how a number is written, least step of its axis."""


def _figures(sweep: Sweep, language: Language) -> list[Figure]:
    """Return every figure: its title, its value of a row, and how a number is written."""

    def money(value: float | None) -> str:
        scaled = None if value is None else value / (10_000 if language == "zh" else 1)
        return whole(scaled).replace("-", "−")

    by_year: list[Figure] = [
        (_PLANNED.filled(year=year), _planned_in(year), whole, 1.0) for year in sweep.years
    ]
    figures: list[Figure] = [
        (title, _figure(name), tenth, 0.1)
        if name.startswith("minutes")
        else (title, _figure(name), whole, 1.0)
        for name, title in FIGURES.items()
    ]
    return [*by_year, *figures, (SAVED, lambda row: row.saved, money, 10_000.0)]


def _planned_in(year: int) -> Value:
    return lambda row: next((float(x.planned) for x in row.targets if x.year == year), None)


def _figure(name: str) -> Value:
    return lambda row: row.figures.get(name)


def _across(settings: Sequence[Swept]) -> int:
    """Return the setting with most values: the first of them."""
    numbers = [len(one.values) for one in settings]
    return numbers.index(max(numbers))


def _places(setting: Swept) -> dict[str, float]:
    """Return where each value stands, from 0 to 1: numbers at their distance where they can."""
    numbers = [_number(value) for value in setting.values]
    known = [n for n in numbers if n is not None and isfinite(n)]
    order = list(setting.values)
    if len(known) == len(order):
        order = [value for _, value in sorted(zip(known, order, strict=True))]
        low, span = min(known), max(known) - min(known)
        apart = [b - a for a, b in pairwise(sorted(known))]
        if apart and min(apart) >= NEAREST * span:
            return {v: (float(v) - low) / span for v in order}
    last = max(len(order) - 1, 1)
    return {value: n / last if len(order) > 1 else 0.5 for n, value in enumerate(order)}


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _series(sweep: Sweep, chosen: int, language: Language) -> list[Series]:
    """Return the rows by the values of the other settings, each in the order across."""
    order = list(_places(sweep.settings[chosen]))
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in sweep.rows:
        found.setdefault(row.values[:chosen] + row.values[chosen + 1 :], []).append(row)
    others = [one for n, one in enumerate(sweep.settings) if n != chosen]
    titles = [one.title(sweep.entries).say(language) for one in others]
    return [
        Series(
            _joined(titles, rest, language),
            tuple(sorted(rows, key=lambda row: order.index(row.values[chosen]))),
        )
        for rest, rows in found.items()
    ]


def _joined(titles: Sequence[str], values: Sequence[str], language: Language) -> str:
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    pairs = zip(titles, values, strict=True)
    return comma.join(f"{title}{colon}{words_of(value).say(language)}" for title, value in pairs)


def _colour(n: int) -> int:
    return n + 1 if n < COLOURED else 0


def _chart(
    figure: Figure,
    series: Sequence[Series],
    across: tuple[int, dict[str, float]],
    language: Language,
) -> Chart:
    """Return one figure; `across`: the setting's position, and where its values stand."""
    title, value, say, least = figure
    chosen, places = across
    known = [n for one in series for row in one.rows if (n := value(row)) is not None]
    # a scale of at least as many steps as it has marks, so that no two read alike
    marks = [n for n in ticks(min([0.0, *known]), max([least, *known]), STEPS) if _on(n, least)]
    at = {
        written: round(LEFT + (WIDE - LEFT - RIGHT) * part, 1) for written, part in places.items()
    }

    def dot(row: Row, number: float) -> Dot:
        label = say(number) if len(series) <= LABELLED else ""
        said = f"{' '.join(row.values)}: {say(number)}"
        return Dot(at[row.values[chosen]], _y(number, marks), label, said)

    lines = tuple(_line(n, one, value, dot) for n, one in enumerate(series))
    without = {at[row.values[chosen]] for one in series for row in one.rows if value(row) is None}
    return Chart(
        title.say(language),
        tuple(Tick(_y(n, marks), say(n)) for n in marks),
        tuple(Tick(x, words_of(written).say(language)) for written, x in at.items()),
        lines,
        tuple(sorted(without)),
        _y(0.0, marks),
        f"{title.say(language)}: " + "; ".join(dot.said for line in lines for dot in line.dots),
    )


def _on(number: float, step: float) -> bool:
    """Tell whether a number is a multiple of a step."""
    return abs(number / step - round(number / step)) < NOISE


def _line(n: int, series: Series, value: Value, dot: Callable[[Row, float], Dot]) -> Line:
    parts: list[list[Dot]] = [[]]
    for row in series.rows:
        number = value(row)
        if number is None:
            parts.append([])
        else:
            parts[-1].append(dot(row, number))
    paths = (" ".join(f"{d.x:g},{d.y:g}" for d in part) for part in parts if len(part) > 1)
    return Line(_colour(n), tuple(paths), tuple(d for part in parts for d in part))


def _y(value: float, marks: Sequence[float]) -> float:
    part = (value - marks[0]) / (marks[-1] - marks[0])
    return round(HIGH - FOOT - (HIGH - TOP - FOOT) * part, 1)
