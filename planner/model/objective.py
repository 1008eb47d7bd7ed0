"""What is aimed at, in this order: the distance to each year's target, then money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

if TYPE_CHECKING:
    import pulp

    from planner.model.variables import Variables
    from planner.problem import Problem


def distance(problem: Problem, x: Variables, year: int) -> pulp.LpAffineExpression:
    """(13) Distance of year t to its target, in schools.

    ``under[t] + over[t]`` for `exact`, ``under[t]`` for `at_least`, ``over[t]`` for `at_most`.

    Source: contract, section 3 'Targets'.
    """
    missing, beyond = (x.under[year], 1.0), (x.over[year], 1.0)
    terms = {"exact": [missing, beyond], "at_least": [missing], "at_most": [beyond]}
    return LpAffineExpression.from_list(terms[problem.rule])


def money(problem: Problem, x: Variables) -> pulp.LpAffineExpression:
    """(14) Yuan over the plan's years, against closing nothing.

    ``sum closing_money[s, t] * close[s, t] + sum option_money[o, t] * move[o, t]``

    `closing_money`: running cost saved from year t on; `option_money`: the way, bus, boarding
    and moving of the group from year t on, less its way to the present school. The money of
    closing nothing is left out here, so that the solver's gap is one of the money decided.
    Source: contract, section 3 'Money'.
    """
    row = {s: i for i, s in enumerate(problem.closable.tolist())}
    closing = [(v, float(problem.closing_money[row[s], t])) for (s, t), v in x.close.items()]
    moving = [(v, float(problem.options.money[o, t])) for (o, t), v in x.move.items()]
    return LpAffineExpression.from_list(closing + moving)
