"""What to make of a solver that finds no plan: a second opinion before anyone is told so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.objective import distance
from planner.solve_stages import Outcome, bring_targets_near, cheapest, outcome
from planner.solve_work import SECOND_OPINION
from planner.solver import Answer, Question

if TYPE_CHECKING:
    from planner.solve_work import Work

# Left out where the pins are only wished for: the pins, and the limit that counts them as due.
WISHED = frozenset({"pinned", "never_more"})


def without_plan(work: Work) -> Outcome:
    """Return that there is no plan, if that stands up; else the plan after all, or neither.

    The model is solved again as it stands, without the solver's own simplifications, and once
    with the decided closures as wishes. Only if the first finds nothing and the second must
    break a wish is there no plan.
    """
    if work.seconds() >= work.options.seconds:
        return Outcome(None)
    aim = distance(work.problem, work.model.variables, 0)
    plain = Question(gap=0.0, presolve=False)
    again = work.ask(SECOND_OPINION, aim, plain)
    if again.values is not None:
        return _after_a_wrong_verdict(work, again)
    fewest = _fewest_broken_pins(work)
    if again.status != "infeasible" or fewest.status != "optimal" or not fewest.objective:
        return Outcome(None)
    solution = work.solution(fewest.values) if fewest.values is not None else None
    if solution is None:
        return Outcome(None)
    broken = tuple(
        s
        for s, year in sorted(work.problem.standing.pinned.items())
        if solution.closed.get(s) != work.problem.years.index(year)
    )
    return Outcome(solution, impossible=True, broken_pins=broken)


def _fewest_broken_pins(work: Work) -> Answer:
    """Solve with the decided closures as wishes and break as few as can be."""
    problem = work.problem
    work = replace(work, families=[f for f in work.families if f.prefix not in WISHED])
    close = work.model.variables.close
    pins = [(close[s, problem.years.index(y)], -1.0) for s, y in problem.standing.pinned.items()]
    aim = LpAffineExpression.from_list(pins, constant=len(pins))
    answer = work.ask(SECOND_OPINION, aim, Question(gap=0.0, presolve=False))
    if answer.objective is not None:
        # whole closures: what is left of rounding is no broken wish
        answer = Answer(answer.status, round(answer.objective), answer.bound, answer.values)
    return answer


def _after_a_wrong_verdict(work: Work, again: Answer) -> Outcome:
    """Go on without simplifications from the plan that the second opinion found."""
    nearest, start = bring_targets_near(work, again.values, presolve=False)
    return outcome(work, cheapest(work, start, presolve=False), nearest)
