"""By how much a school's running cost would have to differ for its decision to turn.

Money is linear in the running cost of one school: with X yuan a year more, a plan that closes it
with n years to go gains n X over those that keep it. So each plan tells the X from which it pays,
and planning again at that X tells whether another plan pays sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planner.change import Change
from planner.flips.smallest import readable
from planner.flips.words import CHEAPER, DEARER

if TYPE_CHECKING:
    from planner.flips.answers import After
    from planner.flips.flip import Flip
    from planner.flips.subject import Subject

_PLENTY = 1_000_000
_ALIKE = 3
"""Yuan a year up to which two plans cost as good as the same: half of it is no smaller change."""
ENDLESS = 1_000_000_000
"""Yuan a year with which closing pays in every county where it is lawful."""


class Dearer(NamedTuple):
    """The higher cost from which closing pays, the plan then, and what it costs more today."""

    flip: Flip
    after: After
    extra: float


def dearer(subject: Subject, guess: float | None = None) -> Dearer | None:
    """Return from which higher cost on closing pays, and the plan then; None if it never does.

    Parameters
    ----------
    guess
        Yuan a year, where something is known.
    """
    tries = (*((readable(guess),) if guess is not None else ()), _PLENTY, ENDLESS)
    for enough in tries:
        some = _closing(subject, enough)
        if some:
            more, found = _least(subject, enough, some)
            years = len(subject.problem.years) - found.gone[subject.school]
            return Dearer(_told(subject, more), found, _pays_from(subject, more, found) * years)
    return None


def with_running(subject: Subject, more: float) -> Change:
    """Return the change of the school's running cost by `more` yuan a year."""
    return Change(running={subject.id: float(subject.problem.running[subject.school]) + more})


def _closing(subject: Subject, more: int) -> After | None:
    change = with_running(subject, more)
    return subject.after(change) if more > 0 and subject.turned(change) else None


def _least(subject: Subject, more: int, found: After) -> tuple[int, After]:
    """Return the least cost at which the school closes, and the plan then, from a plan at `more`."""
    while True:
        fewer = min(readable(max(_pays_from(subject, more, found), 0.0)), more)
        if fewer == more and _half_is_not(subject, more, found):
            return more, found
        fewer = more // 2 if fewer == more else fewer
        after = _closing(subject, fewer)
        if after is None:
            return more, found
        more, found = fewer, after


def _pays_from(subject: Subject, more: int, after: After) -> float:
    """Return from which higher cost on a plan pays that closes the school at `more`."""
    t = after.gone[subject.school]
    return (after.money - more * t - subject.base.money) / (len(subject.problem.years) - t)


def _half_is_not(subject: Subject, more: int, best: After) -> bool:
    """Tell whether no plan pays at half of `more`: from there on each gains a year's at least."""
    gain = subject.base.money + more * len(subject.problem.years) - best.money
    return gain < more / 2


def cheaper(subject: Subject) -> Flip | None:
    """Return from which lower cost on staying pays; None if even without any it does not."""
    kept = subject.after(Change(keep=(subject.id,)))
    if kept is None or kept.aims != subject.base.aims:
        return None
    cost, after, fewer, pays = float(subject.problem.running[subject.school]), subject.base, 0, 0.0
    while subject.school in after.gone:
        t = after.gone[subject.school]
        pays = (kept.money - after.money - fewer * t) / (len(subject.problem.years) - t)
        fewer = max(readable(max(pays, 0.0)), fewer + 1)
        found = subject.after(with_running(subject, -fewer)) if fewer <= cost else None
        if found is None or not found.proven:
            return None
        after = found
    while fewer > 1 and fewer / 2 >= pays and subject.turned(with_running(subject, -fewer / 2)):
        fewer //= 2
    return _told(subject, -fewer)


def _told(subject: Subject, more: int) -> Flip:
    before = float(subject.problem.running[subject.school])
    said = (DEARER if more > 0 else CHEAPER).filled(
        n=f"{abs(more):,}", before=f"{before:,.0f}", after=f"{before + more:,.0f}"
    )
    return subject.flip(
        "running",
        with_running(subject, more),
        said,
        amount=abs(more),
        unit="yuan_a_year",
        half=with_running(subject, more / 2) if abs(more) > _ALIKE else None,
    )
