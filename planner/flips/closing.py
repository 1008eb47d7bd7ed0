"""What would keep a school that the plan closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.flips.decisions import protected
from planner.flips.flip import Flipped
from planner.flips.others import another_closed
from planner.flips.running import cheaper
from planner.flips.targets import target
from planner.flips.words import NO_SINGLE, TRIED_FREE

if TYPE_CHECKING:
    from planner.flips.subject import Subject


def stays_with(subject: Subject) -> Flipped:
    """Return what would keep the school; it is due by date or decision, or was worth closing."""
    found = protected(subject)
    standing = subject.problem.standing
    due = subject.school in standing.pinned or subject.school in subject.problem.empty_due
    if not due:
        more = (target(subject, far=False), another_closed(subject), cheaper(subject))
        found += [flip for flip in more if flip]
    proof = None if found else NO_SINGLE[subject.closes].filled(tried=TRIED_FREE)
    return Flipped(tuple(found), proof)
