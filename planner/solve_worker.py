"""The process that solves: reads one job from its input, writes what it finds to its output.

A process of its own, because a solver deep in its work can neither be interrupted nor trusted to
keep a time limit; its parent ends it and keeps the best plan that was reported.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import TYPE_CHECKING

from planner.classical import attempt
from planner.solve_stages import solve_in_stages

if TYPE_CHECKING:
    from typing import BinaryIO


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Solve the job in `source`; write the model's size, every report and at last the outcome."""
    problem, options, near = pickle.load(source)  # noqa: S301 - written by the parent

    def send(message: object) -> None:
        pickle.dump(message, sink)
        sink.flush()

    classical = attempt(problem, options, send, tell_size=send)
    send(classical or solve_in_stages(problem, options, send, near))


def main() -> None:
    """Serve over standard input and output, keeping solver chatter off the latter."""
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(sys.stdin.buffer, channel)


if __name__ == "__main__":
    main()
