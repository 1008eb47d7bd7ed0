"""The check reckons the pupils of the coming years for itself; numbers worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.checking.facts import gather
from planner.checking.whole import largest_remainders, whole_pupils
from planner.load import load
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from planner.checking.facts import Key

type Row = tuple[str, str, int, int]
"""School, place (may be blank), grade, pupils."""

YEARS = [2023, 2024]
PRIMARY = {"demand": {"survival": 0.5}}


def coming(
    folder: Path, pupils: list[Row], scenario: dict[str, Any] | None = None, **tables: Any
) -> dict[Key, dict[int, dict[int, float]]]:
    """Return the pupils by group, year and grade; schools A and B, places P1 and P2 in one town."""
    columns = ("school_id", "place_id", "grade", "pupils")
    schools = [{"school_id": key, "kind": "nine_year"} for key in "AB"]
    places = [{"place_id": key} for key in ("P1", "P2")]
    schools += tables.pop("schools", [])
    places += tables.pop("places", [])
    rows = [dict(zip(columns, row, strict=True)) for row in pupils]
    data = write_county(folder / "county", schools=schools, places=places, pupils=rows, **tables)
    path = write_scenario(folder / "plan.toml", data=data, years=YEARS, **(scenario or {}))
    ahead = gather(load(data), load_scenario(path).assumptions).coming
    return {
        key: {year: {g: n for g, n in grades.items() if n} for year, grades in years.items()}
        for key, years in ahead.items()
    }


def births(*rows: tuple[str, int, int]) -> list[dict[str, Any]]:
    """Return rows of births.csv."""
    return [{"township": town, "year": year, "births": n} for town, year, n in rows]


def test_cohorts_move_up_and_entrants_follow_births(tmp_path: Path) -> None:
    """Twelve first-graders and 30 births become 20 with 50, shared by the three lowest grades.

    2023: 30 / 3 + 2 x 60 / 3 = 50; 2024: 60 / 3 = 20. Half of each grade moves up: of 9 pupils of
    grade 2 4.5 are left, 5 of them, the odd one in P1; a tie in 2024 goes to P1 as well.
    """
    pupils: list[Row] = [
        ("A", "P1", 1, 6), ("A", "P1", 2, 3), ("A", "P1", 3, 3), ("A", "P2", 1, 6), ("A", "P2", 2, 6),
    ]  # fmt: skip
    born = births(("", 2015, 30), ("", 2016, 30), ("", 2017, 60), ("", 2018, 0))
    found = coming(tmp_path, pupils, PRIMARY, births=born)
    assert found == {
        ("P1", "lower", "A"): {2023: {1: 10, 2: 3, 3: 2}, 2024: {1: 4, 2: 5, 3: 2}},
        ("P2", "lower", "A"): {2023: {1: 10, 2: 3, 3: 3}, 2024: {1: 4, 2: 5, 3: 1}},
    }


def test_a_school_s_own_point_follows_the_county(tmp_path: Path) -> None:
    """Of 40 first-graders and 20 second-graders there are 20 and 40 a year later.

    The school's point has a quarter of the first and all of the second: 5 and 40. P1 has half of
    the young of its township, so half of its 20 entrants.
    """
    pupils: list[Row] = [("A", "", 1, 10), ("A", "", 2, 20), ("A", "P1", 1, 30)]
    found = coming(tmp_path, pupils, {"demand": {"entrants_change": -0.5}})
    assert found["A", "lower", "A"][2023] == {1: 5, 2: 40}
    assert found["P1", "lower", "A"][2023] == {1: 10, 2: 30}


def test_births_of_the_township_win_over_the_county_s(tmp_path: Path) -> None:
    """A township without births takes the county's, which is the sum where it has no row.

    Ten with 10 births become 16.67 with 50 / 3; of two such townships the first is rounded up.
    """
    pupils: list[Row] = [("A", "P1", 1, 10), ("A", "P3", 1, 10)]
    elsewhere = {"places": [{"place_id": "P3", "township": "乙镇"}]}
    own = births(("中镇", 2015, 10), ("中镇", 2016, 10), ("中镇", 2017, 20))
    summed = [*own, *births(("乙镇", 2015, 10), ("乙镇", 2016, 10), ("乙镇", 2017, 10))]
    for given, here, there in (
        (own, 17, 16),
        (summed, 17, 10),
        ([*own, *births(("", 2015, 10), ("", 2016, 10), ("", 2017, 0))], 17, 3),
    ):
        found = coming(tmp_path / str(there), pupils, births=given, **elsewhere)
        assert found["P1", "lower", "A"][2023][1] == here
        assert found["P3", "lower", "A"][2023][1] == there


def test_a_year_of_birth_that_is_missing_takes_the_last_one_given(tmp_path: Path) -> None:
    """Births end in 2016: everybody who enters later is born into as strong a year."""
    pupils: list[Row] = [("A", "P1", 1, 9)]
    found = coming(tmp_path, pupils, births=births(("", 2015, 10), ("", 2016, 40)))
    assert found["P1", "lower", "A"] == {2023: {1: 12}, 2024: {1: 12}}


def test_a_base_year_without_births_changes_nothing(tmp_path: Path) -> None:
    found = coming(tmp_path, [("A", "P1", 1, 9)], births=births(("", 2016, 0), ("", 2017, 40)))
    assert found["P1", "lower", "A"] == {2023: {1: 9}, 2024: {1: 9}}


def test_the_variant_is_on_entrants_of_every_later_year(tmp_path: Path) -> None:
    demand = {"variant": "low", "survival": 0.9}
    found = coming(tmp_path, [("A", "P1", 1, 20), ("A", "P1", 2, 20)], {"demand": demand})
    assert found["P1", "lower", "A"] == {2023: {1: 17, 2: 18}, 2024: {1: 17, 2: 15}}


def test_nothing_known_is_the_base_year_whatever_the_variant(tmp_path: Path) -> None:
    found = coming(
        tmp_path, [("A", "P1", 1, 20), ("A", "P1", 3, 7)], {"demand": {"variant": "low"}}
    )
    assert found == {("P1", "lower", "A"): {year: {1: 20, 3: 7} for year in YEARS}}


def test_factors_replace_the_forecast_the_township_s_own_first(tmp_path: Path) -> None:
    """Grade 1 by the township, grade 2 by the county, grade 3 as reckoned."""
    forecast = [
        {"year": 2023, "township": "", "grade": 1, "factor": 3},
        {"year": 2023, "township": "中镇", "grade": 1, "factor": 2},
        {"year": 2023, "township": "", "grade": 2, "factor": 1.5},
    ]
    pupils: list[Row] = [("A", "P1", 1, 10), ("A", "P1", 2, 20), ("A", "P1", 3, 5)]
    found = coming(tmp_path, pupils, forecast=forecast)
    assert found["P1", "lower", "A"][2023] == {1: 20, 2: 30, 3: 20}


def test_a_band_that_a_place_has_nobody_in_now_is_at_the_usual_school(tmp_path: Path) -> None:
    """Most of the township attend B; those of P1 who move up will too, though they are at A now.

    Nobody is in grades 1 and 2, so children enter grade 3: P1 has 8 of the 19 youngest, 3.4 of the 8
    entrants of 2023, and 2.5 of the 6 in grade 4 a year later, the least remainder of all.
    """
    pupils: list[Row] = [("A", "P1", 3, 8), ("A", "P2", 4, 5), ("B", "P2", 5, 6)]
    found = coming(tmp_path, pupils, {"demand": {"survival": 0.75}})
    assert found["P1", "upper", "B"] == {2023: {4: 6}, 2024: {4: 2, 5: 5}}
    tied: list[Row] = [("A", "P1", 3, 8), ("A", "P2", 4, 6), ("B", "P2", 5, 6)]
    assert ("P1", "upper", "A") in coming(tmp_path / "tie", tied, {"demand": {"survival": 0.75}})


def test_groups_of_a_place_keep_their_shares_of_a_band(tmp_path: Path) -> None:
    """One in four of P1's lower grades is at B; so is one in four of its entrants."""
    pupils: list[Row] = [("A", "P1", 1, 9), ("B", "P1", 2, 3)]
    found = coming(tmp_path, pupils, {"demand": {"entrants_change": -0.11}})
    assert found["P1", "lower", "A"][2023] == {1: 6, 2: 7}
    assert found["P1", "lower", "B"][2023] == {1: 2, 2: 2}


def test_the_county_is_rounded_first_then_townships_then_groups() -> None:
    """Three thirds of a pupil in two townships: the county has two of 1.5, the larger gets one."""
    exact = {"a": 0.4, "b": 0.5, "c": 0.6}
    towns = {"a": "x", "b": "x", "c": "y"}
    assert whole_pupils(exact, towns) == {"a": 0, "b": 1, "c": 1}
    assert whole_pupils({"a": 0.25, "b": 0.25}, {"a": "x", "b": "y"}) == {"a": 1, "b": 0}


def test_remainders_tie_by_id_and_noise_is_no_remainder() -> None:
    assert largest_remainders({"b": 1.5, "a": 1.5}, 3) == {"a": 2, "b": 1}
    assert largest_remainders({"a": 1 - 1e-12, "b": 0.3}, 1) == {"a": 1, "b": 0}
    assert largest_remainders({"a": 1.0, "b": 2.0}, 2) == {"a": 1, "b": 1}
