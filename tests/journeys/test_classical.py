"""Published location problems, told as counties, get their published optimum.

The p-median problem and capacitated location are special cases of the planner's question. They
go the whole way here: files, command, run folder, and the check that others wrote.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.load import load
from planner.pipeline import Options, plan
from scenarios.load import load as load_scenario
from tests.builders_classical import location_county, median_county, read_location, read_median

if TYPE_CHECKING:
    from pathlib import Path

    from planner.plan import Plan


@dataclass(frozen=True)
class Told:
    """A published problem written as files, with its published optimum."""

    scenario: Path
    optimum: float


def tell(instances: Path, folder: Path, name: str, **variation: Any) -> Told:
    with (instances / "optima.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["name"] == name)
    path = instances / row["file"]
    if row["problem"] == "p-median":
        scenario = median_county(folder, read_median(path), **variation)
    else:
        scenario = location_county(folder, read_location(path), **variation)
    return Told(scenario, float(row["optimum"]))


def planned(told: Told) -> Plan:
    rules = load_scenario(str(told.scenario)).assumptions
    return plan(load(told.scenario.parent / "county"), rules, Options(isolated=False))


def assert_published(objective: float, bound: float, told: Told) -> None:
    """The lists give optima to three decimals or fewer."""
    assert objective == pytest.approx(told.optimum, abs=0.01)
    assert bound == pytest.approx(told.optimum, rel=1e-4)


@pytest.mark.parametrize("name", ["pmed5", "cap71"])
def test_the_command_finds_the_published_optimum(
    name: str, instances: Path, outside_check: Path, tmp_path: Path
) -> None:
    """The run is optimal, costs what is published, and the outside check finds nothing in it."""
    told, run = tell(instances, tmp_path, name), tmp_path / "run"
    command = [sys.executable, "-m", "planner", "solve", str(told.scenario), "--out", str(run)]
    subprocess.run(command, check=True, capture_output=True)
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "optimal"
    assert_published(manifest["objective"], manifest["bound"], told)
    assert pd.read_csv(run / "costs.csv")["amount"].sum() == pytest.approx(manifest["objective"])
    outside = [sys.executable, str(outside_check), str(told.scenario.parent / "county"), str(run)]
    said = subprocess.run([*outside, str(told.scenario)], check=False, capture_output=True)
    assert said.returncode == 0, said.stdout.decode()


@pytest.mark.parametrize("name", ["pmed1", "pmed2", "cap101", "cap131", "cap41", "cap44"])
def test_the_plan_is_the_published_optimum(name: str, instances: Path, tmp_path: Path) -> None:
    told = tell(instances, tmp_path, name)
    made = planned(told)
    assert made.proof.status == "optimal"
    assert_published(made.proof.objective, made.proof.bound, told)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pmed3", "pmed4"])
def test_harder_medians_are_the_published_optimum(
    name: str, instances: Path, tmp_path: Path
) -> None:
    told = tell(instances, tmp_path, name)
    made = planned(told)
    assert_published(made.proof.objective, made.proof.bound, told)


@pytest.mark.parametrize(
    ("name", "variation"),
    [
        ("pmed5", {"kind": "junior", "grade": 7, "keep_junior_per_township": True}),
        ("cap71", {"kind": "nine_year", "grade": 5}),
        ("cap71", {"counts": ["primary", "junior"], "small": 100}),
    ],
    ids=["median of juniors", "location of nine-year schools", "more kinds count, small ones only"],
)
def test_told_in_another_way_the_optimum_is_the_same(
    name: str, variation: dict[str, Any], instances: Path, tmp_path: Path
) -> None:
    told = tell(instances, tmp_path, name, **variation)
    made = planned(told)
    assert_published(made.proof.objective, made.proof.bound, told)


def test_closed_sites_cost_nothing_and_the_old_school_is_empty(
    instances: Path, tmp_path: Path
) -> None:
    """In cap71 running costs are exactly the fixed costs of the sites that stay open."""
    told = tell(instances, tmp_path, "cap71")
    made = planned(told)
    schools = made.schools.set_index("school_id")
    assert schools.loc["NOW", "open"] == 0
    running = made.costs[made.costs["account"] == "running"]
    stays = schools[schools["open"] == 1].index
    assert set(running["school_id"]) <= set(stays)
    assert set(made.assignments["school_id"]) <= set(stays)
    assert (schools["pupils"] <= schools["seats"] + 1e-6).all()


def test_the_last_length_of_an_edge_that_is_given_twice_holds(tmp_path: Path) -> None:
    path = tmp_path / "graph.txt"
    path.write_text("3 3 1\n1 2 5\n2 3 4\n2 1 9\n", encoding="utf-8")
    assert read_median(path).km.tolist() == [[0, 9, 13], [9, 0, 4], [13, 4, 0]]
