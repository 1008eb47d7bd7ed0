"""Which plans of the counties fit together: small programs over what is known of each county.

A county is a handful of points (closures by year, money). Taking a mixture of a county's points
gives prices; taking one point of each county gives a split.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linprog

from planner.batch.province import Point, total
from planner.errors import NoAnswerInTime
from planner.solve_choice import Lists, one_of_each
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.assumptions import TargetRule
    from planner.batch.province import Known, Price, Vector

# A whole number may be off by so much in the answers of a solver.
WHOLE = 1e-6


@dataclass(frozen=True)
class Mixture:
    """The cheapest mixture of points that meets the target.

    Parameters
    ----------
    price
        Yuan that one closure more in a year would cost.
    money
        Of the mixture, penalties included.
    missed
        Closures by which it misses the target, over the years.
    means
        Closures of each county in the mixture, by year.
    """

    price: Price
    money: float
    missed: float
    means: tuple[tuple[float, ...], ...]


def mixture(counties: Sequence[Known], asked: Vector, rule: TargetRule, penalty: float) -> Mixture:
    """Return the cheapest mixture of each county's points that comes to `asked` closures.

    Parameters
    ----------
    penalty
        Yuan for each closure missing or beyond, as far as `rule` minds it.
    """
    points, years = known_points(counties), len(asked)
    under, over = (penalty * (rule != "at_most"), penalty * (rule != "at_least"))
    closures, single = _closures(points), _one_each(points)
    slack = np.hstack([np.eye(years), -np.eye(years)])
    found: Any = linprog(
        np.concatenate([_money(points), np.full(years, under), np.full(years, over)]),
        A_eq=np.block([[closures, slack], [single, np.zeros((len(points), 2 * years))]]),
        b_eq=np.concatenate([np.array(asked, float), np.ones(len(points))]),
        method="highs",
    )
    parts, missing, beyond = np.split(found.x, [-2 * years, -years])
    missed = missing.sum() * (under > 0) + beyond.sum() * (over > 0)
    price = tuple(round(float(p), 2) for p in found.eqlin.marginals[:years])
    means = (single * parts) @ closures.T
    return Mixture(price, float(found.fun), float(missed), tuple(map(tuple, means.tolist())))


@dataclass(frozen=True)
class Weights:
    """What closures are worth where as many as can be are wanted in one year.

    Parameters
    ----------
    worth
        Of one closure, by year; of later years 0.
    reached
        Closures that a mixture of points comes to.
    means
        Closures of each county in the mixture, by year.
    """

    worth: Price
    reached: float
    means: tuple[tuple[float, ...], ...]


def weights(counties: Sequence[Known], goal: Vector, year: int) -> Weights:
    """Return what each closure is worth where as many as can be are wanted in `year`.

    Parameters
    ----------
    goal
        Closures by year: those before `year` are given, that of `year` is not passed.
    """
    points = known_points(counties)
    closures, single = _closures(points), _one_each(points)
    lower = np.array(goal[:year], float)
    # the last column is the number reached
    rows = np.hstack([-closures[: year + 1], np.eye(year + 1)[:, -1:]])
    found: Any = linprog(
        np.concatenate([np.zeros(closures.shape[1]), [-1.0]]),
        A_ub=rows,
        b_ub=np.concatenate([-lower, [0.0]]),
        A_eq=np.hstack([single, np.zeros((len(points), 1))]),
        b_eq=np.ones(len(points)),
        bounds=[(0, None)] * closures.shape[1] + [(None, goal[year])],
        method="highs",
    )
    worth = [round(-float(w), 6) for w in np.asarray(found.ineqlin.marginals)]
    means = (single * found.x[:-1]) @ closures.T
    later = (0.0,) * (len(goal) - year - 1)
    return Weights((*worth, *later), -float(found.fun), tuple(map(tuple, means.tolist())))


def best_split(points: Sequence[Sequence[Point]], asked: Vector, rule: TargetRule) -> list[Point]:
    """Return one point of each county: nearest to `asked`, fewest pupils over, least money.

    Nearest by the earliest year first, as `rule` measures distance.
    """
    lists = Lists(
        amounts=[[point.closures for point in county] for county in points],
        first=[[float(point.over) for point in county] for county in points],
        money=[[point.money for point in county] for county in points],
        asked=asked,
        under=rule != "at_most",
        over=rule != "at_least",
    )
    taken = one_of_each(lists, seconds=SECONDS)
    if taken is None:
        raise NoAnswerInTime(LATE)
    return [county[k] for county, k in zip(points, taken, strict=True)]


def most(counties: Sequence[Known], goal: Vector, year: int) -> list[Point]:
    """Return one known point of each county: at least `goal` before `year`, the most in `year`."""
    kept = (*goal[: year + 1], *(0,) * (len(goal) - year - 1))
    return best_split(known_points(counties), kept, "at_least")


def known_points(counties: Sequence[Known]) -> list[list[Point]]:
    """Return the points of every county."""
    return [list(known.points.values()) for known in counties]


def candidates(known: Known, mean: Sequence[float], price: Price, most: float) -> list[Point]:
    """Return what a county may close: its known points, and others judged by what is proven.

    Others lie around `mean` and are fewer closures than a known point in every year: those are
    lawful as well, because a school may always stay, and cost at least what the floors say. One
    that costs over `most` more than the county's best at `price` can be in no better split.
    """
    others = _around(known, mean)
    floors = np.array(list(known.floors.values()))
    money = (others @ np.array(list(known.floors), float).T + floors).max(axis=1)
    apart = money - others @ np.array(price) - known.floors[price]
    near = np.argsort(apart, kind="stable")[:TAKEN]
    near = near[apart[near] <= most]
    taken = zip(others[near].tolist(), money[near].tolist(), strict=True)
    guessed = {tuple(map(int, v)): Point(tuple(map(int, v)), m, known.over) for v, m in taken}
    return list({**guessed, **known.points}.values())


def hopeful(known: Known, mean: Sequence[float], asked: Vector) -> list[Point]:
    """Return what a county might be able to close of `asked`, known points at no money, others 1.

    Others are within what is proven of the county and not above what it could not close.
    """
    grid = _box(mean, np.array(asked, float))
    for worth, closures in known.lids.items():
        grid = grid[grid @ np.array(worth) <= closures + WHOLE]
    points = np.array(list(known.points), float)
    reached = (grid[:, None] <= points).all(axis=2).any(axis=1)
    for vector in known.tried:
        if (np.array(vector) <= points).all(axis=1).any():
            continue
        beyond = (grid >= np.array(vector)).all(axis=1)
        grid, reached = grid[~beyond], reached[~beyond]
    rows = zip(grid.tolist(), reached.tolist(), strict=True)
    return [Point(tuple(map(int, row)), float(not lawful)) for row, lawful in rows]


# So long may the choice of one point of each county take.
SECONDS = 20.0
# So many of them, the nearest to the best, are offered to a split.
TAKEN = 300
# So many vectors of closures around the mean of a mixture are looked at.
LOOKED_AT = 20_000


def _around(known: Known, mean: Sequence[float]) -> NDArray[np.float64]:
    """Return the vectors around `mean` that are not tried and not above every known point."""
    lids = np.array(list(known.points), float)
    grid = _box(mean, lids.max(axis=0))
    lawful = (grid[:, None] <= lids).all(axis=2).any(axis=1)
    fresh = [tuple(map(int, row)) not in known.tried for row in grid]
    kept: NDArray[np.float64] = grid[lawful & np.array(fresh, dtype=bool)]
    return kept


def _box(mean: Sequence[float], most: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the whole vectors from 0 to `most` that lie around `mean`, as far as there is room."""
    low, high = np.floor(np.array(mean) + WHOLE), np.ceil(np.array(mean) - WHOLE)
    wide = 0
    while wide < most.max() and np.prod(high - low + 2 * wide + 3) <= LOOKED_AT:
        wide += 1
    low, high = np.maximum(low - wide, 0), np.minimum(high + wide, most)
    axes = [np.arange(a, b + 1) for a, b in zip(np.minimum(low, high), high, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(low))


def _closures(points: Sequence[Sequence[Point]]) -> NDArray[np.float64]:
    """Return shape (years, points of all counties)."""
    table: NDArray[np.float64] = np.array([p.closures for county in points for p in county], float)
    return table.T


def _money(points: Sequence[Sequence[Point]]) -> NDArray[np.float64]:
    return np.array([p.money for county in points for p in county])


def _one_each(points: Sequence[Sequence[Point]]) -> NDArray[np.float64]:
    """Return shape (counties, points of all counties): 1 where a point is the county's."""
    of = np.repeat(np.arange(len(points)), [len(county) for county in points])
    single: NDArray[np.float64] = (of == np.arange(len(points))[:, None]).astype(float)
    return single


LATE = Text(
    "在给定时间内未能把共同目标分到各县", "the shared target could not be split in the time given"
)


def closed_by(points: Sequence[Point]) -> Vector:
    """Return the closures of all together, by year."""
    return total([point.closures for point in points])
