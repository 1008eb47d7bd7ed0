"""Keep the solver's own greeting off the results when it works in this process."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def chatter_aside() -> Iterator[None]:
    """Send whatever a library writes to standard output inside the block to standard error.

    HiGHS greets once in a process, below Python's own streams and whatever its settings say.
    """
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
