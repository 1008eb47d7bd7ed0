"""`planner check`: the tables alone, and whether roads reach them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import scenarios
from planner.catalogue import find_data
from planner.errors import DataError
from planner.findings import in_order
from planner.load import load
from planner.travel import travel_costs

if TYPE_CHECKING:
    from planner.dataset import Dataset
    from planner.errors import Finding


def audited(data: str) -> tuple[list[Finding], dict[str, Any]]:
    """Return every finding about the tables in `data`, and their size where they can be used."""
    folder = find_data(data, relative_to=Path.cwd())
    try:
        dataset = load(folder)
    except DataError as error:
        return in_order(error.findings), {}
    findings = [*dataset.warnings, *_travel_findings(dataset)]
    return in_order(findings), {
        "county": dataset.name,
        "schools": len(dataset.schools),
        "places": len(dataset.places),
        "pupils": int(dataset.pupils["pupils"].sum()),
        "sha256": dataset.sha256,
    }


def _travel_findings(dataset: Dataset) -> tuple[Finding, ...]:
    """Return what travelling shows: places and schools that no road reaches."""
    if dataset.roads is None:
        return ()
    years = f"years=[{dataset.base_year + 1}]"
    return travel_costs(dataset, scenarios.load("base", [years]).assumptions).findings
