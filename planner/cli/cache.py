"""Where results are kept between runs; deleting the folder costs only time."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """Return the user's cache folder; `HEDIAN_CACHE` names another, or none if it is empty."""
    named = os.environ.get("HEDIAN_CACHE")
    if named is not None:
        return Path(named) if named else None
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "hedian"
