"""Where the groups of a school that stays could go: schools, ways, and what is lacking there."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD
from planner.obstacles.aftermath import Aftermath
from planner.obstacles.reach import reach
from planner.once import once
from planner.sphere import great_circle_km
from planner.travel_pairs import longest_lawful_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from planner.counterfactual import Decided
    from planner.dataset import Dataset
    from planner.flips.subject import Subject
    from planner.obstacles.reach import Reach


@dataclass(frozen=True)
class Way:
    """A way from a place to a school; `minutes` None where there is none within what is allowed."""

    km: float
    minutes: float | None


@dataclass(frozen=True)
class Whereto:
    """What the rules let the groups of one school do, and what the plan leaves for them.

    Parameters
    ----------
    view
        The plan, seen in its last year.
    groups
        All of the school.
    lacking
        Those that the plan leaves no place; all where each alone would find one.
    placeless
        Those that have no lawful place under any plan, and hold the school open.
    lawful
        School -> the groups to which a way there is lawful.
    boarding
        The same for those who would board.
    ways
        (place, school) -> the way, to every school that could take a group of the place.
    """

    view: Aftermath
    groups: tuple[int, ...]
    lacking: tuple[int, ...]
    placeless: tuple[int, ...]
    lawful: Mapping[int, frozenset[int]]
    boarding: Mapping[int, frozenset[int]]
    ways: Mapping[tuple[str, int], Way]

    def most(self, school: int) -> int:
        """Return the seats with which all pupils would fit, however many are over them today."""
        left, problem = self.view.case.problem.left, self.view.case.problem
        over = float((left.own[school] - left.seats[school]).max())
        return ceil(float(problem.pupils[list(self.groups)].sum(axis=0).max()) + max(over, 0.0))

    def short(self, school: int, *, beds: bool) -> int:
        """Return how many places the lacking groups lack at a school in the last year."""
        there = (self.view.beds if beds else self.view.room)[school, -1]
        who = [g for g in self.lacking if not beds or g in self.boarding.get(school, ())]
        return ceil(float(self.view.case.problem.pupils[who, -1].sum()) - float(there))


def whereto(subject: Subject) -> Whereto:
    """Return where the groups of the school could go."""
    view, groups = last_year(subject.decided), subject.groups()
    lawful: dict[int, set[int]] = {}
    boarding: dict[int, set[int]] = {}
    ways: dict[tuple[str, int], Way] = {}
    for g in groups:
        found = reach(view.case, g, view.takers[view.case.demand.bands[g]])
        for r, boards in zip(found.to.tolist(), found.boards.tolist(), strict=True):
            lawful.setdefault(r, set()).add(g)
            if boards:
                boarding.setdefault(r, set()).add(g)
        ways.update(_ways(view, g, found))
    return Whereto(
        view,
        groups=tuple(groups),
        lacking=tuple([g for g in groups if not _fits(view, g)] or groups),
        placeless=tuple(_placeless(view, subject.school, groups)),
        lawful={r: frozenset(who) for r, who in lawful.items()},
        boarding={r: frozenset(who) for r, who in boarding.items()},
        ways=ways,
    )


@once
def last_year(decided: Decided) -> Aftermath:
    """Return the plan as it is in its last year."""
    return Aftermath.of(decided.case, decided.solution, len(decided.case.problem.years) - 1)


def _placeless(view: Aftermath, school: int, groups: Sequence[int]) -> list[int]:
    problem = view.case.problem
    if problem.merges.absorbed_by(school):
        return []
    pupils = problem.pupils.sum(axis=1)
    return [g for g in groups if pupils[g] > 0 and not (problem.options.group == g).any()]


def _fits(view: Aftermath, g: int) -> bool:
    """Tell whether the plan leaves some place for all of a group."""
    options, pupils = view.case.problem.options, view.case.problem.pupils[g, -1]
    rows = [o for o in view.options_of(g).tolist() if int(options.school[o]) not in view.firm]
    return any(
        pupils <= view.room[r, -1] and (options.mode[o] != BOARD or pupils <= view.beds[r, -1])
        for o in rows
        for r in (int(options.school[o]),)
    )


def _ways(view: Aftermath, g: int, found: Reach) -> dict[tuple[str, int], Way]:
    """Return the ways of a group; where it is cut off, the roads that there could be."""
    place = view.case.demand.places[g]
    if not len(found.school):
        return {(place, r): Way(km, None) for r, km in _roads(view, g).items()}
    rows = zip(found.school.tolist(), found.km.tolist(), found.ride.tolist(), strict=True)
    return {(place, r): Way(km, ride) for r, km, ride in rows}


def _roads(view: Aftermath, g: int) -> dict[int, float]:
    """Return the km of roads from a group to the schools near enough: straight line x detour."""
    case, schools = view.case, view.case.dataset.schools
    lon, lat = _point(case.dataset, case.demand.places[g])
    far = great_circle_km(lon, lat, schools["lon"].to_numpy(float), schools["lat"].to_numpy(float))
    km = far * case.assumptions.travel.detour
    near = view.takers[case.demand.bands[g]].open_to & (km <= longest_lawful_km(case.assumptions))
    near[case.problem.homes[g]] = False
    return {r: round(float(km[r]), 1) for r in np.flatnonzero(near).tolist()}


def _point(dataset: Dataset, place: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    for table, own in ((dataset.places, "place_id"), (dataset.schools, "school_id")):
        row = table[table[own] == place]
        if len(row):
            return row["lon"].to_numpy(float)[:1], row["lat"].to_numpy(float)[:1]
    raise KeyError(place)
