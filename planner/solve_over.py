"""The fewest pupils over places, by looking only at choices that can matter."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.part import chosen_by
from planner.solve_priced import BRIEF, FURTHER, MANY, MOST, REACH
from planner.solve_relaxed import aim_of
from planner.solve_start import start_values
from planner.solve_work import MONEY, OVER, WHOLE, next_whole
from planner.solver import Question

if TYPE_CHECKING:
    from planner.part import Choice
    from planner.solution import Solution
    from planner.solve_relaxed import Priced

# The part of the time that this may take.
OVER_UNTIL = 0.5


@dataclass(frozen=True)
class Fewest:
    """A plan with few pupils over places, how few, and how few there can be at the least."""

    plan: Solution
    reached: int
    possible: int


def fewest_over(priced: Priced) -> Fewest | None:
    """Return the plan with the fewest pupils over places that is found, or None where none is.

    First among the choices that cost little where as few are over as the relaxed answer allows;
    then among all that a plan with fewer could take.
    """
    relaxed = priced.relax(OVER)
    if relaxed is None:
        return None
    least = next_whole(relaxed.value)
    cheap = replace(priced, over=least).relax(MONEY, relaxed.looked_at)
    if cheap is None:
        return None
    brief = BRIEF * priced.work.options.seconds
    reach, found = REACH * abs(cheap.value), None
    if len(priced.problem.reliefs) > MANY:
        found = _fewest(priced, cheap.used, least, None, brief)
    while found is None:
        choice = cheap.within(reach)
        found = _fewest(priced, choice, least, None)
        if found is None and len(choice) >= priced.work.size:
            return None
        reach *= FURTHER
    if found.reached > least:
        better = relaxed.within(found.reached - 1 - relaxed.value + WHOLE)
        if len(better) <= MOST:
            found = _fewest(priced, better | chosen_by(priced.problem, found.plan), None, found)
    return found


def _fewest(
    priced: Priced,
    choice: Choice,
    least: int | None,
    plan: Fewest | None,
    most: float = math.inf,
) -> Fewest | None:
    """Return the plan with the fewest pupils over places among some choices.

    Parameters
    ----------
    least
        What is known for all choices; None where these are all that matter.
    plan
        The best plan yet.
    most
        Seconds.
    """
    work = priced.state(choice, math.inf if least is None else least)
    start = None if plan is None else start_values(work, plan.plan)
    left = OVER_UNTIL * work.options.seconds - work.seconds()
    question = Question(start=start, seconds=max(min(left, most), 1.0), whole=True)
    answer = work.ask(OVER, aim_of(work, OVER), question)
    if answer.values is None:
        return plan
    reached = round(work.value(aim_of(work, OVER), answer.values))
    known = next_whole(answer.bound or 0.0)
    possible = min(reached, known if least is None else least)
    if plan is not None and plan.reached <= reached:
        return replace(plan, possible=max(plan.possible, possible))
    return Fewest(work.solution(answer.values), reached, possible)
