"""Constraint families: how many close in each year, against what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.variables import counted_schools, due_schools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.placing import Row
    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


def targets(problem: Problem, x: Variables) -> Iterator[Row]:
    """(23) Planned closures, and what is missing or beyond, add up to what was asked.

    ``planned[t] + under[t] - over[t] = asked[t]`` for every year t, in schools; ``planned``
    are the closings that count, and the merges where they do.

    Source: contract, section 3 'Targets'.
    """
    for t, asked in enumerate(problem.asked.tolist()):
        terms = [*planned(problem, x, t), (x.under[t], 1.0), (x.over[t], -1.0)]
        yield (t,), LpAffineExpression.from_list(terms) == asked


def never_more(problem: Problem, x: Variables) -> Iterator[Row]:
    """(24) Under `exact` and `at_most` no year closes more than asked, but for schools due.

    ``planned[t] <= asked[t] + more[t] * due[t]`` and ``close[s, t] <= 1 - due[t]`` for every
    counted school s that is not due in year t (and every merge that counts), with
    ``more[t]`` the schools that may be due beyond the target.

    Source: contract, section 3 'Targets': empties due and pins always close.
    """
    if problem.rule == "at_least":
        return
    schools = counted_schools(problem)
    for t, asked in enumerate(problem.asked.tolist()):
        closing = planned(problem, x, t)
        if t not in x.due:
            if closing:
                yield (t,), LpAffineExpression.from_list(closing) <= asked
            continue
        due = due_schools(problem, t)
        more = float(len(due) - asked)
        yield (t,), LpAffineExpression.from_list([*closing, (x.due[t], -more)]) <= asked
        for s in sorted(set(schools) - set(due)):
            yield (t, s), x.close[s, t] + x.due[t] <= 1
        if problem.merges_count:
            for p in range(len(problem.merges)):
                yield (t, p), x.merge[p, t] + x.due[t] <= 1


def planned(problem: Problem, x: Variables, t: int) -> Terms:
    """Return the closings of year t that count, and the merges where they do."""
    closing = [(x.close[s, t], 1.0) for s in counted_schools(problem)]
    merges = range(len(problem.merges)) if problem.merges_count else ()
    return closing + [(x.merge[p, t], 1.0) for p in merges]
