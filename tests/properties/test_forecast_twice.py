"""Pupils of the coming years reckoned twice, by the planner and by its check, on random counties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checking.facts import gather
from planner.checking.whole import whole_pupils
from planner.demand import demand
from planner.load import load
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

SCHOOLS, PLACES = ["S1", "S2", "S3", "S4"], ["P1", "P2", "P3", "P4", "P5"]
TOWNS = ["甲", "乙", "丙"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Assumptions]:
    """Read a county and scenario once; their tables are replaced by random ones."""
    folder = tmp_path_factory.mktemp("twice")
    data = write_county(
        folder / "county",
        schools=[{"school_id": key, "kind": "nine_year"} for key in SCHOOLS],
        places=[{"place_id": key} for key in PLACES],
        pupils=[{"school_id": "S1", "grade": 1, "pupils": 1}],
    )
    years = [2023, 2024, 2025, 2026]
    path = write_scenario(folder / "plan.toml", data=data, years=years)
    return load(data), load_scenario(path).assumptions


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """Draw pupils, births, factors, townships and what the scenario says of demand."""
    pupils = st.tuples(
        st.sampled_from(SCHOOLS),
        st.sampled_from(["", *PLACES]),
        st.integers(1, 9),
        st.sampled_from([0, 1, 1, 2, 3, 5, 7, 10, 33]),
    )
    born = st.tuples(st.sampled_from(["", *TOWNS]), st.integers(2014, 2020), st.integers(0, 60))
    factors = st.tuples(
        st.integers(2022, 2027),
        st.sampled_from(["", *TOWNS]),
        st.integers(1, 9),
        st.sampled_from([0, 0.3, 0.5, 1, 1.1, 2]),
    )
    seldom = st.booleans()
    return {
        "pupils": draw(st.lists(pupils, max_size=12, unique_by=lambda row: row[:3])),
        "births": draw(st.lists(born, max_size=9, unique_by=lambda row: row[:2])),
        "forecast": draw(st.lists(factors, max_size=4, unique_by=lambda row: row[:3]))
        if draw(seldom)
        else [],
        "towns": [draw(st.sampled_from(TOWNS)) for _ in (*SCHOOLS, *PLACES)],
        "survival": draw(st.sampled_from([1, 0.97, 0.5, 0])),
        "entrants_change": draw(st.sampled_from([0, -0.03, 0.1, -1])),
        "variant": draw(st.sampled_from(["low", "middle", "high"])),
        "bands": draw(st.sampled_from([3, 3, 2])),
    }


def _replaced(
    base: tuple[Dataset, Assumptions], change: dict[str, Any]
) -> tuple[Dataset, Assumptions]:
    dataset, rules = base
    columns = ["school_id", "place_id", "grade", "pupils"]
    rows = [(s, p or s, g, n) for s, p, g, n in change["pupils"]]
    towns = change["towns"]
    other = replace(
        dataset,
        pupils=pd.DataFrame(rows, columns=columns).astype({"grade": int, "pupils": int}),
        births=pd.DataFrame(change["births"], columns=["township", "year", "births"]),
        forecast=pd.DataFrame(change["forecast"], columns=["year", "township", "grade", "factor"]),
        schools=dataset.schools.assign(township=towns[: len(SCHOOLS)]),
        places=dataset.places.assign(township=towns[len(SCHOOLS) :]),
    )
    said = {name: change[name] for name in ("survival", "entrants_change", "variant")}
    return other, replace(
        rules, demand=replace(rules.demand, **said), bands=rules.bands[: change["bands"]]
    )


@settings(max_examples=400)
@given(change=changed())
def test_the_planner_and_its_check_find_the_same_pupils(
    base: tuple[Dataset, Assumptions], change: dict[str, Any]
) -> None:
    """Every group has the same pupils in every year and grade, and no group is missing."""
    dataset, rules = _replaced(base, change)
    made, facts = demand(dataset, rules), gather(dataset, rules)
    ids = list(dataset.schools["school_id"])
    keys = [
        (place, band, ids[home])
        for place, band, home in zip(made.places, made.bands, made.homes.tolist(), strict=True)
    ]
    assert set(keys) == set(facts.coming)
    for key, by_grade in zip(keys, made.by_grade, strict=True):
        for t, year in enumerate(rules.years):
            found = facts.coming[key][year]
            assert [found.get(grade, 0) for grade in range(1, 10)] == by_grade[t, :9].tolist()


@settings(max_examples=200)
@given(
    exact=st.dictionaries(st.text("abcdef", min_size=1), st.floats(0, 50), max_size=8),
    towns=st.lists(st.sampled_from(TOWNS), min_size=8, max_size=8),
)
def test_whole_pupils_add_up_and_are_near(exact: dict[str, float], towns: list[str]) -> None:
    """The county's sum is the rounded one, and no group is a whole pupil away from its part."""
    found = whole_pupils(exact, dict(zip(exact, towns, strict=False)))
    assert sum(found.values()) == pytest.approx(sum(exact.values()), abs=0.5 + 1e-6)
    for key, number in found.items():
        assert number == int(number)
        assert abs(number - exact[key]) < 1 + 1e-6
