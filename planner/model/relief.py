"""Constraint families: entrants of oversize schools redirected."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from pulp import LpAffineExpression

from planner.model.coming import Coming
from planner.model.terms import band_gone, built, converted, gone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.placing import Row
    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


def redirected_once(problem: Problem, x: Variables) -> Iterator[Row]:
    """(14) The entrants of one place leave an oversize school for one other school, once.

    ``sum_{r of n} relieve[r] = sends[n]`` for every sending n, and ``sum_n sends[n] <= 1`` over
    the sendings of one place from one school.

    Source: contract, section 3 'Relief'.
    """
    by_place = defaultdict(list)
    for n, sending in enumerate(problem.reliefs.sendings):
        terms = [(x.relieve[i], 1.0) for i in sending.rows]
        yield (n,), LpAffineExpression.from_list([*terms, (x.sends[n], -1.0)]) == 0
        by_place[sending.source, sending.place].append(n)
    for sendings in by_place.values():
        terms = [(x.sends[n], 1.0) for n in sendings]
        yield (sendings[0], len(sendings)), LpAffineExpression.from_list(terms) <= 1


def redirected_lawfully(problem: Problem, x: Variables) -> Iterator[Row]:
    """(15) Redirected entrants go to a school that stays open and offers their bands by then.

    ``relieve[r] + sum_t gone[q, t] <= 1`` for every redirection r to a school q that may close or
    merge away, ``relieve[r] + sum_t reduce[q, t] <= 1`` to one that may shrink where they reach a
    band above the lowest, ``relieve[r] <= converted[q]`` by its first year where q offers a band
    only as a nine-year school, and ``sends[n] + sum_t gone[s, t] <= 1`` for every sending n from a
    school s that may merge away.

    Source: contract, hard rule 2 and 'Relief'.
    """
    reliefs = problem.reliefs
    for i, q in enumerate(reliefs.school.tolist()):
        leaves = gone(problem, x, q)
        reducing = _gives_up(problem, x, q) if _passes_upper(problem, i) else []
        for n, terms in enumerate((leaves, reducing)):
            if terms:
                yield (i, n), LpAffineExpression.from_list([(x.relieve[i], 1.0), *terms]) <= 1
        if reliefs.needs[i]:
            by_then = converted(problem, x, q, int(reliefs.start[i]))
            terms = [(x.relieve[i], 1.0), *((v, -n) for v, n in by_then)]
            yield (i, 2), LpAffineExpression.from_list(terms) <= 0
    for n, sending in enumerate(reliefs.sendings):
        leaves = gone(problem, x, sending.source)
        if leaves:
            yield (n, 3), LpAffineExpression.from_list([(x.sends[n], 1.0), *leaves]) <= 1


def _gives_up(problem: Problem, x: Variables, school: int) -> Terms:
    return [
        (x.reduce[school, t], 1.0) for t in range(len(problem.years)) if (school, t) in x.reduce
    ]


def _passes_upper(problem: Problem, relief: int) -> bool:
    """Tell whether redirected entrants reach a band above the lowest within the plan."""
    groups = problem.reliefs.groups[relief]
    return bool(problem.upper[groups[groups >= 0]].any())


def redirected_when_over(problem: Problem, x: Variables) -> Iterator[Row]:
    """(16) Redirection starts only in a year in which the school would otherwise be over.

    ``sends[n] <= starts[s, t]`` for every sending n from s that starts in t, and
    ``own[s, t] - sent earlier[s, t] >= places[s, t] + 1 - B (1 - starts[s, t])``, in pupils;
    ``places`` are seats with works and merged sites in use or the cap, the smaller: where works or
    merges make that open, ``capped[s, t]`` tells which.

    Source: contract, section 3 'Relief'.
    """
    starting = defaultdict(list)
    for n, sending in enumerate(problem.reliefs.sendings):
        starting[sending.source, sending.start].append(n)
    for (s, t), sendings in sorted(starting.items()):
        for n in sendings:
            yield (s, t, n), x.sends[n] - x.starts[s, t] <= 0
        seats, cap = _places(problem, x, s, t)
        if (s, t) not in x.capped:
            yield _still_over(problem, x, (s, t), (min(seats[0], cap[0]), []), [])
            continue
        either = x.capped[s, t]
        yield _still_over(problem, x, (s, t), seats, [(either, 1.0)])
        yield _still_over(problem, x, (s, t), cap, [(either, -1.0)])


def excess(problem: Problem, x: Variables) -> Iterator[Row]:
    """(17) Pupils beyond seats and cap are counted at the schools over them in the base year.

    ``excess[s, t] >= own[s, t] - sent[s, t] - left[s, t] + early[s, t] - places[s, t]`` for every
    such school s, year t, in pupils, once for seats with works and merged sites in use and once
    for the cap; ``left`` are own pupils who left by t because s or their band closed or merged,
    ``early`` all who came where seats may be filled before they are built, else 0: nobody comes
    to a school that is over.

    Source: contract, section 3 'Targets': after the targets, the fewest pupils over.
    """
    coming = Coming.of(problem)
    for s, t in x.excess:
        own = float(problem.left.own[s, t])
        fewer = [(v, -m) for v, m in _sent_by(problem, x, s, t)] + _left(problem, x, s, t)
        if not problem.build_before_close:
            fewer += [(v, -m) for v, m in coming.terms(x, s, t)]
        for kind, (places, more) in enumerate(_places(problem, x, s, t)):
            terms = [(x.excess[s, t], 1.0), *fewer, *more]
            yield (s, t, kind), LpAffineExpression.from_list(terms) >= own - places


def _left(problem: Problem, x: Variables, s: int, t: int) -> Terms:
    """Return own pupils of a school who left it by year t, band by band."""
    mine = problem.homes == s
    terms = []
    for upper in (False, True):
        pupils = float(problem.pupils[mine & (problem.upper == upper), t].sum())
        if pupils:
            leaving = band_gone(problem, x, s, upper=upper, until=t)
            terms += [(v, pupils * m) for v, m in leaving]
    return terms


def _still_over(
    problem: Problem,
    x: Variables,
    at: tuple[int, int],
    limit: tuple[float, Terms],
    either: Terms,
) -> Row:
    """Return own - earlier >= places + more + 1 where redirections start, unless `either` waives."""
    (s, t), (places, more) = at, limit
    own = float(problem.left.own[s, t])
    earlier = _sent_by(problem, x, s, t, before=t)
    # a conversion may lower the cap; without it, or without a start, the row must say nothing
    most = places + sum(max(m, 0.0) for _, m in more)
    big = max(most + 1 + _most_sent(problem, s, t) - own, 0.0)
    waived = [(v, n * big) for v, n in either]
    terms = [*earlier, *((v, -m) for v, m in more), (x.starts[s, t], -big), *waived]
    known = places + 1 - own - big
    if any(n < 0 for _, n in either):
        known -= big
    return at, LpAffineExpression.from_list(terms) >= known


def _places(
    problem: Problem, x: Variables, s: int, t: int
) -> tuple[tuple[float, Terms], tuple[float, Terms]]:
    """Return seats and cap of an oversize school, each with what works add by year t."""
    works, left = problem.works, problem.left
    seats = [
        (v, float(works.seats[k]))
        for k in works.at(s)
        if works.seats[k]
        for v, _ in built(problem, x, k, t)
    ]
    for p in problem.merges.absorbing(s):
        if problem.merges.near[p]:
            more = float(left.seats[problem.merges.absorbed[p]])
            seats += [(x.merge[p, u], more) for u in range(t + 1)]
    lift = left.nine_cap - left.cap[s]
    cap = [(v, float(lift)) for v, _ in converted(problem, x, s, t)] if np.isfinite(lift) else []
    return (float(left.seats[s]), seats), (float(min(left.cap[s], 1e6)), cap)


def _sent_by(problem: Problem, x: Variables, s: int, t: int, before: int | None = None) -> Terms:
    """Return the entrants redirected from a school in year t by sendings begun `before`."""
    return [
        (x.sends[n], -float(sending.pupils[t]))
        for n, sending in enumerate(problem.reliefs.sendings)
        if sending.source == s and sending.pupils[t] and (before is None or sending.start < before)
    ]


def _most_sent(problem: Problem, s: int, t: int) -> float:
    """Return more pupils than can have been redirected from a school by year t."""
    most: dict[str, float] = {}
    for sending in problem.reliefs.sendings:
        if sending.source == s:
            most[sending.place] = max(most.get(sending.place, 0.0), float(sending.pupils[t]))
    return sum(most.values())
