"""Why every school closes or stays, what must be kept, what is lawful, what would change it.

Everything here plans the county again, many times; the plan itself stays as it is.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from planner.counterfactual import Decided, Lawful, alternatives
from planner.counterfactual.lawful import plainly_unclosable
from planner.reason import Explained
from planner.reasons import reasons
from planner.turning import Otherwise, turns
from planner.words import Text
from planner.worth import worth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.counterfactual import Alternative
    from planner.flips import Flipped
    from planner.reason import LawfulRange
    from planner.run import Run

# With more moves to choose from, only what the tables and rules show by themselves is told.
LARGE = 150_000


@dataclass(frozen=True)
class Effort:
    """How much work to put into an explanation.

    Parameters
    ----------
    seconds
        After so many no further school is asked what would change its decision.
    tell
        Called with the number of schools done, and of all.
    """

    seconds: float = math.inf
    tell: Callable[[int, int], None] = field(default=lambda _done, _all: None)


def explain(run: Run, effort: Effort | None = None) -> Explained:
    """Return what explains the plan of a run.

    Where the time ends, schools not yet asked about have no flip, and of what more would be worth
    only what was found until then is told.
    """
    effort = effort or Effort()
    deadline = time.monotonic() + effort.seconds
    decided = Decided.of(run)
    if _size(decided) > LARGE:
        known, flipped = _plain(decided), {}
    else:
        known = _known(decided, run)
        flipped = _turned(run, decided, known, replace(effort, seconds=_left(deadline)))
    told = {s: text for s, one in flipped.items() if (text := _told(one)) is not None}
    found = reasons(decided, known.alternatives, known.unclosable, told)
    more = worth(run, decided, max(_left(deadline), 0.0)) if known.ranges else ()
    return Explained(found, known.ranges, more)


def _left(deadline: float) -> float:
    return deadline - time.monotonic()


def _turned(run: Run, decided: Decided, known: _Known, effort: Effort) -> dict[int, Flipped]:
    """Ask of each school that may close what would turn its decision: those that stay first."""
    gone = decided.gone
    schools = sorted(known.alternatives, key=lambda s: (s in gone, s))
    otherwise = {
        s: one
        for s, found in known.alternatives.items()
        if (one := Otherwise.of(found, known.unclosable)) is not None
    }
    return turns(run, otherwise, schools, seconds=effort.seconds, tell=effort.tell)


def _told(flipped: Flipped) -> Text | None:
    """Return what turns a decision in one sentence, or that nothing does."""
    if not flipped.found:
        return flipped.proof
    said = [flip.text for flip in flipped.found]
    return Text("；".join(text.zh for text in said), "; ".join(text.en for text in said))


@dataclass(frozen=True)
class _Known:
    """What was found out about all schools together."""

    alternatives: Mapping[int, Alternative]
    unclosable: frozenset[int]
    ranges: tuple[LawfulRange, ...]


def _size(decided: Decided) -> int:
    problem = decided.case.problem
    return int(problem.options.may.sum()) + len(problem.reliefs)


def _known(decided: Decided, run: Run) -> _Known:
    lawful = Lawful(decided)
    return _Known(alternatives(decided), lawful.unclosable(), lawful.ranges(run.plan.targets))


def _plain(decided: Decided) -> _Known:
    return _Known({}, plainly_unclosable(decided.case.problem), ())
