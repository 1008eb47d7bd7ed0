"""The decisions, as variables.

==================  =====================================================================
``close[s, t]``     1 if school s closes in year t (s closable)
``move[o, t]``      1 if a group moves to its option o in year t and stays there; a share
                    of the group (0 to 1) where groups may be split
``under[t]``        closures missing to the target of year t
``over[t]``         closures beyond the target of year t
``due[t]``          1 if year t closes more than its target, by schools due to close alone
``last[s]``         1 if an empty school stays because its township has no other junior
==================  =====================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pulp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.problem import Problem

type Variable = pulp.LpVariable


@dataclass(frozen=True)
class Variables:
    """All variables, keyed by positions: (school, year), (option, year), year or school."""

    close: dict[tuple[int, int], Variable]
    move: dict[tuple[int, int], Variable]
    under: dict[int, Variable]
    over: dict[int, Variable]
    due: dict[int, Variable]
    last: dict[int, Variable]


def declare(program: pulp.LpProblem, problem: Problem) -> Variables:
    """Add the problem's variables to `program` and return them."""
    years = range(len(problem.years))
    moves = (
        (o, t)
        for o, first in enumerate(problem.options.first.tolist())
        for t in years
        if t >= first
    )
    return Variables(
        close=_binaries(
            program, "close", ((s, t) for s in problem.closable.tolist() for t in years)
        ),
        move=_binaries(program, "move", moves)
        if problem.whole
        else _shares(program, "move", moves),
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


def empty_juniors(problem: Problem) -> list[int]:
    """Return the empty schools due to close in townships whose juniors could all close."""
    closable = set(problem.closable.tolist())
    return [
        s
        for township in problem.junior_townships
        if closable.issuperset(township)
        for s in township
        if s in problem.empty_due
    ]


def _binaries[K](program: pulp.LpProblem, name: str, keys: Iterable[K]) -> dict[K, Variable]:
    return {
        key: program.add_variable(f"{name}_{n}", 0, 1, "Binary")
        for n, key in enumerate(keys, start=1)
    }


def _shares[K](program: pulp.LpProblem, name: str, keys: Iterable[K]) -> dict[K, Variable]:
    return {key: program.add_variable(f"{name}_{n}", 0, 1) for n, key in enumerate(keys, start=1)}


def _counts(program: pulp.LpProblem, name: str, years: Iterable[int]) -> dict[int, Variable]:
    return {t: program.add_variable(f"{name}_{t + 1}", 0) for t in years}
