"""All places and ways at their fullest at once: where even that is not enough, no single one is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.answers import YUAN
from planner.flips.running import with_running
from planner.flips.ways import slow

if TYPE_CHECKING:
    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto


def no_place_helps(subject: Subject, where: Whereto) -> bool:
    """Tell whether more seats, beds or faster ways, one of them or all together, are proven vain.

    With all at once, closing the school is at least as lawful and as cheap as with one of them. Let
    the school cost X yuan a year more: a plan that closes it gains X at least over those that keep
    it. If with that X, the money that all at once saves, staying is best all the same, then closing
    costs more with a single one of them than the plan that there is without.
    """
    change = everything(subject, where)
    then = subject.after(change)
    if subject.problem.counts_over or then is None or then.aims != subject.base.aims:
        return False
    saved = max(subject.base.money - then.money, 0.0) + 2 * YUAN
    dearer = replace(change, running=with_running(subject, saved).running)
    after = subject.after(dearer)
    return after is not None and after.proven and subject.school not in after.gone


def everything(subject: Subject, where: Whereto) -> Change:
    """Return all places and ways at their fullest."""
    schools = {*where.lawful, *(r for _, r in where.ways)}
    most = {subject.id_of(r): where.most(r) for r in sorted(schools)}
    ways = {
        (place, subject.id_of(r)): (where.ways[place, r].km, 0.0)
        for place, r in slow(subject, where)
    }
    return Change(seats=most, beds=most, travel=ways)
