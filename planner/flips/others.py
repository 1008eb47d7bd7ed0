"""Another school kept, so that this one closes; or another closing, so that this one stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.words import OTHER_CLOSED, OTHER_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.flips.answers import After
    from planner.flips.flip import Flip
    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto

_FEW = 3


def another_kept(subject: Subject, schools: Iterable[int]) -> Flip | None:
    """Return the first of some closing schools that lets this one close if it is kept."""
    for q in schools:
        change = Change(keep=(subject.id_of(q),))
        if subject.turned(change):
            return subject.flip("other", change, OTHER_KEPT.filled(school=subject.name_of(q)))
    return None


def deciding(subject: Subject, where: Whereto) -> list[int]:
    """Return the schools that close by decision and could take those who have no place at all."""
    problem, demand = subject.problem, subject.decided.case.demand
    takers = [where.view.takers[demand.bands[g]] for g in where.placeless]
    return [q for q in problem.standing.pinned if all(one.closing[q] for one in takers)]


def in_its_way(subject: Subject, after: After) -> list[int]:
    """Return the schools that stay where this one closes and that deal with the same schools.

    Parameters
    ----------
    after
        A plan in which this school closes.
    """
    problem, base = subject.problem, subject.base
    stays = sorted(base.gone.keys() - after.gone.keys())
    mine = set(problem.options.school[_options_of(subject, subject.school)].tolist())
    return [q for q in stays if q in mine or _shares(subject, base, q, mine)][:_FEW]


def _options_of(subject: Subject, school: int) -> list[bool]:
    problem = subject.problem
    found: list[bool] = (problem.homes[problem.options.group] == school).tolist()
    return found


def _shares(subject: Subject, base: After, q: int, mine: set[int]) -> bool:
    """Tell whether the pupils of `q` move to this school, or to one that could take its own."""
    receivers = base.receiver[subject.problem.homes[base.group] == q]
    return any(r == subject.school or r in mine for r in receivers.tolist())


def another_closed(subject: Subject) -> Flip | None:
    """Return the first school that closes where this one is kept, if it lets this one stay."""
    kept = subject.after(Change(keep=(subject.id,)))
    if kept is None:
        return None
    for q in sorted(kept.gone.keys() - subject.base.gone.keys())[:_FEW]:
        year = subject.problem.years[kept.gone[q]]
        change = Change(close={subject.id_of(q): year})
        if subject.turned(change):
            said = OTHER_CLOSED.filled(year=year, school=subject.name_of(q))
            return subject.flip("other", change, said)
    return None
