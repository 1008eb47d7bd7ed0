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
from tests.benchmarks.classical import chosen, write
from tests.builders_classical import (
    location_county,
    median_county,
    read_location,
    read_median,
)

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


# Of each family some that are quick; among them some whose seats are short or whose bound is far.
QUICK = (
    *("pmed1", "pmed2", "pmed6", "cap101", "cap131", "cap41", "cap44", "cap112"),
    *("holmberg_p4", "holmberg_p20", "holmberg_p26", "pmedcap1", "pmedcap5"),
)


def assert_proven(name: str, instances: Path, folder: Path) -> None:
    """The plan costs what is published, and no more can be proven."""
    row = next(row for row in chosen([name]) if (instances / row["file"]).is_file())
    told = Told(write(row, folder, gap=0.0, seconds=600), float(row["optimum"]))
    made = planned(told)
    assert made.proof.objective == pytest.approx(told.optimum, abs=0.01)
    # rows of money are rounded one by one
    assert made.proof.gap <= 1e-8


@pytest.mark.parametrize("name", QUICK)
def test_the_plan_is_the_published_optimum(name: str, instances: Path, tmp_path: Path) -> None:
    """Solved until nothing is left to prove, the plan costs what is published."""
    assert_proven(name, instances, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", [f"pmed{i}" for i in range(1, 21) if f"pmed{i}" not in QUICK])
def test_every_median_is_the_published_optimum(name: str, instances: Path, tmp_path: Path) -> None:
    assert_proven(name, instances, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["cap*", "holmberg*", "pmedcap*", "SJC1"])
def test_every_location_is_the_published_optimum(
    pattern: str, instances: Path, tmp_path: Path
) -> None:
    rows = [row["name"] for row in chosen([pattern]) if row["name"] not in QUICK]
    assert rows
    for name in rows:
        assert_proven(name, instances, tmp_path / name)


@pytest.mark.slow
def test_a_real_town_is_proven_to_half_a_percent(instances: Path, tmp_path: Path) -> None:
    """36 sites and 324 units of a county, each unit whole: its optimum took others minutes."""
    row, published = chosen(["zya1"])[0], 4428.23
    made = planned(Told(write(row, tmp_path, gap=0.005, seconds=600), published))
    assert published - 0.01 <= made.proof.objective <= published * 1.005
    assert made.proof.bound <= published + 0.01
    assert made.proof.gap <= 0.005


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
