"""How much of what there is more of a plan really uses."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD, BUS, TOLERANCE
from planner.over import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.counterfactual import Decided
    from planner.worth.spots import Spot


def needs(plan: Decided, more: Mapping[Spot, int]) -> dict[Spot, int]:
    """Return how much of `more` a plan needs, at the most; what it does not need is left out.

    Parameters
    ----------
    plan
        Made with `more`.
    """
    kinds = {
        "seat": dict(_seats(plan)),
        "bed": dict(_beds(plan)),
        "bus_minute": dict(_ways(plan)),
        "budget": dict(_budgets(plan)),
    }
    found = {}
    for spot, added in more.items():
        key = (spot.place_id, spot.school_id, spot.year)
        spare = kinds[spot.kind].get(key)
        if spare is not None and spare < added:
            found[spot] = min(ceil(added - spare - TOLERANCE), added)
    return found


type Key = tuple[str, str, int]


def _seats(plan: Decided) -> Iterator[tuple[Key, float]]:
    """Yield the places that are left over at every school to which somebody comes."""
    problem = plan.case.problem
    came, gone = _came(plan, boarding=False), _gone(plan)
    left = places(problem, plan.solution) - (problem.left.own + came - gone)
    yield from _least(plan, left, came > 0)


def _beds(plan: Decided) -> Iterator[tuple[Key, float]]:
    problem, solution = plan.case.problem, plan.solution
    table = plan.case.dataset.schools
    beds = (
        (table["beds"] - table["boarders"])
        .to_numpy(float)[:, None]
        .repeat(len(problem.years), axis=1)
    )
    for k, t in solution.built.items():
        beds[problem.works.school[k], t:] += problem.works.beds[k]
    for p, t in solution.merged.items():
        if problem.merges.near[p]:
            beds[problem.merges.receiver[p], t:] += problem.own_beds[problem.merges.absorbed[p]]
    came = _came(plan, boarding=True)
    yield from _least(plan, beds - came, came > 0)


def _least(
    plan: Decided, left: NDArray[np.float64], there: NDArray[np.bool_]
) -> Iterator[tuple[Key, float]]:
    ids = plan.case.dataset.schools["school_id"]
    least = np.where(there, left, np.inf).min(axis=1)
    for s in np.flatnonzero(there.any(axis=1)).tolist():
        yield ("", str(ids.iloc[s]), 0), float(least[s])


def _came(plan: Decided, *, boarding: bool) -> NDArray[np.float64]:
    """Return who has come to each school by each year, shape (schools, T)."""
    problem, solution = plan.case.problem, plan.solution
    came = np.zeros_like(problem.left.own)
    for o, t, share in zip(solution.option, solution.year, solution.share, strict=True):
        if not boarding or problem.options.mode[o] == BOARD:
            group = problem.options.group[o]
            came[problem.options.school[o], t:] += problem.pupils[group, t:] * share
    sent = problem.reliefs.boarding if boarding else problem.reliefs.redirected
    for i in solution.relieved:
        came[problem.reliefs.school[i]] += sent[i]
    return came


def _gone(plan: Decided) -> NDArray[np.float64]:
    """Return who has left each school by each year, shape (schools, T)."""
    problem, solution = plan.case.problem, plan.solution
    gone = np.zeros_like(problem.left.own)
    for o, t, share in zip(solution.option, solution.year, solution.share, strict=True):
        group = problem.options.group[o]
        gone[problem.homes[group], t:] += problem.pupils[group, t:] * share
    for i in solution.relieved:
        gone[problem.reliefs.source[i]] += problem.reliefs.redirected[i]
    return gone


def _ways(plan: Decided) -> Iterator[tuple[Key, float]]:
    """Yield the minutes by which every way that is ridden could be longer."""
    case, problem = plan.case, plan.case.problem
    ids, limits = case.dataset.schools["school_id"], case.assumptions.travel.max_minutes
    spare: dict[Key, float] = {}
    for o in plan.solution.option.tolist():
        mode, group = problem.options.mode[o], int(problem.options.group[o])
        if mode not in {BUS, BOARD}:
            continue
        week = case.assumptions.boarding.max_minutes
        limit = week if mode == BOARD else limits[case.demand.bands[group]]
        key = (case.demand.places[group], str(ids.iloc[int(problem.options.school[o])]), 0)
        left = limit - float(problem.options.minutes[o])
        spare[key] = min(left, spare.get(key, np.inf))
    yield from spare.items()


def _budgets(plan: Decided) -> Iterator[tuple[Key, float]]:
    """Yield what is left of the budgets of the years in which works are first in use."""
    problem = plan.case.problem
    for t, limit in problem.budget.items():
        built = [k for k, year in plan.solution.built.items() if year == t]
        if built:
            spent = float(problem.works.cost[built].sum())
            yield ("", "", problem.years[t]), limit - spent
