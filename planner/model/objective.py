"""What is aimed at, in this order: the distance to each year's target, then money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

if TYPE_CHECKING:
    import pulp

    from planner.model.variables import Variables
    from planner.problem import Problem


def distance(problem: Problem, x: Variables, year: int) -> pulp.LpAffineExpression:
    """(25) Distance of year t to its target, in schools.

    ``under[t] + over[t]`` for `exact`, ``under[t]`` for `at_least`, ``over[t]`` for `at_most`.

    Source: contract, section 3 'Targets'.
    """
    missing, beyond = (x.under[year], 1.0), (x.over[year], 1.0)
    terms = {"exact": [missing, beyond], "at_least": [missing], "at_most": [beyond]}
    return LpAffineExpression.from_list(terms[problem.rule])


def pupils_over(problem: Problem, x: Variables) -> pulp.LpAffineExpression:
    """(26) Pupils over seats or cap, at the schools that are over now.

    ``sum_{s, t} excess[s, t]``, in pupils and years.

    Source: contract, section 3 'Targets': before money, where relief is on.
    """
    del problem
    return LpAffineExpression.from_list([(v, 1.0) for v in x.excess.values()])


def money(problem: Problem, x: Variables) -> pulp.LpAffineExpression:
    """(27) Yuan over the plan's years, against deciding nothing.

    ``- sum running[s] * years[t] * close[s, t]``, of which a reducible school saves
    ``1 - reduced_share`` with ``reduce`` and the rest with ``close``;
    ``- sum running[absorbed(p)] * years[t] * merge[p, t]``
    ``+ sum yearly[k] * years[t] * build[k, t] + sum option_money[o, t] * move[o, t]``
    ``+ sum relief_money[r] * relieve[r]``

    `years[t]`: years of the plan from t on; `option_money`: the way, bus, boarding and moving of
    the group from year t on, less its way to the present school. The money of deciding nothing
    is left out here, so that the solver's gap is one of the money decided. Where counties share
    a target, each counted closure of year t brings `price[t]` on top.
    Source: contract, section 3 'Money'.
    """
    left, share = problem.years_left, problem.reduced_share
    running, works = problem.running, problem.works
    reducible = {s for s, _ in x.reduce}
    part = {s: share if s in reducible else 1.0 for s, _ in x.close}
    paid, merged = problem.closing_price, problem.merging_price
    closing = [
        (v, -float(running[s] * left[t] * part[s] + paid[s, t])) for (s, t), v in x.close.items()
    ]
    reducing = [(v, -float(running[s] * left[t] * (1 - share))) for (s, t), v in x.reduce.items()]
    absorbed = problem.merges.absorbed
    merging = [
        (v, -float(running[absorbed[p]] * left[t] + merged[t])) for (p, t), v in x.merge.items()
    ]
    building = [(v, float(works.yearly[k] * left[t])) for (k, t), v in x.build.items()]
    moving = [(v, float(problem.options.money[o, t])) for (o, t), v in x.move.items()]
    relieving = [(v, float(problem.reliefs.money[i])) for i, v in x.relieve.items()]
    return LpAffineExpression.from_list(
        closing + reducing + merging + building + moving + relieving
    )
