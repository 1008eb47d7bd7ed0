"""Whether the works that a school's pupils would need are beyond the budget."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

import numpy as np

from planner.obstacles import hindrances
from planner.obstacles.places import who_of
from planner.obstacles.reach import lawful_schools, reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.obstacles.aftermath import Aftermath
    from planner.obstacles.hindrances import Hindrance


def over_budget(view: Aftermath, groups: Sequence[int]) -> Hindrance | None:
    """Return that one of `groups` has a place only with a work beyond every budget, or None."""
    for g in groups:
        ways = reach(view.case, g, view.takers[view.case.demand.bands[g]])
        needed = [_needed(view, g, *one) for one in lawful_schools(ways).items()]
        if any(works is None for works in needed):
            continue
        if works := [k for k in needed if k is not None and k >= 0]:
            cost = view.case.problem.works.cost
            return _said(view, g, min(works, key=lambda k: float(cost[k])))
    return None


def _needed(view: Aftermath, g: int, school: int, boards: bool) -> int | None:  # noqa: FBT001
    """Return the work beyond the budget that gives group `g` its place at a school.

    None where it has one with the works within the budget, -1 where it has none with all works.
    """
    works = view.case.problem.works.at(school)
    within = [k for k in works if _most(view, k) >= float(view.case.problem.works.cost[k])]
    if _fits(view, g, school, within, boards=boards):
        return None
    beyond = [k for k in works if k not in within]
    if not beyond or not _fits(view, g, school, works, boards=boards):
        return -1
    return min(beyond, key=lambda k: float(view.case.problem.works.cost[k]))


def _fits(view: Aftermath, g: int, school: int, works: Sequence[int], *, boards: bool) -> bool:
    """Tell whether group `g` alone would have its places in the year, with some works built."""
    problem, years = view.case.problem, slice(view.year, None)
    more = problem.works
    converts = bool(more.converts[list(works)].any()) if works else False
    cap = problem.left.nine_cap if converts else float(problem.left.cap[school])
    seats = float(problem.left.seats[school]) + sum(float(more.seats[k]) for k in works)
    room = min(seats, cap) - problem.left.own[school, years]
    pupils = problem.pupils[g, years]
    if not bool(np.all(pupils <= room + 1e-9)):
        return False
    lacking = float(problem.left.without_bed[school])
    beds = problem.beds[school, years] + max(sum(float(more.beds[k]) for k in works) - lacking, 0.0)
    return not boards or bool(np.all(pupils <= beds + 1e-9))


def _most(view: Aftermath, k: int) -> float:
    """Return the largest budget of a year in which work `k` could first be in use."""
    problem = view.case.problem
    years = range(int(problem.works.first[k]), view.year + 1)
    return max((problem.budget.get(t, inf) for t in years), default=0.0)


def _said(view: Aftermath, g: int, k: int) -> Hindrance:
    works = view.case.problem.works
    work = hindrances.Costly(works.ids[k], view.names[int(works.school[k])], float(works.cost[k]))
    return hindrances.over_budget(who_of(view, [g]), work, _most(view, k))
