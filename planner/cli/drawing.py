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
    stored = runs.read(run, data=data)
    target = out or runs.free_file(Path(f"{run.resolve().name}.html"))
    page = maps.plan_map(stored.run, language)
    runs.write_file(target, page, overwrite=overwrite)
    return target
