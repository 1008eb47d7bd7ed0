"""A simple search for a cheaper plan: groups that could go elsewhere, all else unchanged.

It proves nothing when it finds nothing. Where what it finds is cheaper than the bound of the plan,
that bound is not true.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from planner.checking.groups import EXACT
from planner.checking.lawful import MODES, NEAREST, lawful, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.rows import Placing


class _Place(NamedTuple):
    money: float
    school: str
    mode: str


def spared(case: Case) -> float:
    """Return the yuan that sending moved groups elsewhere, one after the other, would spare.

    Parameters
    ----------
    case
        A plan; where groups may be divided nothing is looked for.
    """
    if case.rules.schools.split_places:
        return 0.0
    movers = [row for row in case.first_moves if _may_choose(case, row)]
    near = {row.key: list(islice(nearest(case, row.key, row.year), NEAREST)) for row in movers}
    case.ways.prepare((key[0], school) for key, schools in near.items() for school in schools)
    rooms = _Rooms(case)
    found = 0.0
    for row in movers:
        now = _Place(_money(case, row, row.school, row.mode), row.school, row.mode)
        best = min([now, *_options(case, row, near[row.key], rooms)])
        if now.money - best.money > EXACT:
            found += now.money - best.money
            rooms.change(row, best)
    return found


def _may_choose(case: Case, row: Placing) -> bool:
    """Tell whether a group could have gone elsewhere: no merge says where, no relief depends on it."""
    sources = {source for _, source in case.changes.redirections}
    return row.home not in case.absorbed and row.school not in sources


def _options(case: Case, row: Placing, near: list[str], rooms: _Rooms) -> Iterator[_Place]:
    sources = {source for _, source in case.changes.redirections}
    for school in near:
        if school in sources:
            continue
        for mode in MODES:
            if rooms.hold(row, school, mode) and lawful(case, row.key, school, mode):
                yield _Place(_money(case, row, school, mode), school, mode)


def _years(case: Case, row: Placing) -> list[int]:
    return [year for year in case.years if year >= row.year]


def _money(case: Case, row: Placing, school: str, mode: str) -> float:
    """Return what the group costs from its move to the end of the plan."""
    rules, way = case.rules.money, case.ways.way(row.place, school)
    km = 0.0 if way is None else way.km
    each = rules.pupil_km * km / (5 if mode == "board" else 1)
    each += rules.bus_pupil if mode == "bus" else 0
    each += rules.boarder if mode == "board" else 0
    each += rules.boarding_upper if mode == "board" and row.band == "upper" else 0
    return each * sum(case.facts.pupils(row.key, year) for year in _years(case, row))


class _Rooms:
    """Pupils and boarders at each school while groups are sent elsewhere."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._load = defaultdict(float, case.load)
        self._boarding = defaultdict(float, case.boarding)

    def hold(self, row: Placing, school: str, mode: str) -> bool:
        """Tell whether a school has seats, and beds for boarders, in every year to come."""
        case, force = self._case, self._case.force
        # with relief, nobody may become a pupil over for money, even before seats are built
        room = force.places if case.rules.relief.enabled else force.room
        new_bed = mode == "board" and (school, mode) != (row.school, row.mode)
        return all(
            self._load[year, school] + case.facts.pupils(row.key, year) * (school != row.school)
            <= room(year, school) + EXACT
            and self._boarding[year, school] + case.facts.pupils(row.key, year) * new_bed
            <= force.free_beds(year, school) + EXACT
            for year in _years(case, row)
        )

    def change(self, row: Placing, to: _Place) -> None:
        """Send a group elsewhere."""
        for year in _years(self._case, row):
            pupils = self._case.facts.pupils(row.key, year)
            self._load[year, row.school] -= pupils
            self._load[year, to.school] += pupils
            self._boarding[year, row.school] -= pupils * (row.mode == "board")
            self._boarding[year, to.school] += pupils * (to.mode == "board")
