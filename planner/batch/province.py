"""What a province asks of its counties together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.assumptions import TargetRule

type Vector = tuple[int, ...]
"""Closures, one number a year of the province."""
type Price = tuple[float, ...]
"""Yuan that one closure is worth, one number a year of the province."""


@dataclass(frozen=True)
class Province:
    """`province.toml`: closures that several counties owe together.

    Parameters
    ----------
    targets
        Year -> closures asked for; a year not named asks 0.
    rule
        `exact`, `at_least` or `at_most`.
    title
        What the page and the screen call it.
    """

    targets: Mapping[int, int]
    rule: TargetRule = "exact"
    title: str = ""


@dataclass(frozen=True)
class Point:
    """A lawful plan of one county as the province sees it.

    Parameters
    ----------
    closures
        By year.
    money
        Yuan over the county's years.
    over
        Pupils over seats or cap that come before money; 0 without relief.
    """

    closures: Vector
    money: float
    over: int = 0


@dataclass
class Known:
    """What has been found out about one county.

    Parameters
    ----------
    points
        Lawful plans, the cheapest for each vector of closures.
    floors
        Price -> yuan that no plan of the county comes below, if every closure brings the price.
    plain_floors
        The same where pupils over seats or cap do not come before money.
    lids
        Worth of a closure by year -> what all closures of the county are worth at most.
    least
        The closures that are due whatever is asked.
    over
        Pupils over seats or cap that no plan of the county avoids.
    tried
        Closures that were asked for; where no point has them, they are not lawful.
    """

    points: dict[Vector, Point] = field(default_factory=dict)
    floors: dict[Price, float] = field(default_factory=dict)
    plain_floors: dict[Price, float] = field(default_factory=dict)
    lids: dict[Price, float] = field(default_factory=dict)
    least: Vector = ()
    over: int = 0
    tried: set[Vector] = field(default_factory=set)

    def learn(self, point: Point) -> None:
        """Keep a plan unless a better one with the same closures is known."""
        known = self.points.get(point.closures)
        if known is None or (point.over, point.money) < (known.over, known.money):
            self.points[point.closures] = point


def total(vectors: Sequence[Vector]) -> Vector:
    """Return the sum by year."""
    return tuple(map(sum, zip(*vectors, strict=True)))
