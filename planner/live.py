"""A relaxed question that stays with HiGHS and is asked again after small changes, at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import highspy

from planner.solver import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pulp

    from planner.solve_work import Work

# Reports of these answers: no plan.
LIVE = "first"


class Live:
    """The relaxed model of a work; each answer starts from the one before.

    Parameters
    ----------
    work
        Its model is stated; columns and rows added later are not seen.
    aim
        What is minimised.
    """

    def __init__(self, work: Work, aim: pulp.LpAffineExpression) -> None:
        columns = work.model.program.exported_variables()
        self._position = {variable.id: n for n, variable in enumerate(columns)}
        work.ask(LIVE, aim, Question(relaxed=True))
        self._highs: Any = work.model.program.solverModel

    def aim(self, terms: Mapping[pulp.LpVariable, float]) -> None:
        """Minimise the sum of `terms` from now on."""
        for column in range(self._highs.getNumCol()):
            self._highs.changeColCost(column, 0.0)
        for variable, factor in terms.items():
            self._highs.changeColCost(self._position[variable.id], factor)
        self._highs.changeObjectiveOffset(0.0)

    def least(self, bounds: Mapping[pulp.LpVariable, tuple[float, float]]) -> float:
        """Return the least value of the aim within other bounds of some variables.

        inf where HiGHS finds nothing within them, -inf where it does not come to an answer.
        """
        before = [(v, (float(v.lowBound or 0.0), _top(v))) for v in bounds]
        self._set(bounds.items())
        try:
            return self._answer()
        finally:
            self._set(before)

    def _set(self, bounds: Iterable[tuple[pulp.LpVariable, tuple[float, float]]]) -> None:
        for variable, (low, high) in bounds:
            self._highs.changeColBounds(self._position[variable.id], low, high)

    def _answer(self) -> float:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return float(self._highs.getInfo().objective_function_value)
        return math.inf if status == highspy.HighsModelStatus.kInfeasible else -math.inf


def _top(variable: pulp.LpVariable) -> float:
    return float(variable.upBound)
