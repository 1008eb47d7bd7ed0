"""Where else a group could lawfully go in a finished plan.

Distances that roads leave in doubt by some metres count as unlawful here: whatever is built on
these answers accuses a plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.checking.network import great_circle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planner.checking.case import Case
    from planner.checking.facts import Key

NEAREST = 12
"""Schools looked at for each group, by straight distance."""
MODES = ("walk", "bus", "board")
_DOUBT = 0.001
_ROUNDING = 1e-12


def nearest(case: Case, key: Key, year: int) -> Iterator[str]:
    """Give the schools that stay open and teach the group's band from `year` on, nearest first."""
    points, home = case.facts.points, case.facts.points[key[0]]
    able, where = _able(case, key[1], year)
    apart = ((where - _on_globe(np.array([home]))) ** 2).sum(axis=1)
    looked_at, count = -1.0, 4 * NEAREST
    while looked_at < apart.max(initial=-1.0):
        count = min(count, len(apart))
        last = float(np.partition(apart, count - 1)[count - 1])
        # those as near as the last one up to rounding belong to it
        until = last * (1 + _ROUNDING) + _ROUNDING
        some = [able[at] for at in np.flatnonzero((apart > looked_at) & (apart <= until)).tolist()]
        for other in sorted(some, key=lambda other: great_circle(home, points[other])):
            if other != key[2]:
                yield other
        looked_at, count = until, 4 * count


def _on_globe(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points of longitude and latitude on a globe of radius 1, shape (n, 3)."""
    lon, lat = np.radians(degrees.reshape(-1, 2)).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def _able(case: Case, band: str, year: int) -> tuple[list[str], NDArray[np.float64]]:
    """Return the schools that stay open and teach a band from a year on, and where on a globe."""
    if (band, year) not in case.able:
        years = [y for y in case.years if y >= year]
        able = [
            school
            for school in case.facts.schools
            if school not in case.closing
            and all(case.force.teaches(y, school, band) for y in years)
        ]
        where = np.array([case.facts.points[school] for school in able], dtype=float)
        case.able[band, year] = able, _on_globe(where)
    return case.able[band, year]


def lawful(case: Case, key: Key, school: str, mode: str) -> bool:
    """Tell whether the way of a group to a school by a mode is within all limits, without doubt."""
    way = case.ways.way(key[0], school)
    spent = case.ways.minutes(key[0], school, key[1], mode)
    if way is None or spent is None:
        return False
    doubt = 1 + _DOUBT if case.ways.by_road else 1
    km, minutes = way.km * doubt, spent * doubt
    travel, boarding = case.rules.travel, case.rules.boarding
    if mode == "walk":
        return km <= travel.max_walk_km[key[1]] and minutes <= travel.max_minutes[key[1]]
    if mode == "bus":
        return travel.bus and minutes <= travel.max_minutes[key[1]]
    return key[1] in boarding.bands and minutes <= boarding.max_minutes
