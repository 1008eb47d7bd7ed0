"""What a run's folder holds beside its manifest. The libraries that draw load slowly: import late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import maps
from planner import geopackage, ledger, report, runs

if TYPE_CHECKING:
    from pathlib import Path

    from planner.run import Run


def write_papers(folder: Path, run: Run) -> None:
    """Write everything of a run but its manifest: tables, ledger, map, report, GeoPackage."""
    language = run.assumptions.language
    runs.write_tables(folder, run.plan)
    if run.plan.explained is not None:
        runs.write_reasons(folder, run.plan.explained, language)
    ledger.write(folder / "ledger.xlsx", run, language)
    (folder / "roadmap.html").write_text(maps.plan_map(run), encoding="utf-8")
    (folder / "report.html").write_text(report.render(run, language), encoding="utf-8")
    geopackage.write(folder / "plan.gpkg", run, language)
