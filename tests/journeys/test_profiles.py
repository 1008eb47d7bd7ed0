"""Each shipped profile does on the shipped county what its name says."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import scenarios
from planner.dataset import Dataset
from planner.load import load
from planner.pipeline import Options, plan
from planner.plan import Plan

type Solve = Callable[[str], Plan]


@pytest.fixture(scope="module")
def county(xi_county: Path) -> Dataset:
    return load(xi_county)


@pytest.fixture(scope="module")
def schools(county: Dataset) -> pd.DataFrame:
    return county.schools.set_index("school_id")


@pytest.fixture(scope="module")
def solve(county: Dataset) -> Solve:
    """Return what solves a shipped scenario, once; every plan has passed its own check."""

    @cache
    def solved(name: str) -> Plan:
        return plan(county, scenarios.load(name).assumptions, Options(isolated=False))

    return solved


def schools_of(made: Plan, action: str) -> list[str]:
    return list(made.actions.school_id[made.actions.action == action])


def targets(made: Plan) -> list[tuple[int, int, bool]]:
    return [(t.asked, t.planned, t.proven) for t in made.targets]


def moved(made: Plan) -> pd.DataFrame:
    """Return the rows of pupils who are not at the school of today."""
    return made.assignments[made.assignments["mode"] != "stay"]


def test_keep_local_reduces_schools_and_closes_only_those_without_pupils(county, solve):
    """Five downgrades and more; grades 1-3 stay where they are."""
    made = solve("keep_local")
    rolls = county.pupils.groupby("school_id").pupils.sum()
    assert len(schools_of(made, "downgrade")) >= 5
    assert not set(schools_of(made, "close")) & set(rolls.index)
    assert not (moved(made).band == "lower").any()
    assert targets(made) == [(25, 25, True), (0, 0, True), (0, 0, True)]


def test_keep_local_sends_nobody_on_a_way_of_more_than_20_minutes(solve):
    rows = moved(solve("keep_local"))
    assert set(rows["mode"]) <= {"walk", "bus"}
    assert rows.minutes.max() <= 20


def test_liang_jizhong_closes_juniors_and_their_pupils_go_to_the_county_town(schools, solve):
    """Three juniors and more; every target is met, and most of their pupils go to town."""
    made = solve("liang_jizhong")
    closed = schools_of(made, "close")
    juniors = [s for s in closed if schools.kind[s] == "junior"]
    rows = moved(made)
    theirs = rows[rows.from_school_id.isin(juniors) & (rows.year == rows.year.max())]
    to_town = theirs.pupils[schools.area[theirs.school_id].to_numpy() == "urban"].sum()
    assert len(juniors) >= 3
    assert [(asked == planned, proven) for asked, planned, proven in targets(made)] == [
        (True, True)
    ] * 3
    assert to_town > theirs.pupils.sum() / 2


def test_liang_jizhong_leaves_a_township_without_its_junior_school(schools, solve):
    """What it loosens is used: a township loses the only junior that it had."""
    made = solve("liang_jizhong")
    public = schools[schools.ownership == "public"]
    junior = public[public.kind.isin(["junior", "nine_year"])]
    only = junior.groupby("township").filter(lambda rows: len(rows) == 1)
    assert set(schools_of(made, "close")) & set(only.index)


def test_boarding_builds_dormitories_and_fills_them(county, solve):
    """A new dormitory has beds in use that were not there before, and nine of ten are taken."""
    made = solve("boarding")
    beds = county.works.set_index("works_id").adds_beds
    works = made.actions[made.actions.action == "works"]
    new = works[works.detail.map(beds) > 0]
    last = made.schools[made.schools.year == 2025].set_index("school_id")
    before = county.schools.set_index("school_id").beds
    filled = [
        s
        for s in new.school_id
        if last.boarders[s] > before[s] and last.boarders[s] >= 0.9 * last.beds[s]
    ]
    assert len(new) >= 1
    assert filled
    assert made.metrics["plan"]["young_boarders"] == 0


def test_boarding_builds_before_it_closes(schools, solve):
    """Boarders at a new dormitory come in the year of its first use or later."""
    made = solve("boarding")
    juniors = [s for s in schools_of(made, "close") if schools.kind[s] == "junior"]
    works = made.actions[made.actions.action == "works"]
    assert len(juniors) == 5
    assert works.year.min() <= made.actions[made.actions.school_id.isin(juniors)].year.min()
    assert (moved(made).band == "junior").all()


def test_nine_year_merges_juniors_with_central_primaries(schools, solve):
    """Three merges and more, each within a township; most receivers are central primaries."""
    made = solve("nine_year")
    merges = made.actions[made.actions.action == "merge_form"]
    receivers = schools.loc[merges.receivers]
    absorbed = schools.loc[merges.school_id]
    last = made.schools[made.schools.year == 2025].set_index("school_id")
    assert len(merges) >= 3
    assert (absorbed.kind == "junior").all()
    assert absorbed.township.tolist() == receivers.township.tolist()
    assert receivers.name.str.endswith("中心小学").sum() >= 3
    assert (last.kind[merges.receivers] == "nine_year").all()
    assert (last.open[merges.school_id] == 0).all()


def over(made: Plan, school: str) -> pd.Series:
    """Return by year the pupils of a school beyond its size cap of 2,000."""
    rows = made.schools[made.schools.school_id == school].set_index("year")
    return (rows.pupils - 2_000).clip(lower=0)


@pytest.mark.slow
def test_relief_2030_brings_the_three_overfull_town_schools_under_their_caps(
    county, schools, solve
):
    """By 2029 at the latest, and no school is over its cap in 2030; nobody is sent far."""
    made = solve("relief_2030")
    rolls = county.pupils.groupby("school_id").pupils.sum()
    three = rolls.index[rolls > 4_000]
    assert len(three) == 3
    assert all(schools.area[s] == "urban" for s in three)
    for school in three:
        path = over(made, school)
        assert (path.diff().dropna() <= 0).all()
        assert path[2023] > 0
        assert path[2029] == 0
    assert set(moved(made)["mode"]) == {"walk"}
