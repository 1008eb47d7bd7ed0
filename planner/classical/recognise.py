"""A county's question that is a classical one, and the classical answer as the county's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.classical.siting import Siting
from planner.modes import BOARD
from planner.options import NO_MERGE
from planner.solution import Solution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Sited
    from planner.problem import Problem

NO_OPTION = -1


@dataclass(frozen=True)
class Told:
    """A problem told as a siting.

    Parameters
    ----------
    problem
        The problem.
    siting
        Its sites are the schools in `schools`, its customers the groups in `groups`.
    schools, groups
        Positions in the problem.
    option
        Shape (sites, customers): the problem's option; `NO_OPTION` where there is none or the
        group stays.
    beside
        Money that the siting leaves out.
    """

    problem: Problem
    siting: Siting
    schools: NDArray[np.int64]
    groups: NDArray[np.int64]
    option: NDArray[np.int64]
    beside: float

    def solution(self, plan: Sited) -> Solution:
        """Return a plan for the siting as decisions of the problem."""
        closed = {int(s): 0 for s in self.problem.standing.pinned}
        closed |= {int(s): 0 for s in self.schools[~plan.open]}
        moved = (plan.share > 0) & (self.option != NO_OPTION)
        # where another place is as cheap as staying, a group stays
        moved[:, np.isin(self.problem.homes[self.groups], self.schools[plan.open])] = False
        option, share = self.option[moved], plan.share[moved]
        order = np.argsort(option, kind="stable")
        option, share = option[order], share[order]
        year = np.zeros(len(option), dtype=np.int64)
        return Solution(dict(sorted(closed.items())), option, year, share)


def recognise(problem: Problem) -> Told | None:
    """Return the problem as a siting, or None where it is more than that.

    It is one where nothing is decided but which schools close, in one year, and who goes where:
    no works, merges, redirections, beds or bands given up, no dates for empty schools; where the
    number to close leaves no doubt; and where a pupil whose school stays open need not be told
    to stay: no seats are short, and nowhere is cheaper.
    """
    if not _is_plain(problem):
        return None
    fixed = _never_close(problem)
    pinned = set(problem.standing.pinned)
    if fixed & pinned:
        return None
    count = _count(problem, fixed)
    if count is None:
        return None
    told = _told(problem, fixed, count)
    return told if told is not None and _stays_anyway(told) else None


def _is_plain(problem: Problem) -> bool:
    nothing = not (
        len(problem.works)
        or len(problem.merges)
        or len(problem.reliefs)
        or len(problem.reducible)
        or problem.only_reduce
        or problem.counts_over
        or problem.empty_due
    )
    options = problem.options
    plain = (options.merge == NO_MERGE).all() and not options.needs.any()
    by_day = not (options.mode == BOARD).any() and not options.first.any()
    return bool(nothing and len(problem.years) == 1 and plain and by_day)


def _never_close(problem: Problem) -> set[int]:
    """Return the closable schools that rules or a group without a place hold open."""
    standing = problem.standing
    placed = np.zeros(len(problem.homes), dtype=bool)
    placed[problem.options.group] = True
    held = set(problem.homes[~placed].tolist())
    closable = set(problem.closable.tolist())
    return closable & (held | set(standing.kept) | set(standing.against))


def _count(problem: Problem, fixed: set[int]) -> tuple[int, int] | None:
    """Return how few and how many of the schools that may close do; None where that is unclear."""
    pinned = set(problem.standing.pinned)
    choice = [s for s in problem.closable.tolist() if s not in pinned and s not in fixed]
    if not choice or not problem.standing.counted[choice].all():
        return None
    asked = int(problem.asked[0]) - sum(bool(problem.standing.counted[s]) for s in pinned)
    least = 0 if problem.rule == "at_most" else max(asked, 0)
    most = len(choice) if problem.rule == "at_least" else asked
    if not 0 <= least <= min(most, len(choice)):
        return None
    if not _juniors_stay(problem, pinned, len(choice) - min(most, len(choice))):
        return None
    return least, min(most, len(choice))


def _juniors_stay(problem: Problem, pinned: set[int], open_choices: int) -> bool:
    """Tell whether every township keeps a junior whatever is decided."""
    closable = set(problem.closable.tolist())
    for now, _ in problem.junior_townships:
        if set(now) - closable:
            continue
        # all of the choice in one township: one that stays open is its junior
        if closable - pinned <= set(now) and open_choices > 0:
            continue
        return False
    return True


def _told(problem: Problem, fixed: set[int], closing: tuple[int, int]) -> Told | None:
    options, pinned = problem.options, problem.standing.pinned
    choice = set(problem.closable.tolist()) - set(pinned) - fixed
    schools = np.array(sorted(choice | set(options.school.tolist())), dtype=np.int64)
    leaving = np.zeros(len(problem.running), dtype=bool)
    leaving[list(choice | set(pinned))] = True
    groups = np.flatnonzero(leaving[problem.homes])
    if not len(groups):
        return None
    at = np.full(len(problem.running), -1)
    at[schools] = np.arange(len(schools))
    customer = np.full(len(problem.homes), -1)
    customer[groups] = np.arange(len(groups))
    cost = np.full((len(schools), len(groups)), np.inf)
    option = np.full(cost.shape, NO_OPTION)
    # dearest first, so that the cheapest way to a school is written last
    for_us = np.flatnonzero(customer[options.group] >= 0)
    rows = for_us[np.lexsort((-for_us, -options.money[for_us, 0]))]
    where = at[options.school[rows]], customer[options.group[rows]]
    cost[where] = options.money[rows, 0]
    option[where] = rows
    home = at[problem.homes[groups]]
    mine = np.flatnonzero(home >= 0)
    cost[home[mine], mine] = 0.0
    chosen = np.array([int(s) in choice for s in schools])
    kept = int((~chosen).sum())
    room = problem.room[schools, 0].copy()
    np.add.at(room, home[mine], problem.pupils[groups[mine], 0])
    siting = Siting(
        cost,
        problem.pupils[groups, 0].astype(float),
        room,
        np.where(chosen, problem.running[schools], 0.0),
        ~chosen,
        kept + len(choice) - closing[1],
        kept + len(choice) - closing[0],
        problem.whole,
    )
    gone = sorted(choice | set(pinned))
    beside = problem.do_nothing - float(problem.running[gone].sum())
    return Told(problem, siting, schools, groups, option, beside)


def _stays_anyway(told: Told) -> bool:
    """Tell whether a group is best off at its own school where that stays open."""
    problem, siting = told.problem, told.siting
    closes = set(problem.standing.pinned)
    own = [n for n, g in enumerate(told.groups) if int(problem.homes[g]) not in closes]
    if not own:
        return True
    return not siting.limited and bool((siting.cost[:, own] >= 0).all())
