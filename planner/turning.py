"""What would turn the decisions on many schools, looked for by several processes within a time."""

from __future__ import annotations

import math
import os
import signal
import time
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING

from planner.counterfactual import Decided
from planner.flips import flips

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from planner.counterfactual import Alternative
    from planner.flips import Flipped
    from planner.run import Run


@dataclass(frozen=True)
class Otherwise:
    """What is known of deciding a school otherwise.

    Parameters
    ----------
    lawful
        Some lawful plan does.
    extra
        Yuan that it costs more, as far as that is known.
    """

    lawful: bool
    extra: float

    @classmethod
    def of(cls, found: Alternative, unclosable: Collection[int]) -> Otherwise | None:
        """Return what an alternative tells; None where it tells nothing of use here."""
        extra = min(found.extra, found.at_least) if found.other is None else found.extra
        lawful = found.school not in unclosable
        return cls(lawful, extra) if math.isfinite(extra) or not lawful else None


# With fewer schools than this starting processes is not worth its time.
FEW = 8


def turns(
    run: Run,
    known: Mapping[int, Otherwise],
    schools: Sequence[int],
    *,
    seconds: float = math.inf,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
) -> dict[int, Flipped]:
    """Return what turns the decision on each school (a position) that was asked about in time.

    Parameters
    ----------
    known
        What is known of deciding otherwise, by school: it saves time.
    schools
        In the order in which they are asked about.
    seconds
        After so many no further one is.
    tell
        Called with the number done, and of all.
    """
    found: dict[int, Flipped] = {}
    for school, flipped in _answers(run, known, schools, time.monotonic() + seconds):
        found[school] = flipped
        tell(len(found), len(schools))
    return found


def _answers(
    run: Run, known: Mapping[int, Otherwise], schools: Sequence[int], deadline: float
) -> Iterator[tuple[int, Flipped]]:
    number = min(os.cpu_count() or 1, len(schools) // FEW)
    if number > 1:
        yield from _in_processes(run, known, schools, deadline, number)
        return
    decided = Decided.of(run)
    for school in schools:
        if time.monotonic() >= deadline:
            return
        yield school, flips(run, decided, school, known)


def _in_processes(
    run: Run,
    known: Mapping[int, Otherwise],
    schools: Sequence[int],
    deadline: float,
    number: int,
) -> Iterator[tuple[int, Flipped]]:
    plain = replace(run)  # without what was reckoned once and kept with the run
    pool = ProcessPoolExecutor(
        number,
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(plain, known, deadline),
    )
    others = set(active_children())
    try:
        asked = [pool.submit(_answer, school) for school in schools]
        for future in as_completed(asked, timeout=_left(deadline)):
            if (answer := future.result()) is not None:
                yield answer
    except (TimeoutError, BrokenExecutor):
        return  # out of time, or a process was ended from outside: what is known so far is told
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(active_children()) - others:
            child.terminate()


def _left(deadline: float) -> float | None:
    return max(deadline - time.monotonic(), 0.0) if math.isfinite(deadline) else None


class _Hand:
    """What one process knows."""

    run: Run
    decided: Decided
    known: Mapping[int, Otherwise]
    deadline: float


def _begin(run: Run, known: Mapping[int, Otherwise], deadline: float) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by who started us
    _Hand.run, _Hand.decided = run, Decided.of(run)
    _Hand.known, _Hand.deadline = known, deadline


def _answer(school: int) -> tuple[int, Flipped] | None:
    if time.monotonic() >= _Hand.deadline:
        return None
    return school, flips(_Hand.run, _Hand.decided, school, _Hand.known)
