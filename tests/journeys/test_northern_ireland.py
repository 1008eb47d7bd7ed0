"""786 real schools over three years in which ever fewer children enter: planned, checked twice."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.cli import main

if TYPE_CHECKING:
    from pathlib import Path

YEARS = ["2024", "2025", "2026"]
SCENARIO = """
title = "Northern Ireland: 60 closures over three years, three per cent fewer entrants a year"
extends = "{base}"
years = [2024, 2025, 2026]

[closures]
targets = {{2024 = 20, 2025 = 20, 2026 = 20}}

[demand]
entrants_change = -0.03
"""


@pytest.fixture(scope="module")
def scenario(cases: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a scenario that extends the case's own."""
    path = tmp_path_factory.mktemp("northern_ireland") / "three_years.toml"
    base = (cases / "northern_ireland" / "scenario.toml").as_posix()
    path.write_text(SCENARIO.format(base=base), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def run(scenario: Path) -> Path:
    """Return the run that the command writes."""
    folder = scenario.parent / "run"
    assert main(["solve", str(scenario), "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def manifest(run: Path) -> dict[str, Any]:
    return json.loads((run / "manifest.json").read_text(encoding="utf-8"))


def table(run: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(run / f"{name}.csv", encoding="utf-8-sig", dtype={"school_id": str})


def test_every_target_is_met_and_proven(manifest: dict[str, Any]) -> None:
    assert [(line["planned"], line["proven"]) for line in manifest["targets"]] == [(20, True)] * 3
    assert manifest["status"] == "optimal"


def test_its_own_check_and_the_check_of_others_find_nothing(
    manifest: dict[str, Any], run: Path, scenario: Path, outside_check: Path
) -> None:
    assert manifest["checks"]["failed"] == 0
    assert main(["verify", str(run)]) == 0
    done = subprocess.run(
        [sys.executable, str(outside_check), manifest["data"], str(run), str(scenario)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_grades_move_up_and_fewer_enter(run: Path, cases: Path) -> None:
    """The county's sums by year are the base year's grades, moved up, with 97 % entering each year."""
    now = pd.read_csv(cases / "northern_ireland" / "pupils.csv").groupby("grade")["pupils"].sum()
    wanted, grades = {}, [float(now.get(grade, 0)) for grade in range(1, 8)]
    for n, year in enumerate((2024, 2025, 2026), start=1):
        grades = [grades_entering(now, n), *grades[:-1]]
        wanted[year] = sum(int(pupils + 0.5) for pupils in grades)
    have = table(run, "demand").groupby("year")["pupils"].sum()
    assert have.to_dict() == wanted


def grades_entering(now: pd.Series, years: int) -> float:
    return float(now[1]) * 0.97**years


def test_pupils_of_every_year_are_where_the_plan_puts_them(run: Path) -> None:
    """Open schools hold all pupils of the year, and no receiver is over its seats."""
    schools, demand = table(run, "schools"), table(run, "demand")
    by_year = demand.groupby("year")["pupils"].sum()
    assert (schools.groupby("year")["pupils"].sum() == by_year).all()
    assigned = table(run, "assignments")
    moved = assigned[assigned["school_id"] != assigned["from_school_id"].astype(str)]
    receivers = set(zip(moved["year"], moved["school_id"], strict=True))
    over = schools[schools["pupils"] > schools["seats"]]
    assert receivers.isdisjoint(zip(over["year"], over["school_id"], strict=True))
