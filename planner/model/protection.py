"""Constraint families: keep lists, hearings, pins, empty schools, the last junior school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.terms import absorbing, band_gone, closing, converted, gone
from planner.model.variables import empty_juniors, may_leave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.placing import Row
    from planner.model.terms import Terms
    from planner.model.variables import Variables
    from planner.problem import Problem


def keep(problem: Problem, x: Variables) -> Iterator[Row]:
    """(18) A school on a keep list neither closes, nor is absorbed, nor shrinks.

    ``sum_t gone[s, t] = 0`` and ``sum_t reduce[s, t] = 0`` for every school s that is kept and
    could; ``gone`` are ``close`` and the merges that absorb s.

    Source: contract, hard rule 8; keeping what should be kept: policy P40.
    """
    for s in sorted(problem.standing.kept):
        terms = gone(problem, x, s) + _reduced(problem, x, s)
        if terms:
            yield (s,), LpAffineExpression.from_list(terms) == 0


def hearing(problem: Problem, x: Variables) -> Iterator[Row]:
    """(19) Nobody is forced: no change to a school against its latest hearing.

    ``sum_t gone[s, t] = 0``, ``sum_t reduce[s, t] = 0`` and no merge with s, for every school s
    with more against than for, among parents or among delegates.

    Source: contract, hard rule 6; policy P29.
    """
    for s in sorted(problem.standing.against):
        terms = gone(problem, x, s) + _reduced(problem, x, s) + absorbing(problem, x, s)
        if terms:
            yield (s,), LpAffineExpression.from_list(terms) == 0


def pinned(problem: Problem, x: Variables) -> Iterator[Row]:
    """(20) A closure that is already decided happens in its year.

    ``close[s, year] = 1`` for every pinned school s.

    Source: contract, section 3 'Pins'.
    """
    for s, year in sorted(problem.standing.pinned.items()):
        yield (s,), x.close[s, problem.years.index(year)] + 0 == 1


def empty_by_date(problem: Problem, x: Variables) -> Iterator[Row]:
    """(21) A school without pupils closes by the date set, unless it is the last junior.

    ``sum_{t <= due(s)} close[s, t] + last[s] = 1`` for every empty candidate s.

    Source: contract, hard rule 8 and `closures.empty_by`.
    """
    for s, due in sorted(problem.empty_due.items()):
        last = [(x.last[s], 1.0)] if s in x.last else []
        yield (s,), LpAffineExpression.from_list(closing(problem, x, s, due) + last) == 1


def last_junior(problem: Problem, x: Variables) -> Iterator[Row]:
    """(22) Each township that has a public school with grades 7-9 keeps one.

    ``sum_{s in juniors} gone[s, u <= t] <= juniors - 1 + converted by t`` for every township all of
    whose juniors could go, year t, ``gone`` being ``reduce`` for a school that may give up grades
    7-9 and stay, and ``converted`` the schools that come to offer them;
    and an empty junior stays past its date only where every other is gone by then and none came:
    ``last[s] <= gone[q, u <= due(s)]`` and ``last[s] <= 1 - converted by due(s)``.

    Source: contract, hard rule 8; policy P08.
    """
    leaving, stays = may_leave(problem), set(empty_juniors(problem))
    for n, (juniors, later) in enumerate(problem.junior_townships):
        if not leaving.issuperset(juniors):
            continue
        for t in _years_to_state(problem, juniors, later):
            gone_by = [term for s in juniors for term in _no_junior(problem, x, s, t)]
            come = [(v, -m) for s in later for v, m in converted(problem, x, s, t)]
            yield (n, t), LpAffineExpression.from_list(gone_by + come) <= len(juniors) - 1
        for s in stays.intersection(juniors):
            due = problem.empty_due[s]
            for q in juniors:
                if q != s:
                    others = [(v, -m) for v, m in _no_junior(problem, x, q, due)]
                    terms = [(x.last[s], 1.0), *others]
                    yield (n, s, q), LpAffineExpression.from_list(terms) <= 0
            for q in later:
                come = converted(problem, x, q, due)
                yield (n, s, q), LpAffineExpression.from_list([(x.last[s], 1.0), *come]) <= 1


def _years_to_state(problem: Problem, juniors: tuple[int, ...], later: tuple[int, ...]) -> range:
    """Return the years whose rows say something: only the last where nothing can come."""
    years = len(problem.years)
    merging = any(problem.merges.absorbing(s) for s in (*juniors, *later))
    return range(years) if later or merging else range(years - 1, years)


def _no_junior(problem: Problem, x: Variables, school: int, until: int) -> Terms:
    """Return everything by which a school no longer offers grades 7-9 by year `until`."""
    return band_gone(problem, x, school, upper=True, until=until)


def _reduced(problem: Problem, x: Variables, school: int) -> Terms:
    years = range(len(problem.years))
    return [(x.reduce[school, t], 1.0) for t in years if (school, t) in x.reduce]
