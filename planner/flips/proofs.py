"""That no single change turns a decision, in words, with all that was tried at its fullest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.flips.words import (
    NO_SINGLE,
    TRIED_BOTH,
    TRIED_FREE,
    TRIED_NEVER,
    TRIED_OTHERWISE,
    TRIED_PLACES,
)
from planner.words import Text

if TYPE_CHECKING:
    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto


def still_kept(subject: Subject) -> Text | None:
    """Return that a school stays although what keeps it is taken back."""
    if subject.unsettled:
        return None
    standing = subject.problem.standing
    both = subject.school in standing.against and subject.school in standing.kept
    return NO_SINGLE[subject.closes].filled(tried=TRIED_BOTH if both else TRIED_FREE)


def proof(subject: Subject, where: Whereto, *, never: bool) -> Text | None:
    """Return that no single lawful change closes a school; None if some could not be settled.

    Parameters
    ----------
    never
        No lawful plan closes it.
    """
    if subject.unsettled:
        return None
    schools = len({*where.lawful, *(r for _, r in where.ways)})
    said = (TRIED_NEVER if never else TRIED_OTHERWISE, TRIED_PLACES.filled(n=schools))
    tried = Text("；".join(t.zh for t in said), "; ".join(t.en for t in said))
    return NO_SINGLE[subject.closes].filled(tried=tried)
