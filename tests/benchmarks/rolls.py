"""Which villages the pupils of each school come from, grade by grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from tests.benchmarks.ground import rank_within, stream
from tests.benchmarks.roster import Sort

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground, Reals, Whole
    from tests.benchmarks.parameters import County
    from tests.benchmarks.roster import Roster

# Fewer children are born: the lower a grade, the smaller; in hundredths, from grade 1 on.
_SIZE = np.array([90, 95, 100, 103, 105, 107, 102, 100, 98])
_MOST_PLACES = 12
_TWO_PLACES, _THREE_PLACES = 0.45, 0.85  # chances of a small school to serve fewer villages


def pupils(county: County, land: Ground, schools: Roster) -> pd.DataFrame:
    """Return columns school, place (-1: not known), grade and pupils; no row without pupils."""
    random = stream(county, 5)
    near, number = _catchments(land, schools, random.random(len(schools)))
    parts = []
    for first, last, total in ((1, 6, schools.primary), (7, 9, schools.junior)):
        rows = np.flatnonzero(total > 0)
        end = np.minimum(
            last, np.where(schools.last_grade[rows] < first, last, schools.last_grade[rows])
        )
        cells = _cells(rows, end - first + 1, number[rows])
        grade = first + cells["grade"].to_numpy()
        school, nth = cells["school"].to_numpy(), cells["place"].to_numpy()
        weight = _weights(random, school, nth, grade, len(schools))
        count = apportioned(total, school, weight)
        place = np.where(schools.sort[school] == Sort.PRIVATE, -1, near[school, nth])
        parts.append(
            pd.DataFrame({"school": school, "place": place, "grade": grade, "pupils": count})
        )
    every = pd.concat(parts)
    there = every[every["pupils"] > 0].groupby(["school", "place", "grade"], sort=True)["pupils"]
    return there.sum().reset_index()


def _catchments(land: Ground, schools: Roster, chance: Reals) -> tuple[Whole, Whole]:
    """Return the nearest villages of each school, and how many of them send pupils."""
    most = min(_MOST_PLACES, len(land.villages))
    _, near = KDTree(land.villages).query(schools.site, k=list(range(1, most + 1)))
    small = np.where(chance < _TWO_PLACES, 1, np.where(chance < _THREE_PLACES, 2, 3))
    large = 3 + np.floor(3 * chance).astype(np.int64)
    junior = 8 + np.floor(5 * chance).astype(np.int64)
    number = np.where(schools.roll < 100, small, np.where(schools.junior > 0, junior, large))
    number = np.where(schools.sort == Sort.PRIVATE, 1, number)
    return near.astype(np.int64), np.minimum(number, most)


def _cells(rows: Whole, grades: Whole, places: Whole) -> pd.DataFrame:
    """Return every school with each of its places and grades."""
    size = grades * places
    school = np.repeat(rows, size)
    nth = np.arange(len(school)) - np.repeat(np.cumsum(size) - size, size)
    wide = np.repeat(grades, size)
    return pd.DataFrame({"school": school, "place": nth // wide, "grade": nth % wide})


def _weights(
    random: np.random.Generator, school: Whole, nth: Whole, grade: Whole, schools: int
) -> Whole:
    """Return whole weights: nearer villages weigh more, each sways little from grade to grade."""
    lean = random.random((schools, _MOST_PLACES))[school, nth]
    sway = 0.7 + 0.5 * lean + 0.1 * random.random(len(school))
    near = np.where(nth == 0, 300, 200 // (nth + 1))
    return np.maximum(np.floor(near * sway).astype(np.int64), 1) * _SIZE[grade - 1]


def apportioned(total: Whole, key: Whole, weight: Whole) -> Whole:
    """Divide whole totals by whole weights: largest remainder, ties to the first.

    Parameters
    ----------
    total
        Shape (k,), one a key.
    key
        Shape (n,), ascending.
    weight
        Shape (n,), above 0.
    """
    whole = np.zeros(len(total), dtype=np.int64)
    np.add.at(whole, key, weight)
    product, by = total[key] * weight, whole[key]
    part, rest = product // by, product % by
    given = np.zeros(len(total), dtype=np.int64)
    np.add.at(given, key, part)
    order = np.lexsort((np.arange(len(key)), -rest, key))
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = rank_within(key[order])
    return part + (rank < (total - given)[key])
