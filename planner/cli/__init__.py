"""The command `planner`: it reads arguments, calls the parts in order, and speaks to people."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from planner.cli import failing
from planner.cli.asked import ASKED, Asked
from planner.cli.screen import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments
        Words after the program's name; those of the process if None.
    """
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    token = ASKED.set(Asked.of(words))
    try:
        return _answered(words)
    finally:
        ASKED.reset(token)


def entry() -> None:
    """Run the command line as a program."""
    sys.exit(main())


def _answered(words: list[str]) -> int:
    """Run a command; whatever goes wrong becomes a message and an exit code."""
    try:
        return _run(words)
    except Unread:
        return _leave()
    except KeyboardInterrupt:
        return failing.stopped()
    except Exception as error:  # noqa: BLE001 - people get a message, maintainers the details
        return failing.explained(error)


def _run(words: list[str]) -> int:
    from planner.cli.help import INTERRUPTED, WRONG_USE, command
    from planner.cli.usage import wrong_words

    tree = command(ASKED.get().spoken)
    try:
        code = tree.main(args=words, prog_name="planner", standalone_mode=False)
    except WRONG_USE as error:
        return failing.misused(wrong_words(error))
    if code == INTERRUPTED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _leave() -> int:
    """Say nothing more: nobody reads it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return 0


def _speak_utf8() -> None:
    """Let Chinese through where a console or a pipe would not take it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="replace")
