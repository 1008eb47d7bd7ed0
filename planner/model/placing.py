"""Constraint families: everyone has a place, groups move once, receivers stay open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pulp import LpAffineExpression

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pulp

    from planner.model.variables import Variables
    from planner.problem import Problem

type Row = tuple[tuple[int, ...], pulp.LpAffineExpression]


def close_once(problem: Problem, x: Variables) -> Iterator[Row]:
    """(1) A school closes at most once and stays closed.

    ``sum_t close[s, t] <= 1`` for every closable school s.

    Source: contract, hard rule 1.
    """
    for s in problem.closable.tolist():
        yield (s,), LpAffineExpression.from_list(_closing(problem, x, s)) <= 1


def everyone_placed(problem: Problem, x: Variables) -> Iterator[Row]:
    """(2) A group moves in the year its school closes, whole and once, to one lawful place.

    ``sum_o move[o, t] = close[home(g), t]`` for every group g of a closable school, year t.

    A group without any lawful place holds its school open. Source: contract, hard rules 1-3.
    """
    options = defaultdict(list)
    for o, g in enumerate(problem.options.group.tolist()):
        options[g].append(o)
    closable = set(problem.closable.tolist())
    for g, home in enumerate(problem.homes.tolist()):
        if home not in closable:
            continue
        for t in range(len(problem.years)):
            terms = [(x.move[o, t], 1.0) for o in options[g] if (o, t) in x.move]
            yield (g, t), LpAffineExpression.from_list([*terms, (x.close[home, t], -1.0)]) == 0


def receivers_stay_open(problem: Problem, x: Variables) -> Iterator[Row]:
    """(3) A school that receives a group in any year closes in none.

    ``sum_{o to r, t} move[o, t] + sum_t close[r, t] <= 1`` for every group g, closable school r
    among its places.

    One row a pair over all years: as tight as a row a year, and far fewer of them.
    Source: contract, hard rule 2.
    """
    pairs = defaultdict(list)
    closable = set(problem.closable.tolist())
    options = problem.options
    for o, (g, r) in enumerate(zip(options.group.tolist(), options.school.tolist(), strict=True)):
        if r in closable:
            pairs[g, r].append(o)
    years = range(len(problem.years))
    for (g, r), places in pairs.items():
        terms = [(x.move[o, t], 1.0) for o in places for t in years if (o, t) in x.move]
        yield (g, r), LpAffineExpression.from_list(terms + _closing(problem, x, r)) <= 1


def _closing(problem: Problem, x: Variables, school: int) -> list[tuple[pulp.LpVariable, float]]:
    return [(x.close[school, t], 1.0) for t in range(len(problem.years))]
