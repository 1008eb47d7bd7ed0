"""How near to its targets a question can come, starting from a plan: money is not looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from planner.counterfactual import Decided
from planner.model.objective import distance
from planner.money import money_of
from planner.pipeline import solver_options
from planner.solve_relaxed import RELAXED
from planner.solve_stages import LARGE
from planner.solve_start import start_values
from planner.solve_work import Work
from planner.solver import Question

if TYPE_CHECKING:
    from planner.case import Case
    from planner.solution import Solution

# Cases that are distinguished for one year's target before it is left as near as it is.
CASES = 100


def nearest(case: Case, plan: Solution) -> Decided:
    """Return a plan that comes as near to the targets as is quickly found; its money may be any.

    Parameters
    ----------
    plan
        A lawful one to start from.
    """
    work = Work(case.problem, solver_options(case.assumptions), lambda _: None)
    start = start_values(work, plan)
    for t in range(len(case.problem.years)):
        aim = distance(case.problem, work.model.variables, t)
        answer = work.ask(RELAXED, aim, Question(start=start, whole=True, nodes=CASES))
        if answer.values is None:
            return Decided(case, plan, money_of(case.problem, plan), -math.inf)
        start = answer.values
        work.hold(t, round(work.value(aim, start)))
    found = work.solution(start)
    return Decided(case, found, money_of(case.problem, found), -math.inf)


def is_large(case: Case) -> bool:
    """Tell whether a question is so large that money takes long where targets are missed."""
    return int(case.problem.options.may.sum()) > LARGE


def wanting(case: Case, roomy: Case, plan: Decided) -> dict[tuple[str, str], float]:
    """Return who could come if the schools that count and stay closed too: pupils by end.

    By ("", school) and by (place, ""); most of them tells what to look at first.

    Parameters
    ----------
    roomy
        The same question with beds and seats for everybody everywhere.
    """
    problem, options = case.problem, roomy.problem.options
    stays = set(np.flatnonzero(problem.standing.counted & problem.standing.candidate).tolist())
    stays -= set(plan.gone)
    found: dict[tuple[str, str], float] = {}
    ids = case.dataset.schools["school_id"]
    for group, school in set(zip(options.group.tolist(), options.school.tolist(), strict=True)):
        if int(problem.homes[group]) in stays:
            pupils = float(problem.pupils[group].max())
            for key in (("", str(ids.iloc[school])), (case.demand.places[group], "")):
                found[key] = found.get(key, 0.0) + pupils
    return found
