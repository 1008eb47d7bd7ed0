"""A question in which a place may be asked about although it is full, or too far away.

`planner.options` leaves out what seats and beds can never hold, and schools that close by decision.
Here all of that is there, so that the rows of the model alone say what can be: a rule that gives way
then gives way everywhere. Where nothing does, the question has a plan exactly if the county has one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.diagnosis.needed import decides, needed
from planner.given import Given
from planner.modes import BUS
from planner.options import NO_MERGE, Options, band_receivers, lawful_options
from planner.relieving import possible_reliefs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.case import Case
    from planner.options import Receivers
    from planner.problem import Problem


@dataclass(frozen=True)
class Wide:
    """A question with every place that could ever be asked about.

    Parameters
    ----------
    problem
        The question; its options from `lawful` on are beyond reach.
    lawful
        How many options lie within the rules on journeys.
    """

    problem: Problem
    lawful: int

    def within_reach(self, groups: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the schools to which some of the groups may go, full or not; ascending."""
        options = self.problem.options
        mine = np.isin(options.group[: self.lawful], groups)
        free = options.merge[: self.lawful] == NO_MERGE
        found: NDArray[np.int64] = np.unique(options.school[: self.lawful][mine & free])
        return found


def wide(case: Case) -> Wide:
    """Return the question of a case with the places that its decided closings could ask about."""
    problem, pinned = case.problem, list(case.problem.standing.pinned)
    everybody = float(problem.pupils.sum(axis=0).max(initial=0.0)) + 1.0
    left = replace(
        problem.left,
        most_room=np.full_like(problem.left.most_room, everybody),
        most_beds=np.full_like(problem.left.most_beds, everybody),
    )
    given = Given(
        case.dataset,
        case.assumptions,
        replace(problem.standing, pinned={}),
        case.demand,
        case.travel,
        problem.merges,
        left,
    )
    lawful, receivers = lawful_options(given), band_receivers(given)
    beyond = _beyond_reach(case, lawful, pinned, receivers)
    options = _one_after_the_other(lawful, beyond)
    whole = replace(problem, left=left, options=options, reliefs=possible_reliefs(given))
    if not decides(problem):
        return Wide(whole, len(lawful))
    part = needed(whole)
    return Wide(part, len(part.options) - len(beyond))


def _beyond_reach(
    case: Case, lawful: Options, pinned: list[int], receivers: Mapping[str, Receivers]
) -> Options:
    """Return the places of the groups of pinned schools that no rule on journeys allows."""
    if case.assumptions.schools.moves_per_pupil < 1:
        return lawful.only(np.zeros(0, dtype=np.int64))
    rows = [
        (g, r, bool(receivers[case.demand.bands[g]].later[r]))
        for g in np.flatnonzero(np.isin(case.problem.homes, pinned)).tolist()
        for r in _elsewhere(case, lawful, g, receivers[case.demand.bands[g]]).tolist()
    ]
    group, school = (np.array([row[i] for row in rows], dtype=np.int64) for i in (0, 1))
    n, years = len(rows), len(case.problem.years)
    nothing = np.zeros(n)
    return Options(
        group=group,
        school=school,
        mode=np.full(n, BUS),
        km=nothing,
        minutes=nothing,
        rate=nothing,
        money=np.zeros((n, years)),
        first=np.zeros(n, dtype=np.int64),
        merge=np.full(n, NO_MERGE),
        needs=np.array([row[2] for row in rows], dtype=bool),
        may=np.ones((n, years), dtype=bool),
    )


def _elsewhere(case: Case, lawful: Options, g: int, who: Receivers) -> NDArray[np.int64]:
    """Return the schools that teach the band of group `g` and are out of its reach."""
    open_to = who.now | who.later
    open_to[case.problem.homes[g]] = False
    mine = (lawful.group == g) & (lawful.merge == NO_MERGE)
    open_to[lawful.school[mine]] = False
    found: NDArray[np.int64] = np.flatnonzero(open_to)
    return found


def _one_after_the_other(first: Options, second: Options) -> Options:
    return Options(
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in Options.__dataclass_fields__
        )
    )
