"""Pupils beyond seats or size cap at the schools that are over them now, under a solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem
    from planner.solution import Solution


def places(problem: Problem, solution: Solution) -> NDArray[np.float64]:
    """Return the places in force, shape (schools, T): seats up to the size cap.

    Works count from the year of first use; two sites that become one add their seats up; a
    school that becomes a nine-year school has that kind's cap.
    """
    years = np.arange(len(problem.years))
    seats = np.repeat(problem.left.seats[:, None], len(years), axis=1)
    cap = np.repeat(problem.left.cap[:, None], len(years), axis=1)
    for k, t in solution.built.items():
        s = int(problem.works.school[k])
        seats[s, years >= t] += problem.works.seats[k]
        if problem.works.converts[k]:
            cap[s, years >= t] = problem.left.nine_cap
    for p, t in solution.merged.items():
        a, b = int(problem.merges.absorbed[p]), int(problem.merges.receiver[p])
        cap[b, years >= t] = problem.left.nine_cap
        if problem.merges.near[p]:
            seats[b, years >= t] += problem.left.seats[a]
    return np.minimum(seats, cap)


def pupils_over(problem: Problem, solution: Solution) -> int:
    """Return pupils over places, summed over the schools over now and over the years."""
    if not problem.counts_over:
        return 0
    here = problem.left.own.copy()
    for o, year, share in zip(solution.option, solution.year, solution.share, strict=True):
        g, to = int(problem.options.group[o]), int(problem.options.school[o])
        moved = problem.pupils[g, year:] * share
        here[problem.homes[g], year:] -= moved
        here[to, year:] += moved
    for i in solution.relieved:
        here[problem.reliefs.source[i]] -= problem.reliefs.redirected[i]
        here[problem.reliefs.school[i]] += problem.reliefs.redirected[i]
    over = np.maximum(here - places(problem, solution), 0.0)
    return round(float(over[problem.oversize].sum()))
