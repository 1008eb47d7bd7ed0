"""Pupils of the coming years, against numbers worked out by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.demand import demand
from planner.forecast import Outlook, entry_grade, is_flat, outlook
from planner.load import load
from planner.stages import stage_outlook
from scenarios.load import load as load_scenario
from tests.builders_model import write_street
from tests.builders_run import small_run

PAGE = (Path(__file__).parents[2] / "docs" / "forecast.md").read_text(encoding="utf-8")
P = {1: 6, 2: 8, 3: 10, 4: 9, 5: 7, 6: 5}
Q = {1: 4, 2: 2, 4: 3}
BIRTHS = {2015: 120, 2016: 90, 2017: 60, 2018: 45}


def rows(school: str, grades: dict[int, int], *place: str) -> list[tuple[Any, ...]]:
    return [(school, grade, pupils, *place) for grade, pupils in grades.items()]


def births(series: dict[int, int], township: str = "") -> list[dict[str, Any]]:
    return [{"township": township, "year": y, "births": n} for y, n in series.items()]


def county(folder: Path, pupils: list[tuple[Any, ...]], **more: Any) -> tuple[Any, Any]:
    """Return dataset and assumptions of a street with the schools A and B and places P and Q."""
    path = write_street(
        folder,
        more.pop("schools", {"A": {}, "B": {"at": 1}}),
        pupils,
        places={"P": 2, "Q": 3},
        scenario={"years": [2023, 2024], "demand": more.pop("demand", {})},
        **more,
    )
    return load(path.parent / "county"), load_scenario(str(path)).assumptions


def ahead(folder: Path, pupils: list[tuple[Any, ...]], **more: Any) -> Outlook:
    return outlook(*county(folder, pupils, **more))


def of(found: Outlook, home: str, grade: int) -> list[float]:
    return found.pupils[found.homes.index(home), :, grade - 1].round(9).tolist()


def test_the_example_of_the_page(tmp_path: Path) -> None:
    """The last table of docs/forecast.md is what the planner reckons from its first."""
    dataset, rules = county(tmp_path, rows("A", P, "P") + rows("A", Q, "Q"), births=births(BIRTHS))
    found = demand(dataset, rules)
    table = re.findall(r"^\| ([PQ]), (202\d) \| (.+) \|$", PAGE, re.MULTILINE)
    assert len(table) == 4
    for place, year, cells in table:
        numbers = [int(cell) for cell in cells.split("|")]
        lower, upper = (
            found.by_grade[g, int(year) - 2023]
            for g in range(len(found.places))
            if found.places[g] == place
        )
        assert [*(lower + upper)[:6], lower.sum(), upper.sum()] == numbers


def test_the_table_of_forecast_and_actual_pupils_of_the_page(tmp_path: Path) -> None:
    """The forecast in it is the planner's, and so are the differences."""
    counted = {"pupils_2023": 58, "pupils_2024": 51}
    dataset, rules = county(
        tmp_path,
        rows("A", P, "P") + rows("A", Q, "Q"),
        births=births(BIRTHS),
        **{name: [{"school_id": "A", "grade": 1, "pupils": n}] for name, n in counted.items()},
    )
    run = replace(small_run(), dataset=dataset, assumptions=rules)
    table = re.findall(
        r"^\| (202\d) \| primary \| (\d+) \| (\d+) \| ([+-]\d+) ", PAGE, re.MULTILINE
    )
    assert [
        (str(one.year), str(one.forecast), str(one.actual), f"{one.actual - one.forecast:+d}")
        for one in stage_outlook(run).compared
        if one.forecast is not None
    ] == table
    assert len(table) == 2


def test_without_anything_given_every_year_is_today(tmp_path: Path) -> None:
    dataset, rules = county(tmp_path, rows("A", P, "P"))
    assert is_flat(dataset, rules)
    found = outlook(dataset, rules)
    assert (found.pupils == found.base[:, None, :]).all()


@pytest.mark.parametrize(
    "more",
    [
        {"births": births(BIRTHS)},
        {"forecast": [{"year": 2023, "grade": 1, "factor": 1}]},
        {"demand": {"survival": 0.99}},
        {"demand": {"entrants_change": -0.03}},
    ],
)
def test_anything_given_starts_the_forecast(more: dict[str, Any], tmp_path: Path) -> None:
    """Children move up even where entrants stay as many."""
    dataset, rules = county(tmp_path, rows("A", P, "P"), **more)
    assert not is_flat(dataset, rules)
    assert of(outlook(dataset, rules), "P", 4)[0] == pytest.approx(10 * rules.demand.survival)


def test_a_grade_is_the_one_below_a_year_before_times_survival(tmp_path: Path) -> None:
    found = ahead(tmp_path, rows("A", P, "P"), demand={"survival": 0.9})
    assert of(found, "P", 2) == pytest.approx([6 * 0.9, 6 * 0.9])
    assert of(found, "P", 3) == pytest.approx([8 * 0.9, 6 * 0.81])
    assert of(found, "P", 6) == pytest.approx([7 * 0.9, 9 * 0.81])
    assert of(found, "P", 7) == [0, 0]


def test_entrants_change_by_a_rate_without_births(tmp_path: Path) -> None:
    found = ahead(tmp_path, rows("A", P, "P"), demand={"entrants_change": -0.5})
    assert of(found, "P", 1) == [3, 1.5]


@pytest.mark.parametrize(("variant", "factor"), [("low", 0.85), ("middle", 1), ("high", 1.15)])
def test_the_variant_is_a_factor_on_entrants_of_every_year(
    variant: str, factor: float, tmp_path: Path
) -> None:
    """It is on those who enter: those who are there already move up as they are."""
    found = ahead(tmp_path, rows("A", P, "P"), births=births(BIRTHS), demand={"variant": variant})
    assert of(found, "P", 1) == pytest.approx([4.2 * factor, 3 * factor])
    assert of(found, "P", 2) == pytest.approx([6, 4.2 * factor])
    assert of(found, "P", 3) == [8, 6]


def test_own_births_of_a_township_win_over_those_of_the_county(tmp_path: Path) -> None:
    """中镇's births stay the same; 西岭, which has none of its own, follows the county."""
    schools = {"A": {}, "B": {"at": 1, "township": "西岭"}}
    level = dict.fromkeys(BIRTHS, 10)
    table = births(BIRTHS) + births(level, "中镇")
    pupils = rows("A", {1: 6, 2: 6, 3: 6}, "P") + rows("B", {1: 10})
    found = ahead(tmp_path, pupils, births=table, schools=schools)
    assert of(found, "P", 1) == [6, 6]
    assert of(found, "B", 1) == [7, 5]


def test_the_county_is_the_sum_of_its_townships_where_it_has_no_row(tmp_path: Path) -> None:
    """One township stays at 100; the other goes to 100/3 + 2 x 10/3 = 40, then to 10/3."""
    table = births(dict.fromkeys(BIRTHS, 100), "中镇")
    table += births({2015: 100, 2016: 100, 2017: 10, 2018: 0}, "西岭")
    schools = {"A": {}, "B": {"at": 1, "township": "西岭"}}
    found = ahead(tmp_path, rows("A", {1: 10}), births=table, schools=schools)
    assert of(found, "A", 1) == pytest.approx([10 * 140 / 200, 10 * (100 + 10 / 3) / 200])


def test_a_missing_year_of_births_takes_the_last_given_and_is_told(tmp_path: Path) -> None:
    found = ahead(tmp_path, rows("A", P, "P"), births=births({2015: 60, 2016: 60, 2017: 30}))
    # 2023: 60/3 + 2*30/3 = 40; 2024: 30/3 + 2*30/3 = 30, 2018 taken as 2017
    assert of(found, "P", 1) == [4, 3]
    [finding] = found.findings
    assert finding.code == "births_missing"
    assert "2018" in finding.what.en
    assert "2018" in finding.what.zh


def test_births_before_the_first_given_are_the_first(tmp_path: Path) -> None:
    found = ahead(tmp_path, rows("A", P, "P"), births=births({2017: 60, 2018: 30}))
    # 2022 and 2023 from 60; 2024: 60/3 + 2*30/3 = 40
    assert of(found, "P", 1) == [6, 4]


def test_a_township_shares_its_entrants_by_the_three_lowest_grades(tmp_path: Path) -> None:
    """P has no child in grade 1 now and still gets half of those who enter."""
    pupils = rows("A", {2: 6, 3: 6}, "P") + rows("A", {1: 8, 2: 4}, "Q")
    found = ahead(tmp_path, pupils, demand={"survival": 1, "entrants_change": -0.5})
    assert of(found, "P", 1) == [2, 1]
    assert of(found, "Q", 1) == [2, 1]


def test_pupils_with_a_blank_place_follow_the_county(tmp_path: Path) -> None:
    """The county's grade 2 goes from 12 to 10: those of A's own point from 4 to 4 x 10/12."""
    pupils = rows("A", {1: 6, 2: 8}, "P") + rows("A", {1: 4, 2: 4})
    found = ahead(tmp_path, pupils, demand={"entrants_change": 0.1})
    assert of(found, "A", 2) == pytest.approx([4 * 10 / 12, 4 * 11 / 12])
    assert of(found, "P", 2)[0] == 6
    assert of(found, "A", 1) == pytest.approx([4.4, 4.84])


def test_a_grade_that_nobody_attends_stays_empty(tmp_path: Path) -> None:
    """No grade 6 is in the county's tables; and who enters, enters the lowest grade there is."""
    found = ahead(tmp_path, rows("A", {2: 5, 3: 5, 4: 5, 5: 5}, "P"), demand={"survival": 0.8})
    assert entry_grade(found.base) == 1
    assert of(found, "P", 2) == [5, 5]
    assert of(found, "P", 6) == [0, 0]


def test_a_given_factor_replaces_what_was_reckoned(tmp_path: Path) -> None:
    """It is on the same grade of the base year; a township's own wins; other grades move up."""
    schools = {"A": {}, "B": {"at": 1, "township": "西岭"}}
    table = [
        {"year": 2024, "township": "", "grade": 2, "factor": 0.5},
        {"year": 2024, "township": "西岭", "grade": 2, "factor": 2},
        {"year": 2030, "township": "", "grade": 2, "factor": 9},
    ]
    pupils = rows("A", {1: 6, 2: 8, 3: 10}, "P") + rows("B", {2: 3})
    found = ahead(tmp_path, pupils, forecast=table, schools=schools)
    assert of(found, "P", 2) == [6, 4]
    assert of(found, "B", 2)[1] == 6
    assert of(found, "P", 3) == [8, 6]


def test_years_up_to_the_base_year_are_as_counted(tmp_path: Path) -> None:
    dataset, rules = county(tmp_path, rows("A", P, "P"), births=births(BIRTHS))
    found = outlook(replace(dataset, base_year=2023), rules)
    assert (found.pupils[:, 0] == found.base).all()
    assert of(found, "P", 2) == [8, 6]


def test_a_place_divides_its_pupils_among_its_groups_as_today(tmp_path: Path) -> None:
    """P's lower band is 3 : 1 at A and B, in every grade of it, whoever is in which grade now."""
    pupils = rows("A", {1: 4, 2: 4, 3: 4}, "P") + rows("B", {2: 4}, "P")
    dataset, rules = county(tmp_path, pupils, demand={"entrants_change": 1.0})
    found = demand(dataset, rules)
    assert found.places == ("P", "P")
    # 8 enter; 4 go up to grade 2 and 8 to grade 3
    assert found.by_grade[:, 0, :3].tolist() == [[6, 3, 6], [2, 1, 2]]


def test_a_place_with_pupils_of_a_band_only_later_joins_most_of_its_township(
    tmp_path: Path,
) -> None:
    """P has nobody in grades 4-6 now; most of 中镇's go to B, most of the county's to C."""
    schools = {"A": {}, "B": {"at": 1}, "C": {"at": 5, "township": "西岭"}}
    pupils = [("A", 3, 5, "P"), ("A", 4, 2), ("B", 5, 3), ("C", 4, 9)]
    pupils += rows("A", {1: 7, 2: 1})
    dataset, rules = county(tmp_path, pupils, schools=schools, demand={"survival": 0.999999})
    found = demand(dataset, rules)
    new = list(zip(found.places, found.bands, strict=True)).index(("P", "upper"))
    assert dataset.schools["school_id"].iloc[found.homes[new]] == "B"
    assert found.now[new] == 0
    assert found.pupils[new].tolist() == [5, 5]
    assert [finding.code for finding in found.findings] == ["new_groups"]


def test_nobody_there_the_county_says_where_they_go(tmp_path: Path) -> None:
    schools = {"A": {}, "C": {"at": 5, "township": "西岭"}, "D": {"at": 6, "township": "西岭"}}
    pupils = [("A", 3, 5, "P"), ("D", 4, 9), ("C", 5, 9)]
    dataset, rules = county(tmp_path, pupils, schools=schools, demand={"survival": 0.999999})
    found = demand(dataset, rules)
    new = list(zip(found.places, found.bands, strict=True)).index(("P", "upper"))
    assert dataset.schools["school_id"].iloc[found.homes[new]] == "C"


def test_whole_pupils_add_up_from_groups_to_the_county(tmp_path: Path) -> None:
    """On random counties every grade and year adds up to the rounded sum of the unrounded parts."""
    draw = np.random.default_rng(4)
    for n in range(5):
        pupils = [
            (school, grade, int(draw.integers(0, 9)), place)
            for school in "AB"
            for place in ("P", "Q", "")
            for grade in range(1, 7)
        ]
        dataset, rules = county(
            tmp_path / str(n), pupils, demand={"survival": 0.93, "entrants_change": -0.07}
        )
        exact, found = outlook(dataset, rules), demand(dataset, rules)
        total = np.floor(exact.pupils.sum(axis=0) + 0.5)
        assert (found.by_grade.sum(axis=0) == total).all()
        assert (found.by_grade >= 0).all()
        assert (found.by_grade == np.round(found.by_grade)).all()
