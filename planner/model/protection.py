"""Constraint families: keep lists, hearings, pins, empty schools, the last junior school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pulp import LpAffineExpression

from planner.model.variables import empty_juniors

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pulp

    from planner.model.placing import Row
    from planner.model.variables import Variables
    from planner.problem import Problem


def keep(problem: Problem, x: Variables) -> Iterator[Row]:
    """(6) A school on a keep list does not close.

    ``sum_t close[s, t] = 0`` for every closable school s that is kept.

    Source: contract, hard rule 8; keeping what should be kept: policy P40.
    """
    for s in sorted(set(problem.standing.kept) & set(problem.closable.tolist())):
        yield (s,), _closed_by(problem, x, s) == 0


def hearing(problem: Problem, x: Variables) -> Iterator[Row]:
    """(7) Nobody is forced: a school does not close against its latest hearing.

    ``sum_t close[s, t] = 0`` for every closable school s with more against than for, among
    parents or among delegates.

    Source: contract, hard rule 6; policy P29.
    """
    for s in sorted(problem.standing.against & set(problem.closable.tolist())):
        yield (s,), _closed_by(problem, x, s) == 0


def pinned(problem: Problem, x: Variables) -> Iterator[Row]:
    """(8) A closure that is already decided happens in its year.

    ``close[s, year] = 1`` for every pinned school s.

    Source: contract, section 3 'Pins'.
    """
    for s, year in sorted(problem.standing.pinned.items()):
        yield (s,), x.close[s, problem.years.index(year)] + 0 == 1


def empty_by_date(problem: Problem, x: Variables) -> Iterator[Row]:
    """(9) A school without pupils closes by the date set, unless it is the last junior.

    ``sum_{t <= due(s)} close[s, t] + last[s] = 1`` for every empty candidate s.

    Source: contract, hard rule 8 and `closures.empty_by`.
    """
    for s, due in sorted(problem.empty_due.items()):
        closed = _closed_by(problem, x, s, due)
        yield (s,), (closed + x.last[s] if s in x.last else closed) == 1


def last_junior(problem: Problem, x: Variables) -> Iterator[Row]:
    """(10) Each township that has a public school with grades 7-9 keeps one.

    ``sum_{s in township} sum_t close[s, t] <= schools - 1``, and an empty school may stay past
    its date only where every other has closed by then:
    ``last[s] <= sum_{t <= due(s)} close[q, t]`` for every other such school q.

    Source: contract, hard rule 8; policy P08.
    """
    closable = set(problem.closable.tolist())
    stays = set(empty_juniors(problem))
    for n, township in enumerate(problem.junior_townships):
        if not closable.issuperset(township):
            continue
        all_closed = [(v, 1.0) for s in township for v in _year_variables(problem, x, s)]
        yield (n,), LpAffineExpression.from_list(all_closed) <= len(township) - 1
        for s in stays.intersection(township):
            for q in township:
                if q != s:
                    others = _closed_by(problem, x, q, problem.empty_due[s])
                    yield (n, s, q), x.last[s] - others <= 0


def _year_variables(problem: Problem, x: Variables, school: int) -> list[pulp.LpVariable]:
    return [x.close[school, t] for t in range(len(problem.years))]


def _closed_by(
    problem: Problem, x: Variables, school: int, year: int | None = None
) -> pulp.LpAffineExpression:
    """Return the closings of `school` up to year index `year` (None: the last)."""
    end = len(problem.years) if year is None else year + 1
    return LpAffineExpression.from_list([(x.close[school, t], 1.0) for t in range(end)])
