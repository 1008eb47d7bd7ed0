"""Constraint families: everyone has a place, groups move once, receivers stay open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.terms import band_gone, closing, converted
from planner.model.variables import may_leave
from planner.options import NO_MERGE

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
        yield (s,), LpAffineExpression.from_list(closing(problem, x, s)) <= 1


def everyone_placed(problem: Problem, x: Variables) -> Iterator[Row]:
    """(2) A group moves in the year its school or band closes, whole and once, to one lawful place.

    ``sum_o move[o, t] = leaves[g, t]`` for every group g of a closable school, year t, over the
    options it may choose; ``leaves`` is ``reduce[home(g), t]`` for a group above the lowest band
    of a reducible school, else ``close[home(g), t]``.

    A group without any lawful place holds its school open. Source: contract, hard rules 1-3.
    """
    options = defaultdict(list)
    for o, (g, p) in enumerate(_groups_and_merges(problem)):
        if p == NO_MERGE:
            options[g].append(o)
    closable = set(problem.closable.tolist())
    for g, home in enumerate(problem.homes.tolist()):
        if home not in closable:
            continue
        reduces = bool(problem.upper[g]) and (home, 0) in x.reduce
        for t in range(len(problem.years)):
            leaves = x.reduce[home, t] if reduces else x.close[home, t]
            terms = [(x.move[o, t], 1.0) for o in options[g] if (o, t) in x.move]
            yield (g, t), LpAffineExpression.from_list([*terms, (leaves, -1.0)]) == 0


def receivers_stay_open(problem: Problem, x: Variables) -> Iterator[Row]:
    """(3) A school that receives a group in any year keeps that band open in all.

    ``sum_{o to r, t} move[o, t] + sum_t gone[r, band(g), t] <= 1`` for every group g and school r
    among its places that may close, shrink or be absorbed; ``gone`` are ``close`` and the
    merges that absorb r, for a band above the lowest ``reduce`` in place of ``close``.

    One row a pair over all years: as tight as a row a year, and far fewer of them.
    Source: contract, hard rule 2.
    """
    pairs = defaultdict(list)
    leaving = may_leave(problem)
    options = problem.options
    for o, (g, r) in enumerate(zip(options.group.tolist(), options.school.tolist(), strict=True)):
        if r in leaving:
            pairs[g, r].append(o)
    years = range(len(problem.years))
    for (g, r), places in pairs.items():
        terms = [(x.move[o, t], 1.0) for o in places for t in years if (o, t) in x.move]
        stays = band_gone(problem, x, r, upper=bool(problem.upper[g]))
        yield (g, r), LpAffineExpression.from_list(terms + stays) <= 1


def offered_by_then(problem: Problem, x: Variables) -> Iterator[Row]:
    """(4) A school takes pupils of a band that it does not offer only once it is a nine-year school.

    ``move[o, t] <= sum_{u <= t} converted[r(o), u]`` for every option o to such a school, year t;
    ``converted`` are the works that convert r and the merges in which it receives.

    Source: contract, section 3 'Groups' and 'Merge'.
    """
    needing = problem.options.needs.nonzero()[0].tolist()
    for o in needing:
        r = int(problem.options.school[o])
        for t in range(len(problem.years)):
            if (o, t) in x.move:
                by_then = [(v, -n) for v, n in converted(problem, x, r, t)]
                yield (o, t), LpAffineExpression.from_list([(x.move[o, t], 1.0), *by_then]) <= 0


def _groups_and_merges(problem: Problem) -> Iterator[tuple[int, int]]:
    options = problem.options
    return zip(options.group.tolist(), options.merge.tolist(), strict=True)
