"""Whether seats and beds hold a school open: those there could ever be, and those left over."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.obstacles import hindrances
from planner.obstacles.lacks import Lack, short, short_together
from planner.obstacles.reach import reach
from planner.school_kinds import BAND_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.obstacles.aftermath import Aftermath
    from planner.obstacles.hindrances import Hindrance
    from planner.problem import Problem
    from planner.words import Text

type Fewest = tuple[int, bool]
"""The school where the fewest places are short, and whether these are beds."""


@dataclass(frozen=True)
class Places:
    """Places left, shape (schools, T), and the works that they count."""

    room: NDArray[np.float64]
    beds: NDArray[np.float64]
    works: frozenset[int]


def without_places(view: Aftermath, groups: Sequence[int]) -> Hindrance | None:
    """Return that no school in reach could ever have the places for some of `groups`, or None.

    Places count with every work, merge and redirection that could add some.
    """
    alone = [g for g in groups if not len(view.options_of(g))]
    if not alone:
        return None
    problem = view.case.problem
    ever = Places(most_room(problem), problem.left.most_beds, frozenset(range(len(problem.works))))
    nearest = {}
    for g in alone:
        ways = reach(view.case, g, view.takers[view.case.demand.bands[g]])
        found = _fewest_short(view, g, (ways.to, ways.boards), ever)
        if found:
            nearest[g] = found
    return _short(view, nearest, ever)


def most_room(problem: Problem) -> NDArray[np.float64]:
    """Return the places there could ever be; below 0 where own pupils would still be too many."""
    left, works = problem.left, problem.works
    seats = left.seats + np.bincount(works.school, works.seats, minlength=len(left.seats))
    cap = np.where(left.may_convert, np.maximum(left.cap, left.nine_cap), left.cap)
    over = np.minimum(seats, cap)[:, None] - left.own + left.own_upper
    return np.where(left.most_room > 0, left.most_room, np.minimum(over, 0.0))


def crowded_out(view: Aftermath, groups: Sequence[int]) -> Hindrance | None:
    """Return that what the plan leaves is too little for some or all of `groups`, or None."""
    problem = view.case.problem
    now = Places(view.room, view.beds, frozenset(view.solution.built))
    nearest, together = {}, set[int]()
    for g in groups:
        rows = view.options_of(g)
        there = rows[_usable(view, rows)]
        school = problem.options.school[there]
        if not len(there):
            return unusable(view, g, problem.options.school[rows])
        together.update(school.tolist())
        boards = problem.options.mode[there] == BOARD
        found = _fewest_short(view, g, (school, boards), now)
        if found and problem.whole:
            nearest[g] = found
    return _short(view, nearest, now) or short_in_all(view, groups, sorted(together))


def _usable(view: Aftermath, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which places are still there under the plan."""
    options, never = view.case.problem.options, len(view.case.problem.years)
    pairs = zip(options.school[rows].tolist(), options.needs[rows].tolist(), strict=True)
    return np.array(
        [
            r not in view.firm and (not needs or view.converted.get(r, never) <= view.year)
            for r, needs in pairs
        ],
        dtype=bool,
    )


def unusable(view: Aftermath, g: int, schools: NDArray[np.int64]) -> Hindrance:
    """Return that whoever could take a group closes too, or does not teach its grades."""
    who = who_of(view, [g])
    here = [s for s in np.unique(schools).tolist() if s not in view.firm]
    if here:
        return hindrances.not_taught(who, [view.names[s] for s in here])
    closing = [view.names[s] for s in np.unique(schools).tolist()]
    return hindrances.all_close(who, closing, decided=False)


def _fewest_short(
    view: Aftermath,
    g: int,
    ways: tuple[NDArray[np.int64], NDArray[np.bool_]],
    places: Places,
) -> Fewest | None:
    """Return where the fewest places are short for group `g`; None if it fits somewhere.

    Parameters
    ----------
    ways
        Schools, and whether as a boarder.
    """
    school, boards = ways
    if not len(school):
        return None
    pupils = view.case.problem.pupils[g, view.year :]
    seats_short = (pupils - places.room[school, view.year :]).max(axis=1)
    beds_short = (pupils - places.beds[school, view.year :]).max(axis=1)
    lacks = np.where(boards, np.maximum(seats_short, beds_short), seats_short)
    least = int(lacks.argmin())
    if lacks[least] <= 0:
        return None
    return int(school[least]), bool(boards[least] and beds_short[least] > seats_short[least])


def _short(view: Aftermath, nearest: dict[int, Fewest], places: Places) -> Hindrance | None:
    """Return what is short where the largest group could go, for all groups that look there."""
    if not nearest:
        return None
    school, in_beds = at = next(iter(nearest.values()))
    groups, years = [g for g, found in nearest.items() if found == at], slice(view.year, None)
    needs = view.case.problem.pupils[groups, years].sum(axis=0)
    there = (places.beds if in_beds else places.room)[school, years]
    worst = int((needs - there).argmax())
    today = view.case.problem.beds if in_beds else view.case.problem.room
    lack = Lack(
        school,
        view.names[school],
        who_of(view, groups),
        needs=ceil(needs[worst]),
        room=floor(there[worst]),
        beds=in_beds,
        headroom=_headroom(view, school, places),
        taken=bool((needs <= today[school, years]).all()),
    )
    return short(lack)


def _headroom(view: Aftermath, school: int, places: Places) -> float:
    """Return by how many pupils the size cap of a school is above its seats."""
    left, works = view.case.problem.left, view.case.problem.works
    built = sum(float(works.seats[k]) for k in works.at(school) if k in places.works)
    cap = left.nine_cap if school in view.converted else float(left.cap[school])
    return cap - float(left.seats[school]) - built


def short_in_all(
    view: Aftermath, groups: Sequence[int], schools: Sequence[int]
) -> Hindrance | None:
    """Return that all seats left in reach are too few for all of `groups`, or None."""
    if not groups:
        return None
    years = slice(view.year, None)
    needs = view.case.problem.pupils[list(groups), years].sum(axis=0)
    there = np.maximum(view.room[list(schools), years], 0.0).sum(axis=0)
    worst = int((needs - there).argmax())
    if needs[worst] <= there[worst]:
        return None
    names = [view.names[s] for s in schools]
    return short_together(ceil(needs[worst]), int(there[worst]), names)


def who_of(view: Aftermath, groups: Sequence[int]) -> Text:
    """Return how many pupils some groups are at most, of a band where all are of one."""
    case = view.case
    number = int(case.problem.pupils[list(groups), view.year :].sum(axis=0).max())
    bands = {case.demand.bands[g] for g in groups}
    if len(bands) > 1:
        return hindrances.pupils(number, None)
    band = case.assumptions.band(bands.pop())
    return hindrances.pupils(number, BAND_NAMES.filled(first=band.first, last=band.last))
