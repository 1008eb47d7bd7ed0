"""Seats, classrooms, beds and running costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from maker.plane import stream
from maker.sites import in_corner, in_pocket, schools

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from maker.sites import School

CLASS_PRIMARY, CLASS_JUNIOR = 45, 50
# Seats and classrooms of the overfull schools; with these rooms a class has more than 80 pupils.
_OVERFULL = {7_136: (3_960, 88), 5_025: (3_100, 62), 4_186: (2_600, 52)}
_CROWDED_TOWNS = 4  # central primaries, beside that of the pocket, with more pupils than seats
_CROWDED_SHARE, _DORMITORY_SHARE = 0.3, 0.4  # of the central primaries
_MANY_PUPILS, _LAST_GRADE = 100, 9


@dataclass(frozen=True)
class Capacity:
    """What a school can take, and what it costs to run without staff pay (yuan a year)."""

    seats: int
    classrooms: int
    beds: int
    boarders: int
    running_cost: int


# Free seats: least, how many more at most, and the power that leans them to the least.
_SPARE = {"central": (0, 70, 1.5), "empty": (40, 40, 1.0), "rural_junior": (4, 38, 1.3)}
_TOWN, _VILLAGE, _REMOTE = (15, 90, 1.0), (4, 38, 1.3), (1, 4, 1.0)
_UNDERFILLED, _ROOMY, _TIGHT = (620, 240, 1.0), (30, 40, 1.0), (2, 14, 1.0)
_TOWN_SORTS = {"urban_primary", "urban_junior", "private", "second", "town_junior"}


def _spare(school: School, chance: float) -> tuple[int, int, float]:
    """Return the range of free seats: few in most villages, many in the under-filled schools."""
    entry = school.entry
    if entry.mark == "underfilled":
        return _UNDERFILLED
    if entry.sort in _SPARE:
        return _SPARE[entry.sort]
    if entry.sort in _TOWN_SORTS:
        return _TOWN
    if in_pocket(school.place) or in_corner(school.place):
        return _REMOTE
    # A third of the small schools keep the rooms of better days.
    small = _ROOMY if chance < 1 / 3 else _TIGHT
    return _VILLAGE if entry.roll >= _MANY_PUPILS else small


def _room(school: School, chance: NDArray[np.float64], *, crowded: bool) -> int:
    """Return free seats; below 0 where a central primary is crowded."""
    if crowded:
        return -12 - int(20 * chance[0])
    least, more, power = _spare(school, float(chance[0]))
    return least + int(more * chance[1] ** power)


def _beds(school: School, chance: NDArray[np.float64]) -> tuple[int, int]:
    """Return beds and boarders: in most schools with junior grades, and some central ones."""
    entry = school.entry
    if entry.sort in {"town_junior", "rural_junior", "nine_year", "urban_junior"}:
        beds = 20 * round((0.22 + 0.2 * chance[2]) * min(entry.roll, 1_500) / 20)
    elif entry.sort == "central" and chance[2] < _DORMITORY_SHARE:
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
    seats = entry.roll + _room(school, chance, crowded=crowded)
    rooms = ceil(entry.primary / CLASS_PRIMARY) + ceil(entry.junior / CLASS_JUNIOR)
    grades = len([g for g in school.offers if g <= _LAST_GRADE])
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
        central, pocket = school.entry.sort == "central", in_pocket(school.place)
        full = central and not pocket and crowded > 0 and bool(chance[3] < _CROWDED_SHARE)
        crowded -= full
        made.append(_capacity(school, chance, crowded=full or (central and pocket)))
    return tuple(made)
