"""The generator of counties: the same bytes every time, counties that load, tables that add up."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from planner.demand import demand
from planner.load import load
from planner.pipeline import further_ways, prepare
from planner.travel import travel_costs
from scenarios.load import load as load_scenario
from tests.benchmarks.growth import exponent
from tests.benchmarks.page import compared
from tests.benchmarks.parameters import NAMED, grown
from tests.benchmarks.published import SET, hashes, members
from tests.benchmarks.rolls import apportioned
from tests.benchmarks.runs import saved
from tests.benchmarks.tables import write

if TYPE_CHECKING:
    from pathlib import Path

SOON = ("valley-3", "whole-3", "packed-3")


@pytest.mark.parametrize("name", SOON)
def test_a_county_of_the_set_has_the_bytes_that_are_published(name: str, tmp_path: Path) -> None:
    assert write(members()[name].county, tmp_path) == hashes()[name]


@pytest.mark.slow
def test_every_county_of_the_set_has_the_bytes_that_are_published(tmp_path: Path) -> None:
    found = {name: write(one.county, tmp_path / name) for name, one in members().items()}
    assert found == hashes()


def test_the_set_has_at_least_twelve_counties_of_three_to_twelve_years() -> None:
    years = {member.county.years for member in members().values()}
    assert len(members()) >= 12
    assert (min(years), max(years)) == (3, 12)
    assert {member.level for member in members().values()} == {"easy", "middle", "hard"}


def test_another_seed_is_another_county(tmp_path: Path) -> None:
    one, other = (write(grown(100, seed=seed), tmp_path / str(seed)) for seed in (1, 2))
    assert one != other


def test_a_county_has_the_schools_and_candidates_asked_for_and_places_for_them(
    tmp_path: Path,
) -> None:
    """Candidates but those on keep lists are the planner's candidates too, most with places."""
    county = NAMED["county"]
    write(county, tmp_path)
    dataset, rules = load(tmp_path), load_scenario(tmp_path / "scenario.toml").assumptions
    pupils = demand(dataset, rules)
    travel = travel_costs(dataset, rules, also=further_ways(dataset, rules, pupils))
    problem = prepare(dataset, rules, pupils, travel).problem
    assert len(dataset.schools) == county.schools
    assert problem.standing.candidate.sum() == county.candidates
    moving = np.flatnonzero(problem.standing.candidate[problem.homes])
    assert len(np.unique(problem.options.group)) > 0.9 * len(moving)
    assert problem.asked.sum() == sum(county.targets.values())


def test_whole_numbers_are_divided_without_a_rest() -> None:
    key, weight = np.array([0, 0, 0, 2, 2]), np.array([1, 1, 1, 3, 1])
    assert apportioned(np.array([10, 0, 7]), key, weight).tolist() == [4, 3, 3, 5, 2]


def test_the_exponent_is_the_slope_of_the_logarithms() -> None:
    rows = [{"schools": n, "state": 0.25 * n**1.5, "solve": 0.75 * n**1.5} for n in (100, 400, 900)]
    assert exponent(rows) == pytest.approx(1.5)
    assert isnan(exponent(rows[:1]))


def test_a_ratio_is_at_least_what_a_stopped_program_took() -> None:
    rows = [
        {"county": "a", "program": "planner", "status": "proven", "state": "1", "solve": "1"},
        {"county": "a", "program": "states", "status": "none", "state": "4", "solve": "60"},
    ]
    assert "| > 32.0 |" in compared(rows)


PLANNED = [row for row in saved("set") if row["money"]]


@pytest.mark.parametrize("row", PLANNED, ids=lambda row: row["county"])
def test_a_published_plan_closes_as_many_as_its_row_says(row: dict[str, str]) -> None:
    county = members()[row["county"]].county
    actions = pd.read_csv(SET / "plans" / county.name / "actions.csv", encoding="utf-8-sig")
    closed = actions[actions["action"] == "close"].groupby("year").size()
    far = [abs(int(closed.get(year, 0)) - asked) for year, asked in county.targets.items()]
    assert far == [int(n) for n in row["far"].split(";")]
    assert float(row["bound"]) <= float(row["money"]) * (1 + 1e-9)
