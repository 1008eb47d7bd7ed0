"""A limit for the money of any plan that needs no solver: each decision as if it were alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.options import NO_MERGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.problem import Problem


def simple_bound(problem: Problem) -> float:
    """Return yuan below which no plan can be, whatever its targets.

    Every school that may close, shrink or be absorbed is taken at its cheapest, with each of its
    groups at its cheapest lawful place, and every redirection that saves money happens, as if
    seats, beds, works and the other schools did not matter. A group without a lawful place holds
    its school open.
    """
    saved, paid = problem.running[:, None] * problem.years_left, problem.closing_price
    best = np.zeros(len(problem.running))
    upper, lower = (_cheapest(problem, rows) for rows in (problem.upper, ~problem.upper))
    for s in problem.closable.tolist():
        best[s] = min(0.0, float((upper[s] + lower[s] - saved[s] - paid[s]).min()))
    for s in problem.reducible.tolist():
        shrunk = upper[s] - (1 - problem.reduced_share) * saved[s]
        later = lower[s] - problem.reduced_share * saved[s] - paid[s]
        best[s] = min(best[s], float(shrunk.min()) + min(0.0, float(later.min())))
    merged = _merged(problem, saved)
    for p, s in enumerate(problem.merges.absorbed.tolist()):
        best[s] = min(best[s], merged[p])
    return problem.do_nothing + float(best.sum()) + _redirected(problem)


def _redirected(problem: Problem) -> float:
    """Return the yuan that redirecting saves if each place's entrants go where they cost least."""
    least: dict[tuple[int, str], float] = {}
    reliefs = problem.reliefs
    rows = zip(reliefs.source.tolist(), reliefs.place, reliefs.money.tolist(), strict=True)
    for source, place, money in rows:
        least[source, place] = min(money, least.get((source, place), 0.0))
    return sum(least.values())


def _cheapest(problem: Problem, groups: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return shape (schools, T): the cheapest places of a school's chosen groups, by year."""
    free = problem.options.merge == NO_MERGE
    cheapest = np.full((len(problem.homes), len(problem.years)), np.inf)
    np.minimum.at(cheapest, problem.options.group[free], problem.options.money[free])
    of_school = np.zeros((len(problem.running), len(problem.years)))
    np.add.at(of_school, problem.homes[groups], cheapest[groups])
    return of_school


def _merged(problem: Problem, saved: NDArray[np.float64]) -> list[float]:
    """Return for each merge its cheapest year with the cheapest way of every group."""
    found = []
    for p, s in enumerate(problem.merges.absorbed.tolist()):
        rows = problem.options.merge == p
        total = -saved[s] - problem.merging_price
        for g in np.unique(problem.options.group[rows]).tolist():
            total = total + problem.options.money[rows & (problem.options.group == g)].min(axis=0)
        found.append(min(0.0, float(total.min())))
    return found
