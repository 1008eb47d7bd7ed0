"""Solve a problem within its time limit, whatever the solver is doing, and keep the best plan."""

from __future__ import annotations

import math
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import planner
from planner.bounds import simple_bound
from planner.classical import attempt
from planner.errors import SolveError
from planner.over import pupils_over
from planner.solve_stages import (
    Nearest,
    Outcome,
    distance_reached,
    solve_in_stages,
)
from planner.solve_work import MONEY, OVER, Stated, next_whole
from planner.solver import Progress, installed_solver
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.part import Hint
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solver import SolverOptions

type StoppedBy = Literal["proof", "time", "user", "fault"]

# Seconds beyond the limit that a solver gets to come back by itself.
GRACE = 2.0


@dataclass(frozen=True)
class Solved:
    """The outcome of solving, and what ended it.

    Parameters
    ----------
    outcome
        The plan, its bound and how near the targets are.
    stopped_by
        `proof` where the solver came to its own end, `time` or `user` where it was stopped,
        `fault` where its process ended unexpectedly and had found a plan.
    seconds
        Spent stating the model and solving.
    """

    outcome: Outcome
    stopped_by: StoppedBy
    seconds: float


def solve(
    problem: Problem,
    options: SolverOptions,
    *,
    on_progress: Callable[[Progress], None] = lambda _: None,
    isolated: bool = True,
    near: Solution | None = None,
    hint: Hint | None = None,
) -> Solved:
    """Return the best plan found within `options.seconds`, with its bound.

    Parameters
    ----------
    on_progress
        Called with every report while the solver works.
    isolated
        Solve in a process of its own, so that the limit and Ctrl-C hold at any moment. False
        solves in this process: quicker to start, for many small problems.
    near
        Decisions from which to start; they need not be lawful here.
    hint
        Where to begin in this process, from a question like this one.

    Raises
    ------
    UsageError
        If there is no such solver on this machine.
    SolveError
        If the solver's process ends before any plan was found, for lack of memory for instance.
    """
    options = replace(options, name=installed_solver(options.name))
    began = time.monotonic()
    if isolated:
        outcome, stopped_by = _in_own_process(problem, options, on_progress, near)
    else:
        tell = _without_sizes(on_progress)
        classical = attempt(problem, options, on_progress)
        outcome = classical or solve_in_stages(problem, options, tell, near, hint)
        stopped_by = "proof"
        if time.monotonic() - began >= options.seconds:
            stopped_by = "time"
    if outcome.solution is not None and not outcome.impossible:
        outcome = replace(outcome, bound=max(outcome.bound, simple_bound(problem)))
    return Solved(outcome, stopped_by, time.monotonic() - began)


def _without_sizes(
    on_progress: Callable[[Progress], None],
) -> Callable[[Progress | Stated], None]:
    return lambda message: None if isinstance(message, Stated) else on_progress(message)


class _Best:
    """The best plan reported so far, with what is known about it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.stated = Stated(0, 0, 0.0)
        self.solution: Solution | None = None
        self.bound = -math.inf
        self.possible: dict[int, int] = {}
        self.over = 0

    def hear(self, progress: Progress) -> None:
        if progress.stage == MONEY and progress.bound is not None:
            self.bound = max(self.bound, progress.bound)
        if progress.stage.isdigit():
            # the targets cannot all be met: what was proven for plans that meet them holds no more
            self.bound = -math.inf
            if progress.bound is not None:
                year = self.problem.years.index(int(progress.stage))
                self.possible[year] = next_whole(progress.bound)
        if progress.stage == OVER and progress.bound is not None:
            self.over = next_whole(progress.bound)
        if progress.solution is not None:
            self.solution = progress.solution

    def outcome(self) -> Outcome:
        known = Outcome(
            self.solution,
            self.bound,
            variables=self.stated.variables,
            constraints=self.stated.constraints,
            model_seconds=self.stated.seconds,
        )
        if self.solution is None:
            return known
        reached = distance_reached(self.problem, self.solution)
        nearest = (Nearest(n, min(n, self.possible.get(t, 0))) for t, n in enumerate(reached))
        beyond = pupils_over(self.problem, self.solution)
        over = Nearest(beyond, min(beyond, self.over))
        return replace(known, nearest=tuple(nearest), over=over)


def _in_own_process(
    problem: Problem,
    options: SolverOptions,
    on_progress: Callable[[Progress], None],
    near: Solution | None,
) -> tuple[Outcome, StoppedBy]:
    best = _Best(problem)
    deadline = time.monotonic() + options.seconds + GRACE
    with _started() as process:
        messages = _messages(process, (problem, options, near))
        try:
            while (left := deadline - time.monotonic()) > 0:
                try:
                    message = messages.get(timeout=min(left, 0.2))
                except queue.Empty:
                    continue
                if isinstance(message, Outcome | SolveError):
                    return _ended(message, best, late=time.monotonic() + GRACE >= deadline)
                if isinstance(message, Stated):
                    best.stated = message
                elif isinstance(message, Progress):
                    best.hear(message)
                    on_progress(message)
            return best.outcome(), "time"
        except KeyboardInterrupt:
            return best.outcome(), "user"
        finally:
            process.kill()


def _ended(message: Outcome | SolveError, best: _Best, *, late: bool) -> tuple[Outcome, StoppedBy]:
    """Return how the work ended; a plan once reported is not lost.

    Raises
    ------
    SolveError
        If that is the message, and no plan was reported.
    """
    if isinstance(message, SolveError):
        if best.solution is None:
            raise message
        return best.outcome(), "fault"
    lost = message.solution is None and best.solution is not None
    found = best.outcome() if lost and not message.impossible else message
    return found, "time" if late else "proof"


def _started() -> subprocess.Popen[bytes]:
    """Start the solving process, apart from the terminal so that Ctrl-C reaches only us."""
    root = str(Path(planner.__file__).parent.parent)
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    apart = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
        if os.name == "nt"
        else {"start_new_session": True}
    )
    return subprocess.Popen(
        [sys.executable, "-m", "planner.solve_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        **apart,
    )


def _messages(process: subprocess.Popen[bytes], job: object) -> queue.Queue[object]:
    """Send the job and return the queue of what comes back; an exception ends it."""
    messages: queue.Queue[object] = queue.Queue()

    def talk() -> None:
        try:
            pickle.dump(job, process.stdin)  # type: ignore[arg-type]
            process.stdin.close()  # type: ignore[union-attr]
            while True:
                messages.put(pickle.load(process.stdout))  # type: ignore[arg-type]  # noqa: S301
        except (EOFError, OSError, pickle.UnpicklingError, ValueError):
            messages.put(_broken(process))

    threading.Thread(target=talk, daemon=True).start()
    return messages


def _broken(process: subprocess.Popen[bytes]) -> SolveError:
    try:
        said = process.stderr.read().decode(errors="replace").strip()  # type: ignore[union-attr]
    except (OSError, ValueError):
        said = ""
    last = said.splitlines()[-1] if said else f"exit {process.poll()}"
    return SolveError(
        Text(
            "求解进程意外结束（{last}）。可能内存不足，请关闭其他程序后重试",
            "the solving process ended unexpectedly ({last}); there may be too little memory: "
            "close other programs and try again",
        ).filled(last=last)
    )
