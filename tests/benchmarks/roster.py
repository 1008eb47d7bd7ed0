"""Which schools there are, and what each can take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.ground import school_sites, stream

if TYPE_CHECKING:
    from tests.benchmarks.ground import Ground, Reals, Whole
    from tests.benchmarks.parameters import County


class Sort(IntEnum):
    """What a school is within its county."""

    CENTRAL = 0
    TOWN_JUNIOR = 1
    RURAL_JUNIOR = 2
    NINE_YEAR = 3
    PRIVATE = 4
    LARGE = 5
    SMALL = 6
    POINT = 7
    EMPTY = 8


KINDS = {
    Sort.CENTRAL: "primary",
    Sort.TOWN_JUNIOR: "junior",
    Sort.RURAL_JUNIOR: "junior",
    Sort.NINE_YEAR: "nine_year",
    Sort.PRIVATE: "nine_year",
    Sort.LARGE: "primary",
    Sort.SMALL: "primary",
    Sort.POINT: "teaching_point",
    Sort.EMPTY: "teaching_point",
}
# Pupils in grades 1-6, then in grades 7-9: least, how many more at most.
_ROLLS: dict[Sort, tuple[tuple[int, int], tuple[int, int]]] = {
    Sort.CENTRAL: ((600, 900), (0, 0)),
    Sort.TOWN_JUNIOR: ((0, 0), (700, 1000)),
    Sort.RURAL_JUNIOR: ((0, 0), (248, 124)),
    Sort.NINE_YEAR: ((230, 120), (150, 90)),
    Sort.PRIVATE: ((600, 340), (700, 420)),
    Sort.LARGE: ((104, 316), (0, 0)),
    Sort.SMALL: ((8, 91), (0, 0)),
    Sort.POINT: ((6, 68), (0, 0)),
    Sort.EMPTY: ((0, 0), (0, 0)),
}
# Free seats: least, how many more at most.
_SPARE: dict[Sort, tuple[int, int]] = {
    Sort.CENTRAL: (0, 70),
    Sort.TOWN_JUNIOR: (15, 90),
    Sort.RURAL_JUNIOR: (4, 38),
    Sort.NINE_YEAR: (4, 38),
    Sort.PRIVATE: (15, 90),
    Sort.LARGE: (4, 38),
    Sort.SMALL: (2, 14),
    Sort.POINT: (2, 14),
    Sort.EMPTY: (40, 40),
}
_ROOMY, _ROOMY_SHARE = (30, 40), 1 / 3  # small schools that keep the rooms of better days
_CROWDED_SHARE = 0.12  # central primaries with more pupils than seats
_SHARES = {Sort.RURAL_JUNIOR: 0.18, Sort.NINE_YEAR: 0.05, Sort.PRIVATE: 0.04}  # of the others
_POINTS = 0.47  # of the small schools with pupils
_DORMITORY_SHARE = 0.4  # of the central primaries
_ENDS_AT_3, _ENDS_AT_4 = 0.2, 0.37  # of the teaching points, added up
_RELIEVED = 0.1  # of the central schools where relief is planned
CLASS_PRIMARY, CLASS_JUNIOR = 45, 50


@dataclass(frozen=True)
class Roster:
    """The schools as columns of one length.

    Parameters
    ----------
    sort, township
        What each is, and where.
    site
        Shape (s, 2), in km.
    primary, junior
        Pupils in grades 1-6 and 7-9.
    last_grade
        The last grade it teaches.
    seats, classrooms, beds, boarders, staff, running_cost
        As in `schools.csv`.
    """

    sort: Whole
    township: Whole
    site: Reals
    primary: Whole
    junior: Whole
    last_grade: Whole
    seats: Whole
    classrooms: Whole
    beds: Whole
    boarders: Whole
    staff: Whole
    running_cost: Whole

    def __len__(self) -> int:
        """Return the number of schools."""
        return len(self.sort)

    @property
    def roll(self) -> Whole:
        """All pupils."""
        return self.primary + self.junior


def roster(county: County, land: Ground) -> Roster:
    """Return the schools of a county, those of a township's centre first."""
    sort, township = _sorts(county)
    central = np.isin(sort, [Sort.CENTRAL, Sort.TOWN_JUNIOR])
    site = school_sites(county, land, township, central=central.astype(np.int64))
    random = stream(county, 4)
    chance = random.random((len(sort), 8))
    primary, junior = _rolls(sort, chance)
    roll = primary + junior
    seats = roll + _spare_seats(county, sort, chance)
    over = county.relief & central & (chance[:, 7] < _RELIEVED)
    seats = np.where(over, roll * 3 // 4, seats)
    beds, boarders = _beds(county, sort, roll, chance)
    classes = -(-primary // CLASS_PRIMARY) + -(-junior // CLASS_JUNIOR)
    fixed = np.where(sort == Sort.POINT, 60_000, 90_000)
    running = np.where(roll > 0, fixed + 100 * ((260 * seats + 120 * roll) // 100), 20_000)
    return Roster(
        sort, township, site, primary, junior,
        last_grade=_last_grades(sort, chance),
        seats=seats,
        classrooms=np.maximum(classes + _floor(3 * chance[:, 1]), np.where(roll > 0, 6, 3)),
        beds=beds,
        boarders=boarders,
        staff=np.maximum(-(-primary // 19) + -(-2 * junior // 27), np.where(roll > 0, 3, 0)),
        running_cost=running,
    )  # fmt: skip


def _sorts(county: County) -> tuple[Whole, Whole]:
    """Return what each school is and its township; what is not central is spread evenly."""
    towns, small = county.townships, county.candidates
    others = county.schools - small - 2 * towns
    if others < 0:
        raise ValueError(f"{county.name}: too many candidates for {county.schools} schools")
    number = {sort: int(others * share) for sort, share in _SHARES.items()}
    number[Sort.LARGE] = others - sum(number.values())
    number[Sort.EMPTY] = county.empties
    number[Sort.POINT] = int((small - county.empties) * _POINTS)
    number[Sort.SMALL] = small - county.empties - number[Sort.POINT]
    mixed = np.repeat(list(number), list(number.values())).astype(np.int64)
    mixed = mixed[np.argsort(stream(county, 3).random(len(mixed)), kind="stable")]
    centre = np.repeat([Sort.CENTRAL, Sort.TOWN_JUNIOR], towns).astype(np.int64)
    township = np.concatenate([np.tile(np.arange(towns), 2), np.arange(len(mixed)) % towns])
    order = np.lexsort((np.arange(county.schools), township))
    return np.concatenate([centre, mixed])[order], township[order]


def _rolls(sort: Whole, chance: Reals) -> tuple[Whole, Whole]:
    """Return pupils in the primary and in the junior grades."""
    table = np.array([_ROLLS[s] for s in Sort])[sort]
    lean = chance[:, 0] * np.sqrt(chance[:, 0])  # most large primaries are not very large
    part = np.where(sort == Sort.LARGE, lean, chance[:, 0])
    primary = table[:, 0, 0] + _floor(table[:, 0, 1] * part)
    junior = table[:, 1, 0] + _floor(table[:, 1, 1] * chance[:, 6])
    return primary, junior


def _spare_seats(county: County, sort: Whole, chance: Reals) -> Whole:
    """Return free seats; below 0 where a central primary is crowded."""
    table = np.array([_SPARE[s] for s in Sort])[sort]
    small = np.isin(sort, [Sort.SMALL, Sort.POINT])
    roomy = small & (chance[:, 2] < _ROOMY_SHARE)
    least = np.where(roomy, _ROOMY[0], table[:, 0])
    more = np.where(roomy, _ROOMY[1], table[:, 1])
    spare = _floor(county.spare * (least + more * chance[:, 1] * np.sqrt(chance[:, 1])))
    crowded = (sort == Sort.CENTRAL) & (chance[:, 3] < _CROWDED_SHARE)
    return np.where(crowded, -12 - _floor(20 * chance[:, 1]), spare)


def _beds(county: County, sort: Whole, roll: Whole, chance: Reals) -> tuple[Whole, Whole]:
    """Return beds and boarders: in schools with junior grades, and some central ones."""
    juniors = np.isin(sort, [Sort.TOWN_JUNIOR, Sort.RURAL_JUNIOR, Sort.NINE_YEAR])
    central = (sort == Sort.CENTRAL) & (chance[:, 4] < _DORMITORY_SHARE)
    many = 20 * _floor((0.22 + 0.2 * chance[:, 4]) * np.minimum(roll, 1_500) / 20)
    built = np.where(juniors, many, np.where(central, 40 + 20 * _floor(4 * chance[:, 5]), 0))
    boarders = _floor(built * (0.62 + 0.36 * chance[:, 5]))
    return boarders + _floor((built - boarders) * county.spare * county.beds), boarders


def _last_grades(sort: Whole, chance: Reals) -> Whole:
    point = np.where(chance[:, 4] < _ENDS_AT_3, 3, np.where(chance[:, 4] < _ENDS_AT_4, 4, 6))
    nine = np.isin(sort, [Sort.TOWN_JUNIOR, Sort.RURAL_JUNIOR, Sort.NINE_YEAR, Sort.PRIVATE])
    return np.where(sort == Sort.POINT, point, np.where(nine, 9, 6))


def _floor(values: Reals) -> Whole:
    return np.floor(values).astype(np.int64)
