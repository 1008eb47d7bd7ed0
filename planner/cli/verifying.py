"""`planner verify`: a stored run against the raw tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import runs
from planner.check import CheckReport, check, check_manifest
from planner.cli.asked import speak
from planner.errors import Finding
from planner.words import Text

if TYPE_CHECKING:
    from pathlib import Path

    from planner.runs import StoredRun


def verified(folder: Path, data: Path | None) -> tuple[StoredRun, CheckReport]:
    """Return a stored run and what the independent check says of it."""
    stored = runs.read(folder, data=data)
    run = stored.run
    speak(run.assumptions.language)
    parts = (run.dataset, run.assumptions, run.plan)
    report = check(*parts) + check_manifest(stored.manifest, *parts)
    return stored, report + _same_tables(stored)


def _same_tables(stored: StoredRun) -> CheckReport:
    """Check that the raw tables are those that the plan was made from."""
    said = stored.manifest.get("data_sha256")
    if said == stored.run.dataset.sha256:
        return CheckReport(1, ())
    what = Text("原始表格与规划时不同", "the raw tables are not those that the plan was made from")
    hint = Text("请用规划时的表格，或重新规划", "use the tables of that time, or plan again")
    finding = Finding("data_changed", what, hint, file="manifest.json", column="data_sha256")
    return CheckReport(0, (finding,))
