"""The comparison as plain values, for `compare.json`."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.presentation import loosened
from scenarios.comparison.costs import cost_lines

if TYPE_CHECKING:
    from planner.run import Run
    from scenarios.comparison.compare import Comparison, School
    from scenarios.comparison.costs import CostLine
    from scenarios.comparison.figures import Row
    from scenarios.comparison.settings import Setting


def as_values(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as JSON holds it; every list of values has one a run, in order."""
    runs = zip(comparison.runs, comparison.sources, strict=True)
    parts = comparison.figures
    return {
        "planner": __version__,
        "county": comparison.runs[0].dataset.name,
        "runs": [_run(run, source) for run, source in runs],
        "warnings": [finding.as_dict() for finding in comparison.warnings],
        "settings": [_setting(one) for one in comparison.settings],
        "figures": {
            part.name: [_row(row) for row in getattr(parts, part.name)] for part in fields(parts)
        },
        "schools": [_school(school) for school in comparison.schools],
        "shared": asdict(comparison.shared),
        "costs": [_cost(line) for line in cost_lines(comparison)],
    }


def _run(run: Run, source: str) -> dict[str, Any]:
    proof = run.plan.proof
    return {
        "source": source,
        "run_id": run.run_id,
        "title": asdict(run.assumptions.title),
        "years": list(run.assumptions.years),
        "data_sha256": run.dataset.sha256,
        "synthetic": run.dataset.synthetic,
        "travel_method": run.plan.travel_method,
        "loosened": [asdict(text) for text in loosened(run.assumptions)],
        "status": proof.status,
        "objective": proof.objective,
        "bound": proof.bound,
        "do_nothing": proof.do_nothing,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    return {
        "key": setting.key,
        "title": asdict(setting.title),
        "values": [asdict(value) for value in setting.each],
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "label": asdict(row.label),
        "unit": row.unit,
        "values": list(row.each),
        "differences": [_rounded(value) for value in row.differences],
    }


def _school(school: School) -> dict[str, Any]:
    return {
        "school_id": school.school_id,
        "name": school.name,
        "township": school.township,
        "pupils": school.pupils,
        "differs_in": school.kind,
        "decisions": [[asdict(step) for step in steps] for steps in school.decided],
        "ways": [asdict(way) for way in school.ways],
    }


def _cost(line: CostLine) -> dict[str, Any]:
    return {
        "line": line.kind,
        "school_id": line.school.school_id if line.school else None,
        "money": [
            {account: _rounded(amount) for account, amount in of.items()} for of in line.money
        ],
        "differences": [_rounded(value) for value in line.differences],
        "minutes": [_rounded(value) for value in line.minutes],
    }


def _rounded(value: float | None) -> float | None:
    """Return a number as the run's own tables would write it."""
    return None if value is None else round(value, 4)
