"""The county that fits in the head gets the plan that was worked out by hand, to the yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.assumptions import Assumptions
from planner.check import check
from planner.dataset import Dataset
from planner.load import load
from planner.pipeline import Options, plan
from planner.plan import Plan
from scenarios.load import load as load_scenario
from tests.counties import (
    TINY_CLOSURES,
    TINY_DO_NOTHING,
    TINY_MONEY,
    TINY_MOVES,
    TINY_OBJECTIVE,
    tiny_county,
    tiny_scenario,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Assumptions, Plan]:
    """Plan the county of `tests.counties`."""
    folder: Path = tmp_path_factory.mktemp("tiny")
    data = tiny_county(folder / "county")
    dataset = load(data)
    rules = load_scenario(tiny_scenario(folder / "plan.toml", data)).assumptions
    return dataset, rules, plan(dataset, rules, Options(isolated=False))


def test_the_schools_that_close_are_those_worked_out(made) -> None:
    """S05 and S08 close in 2023, S06 in 2024, and no other school."""
    actions = made[2].actions
    assert set(actions["action"]) == {"close"}
    assert dict(zip(actions["school_id"], actions["year"], strict=True)) == TINY_CLOSURES


def test_the_moves_are_those_worked_out(made) -> None:
    """Each group that moves has the year, receiver, mode, pupils, km and minutes of the page."""
    rows = made[2].assignments
    moved = rows[rows["school_id"] != rows["from_school_id"]].sort_values("year")
    first = moved.drop_duplicates(["place_id", "band"])
    have = {
        (r.place_id, r.band): (r.year, r.school_id, r.mode, r.pupils, r.km, r.minutes)
        for r in first.itertuples()
    }
    assert have.keys() == TINY_MOVES.keys()
    for key, (*plain, km, minutes) in TINY_MOVES.items():
        assert list(have[key][:4]) == plain
        assert have[key][4:] == pytest.approx((km, minutes))


def test_every_account_of_every_year_is_the_one_worked_out(made) -> None:
    """The accounts agree to the yuan, and no other account has money."""
    sums = made[2].costs.groupby(["account", "year"])["amount"].sum()
    for account, years in TINY_MONEY.items():
        for year, amount in zip((2023, 2024), years, strict=True):
            assert sums.get((account, year), 0) == pytest.approx(amount, abs=0.5)
    assert sums.sum() == pytest.approx(TINY_OBJECTIVE, abs=0.5)


def test_the_money_is_proven_and_compared_with_closing_nothing(made) -> None:
    """Objective, bound and the money of closing nothing are those of the page."""
    proof = made[2].proof
    assert (proof.status, round(proof.objective), round(proof.do_nothing)) == (
        "optimal",
        TINY_OBJECTIVE,
        TINY_DO_NOTHING,
    )
    assert proof.bound == pytest.approx(TINY_OBJECTIVE, rel=1e-4)


def test_targets_are_met_the_empty_school_counted(made) -> None:
    """2023 asks for two and one of them is the empty school; 2024 asks for one."""
    lines = [(t.year, t.asked, t.planned, t.empty, t.proven) for t in made[2].targets]
    assert lines == [(2023, 2, 2, 1, True), (2024, 1, 1, 0, True)]


def test_km_are_said_to_be_given(made) -> None:
    """travel.csv gives every pair, so nothing is called a straight line."""
    assert made[2].travel_method == "given"


def test_the_independent_check_passes(made) -> None:
    """Nothing is found, and many rules were looked at."""
    report = check(*made)
    assert not report.findings
    assert report.passed > 80
