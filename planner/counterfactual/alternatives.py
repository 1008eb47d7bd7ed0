"""For every school that may close: what it would cost to decide otherwise."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.counterfactual.decided import Decided
from planner.counterfactual.window import Window
from planner.pipeline import solver_options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.reason import Firmness

# Plans dearer by up to this part of the money decided are as good as the best.
NEAR = 0.01


@dataclass(frozen=True)
class Alternative:
    """The best plan in which one school is decided otherwise, the targets being as near.

    Parameters
    ----------
    school
        Its position.
    closes
        Whether it closes, or is absorbed, in that plan: it does not in the plan in hand.
    at_least
        Yuan more, at the least, that any such plan costs; inf where there is none at all.
    extra
        Yuan more that `other` costs; inf without it.
    other
        Such a plan; None where none was looked for (it would cost more than `NEAR` allows), or
        none was found.
    """

    school: int
    closes: bool
    at_least: float
    extra: float = math.inf
    other: Decided | None = None

    def firmness(self, allowed: float) -> Firmness:
        """Return `open` if such a plan costs at most `allowed` more, `robust` if none does, or ''."""
        if self.extra <= allowed:
            return "open"
        return "robust" if self.at_least > allowed else ""


def alternatives(
    decided: Decided, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> Mapping[int, Alternative]:
    """Return an alternative for every school that may close or be absorbed, by position.

    Parameters
    ----------
    tell
        Called with the schools done, and all.
    """
    window = Window(decided, solver_options(decided.case.assumptions))
    gone, allowed = decided.gone, near(decided)
    found: dict[int, Alternative] = {}
    for n, s in enumerate(window.schools):
        found[s] = _alternative(window, decided, s, closes=s not in gone, allowed=allowed)
        tell(n + 1, len(window.schools))
    return found


def near(decided: Decided) -> float:
    """Return the yuan by which a plan may be dearer and still as good as the best."""
    return NEAR * abs(decided.money - decided.case.problem.do_nothing)


def _alternative(
    window: Window, decided: Decided, school: int, *, closes: bool, allowed: float
) -> Alternative:
    least = window.least(school, gone=closes) - decided.money
    if least > allowed:
        return Alternative(school, closes, max(least, 0.0))
    found = window.best(school, gone=closes)
    at_least = max(least, found.bound - decided.money, 0.0)
    if found.solution is None:
        return Alternative(school, closes, at_least)
    other = Decided(decided.case, found.solution, found.money, found.bound)
    return Alternative(school, closes, at_least, found.money - decided.money, other)
