"""Many changes at their fullest at once: where even all together are vain, none alone need be tried."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.answers import YUAN
from planner.flips.running import with_running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.flips.subject import Subject
    from planner.flips.tries import Try

_FEW = 3


def not_vain(subject: Subject, tries: Sequence[Try]) -> Iterator[Try]:
    """Yield the tries that may close the school at their fullest; the others are proven vain.

    First those of the likeliest few that close it with what is lacking as far as is known.

    Parameters
    ----------
    tries
        Of more seats, more beds and faster ways, which only ever allow more and cost less.
    """
    if not tries or _vain(subject, together([one.change(one.most) for one in tries])):
        return
    likely = [one for one in tries[:_FEW] if 0 < one.guess <= one.most]
    yield from (one for one in likely if subject.turned(one.change(one.guess)))
    yield from _halved(subject, tries)


def _halved(subject: Subject, tries: Sequence[Try]) -> Iterator[Try]:
    if not tries or _vain(subject, together([one.change(one.most) for one in tries])):
        return
    half = len(tries) // 2
    if not half:
        yield from tries
        return
    yield from _halved(subject, tries[:half])
    yield from _halved(subject, tries[half:])


def together(changes: Sequence[Change]) -> Change:
    """Return changes of seats, beds and ways in one."""
    return Change(
        seats={school: n for one in changes for school, n in one.seats.items()},
        beds={school: n for one in changes for school, n in one.beds.items()},
        travel={ends: way for one in changes for ends, way in one.travel.items()},
    )


def _vain(subject: Subject, change: Change) -> bool:
    """Tell whether a change, and any part of it, is proven not to close the school.

    With all of it closing is at least as lawful and as cheap as with a part. Let the school cost X
    yuan a year more: a plan that closes it gains X at least over those that keep it. If with that
    X, the money that the change saves, staying is best all the same, then with a part of the change
    a plan that closes it costs more than the plan that there is without any.
    """
    then = subject.after(change)
    if subject.problem.counts_over or then is None or then.aims != subject.base.aims:
        return False
    if subject.school in then.gone:
        return False
    saved = max(subject.base.money - then.money, 0.0) + 2 * YUAN
    after = subject.after(replace(change, running=with_running(subject, saved).running))
    return after is not None and after.proven and subject.school not in after.gone
