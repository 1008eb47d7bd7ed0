"""A plan as the values from which a solver starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from planner.model.variables import Variable
    from planner.solution import Solution
    from planner.solve_work import Work


def start_values(work: Work, solution: Solution) -> NDArray[np.float64]:
    """Return the values of a plan, all of whose choices are in the work's question.

    One a variable in the order of the program; NaN where a decision follows from the others, which
    the solver works out.
    """
    x = work.model.variables
    plan = solution if work.part is None else work.part.part(solution)
    leaves_upper = {**plan.closed, **plan.reduced}
    moves = zip(plan.option.tolist(), plan.year.tolist(), strict=True)
    sent = {n for n, sending in enumerate(work.problem.reliefs.sendings)
            if not set(sending.rows).isdisjoint(plan.relieved)}  # fmt: skip
    values = np.full(len(work.model.columns), np.nan)
    known: list[tuple[Mapping[Any, Variable], Mapping[Any, float]]] = [
        (x.close, _pairs(plan.closed)),
        (x.reduce, _pairs(leaves_upper)),
        (x.merge, _pairs(plan.merged)),
        (x.build, _pairs(plan.built)),
        (x.relieve, dict.fromkeys(plan.relieved, 1.0)),
        (x.sends, dict.fromkeys(sent, 1.0)),
        (x.move, dict(zip(moves, plan.share.tolist(), strict=True))),
    ]
    for variables, chosen in known:
        _fill(values, work, variables, chosen)
    return values


def _pairs(years: Mapping[int, int]) -> dict[tuple[int, int], float]:
    return dict.fromkeys(years.items(), 1.0)


def _fill(
    values: NDArray[np.float64],
    work: Work,
    variables: Mapping[Any, Variable],
    chosen: Mapping[Any, float],
) -> None:
    positions = work.model.positions
    for key, variable in variables.items():
        values[positions[variable.id]] = chosen.get(key, 0.0)
