"""Changes that were decided or heard of the school itself: hearings, keep lists, pins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.words import AGAINST, FOR, FREE, KEEP, UNPINNED

if TYPE_CHECKING:
    from planner.flips.flip import Flip
    from planner.flips.subject import Subject


def freed(subject: Subject) -> list[Flip]:
    """Return what would take back that a school is kept: a new hearing, the keep list."""
    standing, found = subject.problem.standing, []
    if subject.school in standing.against:
        found.append(subject.flip("hearing", Change(against={subject.id: False}), FOR))
    if subject.school in standing.kept:
        found.append(subject.flip("free", Change(free=(subject.id,)), FREE))
    return [flip for flip in found if subject.turned(flip.change)]


def protected(subject: Subject) -> list[Flip]:
    """Return what would keep a school that closes; a decided closing is taken back first."""
    pinned = subject.problem.standing.pinned.get(subject.school)
    if pinned is not None:
        taken_back = subject.flip("pin", Change(free=(subject.id,)), UNPINNED.filled(year=pinned))
        found = [taken_back]
    else:
        found = [subject.flip("hearing", Change(against={subject.id: True}), AGAINST)]
    found.append(subject.flip("keep", Change(keep=(subject.id,)), KEEP))
    return [flip for flip in found if subject.turned(flip.change)]
