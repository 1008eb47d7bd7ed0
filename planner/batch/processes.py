"""A crew of processes on this machine, each of which may be killed without harm to the others."""

from __future__ import annotations

import os
import signal
from collections import Counter, deque
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Self

from planner.batch.crew import ATTEMPTS, Done

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from planner.batch.crew import Task, Work

# Processes are started anew, not copied: the same on every system, and safe beside threads.
_START = get_context("spawn")
# Seconds that a process gets to end by itself.
GRACE = 2.0


@dataclass
class _Hand:
    """One process and what it is doing."""

    process: SpawnProcess
    line: Connection[Any, Any]
    task: Task | None = None
    counties: set[str] = field(default_factory=set)


class Processes:
    """A crew of processes on this machine.

    Parameters
    ----------
    work
        What each does with a task.
    number
        How many there are.
    """

    def __init__(self, work: Work, number: int) -> None:
        self._work = work
        self._number = number
        self._hands: list[_Hand] = []

    def __enter__(self) -> Self:
        """Start nothing yet: a process begins when there is a task for it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes, whatever they are doing."""
        for hand in self._hands:
            hand.process.terminate()
        for hand in self._hands:
            hand.process.join(GRACE)
            hand.process.kill()
            hand.line.close()
        self._hands = []

    @property
    def pids(self) -> list[int]:
        """Return the ids of the processes that run."""
        return [hand.process.pid for hand in self._hands if hand.process.pid]

    def carry_out(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Yield each task when it is done; one whose process ends is given to another."""
        waiting, begun = deque(tasks), Counter[tuple[str, str]]()
        while waiting or any(hand.task for hand in self._hands):
            self._give(waiting, begun)
            for hand in self._ready():
                task, reply = hand.task, self._reply(hand)
                assert task is not None  # noqa: S101 - only busy hands are waited for
                tries = begun[task.county, task.kind]
                if reply is not None or tries >= ATTEMPTS:
                    yield Done(task, reply, tries)
                else:
                    waiting.appendleft(task)

    def _give(self, waiting: deque[Task], begun: Counter[tuple[str, str]]) -> None:
        """Give tasks to all who have none, of counties that they know if there are such."""
        while len(self._hands) < min(self._number, len(waiting) + self._busy()):
            self._hands.append(self._begin())
        for hand in self._hands:
            if hand.task is None and waiting:
                task = _fitting(waiting, hand, self._hands)
                waiting.remove(task)
                begun[task.county, task.kind] += 1
                hand.task = task
                hand.counties.add(task.county)
                self._send(hand, task)

    def _busy(self) -> int:
        return sum(hand.task is not None for hand in self._hands)

    def _begin(self) -> _Hand:
        ours, theirs = _START.Pipe()
        process = _START.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        return _Hand(process, ours)

    @staticmethod
    def _send(hand: _Hand, task: Task) -> None:
        try:
            hand.line.send(task)
        except OSError:
            return  # it has ended; reading its line will show so

    def _ready(self) -> list[_Hand]:
        """Return the busy hands that have something to say, or have ended."""
        lines = {id(hand.line): hand for hand in self._hands if hand.task}
        ready = wait([hand.line for hand in lines.values()])
        return [lines[id(line)] for line in ready]

    def _reply(self, hand: _Hand) -> Mapping[str, Any] | None:
        """Return a hand's reply; where it has ended, None, and it is dismissed."""
        hand.task = None
        try:
            reply: Mapping[str, Any] = hand.line.recv()
        except (EOFError, OSError):
            hand.process.join(GRACE)
            hand.line.close()
            self._hands.remove(hand)
            return None
        return reply


def _fitting(waiting: deque[Task], hand: _Hand, hands: list[_Hand]) -> Task:
    """Return the task to do next: of a county the hand knows, else of one that nobody knows."""
    others = set().union(*(other.counties for other in hands if other is not hand))
    known = (task for task in waiting if task.county in hand.counties)
    new = (task for task in waiting if task.county not in others)
    return next(known, next(new, waiting[0]))


def _serve(line: Connection[Any, Any], work: Work) -> None:
    """Do task after task until the line ends; Ctrl-C is for the parent alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _be_silent()
    while True:
        try:
            task = line.recv()
        except (EOFError, OSError):
            return
        line.send(work(task))


def _be_silent() -> None:
    """Send away all that is printed, by libraries in C as well: results are told by the parent."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _leave(*_: object) -> None:
    """End in an orderly way, so that a solver that runs for this process is ended with it."""
    raise SystemExit(1)
