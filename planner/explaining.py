"""Why every school closes or stays, what must be kept, what is lawful, what would change it.

Everything here plans the county again, many times; the plan itself stays as it is.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from planner.counterfactual import Decided, Lawful, alternatives
from planner.counterfactual.lawful import plainly_unclosable
from planner.reason import Explained
from planner.reasons import reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.counterfactual import Alternative
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
    """Return what explains the plan of a run."""
    effort = effort or Effort()
    deadline = time.monotonic() + effort.seconds
    decided = Decided.of(run)
    known = _known(decided, run) if _size(decided) <= LARGE else _plain(decided)
    flips = {}
    del deadline
    return Explained(
        reasons(decided, known.alternatives, known.unclosable, flips), known.ranges, ()
    )


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
