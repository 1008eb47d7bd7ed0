"""What the shipped county expects: births that fall by half, works it could do, and their use."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from planner.dataset import Dataset
from planner.demand import Demand, demand
from planner.load import load
from scenarios import load as load_scenario

DORMITORY_BED, SEAT, CONVERSION = (20_000, 30_000), (8_000, 15_000), (2_000_000, 6_000_000)


@pytest.fixture(scope="module")
def county(xi_county: Path) -> Dataset:
    return load(xi_county)


@pytest.fixture(scope="module")
def births(county: Dataset) -> pd.DataFrame:
    """Return births by township (rows) and year of birth."""
    return county.births.pivot_table(index="township", columns="year", values="births").astype(
        float
    )


@pytest.fixture(scope="module")
def first_grade(county: Dataset) -> pd.Series:
    """Return pupils in grade 1 by the township where they live."""
    where = dict(zip(county.places.place_id, county.places.township, strict=True))
    where |= dict(zip(county.schools.school_id, county.schools.township, strict=True))
    rows = county.pupils[county.pupils.grade == 1]
    return rows.groupby(rows.place_id.map(where)).pupils.sum().astype(float)


@pytest.fixture(scope="module")
def ahead(county: Dataset) -> Demand:
    """Return the pupils of every group, 2023-2030."""
    return demand(county, load_scenario("relief_2030").assumptions)


def entrants(births: pd.DataFrame, year: int) -> pd.Series:
    """Return those who enter in `year`: a third born seven years before, two thirds six."""
    return births[year - 7] / 3 + births[year - 6] * 2 / 3


def test_every_township_has_births_of_2015_to_2024(county, births):
    assert list(births.columns) == list(range(2015, 2025))
    assert set(births.index) == set(county.places.township)
    assert (births > 0).all().all()


def test_the_last_two_years_are_marked_as_estimates(xi_county):
    county = tomllib.loads((xi_county / "county.toml").read_text(encoding="utf-8"))
    assert any("2023" in s and "2024" in s and "估计" in s for s in county["sources"])


def test_cohorts_fall_by_half_from_those_of_2020_to_those_of_2027(county, births, first_grade):
    """Grade 3 entered in 2020; those who enter in 2027 are half as many."""
    third = county.pupils[county.pupils.grade == 3].pupils.sum()
    ratio = entrants(births, 2027).sum() / entrants(births, 2022).sum()
    assert first_grade.sum() * ratio / third == pytest.approx(0.5, abs=0.02)


def test_births_are_of_the_size_of_the_first_grade(births, first_grade):
    """Of 100 children born, 90 to 100 are in the township's grade 1 six and seven years later."""
    part = first_grade / entrants(births, 2022)
    assert part.between(0.9, 1.0).all()


def test_the_county_town_falls_less_than_the_townships(births):
    fall = entrants(births, 2027) / entrants(births, 2022)
    streets = fall.index.str.endswith("街道")
    assert fall[streets].min() > fall[~streets].mean()
    assert fall.between(0.4, 0.7).all()
    assert fall.nunique() > 10


def test_a_village_has_as_many_pupils_in_grades_7_to_9_as_leave_its_grade_6(county):
    """So that no school swells or empties only because the tables disagree with each other."""
    rows = county.pupils[county.pupils.place_id.isin(county.places.place_id)]
    where = dict(zip(county.places.place_id, county.places.township, strict=True))
    band = rows.assign(
        township=rows.place_id.map(where),
        band=rows.grade.map(lambda g: "junior" if g > 6 else "upper" if g > 3 else "lower"),
    )
    sums = band.pivot_table(index="township", columns="band", values="pupils", aggfunc="sum")
    assert (sums.junior / sums.upper).between(0.8, 1.15).all()


def test_pupils_fall_by_more_than_a_third_until_2030(county, ahead):
    by_year = ahead.pupils.sum(axis=0)
    now = county.pupils.pupils.sum()
    assert 0.98 <= by_year[0] / now <= 1
    assert 0.60 <= by_year[-1] / now <= 0.67
    assert (by_year[1:] < by_year[:-1]).all()


def test_works_are_of_every_kind_at_public_schools(county):
    works = county.works
    schools = county.schools.set_index("school_id").loc[works.school_id]
    assert 25 <= len(works) <= 40
    assert works.works_id.is_unique
    assert (schools.ownership == "public").all()
    assert works.first_year.between(2024, 2026).all()
    assert set(schools.area) == {"urban", "town", "rural"}
    assert (works.adds_beds > 0).sum() >= 8
    assert (works.adds_seats > 0).sum() >= 8
    assert (works.converts_to == "nine_year").sum() >= 4
    converted = schools.kind[(works.converts_to == "nine_year").to_numpy()]
    assert set(converted) == {"primary", "junior"}


def test_works_cost_what_such_works_cost(county):
    """A bed 20-30 thousand yuan, a seat 8-15, a conversion 2-6 million."""
    works = county.works
    converts = (works.converts_to == "nine_year").astype(int)
    beds, seats = works.adds_beds.fillna(0), works.adds_seats.fillna(0)
    least, most = (
        DORMITORY_BED[i] * beds + SEAT[i] * seats + CONVERSION[i] * converts for i in (0, 1)
    )
    assert works.cost.between(least.astype(float), most.astype(float)).all()
    dormitory = works[(beds == 200) & (seats == 0)]
    assert dormitory.cost.between(4_000_000, 6_000_000).all()


def test_seats_and_beds_stay_below_the_size_cap(county):
    """Nothing is offered that the cap of the school's kind would make useless."""
    schools = county.schools.set_index("school_id")
    caps = load_scenario("relief_2030").assumptions.schools.size_cap
    nine = set(county.works.school_id[county.works.converts_to == "nine_year"])
    for school, added in county.works.groupby("school_id").adds_seats.sum().items():
        cap = caps["nine_year"] if school in nine else caps[str(schools.kind[school])]
        assert schools.seats[school] + added <= cap
