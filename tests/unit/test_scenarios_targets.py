"""A scenario may take its targets by version from the county's tables."""

import pandas as pd
import pytest

import scenarios
from planner.errors import ScenarioError
from scenarios import Scenario, fill_targets

COLUMNS = ["version", "year", "count", "unit", "deadline", "source"]


def targets(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    return pd.DataFrame([(*row, "", "notice") for row in rows], columns=COLUMNS)


TABLE = targets(
    ("item-26", 2023, 32, "teaching_point"),
    ("item-26", 2024, 9, "teaching_point"),
    ("item-14", 2023, 23, "teaching_point"),
)


def asking(version: str) -> Scenario:
    return scenarios.load("roadmap_item26", [f"closures.version={version}"])


def test_the_version_fills_the_targets_and_says_so() -> None:
    filled = fill_targets(asking("item-26"), TABLE)
    assert dict(filled.assumptions.closures.targets) == {2023: 32, 2024: 9}
    assert filled.resolved["closures"]["targets"] == {"2023": 32, "2024": 9}
    assert filled.resolved["closures"]["version"] == "item-26"
    assert filled.origins["closures.targets"] == "targets.csv (item-26)"
    assert filled.warnings == ()


def test_a_scenario_with_its_own_targets_is_left_alone() -> None:
    scenario = scenarios.load("roadmap_item26")
    assert fill_targets(scenario, TABLE) is scenario


def test_an_unknown_version_names_those_that_exist() -> None:
    with pytest.raises(ScenarioError) as caught:
        fill_targets(asking("item-62"), TABLE)
    [finding] = caught.value.findings
    assert finding.code == "unknown_version"
    assert "item-14, item-26" in finding.hint.en
    assert "item-14, item-26" in finding.hint.zh


def test_no_targets_at_all_is_said_as_that() -> None:
    with pytest.raises(ScenarioError) as caught:
        fill_targets(asking("x"), targets())
    assert "no rows" in caught.value.findings[0].hint.en


def test_different_units_of_one_year_add_up_with_a_warning() -> None:
    table = targets(("v", 2023, 3, "teaching_point"), ("v", 2023, 2, "small_school"))
    filled = fill_targets(asking("v"), table)
    assert dict(filled.assumptions.closures.targets) == {2023: 5}
    assert [w.code for w in filled.warnings] == ["targets_added_up"]
    assert "3 teaching_point + 2 small_school" in filled.warnings[0].what.en


def test_the_same_target_from_two_sources_counts_once() -> None:
    table = targets(("v", 2023, 23, "teaching_point"), ("v", 2023, 23, "teaching_point"))
    assert dict(fill_targets(asking("v"), table).assumptions.closures.targets) == {2023: 23}


def test_one_version_with_two_numbers_contradicts_itself() -> None:
    table = targets(("v", 2023, 23, "teaching_point"), ("v", 2023, 32, "teaching_point"))
    with pytest.raises(ScenarioError) as caught:
        fill_targets(asking("v"), table)
    (one,) = caught.value.findings
    assert one.code == "targets_contradict"
    assert "23" in one.what.zh
    assert "32" in one.what.zh


def test_a_version_that_contradicts_itself_is_refused_with_both_sources() -> None:
    table = targets(("v", 2023, 23, "teaching_point"), ("v", 2023, 32, "teaching_point"))
    with pytest.raises(ScenarioError) as caught:
        fill_targets(asking("v"), table.assign(source=["item 14", "item 26"]))
    assert "23 (item 14); 32 (item 26)" in caught.value.findings[0].what.en


def test_a_year_outside_the_plan_stays_with_a_warning() -> None:
    filled = fill_targets(asking("v"), targets(("v", 2022, 19, "teaching_point")))
    assert dict(filled.assumptions.closures.targets) == {2022: 19}
    assert [w.code for w in filled.warnings] == ["target_outside_years"]
