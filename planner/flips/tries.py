"""A change that has a size: how to make it, how far it goes, how to say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.flips.smallest import smallest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.change import Change
    from planner.flips.flip import Flip, Kind
    from planner.flips.subject import Subject
    from planner.words import Text


@dataclass(frozen=True)
class Try:
    """A change of n units, n a whole number.

    Parameters
    ----------
    change
        The change by n.
    most
        Its fullest: more of it could not help.
    guess
        How much is lacking, as far as is known.
    say
        What is said of n.
    amount
        What is told as the amount of n.
    doubtful
        It is at a school that closes in the plan, and would have to stay for it.
    """

    kind: Kind
    unit: str
    change: Callable[[int], Change]
    most: int
    guess: int
    say: Callable[[int], Text]
    amount: Callable[[int], float] = field(default=float)
    loosens: bool = False
    doubtful: bool = False

    def on(self, subject: Subject) -> Flip | None:
        """Return the smallest change that turns the decision; None where its fullest does not."""
        if self.most < 1:
            return None
        n = smallest(lambda n: subject.turned(self.change(n)), self.most, self.guess)
        if n is None:
            return None
        return subject.flip(
            self.kind,
            self.change(n),
            self.say(n),
            amount=self.amount(n),
            unit=self.unit,
            half=self.change(n // 2) if n > 1 else None,
            loosens=self.loosens,
        )


def first(subject: Subject, tries: Iterable[Try]) -> Flip | None:
    """Return the first flip of several tries; None where none of them turns the decision."""
    return next((flip for one in tries if (flip := one.on(subject))), None)
