"""What would turn the decisions on many schools, looked for by several processes within a time."""

from __future__ import annotations

import math
import os
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from planner.counterfactual import Decided
from planner.flips import flips

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from planner.counterfactual import Alternative
    from planner.flips import Flipped
    from planner.run import Run

# With fewer schools than this starting processes is not worth its time.
FEW = 8


def turns(
    run: Run,
    alternatives: Mapping[int, Alternative],
    schools: Sequence[int],
    *,
    seconds: float = math.inf,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> dict[int, Flipped]:
    """Return what turns the decision on each school (a position) that was asked about in time.

    Parameters
    ----------
    schools
        In the order in which they are asked about.
    seconds
        After so many no further one is.
    tell
        Called with the number done, and of all.
    """
    found: dict[int, Flipped] = {}
    for school, flipped in _answers(run, alternatives, schools, time.monotonic() + seconds):
        found[school] = flipped
        tell(len(found), len(schools))
    return found


def _answers(
    run: Run, alternatives: Mapping[int, Alternative], schools: Sequence[int], deadline: float
) -> Iterator[tuple[int, Flipped]]:
    number = min(os.process_cpu_count() or 1, len(schools) // FEW)
    if number > 1:
        yield from _in_processes(run, alternatives, schools, deadline, number)
        return
    decided = Decided.of(run)
    for school in schools:
        if time.monotonic() >= deadline:
            return
        yield school, flips(run, decided, school, alternatives)


def _in_processes(
    run: Run,
    alternatives: Mapping[int, Alternative],
    schools: Sequence[int],
    deadline: float,
    number: int,
) -> Iterator[tuple[int, Flipped]]:
    plain = replace(run)  # without what was reckoned once and kept with the run
    slim = {s: replace(one, other=None) for s, one in alternatives.items()}
    pool = ProcessPoolExecutor(
        number, mp_context=get_context("spawn"), initializer=_begin, initargs=(plain, slim, deadline)
    )
    try:
        asked = [pool.submit(_answer, school) for school in schools]
        for future in as_completed(asked):
            if (answer := future.result()) is not None:
                yield answer
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


class _Hand:
    """What one process knows."""

    run: Run
    decided: Decided
    alternatives: Mapping[int, Alternative]
    deadline: float


def _begin(run: Run, alternatives: Mapping[int, Alternative], deadline: float) -> None:
    _Hand.run, _Hand.decided = run, Decided.of(run)
    _Hand.alternatives, _Hand.deadline = alternatives, deadline


def _answer(school: int) -> tuple[int, Flipped] | None:
    if time.monotonic() >= _Hand.deadline:
        return None
    return school, flips(_Hand.run, _Hand.decided, school, _Hand.alternatives)
