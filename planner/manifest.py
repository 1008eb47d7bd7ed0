"""`manifest.json`: what a run was made of, how far it is proven, and what was noticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.assumptions import writable
from planner.errors import Finding
from planner.plan import Obstacle, Proof, TargetLine
from planner.reason import Explained, LawfulRange, Reason, Worth
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from planner.conflict import Conflict
    from planner.dataset import Dataset
    from planner.plan import Plan


@dataclass(frozen=True)
class Making:
    """How a plan was made, beside the plan itself.

    Parameters
    ----------
    resolved
        The scenario with every key, as TOML holds it.
    loosened
        Keys of hard rules that are looser than the national ones.
    solver
        `name`, `version`, `threads`, `seed`.
    seconds
        `load`, `travel`, `model`, `solve`, `check`, `write`, `total`.
    size
        `groups`, `options`, `variables`, `constraints`.
    checks
        `passed`, `failed`: counts of the independent check.
    """

    resolved: Mapping[str, Any]
    loosened: tuple[str, ...]
    solver: Mapping[str, Any]
    seconds: Mapping[str, float] = field(default_factory=dict)
    size: Mapping[str, int] = field(default_factory=dict)
    checks: Mapping[str, int] = field(default_factory=dict)


def run_id(dataset: Dataset, resolved: Mapping[str, Any]) -> str:
    """Return the run's short name: the same inputs and scenario always give the same."""
    said = json.dumps(writable(dict(resolved)), sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{__version__}\n{dataset.sha256}\n{said}".encode())
    return digest.hexdigest()[:10]


def manifest(
    dataset: Dataset, making: Making, plan: Plan, *, name: str, created: datetime
) -> dict[str, Any]:
    """Return the manifest of a finished plan, ready for JSON."""
    proof = plan.proof
    return _head(dataset, making, name=name, created=created) | {
        "status": proof.status,
        "objective": proof.objective,
        "bound": proof.bound,
        "gap": proof.gap,
        "gap_controllable": proof.gap_controllable,
        "do_nothing": proof.do_nothing,
        "seconds": {part: round(s, 3) for part, s in making.seconds.items()},
        "size": dict(making.size),
        "targets": [_target(line) for line in plan.targets],
        "checks": dict(making.checks),
        "metrics": {which: dict(figures) for which, figures in plan.metrics.items()},
        "travel_method": plan.travel_method,
        "obstacles": [asdict(obstacle) for obstacle in plan.obstacles],
        "explained": None if plan.explained is None else asdict(plan.explained),
        "warnings": [finding.as_dict() for finding in plan.warnings],
    }


def manifest_without_plan(
    dataset: Dataset,
    making: Making,
    diagnosis: tuple[Finding, ...],
    conflicts: tuple[Conflict, ...] = (),
    *,
    name: str,
    created: datetime,
) -> dict[str, Any]:
    """Return the manifest of a run for which no plan exists: why, in words and as values."""
    return _head(dataset, making, name=name, created=created) | {
        "status": "infeasible",
        "diagnosis": [finding.as_dict() for finding in diagnosis],
        "conflicts": [conflict.as_dict() for conflict in conflicts],
        "warnings": [finding.as_dict() for finding in dataset.warnings],
    }


def _head(dataset: Dataset, making: Making, *, name: str, created: datetime) -> dict[str, Any]:
    return {
        "planner": __version__,
        "run_id": name,
        "created": created.isoformat(timespec="seconds"),
        "data": str(dataset.folder.absolute()),
        "data_sha256": dataset.sha256,
        "scenario": writable(dict(making.resolved)),
        "loosened": list(making.loosened),
        "solver": dict(making.solver),
    }


def _target(line: TargetLine) -> dict[str, Any]:
    values = asdict(line)
    if line.proven:
        del values["best_possible"]
    return values


def is_whole(manifest: object) -> bool:
    """Tell whether a manifest read from a file has every part with a value of its kind."""
    if not _has(manifest, _HEAD):
        return False
    assert isinstance(manifest, dict)  # noqa: S101 - `_has` looked
    if manifest["status"] == "infeasible":
        return True
    return (
        _has(manifest, _PLAN)
        and all(_has(line, _LINE) for line in manifest["targets"])
        and all(
            _has(figures, dict.fromkeys(figures, _FIGURE))
            for figures in manifest["metrics"].values()
        )
        and {str(year) for year in manifest["scenario"]["years"]} <= set(manifest["metrics"])
    )


_NUMBER = (int, float)
_FIGURE = (int, float, type(None))
_HEAD: dict[str, type | tuple[type, ...]] = {
    "planner": str,
    "run_id": str,
    "created": str,
    "data": str,
    "data_sha256": str,
    "scenario": dict,
    "loosened": list,
    "solver": dict,
    "status": str,
    "warnings": list,
}
_PLAN: dict[str, type | tuple[type, ...]] = {
    "objective": _NUMBER,
    "bound": _NUMBER,
    "gap": _NUMBER,
    "gap_controllable": _FIGURE,
    "do_nothing": _NUMBER,
    "seconds": dict,
    "size": dict,
    "targets": list,
    "checks": dict,
    "metrics": dict,
    "travel_method": str,
    "obstacles": list,
}
_LINE: dict[str, type | tuple[type, ...]] = {
    "year": int,
    "asked": int,
    "planned": int,
    "empty": int,
    "proven": bool,
}


def _has(values: object, kinds: Mapping[str, type | tuple[type, ...]]) -> bool:
    """Tell whether `values` holds every key with a value of its kind."""
    return isinstance(values, dict) and all(
        key in values and isinstance(values[key], kind) for key, kind in kinds.items()
    )


def targets_of(manifest: Mapping[str, Any]) -> tuple[TargetLine, ...]:
    """Return the target lines that `manifest` wrote."""
    return tuple(TargetLine(**line) for line in manifest["targets"])


def obstacles_of(manifest: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return the obstacles that `manifest` wrote."""
    return tuple(
        Obstacle(row["school_id"], row["rule"], Text(**row["what"]), Text(**row["change"]))
        for row in manifest["obstacles"]
    )


def proof_of(manifest: Mapping[str, Any]) -> Proof:
    """Return the proof that `manifest` wrote."""
    return Proof(
        manifest["status"], manifest["objective"], manifest["bound"], manifest["do_nothing"]
    )


def findings_of(manifest: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the warnings that `manifest` wrote."""
    return tuple(Finding.from_dict(row) for row in manifest["warnings"])


def explained_of(manifest: Mapping[str, Any]) -> Explained | None:
    """Return why each school closes or stays, as `manifest` wrote it; None where it does not say."""
    said = manifest.get("explained")
    if said is None:
        return None
    return Explained(
        reasons=tuple(
            Reason(**{**row, "text": Text(**row["text"]), "flip": _text(row["flip"])})
            for row in said["reasons"]
        ),
        ranges=tuple(
            LawfulRange(**{**row, "binding": tuple(row["binding"])}) for row in said["ranges"]
        ),
        worth=tuple(Worth(**{**row, "text": Text(**row["text"])}) for row in said["worth"]),
    )


def _text(said: Mapping[str, str] | None) -> Text | None:
    return None if said is None else Text(**said)
