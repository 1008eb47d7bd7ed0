"""A limit for the money of any plan that needs no solver: each school as if it were alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from planner.problem import Problem


def simple_bound(problem: Problem) -> float:
    """Return yuan below which no plan can be, whatever its targets.

    Every school that may close is taken at its cheapest year with each of its groups at its
    cheapest lawful place, as if seats, beds and the other schools did not matter. A group without
    a lawful place holds its school open.
    """
    years = len(problem.years)
    cheapest = np.full((len(problem.homes), years), np.inf)
    np.minimum.at(cheapest, problem.options.group, problem.options.money)
    of_school = np.zeros((len(problem.standing.roll), years))
    np.add.at(of_school, problem.homes, cheapest)
    alone = problem.closing_money + of_school[problem.closable]
    return problem.do_nothing + float(np.minimum(alone.min(axis=1, initial=0.0), 0.0).sum())
