"""A first plan for large questions: only what the relaxed answer uses, then everything again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pulp import LpAffineExpression

    from planner.solve_work import Work
    from planner.solver import Question

# With fewer redirections than this the solver finds good plans by itself.
MANY = 3000
# A choice used less than this in the relaxed answer is left out of the first question.
UNUSED = 1e-7
HALF = 1 / 2
# Bounds of this stage hold for a part of the question only: they are nobody's proof.
FIRST = "first"


def first_plan(
    work: Work, aim: LpAffineExpression, question: Question
) -> NDArray[np.float64] | None:
    """Return a plan for `aim` made of what its relaxed answer uses, or the one there was.

    Parameters
    ----------
    question
        Its start, if any, stays possible; its seconds hold for each of the two runs.
    """
    if len(work.problem.reliefs) < MANY:
        return question.start
    relaxed = work.ask(FIRST, aim, replace(question, relaxed=True))
    if relaxed.values is None:
        return question.start
    position, start = work.model.positions, question.start
    choices = [*work.model.variables.relieve.values(), *work.model.variables.move.values()]
    unused = [
        v
        for v in choices
        if relaxed.values[position[v.id]] < UNUSED
        and (start is None or start[position[v.id]] < HALF)
    ]
    for variable in unused:
        variable.upBound = 0
    found = work.ask(FIRST, aim, replace(question, gap=0.01))
    for variable in unused:
        variable.upBound = 1
    return start if found.values is None else found.values
