"""Seats, classrooms, beds and running costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from maker.plane import stream
from maker.sites import School, in_corner, in_pocket, schools

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLASS_PRIMARY, CLASS_JUNIOR = 45, 50
# Seats and classrooms of the overfull schools; with these rooms a class has more than 80 pupils.
_OVERFULL = {7_136: (3_960, 88), 5_025: (3_100, 62), 4_186: (2_600, 52)}
_CROWDED_TOWNS = 4  # central primaries, beside that of the pocket, with more pupils than seats
_MANY_PUPILS = 100


@dataclass(frozen=True)
class Capacity:
    """What a school can take, and what it costs to run without staff pay (yuan a year)."""

    seats: int
    classrooms: int
    beds: int
    boarders: int
    running_cost: int


def _room(school: School, chance: NDArray[np.float64]) -> int:
    """Return free seats: few in most villages, many in the under-filled schools of the town."""
    entry = school.entry
    if entry.mark == "underfilled":
        return 620 + int(240 * chance[0])
    if entry.sort == "central":
        return -18 if in_pocket(school.place) else int(70 * chance[0] ** 1.5)
    if entry.sort in {"urban_primary", "urban_junior", "private", "second", "town_junior"}:
        return 15 + int(90 * chance[0])
    if in_pocket(school.place) or in_corner(school.place):
        return 1 + int(4 * chance[0])
    if entry.roll >= _MANY_PUPILS:
        return 4 + int(38 * chance[0] ** 1.3)
    if entry.sort == "empty":
        return 40 + 5 * int(8 * chance[0])
    # A third of the small schools keep the rooms of better days.
    return 30 + int(40 * chance[1]) if chance[0] < 1 / 3 else 2 + int(14 * chance[1])


def _beds(school: School, chance: NDArray[np.float64]) -> tuple[int, int]:
    """Return beds and boarders: in most schools with junior grades, and some central ones."""
    entry = school.entry
    if entry.sort in {"town_junior", "rural_junior", "nine_year", "urban_junior"}:
        beds = 20 * round((0.22 + 0.2 * chance[2]) * min(entry.roll, 1_500) / 20)
    elif entry.sort == "central" and chance[2] < 0.4:  # noqa: PLR2004
        beds = 40 + 20 * int(4 * chance[3])
    else:
        return 0, 0
    return beds, int(beds * (0.62 + 0.36 * chance[3]))


def _running_cost(school: School, seats: int) -> int:
    if school.entry.roll == 0:
        return 20_000
    fixed = 60_000 if school.entry.sort in {"small_point", "large_point"} else 90_000
    return fixed + 100 * round((260 * seats + 120 * school.entry.roll) / 100)


def _capacity(school: School, chance: NDArray[np.float64], *, crowded: bool) -> Capacity:
    entry = school.entry
    room = -12 - int(20 * chance[0]) if crowded else _room(school, chance)
    seats = entry.roll + room
    rooms = ceil(entry.primary / CLASS_PRIMARY) + ceil(entry.junior / CLASS_JUNIOR)
    grades = len([g for g in school.offers if g <= 9])  # noqa: PLR2004
    rooms = max(rooms + round(2 * chance[1]), min(grades, 6) if entry.roll else 3)
    if entry.mark == "overfull":
        seats, rooms = _OVERFULL[entry.roll]
    beds, boarders = _beds(school, chance)
    return Capacity(seats, rooms, beds, boarders, _running_cost(school, seats))


@cache
def capacities() -> tuple[Capacity, ...]:
    """Return the capacity of every school, in their order."""
    random, made, crowded = stream(80), [], _CROWDED_TOWNS
    for school in schools():
        chance = random.random(4)
        full = crowded > 0 and school.entry.sort == "central" and chance[3] < 0.3  # noqa: PLR2004
        full = full and not in_pocket(school.place)
        crowded -= full
        made.append(_capacity(school, chance, crowded=full))
    return tuple(made)
