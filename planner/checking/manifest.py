"""What manifest.json says beside the plan: gaps, hashes, targets, the resolved scenario."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from planner.checking.broken import broken
from planner.checking.money import do_nothing
from planner.checking.proof import number
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from planner.assumptions import Assumptions
    from planner.checking.case import Case
    from planner.errors import Finding

type Manifest = Mapping[str, Any]
type ManifestRule = Callable[[Case, Manifest], Iterator[Finding]]

_FILE = "manifest.json"
_CLOSE = 1e-9
_LOOSE = 1e-6
_PER_BAND = (
    ("travel", "max_minutes"),
    ("travel", "walk_kmh"),
    ("travel", "max_walk_km"),
    ("schools", "class_size"),
)


def _entry(key: str, want: object, have: object) -> Finding:
    what = Text("{key}应为{want}", "{key} must be {want}").filled(key=key, want=want)
    return broken(what, file=_FILE, column=key, value=have)


def gap(case: Case, manifest: Manifest) -> Iterator[Finding]:
    """`gap` is the part of the objective that is not proven."""
    high, low = number(case.plan.proof.objective), number(case.plan.proof.bound)
    if high is None or low is None:
        return
    want = (high - low) / abs(high) if high else float(high != low)
    have = number(manifest.get("gap"))
    if have is None or abs(have - want) > _CLOSE:
        yield _entry("gap", want, manifest.get("gap"))


def gap_controllable(case: Case, manifest: Manifest) -> Iterator[Finding]:
    """`gap_controllable` is the same part of the money that the plan decides."""
    high, low = number(case.plan.proof.objective), number(case.plan.proof.bound)
    if high is None or low is None:
        return
    decided = abs(high - do_nothing(case))
    want = (high - low) / decided if decided > _CLOSE else 0.0 if high == low else None
    have = number(manifest.get("gap_controllable"))
    missing = "gap_controllable" not in manifest
    # A yuan of rounding in what is decided must not matter, so the share is compared loosely.
    if missing or (want is None) != (have is None) or abs((want or 0) - (have or 0)) > _LOOSE:
        yield _entry("gap_controllable", want, manifest.get("gap_controllable"))


def _plain(key: str, want: Callable[[Case], object], case: Case, m: Manifest) -> Iterator[Finding]:
    if m.get(key) != want(case):
        yield _entry(key, want(case), m.get(key))


def targets(case: Case, manifest: Manifest) -> Iterator[Finding]:
    """Check that the lines of the manifest are those of the plan."""
    said = manifest.get("targets")
    lines = [row for row in said if isinstance(row, dict)] if isinstance(said, list) else []
    if len(lines) != len(case.plan.targets):
        yield _entry("targets", f"{len(case.plan.targets)}", len(lines))
        return
    for line, row in zip(case.plan.targets, lines, strict=True):
        for name in ("year", "asked", "planned", "empty", "proven", "best_possible"):
            if row.get(name) != getattr(line, name):
                yield _entry(f"targets.{name}", getattr(line, name), row.get(name))


def own_checks(_case: Case, manifest: Manifest) -> Iterator[Finding]:
    """Check that a published run has passed its own check."""
    said = manifest.get("checks")
    failed = said.get("failed") if isinstance(said, dict) else None
    passed = said.get("passed") if isinstance(said, dict) else None
    if failed != 0 or not number(passed):
        yield _entry("checks", "failed = 0", said)


def _missing(kind: object, said: object, path: str) -> Iterator[str]:
    """Give the keys that the manifest's scenario lacks."""
    if not is_dataclass(kind) or not isinstance(said, dict):
        return
    for item in fields(kind):
        key, inner = f"{path}{item.name}", getattr(kind, item.name)
        if item.name not in said and item.name not in {"loosened", "version"}:
            yield key
        elif is_dataclass(inner):
            yield from _missing(inner, said.get(item.name), f"{key}.")


def scenario(case: Case, manifest: Manifest) -> Iterator[Finding]:
    """Check that the scenario is resolved: every key is there, and every band has its values."""
    rules: Assumptions = case.rules
    said = manifest.get("scenario")
    if not isinstance(said, dict):
        yield _entry("scenario", "{...}", said)
        return
    for key in _missing(rules, said, ""):
        what = Text("缺少{key}", "{key} is missing").filled(key=key)
        yield broken(what, file=_FILE, column=f"scenario.{key}")
    for table, key in _PER_BAND:
        values = said.get(table, {}).get(key, {}) if isinstance(said.get(table), dict) else {}
        for band in rules.bands:
            if not isinstance(values, dict) or band.name not in values:
                what = Text("缺少{band}段的值", "no value for {band}").filled(band=band.name)
                yield broken(what, file=_FILE, column=f"scenario.{table}.{key}")


RULES: tuple[tuple[str, ManifestRule], ...] = (
    ("manifest_gap", gap),
    ("manifest_gap_controllable", gap_controllable),
    ("manifest_objective", partial(_plain, "objective", lambda case: case.plan.proof.objective)),
    ("manifest_bound", partial(_plain, "bound", lambda case: case.plan.proof.bound)),
    ("manifest_status", partial(_plain, "status", lambda case: case.plan.proof.status)),
    ("manifest_targets", targets),
    ("manifest_checks", own_checks),
    ("manifest_scenario", scenario),
)
