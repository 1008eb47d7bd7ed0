"""A stated question that counts: which schools are gone, and how many closures each year has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.targets import planned
from planner.model.terms import gone
from planner.solve_work import SECOND_OPINION

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pulp

    from planner.solve_work import Work
    from planner.solver import Answer, Question

type Bounds = Mapping[pulp.LpVariable, tuple[float, float]]


class Counting:
    """A work whose model has a variable for each school's leaving and each year's closures.

    Parameters
    ----------
    work
        Its model is stated, with these variables and their rows added.
    leaves
        School that may close or be absorbed -> whether it is gone by the end.
    closures
        One a year: closures that count toward the target.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.leaves = _leaves(work)
        self.closures = _closures(work)

    def ask(self, aim: LpAffineExpression, bounds: Bounds, question: Question) -> Answer:
        """Return the answer within other bounds of some variables."""
        before = [(v, v.lowBound, v.upBound) for v in bounds]
        for variable, (low, high) in bounds.items():
            variable.lowBound, variable.upBound = low, high
        try:
            return self.work.ask(SECOND_OPINION, aim, question)
        finally:
            for variable, least, most in before:
                variable.lowBound, variable.upBound = least, most


def _leaves(work: Work) -> dict[int, pulp.LpVariable]:
    problem, x, program = work.problem, work.model.variables, work.model.program
    found: dict[int, pulp.LpVariable] = {}
    for s in range(len(problem.running)):
        if terms := gone(problem, x, s):
            found[s] = program.add_variable(f"leaves_{s}", 0, 1)
            row = LpAffineExpression.from_list([*terms, (found[s], -1.0)]) == 0
            program.addConstraint(row, f"leaves_{s}")
    return found


def _closures(work: Work) -> list[pulp.LpVariable]:
    problem, x, program = work.problem, work.model.variables, work.model.program
    found = []
    for t in range(len(problem.years)):
        terms = planned(problem, x, t)
        found.append(program.add_variable(f"closures_{t}", 0, len(terms)))
        row = LpAffineExpression.from_list([*terms, (found[t], -1.0)]) == 0
        program.addConstraint(row, f"closures_{t}")
    return found
