"""One of each: a small program that takes one item from every list, aims coming one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pulp
from pulp import LpAffineExpression

from planner.unheard import unheard

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Lists:
    """Lists of which one item each is taken.

    Parameters
    ----------
    amounts
        For each list and item its amount of each kind (such as closures by year).
    first, money
        For each list and item two things that are wanted least in sum, the first before the
        second.
    asked
        What the amounts should add up to; as near as can be, the first kind first.
    under, over
        Whether less, or more, than is asked matters.
    """

    amounts: Sequence[Sequence[Sequence[int]]]
    first: Sequence[Sequence[float]]
    money: Sequence[Sequence[float]]
    asked: Sequence[int]
    under: bool
    over: bool


def one_of_each(lists: Lists, *, seconds: float) -> list[int] | None:
    """Return the position of the item taken from each list, or None if none was found in time.

    Parameters
    ----------
    seconds
        Time for each aim.
    """
    program = pulp.LpProblem("choice", pulp.LpMinimize)
    takes = [
        [program.add_variable(f"take_{i}_{k}", 0, 1, "Binary") for k in range(len(items))]
        for i, items in enumerate(lists.amounts)
    ]
    for i, row in enumerate(takes):
        whole = LpAffineExpression.from_list([(v, 1.0) for v in row])
        program.addConstraint(whole == 1, f"one_{i}")
    *before, last = _aims(program, takes, lists)
    for n, aim in enumerate(before):
        if (reached := _least(program, aim, seconds)) is None:
            return None
        program.addConstraint(aim <= round(reached), f"held_{n}")
    if _least(program, last, seconds) is None:
        return None
    return [_taken(row) for row in takes]


def _aims(
    program: pulp.LpProblem, takes: Sequence[Sequence[pulp.LpVariable]], lists: Lists
) -> list[LpAffineExpression]:
    """Return what is wanted least, one after the other; what is 0 anyway is left out, but money."""
    aims = [_distance(program, takes, lists, t) for t in range(len(lists.asked))]
    aims += [_sum(takes, lists.first), _sum(takes, _above_least(lists.money))]
    return [aim for n, aim in enumerate(aims) if len(aim) or n == len(aims) - 1]


def _distance(
    program: pulp.LpProblem,
    takes: Sequence[Sequence[pulp.LpVariable]],
    lists: Lists,
    kind: int,
) -> LpAffineExpression:
    """State what the items of one kind add up to, and return the distance to what is asked."""
    less, more = (program.add_variable(f"{name}_{kind}", 0) for name in ("less", "more"))
    number = [[float(item[kind]) for item in items] for items in lists.amounts]
    total = _sum(takes, number) + less - more
    program.addConstraint(total == lists.asked[kind], f"asked_{kind}")
    wanted = [(less, 1.0)] * lists.under + [(more, 1.0)] * lists.over
    return LpAffineExpression.from_list(wanted)


def _sum(
    takes: Sequence[Sequence[pulp.LpVariable]], numbers: Sequence[Sequence[float]]
) -> LpAffineExpression:
    pairs = zip(takes, numbers, strict=True)
    terms = [(v, n) for row, values in pairs for v, n in zip(row, values, strict=True) if n]
    return LpAffineExpression.from_list(terms)


def _least(program: pulp.LpProblem, aim: LpAffineExpression, seconds: float) -> float | None:
    """Solve for an aim and return what it comes to, or None without an answer."""
    program.objective = aim
    with unheard():
        # HiGHS keeps the number of threads of its first solve in a process: that of a plan is 1
        solver = pulp.HiGHS(msg=False, timeLimit=seconds, gapRel=0.0, threads=1)
        stats = program.solve(solver)
    if not stats.has_solution:
        return None
    return sum(n * float(v.varValue or 0.0) for v, n in aim.items())


def _taken(row: Sequence[pulp.LpVariable]) -> int:
    values = [variable.varValue or 0.0 for variable in row]
    return values.index(max(values))


def _above_least(money: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return the money of each item above the least of its list: smaller numbers, same choice."""
    return [[amount - min(row) for amount in row] for row in money]
