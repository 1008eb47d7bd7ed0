"""Standard output kept for results: what a solver prints there is sent away."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def unheard() -> Iterator[None]:
    """Send away what HiGHS 1.16 prints when it starts, whatever it is told: results stand there.

    Processes that are started inside print nothing there either.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # a program without a screen
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
