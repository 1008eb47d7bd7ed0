"""The decisions, as variables.

======================  =================================================================
``close[s, t]``         1 if school s closes in year t (s closable)
``reduce[s, t]``        1 if the bands of s above the lowest leave in year t, because it is
                        reduced or because it closes (s reducible)
``merge[p, t]``         1 if merge p happens in year t
``build[k, t]``         1 if work k is first in use in year t
``relieve[r]``          1 if redirection r happens
``sends[n]``            1 if one of the redirections of sending n happens: one place, one
                        oversize school, one first year, wherever they lead
``move[o, t]``          1 if a group moves to its option o in year t and stays there; a share
                        of the group (0 to 1) where groups may be split
``receives[s, t]``      1 if school s, over its places by its own pupils, takes others in t
``starts[s, t]``        1 if redirections from school s start in year t
``capped[s, t]``        1 if the size cap, not the seats, is what school s is over in t
``excess[s, t]``        pupils of oversize school s beyond seats and cap in year t
``under[t]``            closures missing to the target of year t
``over[t]``             closures beyond the target of year t
``due[t]``              1 if year t closes more than its target, by schools due to close alone
``last[s]``             1 if an empty school stays because its township has no other junior
======================  =================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pulp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.problem import Problem

type Variable = pulp.LpVariable


@dataclass(frozen=True)
class Variables:
    """All variables, keyed by positions as the table above writes them."""

    close: dict[tuple[int, int], Variable]
    reduce: dict[tuple[int, int], Variable]
    merge: dict[tuple[int, int], Variable]
    build: dict[tuple[int, int], Variable]
    relieve: dict[int, Variable]
    sends: dict[int, Variable]
    move: dict[tuple[int, int], Variable]
    receives: dict[tuple[int, int], Variable]
    starts: dict[tuple[int, int], Variable]
    capped: dict[tuple[int, int], Variable]
    excess: dict[tuple[int, int], Variable]
    under: dict[int, Variable]
    over: dict[int, Variable]
    due: dict[int, Variable]
    last: dict[int, Variable]


def declare(program: pulp.LpProblem, problem: Problem) -> Variables:
    """Add the problem's variables to `program` and return them."""
    years = range(len(problem.years))
    moves = [(o, t) for o, t in np.argwhere(problem.options.may).tolist()]
    builds = _from_first(problem.works.first.tolist(), years)
    schools_and_years = [(s, t) for s in problem.oversize.tolist() for t in years]
    return Variables(
        close=_binaries(program, "close", _pairs(problem.closable.tolist(), years)),
        reduce=_binaries(program, "reduce", _pairs(problem.reducible.tolist(), years)),
        merge=_binaries(program, "merge", _pairs(range(len(problem.merges)), years)),
        build=_binaries(program, "build", builds),
        relieve=_binaries(program, "relieve", range(len(problem.reliefs))),
        sends=_shares(program, "sends", range(len(problem.reliefs.sendings))),
        move=_binaries(program, "move", moves)
        if problem.whole
        else _shares(program, "move", moves),
        receives=_binaries(program, "receives", crowded_receivers(problem)),
        starts=_binaries(program, "starts", _starts(problem)),
        capped=_binaries(program, "capped", _with_changing_places(problem)),
        excess=_counts(program, "excess", schools_and_years if problem.counts_over else []),
        under=_counts(program, "under", years),
        over=_counts(program, "over", years),
        due=_binaries(program, "due", years_with_more_due(problem)),
        last=_binaries(program, "last", empty_juniors(problem)),
    )


def counted_schools(problem: Problem) -> list[int]:
    """Return the closable schools whose closing counts toward the targets."""
    return [s for s in problem.closable.tolist() if problem.standing.counted[s]]


def due_schools(problem: Problem, year: int) -> list[int]:
    """Return the counted schools that close by date or pin and may do so in year `year`."""
    pinned, due = problem.standing.pinned, problem.empty_due
    return [
        s
        for s in counted_schools(problem)
        if pinned.get(s) == problem.years[year] or (s in due and year <= due[s])
    ]


def years_with_more_due(problem: Problem) -> list[int]:
    """Return the years in which more schools may be due than the target asks for."""
    if problem.rule == "at_least":
        return []
    asked = problem.asked.tolist()
    return [t for t, n in enumerate(asked) if len(due_schools(problem, t)) > n]


def may_leave(problem: Problem) -> set[int]:
    """Return the schools that may close or be absorbed."""
    return {*problem.closable.tolist(), *problem.merges.absorbed.tolist()}


def empty_juniors(problem: Problem) -> list[int]:
    """Return the empty schools due to close in townships whose juniors could all leave."""
    leaving = may_leave(problem)
    return [
        s
        for juniors, _ in problem.junior_townships
        if leaving.issuperset(juniors)
        for s in juniors
        if s in problem.empty_due
    ]


def flexible_receivers(problem: Problem) -> list[int]:
    """Return the schools whose places works, merges, relief or giving up bands could change."""
    found = {*problem.works.school.tolist(), *problem.merges.receiver.tolist()}
    found |= {*problem.reliefs.source.tolist()}
    return sorted(found | {*np.flatnonzero(problem.left.own_upper.any(axis=1)).tolist()})


def crowded_receivers(problem: Problem) -> list[tuple[int, int]]:
    """Return (school, year) where a school is, or by converting would be, over its places of today.

    Only those that could come to take pupils.
    """
    left = problem.left
    nine_cap = np.where(left.may_convert, left.nine_cap, left.cap)
    places = np.minimum(left.seats, np.minimum(left.cap, nine_cap))
    return [
        (s, t)
        for s in flexible_receivers(problem)
        for t in range(len(problem.years))
        if left.own[s, t] > places[s] and left.most_room[s, t] > 0
    ]


def _starts(problem: Problem) -> list[tuple[int, int]]:
    pairs = zip(problem.reliefs.source.tolist(), problem.reliefs.start.tolist(), strict=True)
    return sorted(set(pairs))


def _with_changing_places(problem: Problem) -> list[tuple[int, int]]:
    """Return the starts at schools whose seats or cap works or a merge could change."""
    changing = {*problem.works.school.tolist(), *problem.merges.receiver.tolist()}
    return [(s, t) for s, t in _starts(problem) if s in changing]


def _pairs(first: Iterable[int], years: range) -> list[tuple[int, int]]:
    return [(i, t) for i in first for t in years]


def _from_first(firsts: list[int], years: range) -> list[tuple[int, int]]:
    return [(i, t) for i, first in enumerate(firsts) for t in years if t >= first]


def _binaries[K](program: pulp.LpProblem, name: str, keys: Iterable[K]) -> dict[K, Variable]:
    return {
        key: program.add_variable(f"{name}_{n}", 0, 1, "Binary")
        for n, key in enumerate(keys, start=1)
    }


def _shares[K](program: pulp.LpProblem, name: str, keys: Iterable[K]) -> dict[K, Variable]:
    return {key: program.add_variable(f"{name}_{n}", 0, 1) for n, key in enumerate(keys, start=1)}


def _counts[K](program: pulp.LpProblem, name: str, keys: Iterable[K]) -> dict[K, Variable]:
    return {key: program.add_variable(f"{name}_{n}", 0) for n, key in enumerate(keys, start=1)}
