"""`planner map`: the map of a stored run, drawn again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import maps
from planner import runs
from planner.cli.words import COMPARE_LATER
from planner.errors import UsageError

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
    """
    if other is not None:
        raise UsageError(COMPARE_LATER)
    place = runs.Place(out, overwrite=overwrite) if out else _beside(run)
    runs.refuse_file(place)
    stored = runs.read(run, data=data)
    return runs.write_file(place, maps.plan_map(stored.run, language))


def _beside(run: Path) -> runs.Place:
    """Return a file in the working folder that is called like the run."""
    name = runs.safe_name(run.resolve().name)
    return runs.Place(Path(f"{name}.html"), numbered=True)
