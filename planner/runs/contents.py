"""Which files belong to a run, and to a comparison of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MANIFEST = "manifest.json"
DIAGNOSIS = "diagnosis.csv"
TABLES = ("actions", "assignments", "demand", "zones", "schools", "costs", "reasons")
PAPERS = ("ledger.xlsx", "roadmap.html", "report.html", "plan.gpkg")
COMPARISON = ("compare.json", "compare.html")
FILES = (MANIFEST, *(f"{name}.csv" for name in TABLES), *PAPERS)
# What an operating system or an open program leaves beside a file.
_TRACES = ("desktop.ini", "Thumbs.db", ".DS_Store")


def is_result(folder: Path) -> bool:
    """Tell whether `folder` is a run or a comparison, as far as its names show."""
    return (folder / MANIFEST).is_file() or (folder / COMPARISON[0]).is_file()


def foreign(folder: Path) -> list[str]:
    """Return the names in a result's folder that no result has."""
    return sorted(path.name for path in folder.iterdir() if not _ours(path.name))


def _ours(name: str) -> bool:
    known = (*FILES, *COMPARISON, DIAGNOSIS)
    beside = any(own in name and name.startswith((own, "~$", ".~lock.")) for own in known)
    return beside or name in _TRACES
