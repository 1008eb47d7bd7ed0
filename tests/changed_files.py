"""A repair made by hand, as a person would: in the files of a county and in its scenario."""

from __future__ import annotations

import csv
import tomllib
from typing import TYPE_CHECKING, Any

from tests.builders import toml_of, write_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def make(scenario: Path, change: Mapping[str, Any]) -> None:
    """Change the files behind a scenario; `change` is that of a repair, read from JSON."""
    known = {"keep", "free", "close", "max_minutes", "beds", "seats", "works_budget"}
    assert set(change) <= known, change
    for column in ("beds", "seats"):
        _add(scenario.parent / "county" / "schools.csv", column, change.get(column, {}))
    rules = tomllib.loads(scenario.read_text(encoding="utf-8"))
    _decide(rules["closures"], change)
    for year, yuan in change.get("works_budget", {}).items():
        rules["money"]["works_budget"][str(year)] = yuan
    limits = rules.setdefault("travel", {}).setdefault("max_minutes", {})
    limits.update(change.get("max_minutes", {}))
    scenario.write_text(toml_of(rules), encoding="utf-8")


def _add(path: Path, column: str, more: Mapping[str, int]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["school_id"] in more:
            row[column] = str(int(row[column]) + more[row["school_id"]])
    write_table(path, rows)


def _decide(closures: dict[str, Any], change: Mapping[str, Any]) -> None:
    years = change.get("close", {})
    touched = {*change.get("free", ()), *years}
    left = [pin for pin in closures["close"] if pin["school_id"] not in touched]
    closures["close"] = [*left, *({"school_id": s, "year": y} for s, y in years.items())]
    kept = [{"school_id": s, "reason": "必要"} for s in change.get("keep", ())]
    closures["keep"] = [*closures.get("keep", ()), *kept]
