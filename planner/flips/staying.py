"""What would close a school that stays, or the proof that no single change does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from planner.flips import places, ways
from planner.flips.budgets import budget_tries
from planner.flips.decisions import freed
from planner.flips.flip import Flipped
from planner.flips.fullest import not_vain
from planner.flips.limits import limit_tries
from planner.flips.others import another_kept, deciding, in_its_way
from planner.flips.proofs import proof, still_kept
from planner.flips.running import dearer
from planner.flips.targets import target
from planner.flips.tries import first
from planner.flips.whereto import whereto

if TYPE_CHECKING:
    from planner.flips.flip import Flip
    from planner.flips.running import Dearer
    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto


class Otherwise(Protocol):
    """What is used of the best plan in which a school is decided otherwise."""

    @property
    def lawful(self) -> bool:
        """Tell whether there is any."""

    @property
    def extra(self) -> float:
        """Return the yuan that it costs more, with the same targets."""


def closes_with(subject: Subject, otherwise: Otherwise | None) -> Flipped:
    """Return what would close the school."""
    standing = subject.problem.standing
    if subject.school in standing.against or subject.school in standing.kept:
        found = freed(subject)
        return Flipped(tuple(found), None if found else still_kept(subject))
    where = whereto(subject)
    never = bool(where.placeless) or (otherwise is not None and not otherwise.lawful)
    closing = None if never else dearer(subject, otherwise.extra if otherwise else None)
    found = _besides(subject, where, closing) if closing else _needed(subject, where, never=never)
    if found:
        return Flipped(tuple(found), None)
    loosened = [flip for one in limit_tries(subject, where) if (flip := one.on(subject))]
    return Flipped(tuple(loosened), proof(subject, where, never=never))


def _besides(subject: Subject, where: Whereto, closing: Dearer) -> list[Flip]:
    """Return what would close a school that could lawfully close, and its money from which it does.

    Only what could save enough is tried.
    """
    found = (
        first(subject, places.place_tries(subject, where, places.worthwhile(subject, closing))),
        first(subject, ways.way_tries(subject, where, ways.worthwhile(subject, where, closing))),
        first(subject, budget_tries(subject)),
        target(subject, far=False),
        another_kept(subject, in_its_way(subject, closing.after)),
        closing.flip,
    )
    return [flip for flip in found if flip]


def _needed(subject: Subject, where: Whereto, *, never: bool) -> list[Flip]:
    """Return what would close a school that cannot lawfully close with the targets as they are.

    Parameters
    ----------
    never
        It cannot with other targets, costs or plans for other schools either.
    """
    found = _places(subject, where)
    others = deciding(subject, where) if never else sorted(subject.base.gone)
    if not never:
        found += [first(subject, budget_tries(subject)), target(subject, far=True)]
    found.append(another_kept(subject, others))
    return [flip for flip in found if flip]


def _places(subject: Subject, where: Whereto) -> list[Flip | None]:
    """Return the first of more beds or seats, and of faster ways, that closes the school."""
    groups = (
        places.place_tries(subject, where, places.helpful(where)),
        ways.way_tries(subject, where, ways.helpful(subject, where)),
    )
    return [*(first(subject, not_vain(subject, one)) for one in groups), ways.buses(subject)]
