"""Constraint families: bands given up, schools merged, works built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.model.terms import absorbed, band_gone, built, closing, gone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.placing import Row
    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


def upper_before_lower(problem: Problem, x: Variables) -> Iterator[Row]:
    """(8) A school gives up its upper bands once, at the latest when it closes.

    ``sum_{u <= t} close[s, u] <= sum_{u <= t} reduce[s, u]`` and ``sum_t reduce[s, t] <= 1`` for
    every reducible school s, year t.

    Source: contract, section 3 'Downgrade'.
    """
    for s in problem.reducible.tolist():
        years = range(len(problem.years))
        for t in years:
            reduced = [(x.reduce[s, u], -1.0) for u in range(t + 1)]
            terms = closing(problem, x, s, t) + reduced
            yield (s, t), LpAffineExpression.from_list(terms) <= 0
        yield (s,), LpAffineExpression.from_list([(x.reduce[s, t], 1.0) for t in years]) <= 1


def only_reduced(problem: Problem, x: Variables) -> Iterator[Row]:
    """(9) Where schools are reduced, never closed, one with pupils in its lowest band stays.

    ``close[s, t] = 0`` for every closable school s that is not pinned and has own pupils in the
    lowest band in year t.

    Source: contract, `closures.downgrade = "only"`; keeping the lower grades near: policy P40.
    """
    if not problem.only_reduce:
        return
    lowest = np.zeros((len(problem.running), len(problem.years)))
    np.add.at(lowest, problem.homes[~problem.upper], problem.pupils[~problem.upper])
    for s in problem.closable.tolist():
        if s in problem.standing.pinned:
            continue
        for t in np.flatnonzero(lowest[s] > 0).tolist():
            yield (s, t), x.close[s, t] + 0 <= 0


def merged_whole(problem: Problem, x: Variables) -> Iterator[Row]:
    """(10) All groups of an absorbed school move to the school it merges with, in that year.

    ``sum_{o of merge p} move[o, t] = merge[p, t]`` for every group g of the school absorbed by
    merge p, year t.

    Source: contract, section 3 'Merge'.
    """
    options: dict[tuple[int, int], list[int]] = {}
    rows = zip(problem.options.group.tolist(), problem.options.merge.tolist(), strict=True)
    for o, key in enumerate(rows):
        options.setdefault(key, []).append(o)
    for p, school in enumerate(problem.merges.absorbed.tolist()):
        for g in np.flatnonzero(problem.homes == school).tolist():
            for t in range(len(problem.years)):
                mine = options.get((g, p), [])
                moves = [(x.move[o, t], 1.0) for o in mine if (o, t) in x.move]
                row = LpAffineExpression.from_list([*moves, (x.merge[p, t], -1.0)])
                yield (p, g, t), row == 0


def one_change(problem: Problem, x: Variables) -> Iterator[Row]:
    """(11) A school changes in one way: it closes or shrinks, or takes part in one merge.

    ``sum_t leaves[s, t] + sum_{p of s, t} merge[p, t] <= 1`` for every school s that may merge,
    ``leaves`` being ``reduce`` where s may shrink, else ``close``.

    Source: contract, section 3 'Merge': the receiver becomes a nine-year school and stays.
    """
    schools = {*problem.merges.absorbed.tolist(), *problem.merges.receiver.tolist()}
    for s in sorted(schools):
        yield (
            (s,),
            LpAffineExpression.from_list(_leaving(problem, x, s) + _merges(problem, x, s)) <= 1,
        )


def built_once(problem: Problem, x: Variables) -> Iterator[Row]:
    """(12) A work is built at most once, at a school that stays, and a school converts once.

    ``sum_t build[k, t] + sum_t gone[s(k), t] <= 1`` for every work k, and for a work that converts
    ``sum_t build[k, t] + other conversions + merges of s(k) + sum_t leaves[s(k), t] <= 1``.

    Source: contract, hard rule 7 and 'Merge'.
    """
    works = problem.works
    for k, s in enumerate(works.school.tolist()):
        here = built(problem, x, k)
        yield (k,), LpAffineExpression.from_list(here + gone(problem, x, s)) <= 1
        if works.converts[k]:
            others = [j for j in works.at(s) if works.converts[j] and j != k]
            again = [term for j in others for term in built(problem, x, j)]
            terms = here + again + _merges(problem, x, s) + _leaving(problem, x, s)
            yield (k, s), LpAffineExpression.from_list(terms) <= 1


def budget(problem: Problem, x: Variables) -> Iterator[Row]:
    """(13) The works first used in a year cost no more than that year's budget.

    ``sum_k cost[k] * build[k, t] <= budget[t]`` for every year t with a budget, in yuan.

    Source: contract, hard rule 7 and `money.works_budget`.
    """
    for t, most in sorted(problem.budget.items()):
        costs = [
            (x.build[k, t], float(cost))
            for k, cost in enumerate(problem.works.cost)
            if (k, t) in x.build
        ]
        if costs:
            yield (t,), LpAffineExpression.from_list(costs) <= most


def _leaving(problem: Problem, x: Variables, school: int) -> Terms:
    """Return closing or shrinking of a school, without its merges."""
    terms = band_gone(problem, x, school, upper=True)
    merging = {v.id for v, _ in absorbed(problem, x, school)}
    return [(v, n) for v, n in terms if v.id not in merging]


def _merges(problem: Problem, x: Variables, school: int) -> Terms:
    years = range(len(problem.years))
    return [(x.merge[p, t], 1.0) for p in problem.merges.of(school) for t in years]
