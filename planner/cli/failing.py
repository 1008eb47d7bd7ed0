"""What a command says when it cannot do what it was asked: words for people, JSON for programs."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from planner.cli import words
from planner.cli.asked import ASKED
from planner.cli.screen import findings_lines, result_json, talk
from planner.errors import PlannerError
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.errors import Finding

BAD_USE = 2
STOPPED = 4
# So many findings of one kind are shown before the rest is only counted.
SHOWN = 40
NOTHING: Mapping[str, object] = MappingProxyType({})


def fail(
    code: int, what: Text, findings: Sequence[Finding] = (), written: Mapping[str, object] = NOTHING
) -> int:
    """Say what is wrong and return the exit code.

    Parameters
    ----------
    written
        For programs: `run`, the folder that holds the diagnosis, and `conflicts`, if there are.
    """
    asked = ASKED.get()
    talk(what.say(asked.spoken))
    for line in findings_lines(findings, asked.spoken, shown=SHOWN):
        talk(line)
    if asked.json:
        listed = [finding.as_dict() for finding in findings]
        said = {"zh": what.zh, "en": what.en}
        result_json({"error": said, "exit_code": code, **written, "findings": listed})
    return code


def explained(error: Exception) -> int:
    """Say what went wrong, as far as a person can do something about it."""
    code, what, findings = reason(error)
    return fail(code, what, findings, _written(error))


def _written(error: Exception) -> Mapping[str, object]:
    """Return where the diagnosis of a county without a plan was written, and its conflicts."""
    if not hasattr(error, "diagnosis"):
        return NOTHING
    conflicts = [conflict.as_dict() for conflict in error.diagnosis.conflicts]
    return {"run": str(error.folder), "conflicts": conflicts}  # type: ignore[attr-defined]


def reason(error: Exception) -> tuple[int, Text, Sequence[Finding]]:
    """Return the exit code of an error, what went wrong, and the single problems."""
    if isinstance(error, PlannerError):
        return error.exit_code, error.what, error.findings
    if isinstance(error, MemoryError):
        return BAD_USE, words.MEMORY, ()
    if isinstance(error, OSError):
        return BAD_USE, words.DISK.filled(what=_trouble(error)), ()
    named = words.INTERNAL.filled(what=type(error).__name__, path=_details())
    return BAD_USE, named, ()


def misused(what: Text) -> int:
    """Say that the command itself cannot be read, and how to get help."""
    return fail(BAD_USE, words.WRONG_USE.filled(what=what))


def stopped() -> int:
    """Say that the user stopped the work."""
    return fail(STOPPED, words.STOPPED)


def _trouble(error: OSError) -> Text:
    """Return which file could not be read or written, and why."""
    why = words.DISK_TROUBLE.get(error.errno or 0, same(error.strerror or error))
    name = error.filename or error.filename2
    return Text("{why}：{name}", "{why}: {name}").filled(why=why, name=name) if name else why


def _details() -> Path:
    """Write down what failed and return where."""
    descriptor, name = tempfile.mkstemp(prefix="planner-error-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        traceback.print_exc(file=file)
    return Path(name)
