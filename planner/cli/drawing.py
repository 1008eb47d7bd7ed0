"""`planner map`: the map of a stored run, drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import maps
from planner import runs
from planner.cli.verifying import verified
from planner.cli.words import COMPARE_LATER, NOT_DRAWN
from planner.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from planner.words import Language


def draw_map(
    run: Path,
    other: Path | None,
    *,
    data: Path | None,
    out: Path | None,
    overwrite: bool,
    language: Language | None,
) -> Path:
    """Write the map of `run` and return where it is.

    Raises
    ------
    UsageError
        If a second run is given, or the file exists and may not be replaced.
    CheckFailed
        If the run does not pass its check: what is wrong must not look right on a map.
    """
    if other is not None:
        raise UsageError(COMPARE_LATER)
    place = runs.Place(out, overwrite=overwrite) if out else _beside(run)
    runs.refuse_file(place)
    stored, report = verified(run, data)
    if report.findings:
        raise CheckFailed(NOT_DRAWN, report.findings)
    return runs.write_file(place, maps.plan_map(stored.run, language))


def _beside(run: Path) -> runs.Place:
    """Return a file in the working folder that is called like the run."""
    name = runs.safe_name(run.resolve().name)
    return runs.Place(Path(f"{name}.html"), numbered=True)
