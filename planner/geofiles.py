"""Files with lines and areas that lie beside the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from planner.county import County
    from planner.errors import Finding


def read_geofiles(
    folder: Path, files: list[Path], county: County
) -> tuple[dict[str, Any], list[Finding]]:
    """Return roads, townships and water by name, and what is wrong with their files."""
    del folder, files, county
    return {}, []
