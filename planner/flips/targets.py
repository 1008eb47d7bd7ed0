"""By how much the target of one year would have to differ for a decision to turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.words import TARGET

if TYPE_CHECKING:
    from planner.flips.answers import After
    from planner.flips.flip import Flip
    from planner.flips.subject import Subject

NEAR = 10
"""How many more or fewer closures are looked at, where something else turns the decision too."""


def target(subject: Subject, *, far: bool) -> Flip | None:
    """Return the smallest change of one year's target that turns a decision, or None.

    Of the years the last one first: what was asked before stays as it is. One number after the
    other is asked for, so that none between them does; `far` goes on to the last that can differ,
    in every year.
    """
    years = range(len(subject.problem.years) - 1, -1, -1)
    asked = subject.problem.asked
    for t in [t for t in years if asked[t] or not subject.closes][: None if far else 1]:
        step = -1 if subject.closes else 1
        most = int(asked[t]) if subject.closes else int(subject.problem.standing.counted.sum())
        found = _scan(subject, t, step, most if far else min(most, NEAR))
        if found:
            return _told(subject, t, step * found)
    return None


def _scan(subject: Subject, t: int, step: int, most: int) -> int | None:
    """Return the smallest number of closures by which year `t` must differ, or None."""
    for k in range(1, most + 1):
        change = _with_target(subject, t, step * k)
        if subject.turned(change):
            return k
        after = subject.after(change)
        if after is None:
            subject.unsettled.append(change)  # no target rules every plan out
            return None
        if _settled(subject, after, t, step * k):
            return None
    return None


def _settled(subject: Subject, after: After, t: int, more: int) -> bool:
    """Tell whether going on decides nothing else: no fewer, or no more, are lawful."""
    asked, planned = int(subject.problem.asked[t]) + more, after.planned[t]
    rule = subject.problem.rule
    if more > 0:
        return rule != "at_most" and planned < asked
    return rule == "exact" and planned > asked


def _with_target(subject: Subject, t: int, more: int) -> Change:
    return Change(targets={subject.problem.years[t]: int(subject.problem.asked[t]) + more})


def _told(subject: Subject, t: int, more: int) -> Flip:
    before, half = int(subject.problem.asked[t]), int(more / 2)
    return subject.flip(
        "target",
        _with_target(subject, t, more),
        TARGET.filled(year=subject.problem.years[t], before=before, after=before + more),
        amount=abs(more),
        unit="schools",
        half=_with_target(subject, t, half) if half else None,
    )
