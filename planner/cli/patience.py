"""Ctrl-C while a finished plan is being written: the first is heard, the second obeyed."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType


@contextmanager
def patient(hear: Callable[[], None]) -> Iterator[None]:
    """Carry on through one Ctrl-C inside the block.

    Parameters
    ----------
    hear
        Called at the first Ctrl-C; the second raises KeyboardInterrupt as usual.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return

    def first(_: int, frame: FrameType | None) -> None:  # noqa: ARG001 - a handler's form
        signal.signal(signal.SIGINT, signal.default_int_handler)
        hear()

    before = signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
