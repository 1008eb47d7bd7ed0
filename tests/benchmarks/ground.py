"""Where townships, villages and schools lie.

Only sums, products, quotients and square roots are used, which every machine rounds alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.parameters import KM2_PER_SCHOOL, SCHOOLS_PER_TOWNSHIP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.benchmarks.parameters import County

type Whole = NDArray[np.int64]
type Reals = NDArray[np.float64]

CENTRE_LON, CENTRE_LAT = 114.74, 32.34
KM_PER_DEGREE_LAT, KM_PER_DEGREE_LON = 111.195, 93.95
DECIMALS = 5
SPACING = float(np.sqrt(KM2_PER_SCHOOL * SCHOOLS_PER_TOWNSHIP))
_SEAT_SWAY, _SITE_SWAY = 2.4, 0.5  # km


def stream(county: County, subject: int) -> np.random.Generator:
    """Return the stream of random numbers of a county that belongs to a subject."""
    return np.random.Generator(np.random.PCG64([county.seed, subject]))


@dataclass(frozen=True)
class Ground:
    """Points on a plane, in km, rounded as the files have them.

    Parameters
    ----------
    villages
        Shape (v, 2); the first of each township is its seat.
    township
        Shape (v,), township of each village.
    """

    villages: Reals
    township: Whole


def ground(county: County) -> Ground:
    """Return the villages of a county: townships on a swaying grid, villages all over them."""
    random, townships = stream(county, 1), county.townships
    side = ceil(np.sqrt(townships))
    cell = np.arange(townships)
    middle = np.column_stack([cell % side, cell // side]) - (side - 1) / 2
    number = max(round(county.schools * county.villages), 2 * townships)
    township = np.arange(number) % townships
    seats = np.arange(number) < townships
    sway = np.where(seats, _SEAT_SWAY, SPACING)[:, None] * (random.random((number, 2)) - 0.5)
    return Ground(on_grid(middle[township] * SPACING + sway), township)


def school_sites(county: County, land: Ground, township: Whole, *, central: Whole) -> Reals:
    """Return where schools lie: central ones at the seat, the others each in a village.

    Parameters
    ----------
    township
        Shape (s,), township of each school.
    central
        Shape (s,), 1 for a school at the township's seat.
    """
    random = stream(county, 2)
    rank = rank_within(np.where(central == 1, -1 - township, township))
    there = np.bincount(land.township, minlength=county.townships)[township]
    nth = np.where(central == 1, 0, 1 + rank % np.maximum(there - 1, 1))
    village = nth * county.townships + township
    sway = _SITE_SWAY * (random.random((len(township), 2)) - 0.5)
    return on_grid(land.villages[village] + sway)


def rank_within(key: Whole) -> Whole:
    """Return the how-manieth of its key each row is, from 0."""
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    first = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty(len(key), dtype=np.int64)
    rank[order] = np.arange(len(key)) - first
    return rank


def degrees(points: Reals) -> tuple[Reals, Reals]:
    """Return longitude and latitude of points in km."""
    lon = CENTRE_LON + points[:, 0] / KM_PER_DEGREE_LON
    lat = CENTRE_LAT + points[:, 1] / KM_PER_DEGREE_LAT
    return np.round(lon, DECIMALS), np.round(lat, DECIMALS)


def on_grid(points: Reals) -> Reals:
    """Return points in km, rounded to a metre."""
    return np.round(points, 3)
