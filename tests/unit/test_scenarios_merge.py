"""Layers merge table by table; bands, targets, budgets and lists replace what is inherited."""

from pathlib import Path
from textwrap import dedent

import pytest

import scenarios
from scenarios import Scenario

PARENT = """
title = "parent"
years = [2023, 2024]
[closures]
targets = {2023 = 5, 2024 = 6}
keep = [{school_id = "S1"}]
[travel]
bus_kmh = 20
max_minutes = {lower = 20}
"""


def child(folder: Path, text: str, settings: tuple[str, ...] = ()) -> Scenario:
    (folder / "parent.toml").write_text(PARENT, encoding="utf-8")
    path = folder / "child.toml"
    path.write_text('extends = "parent.toml"\n' + dedent(text), encoding="utf-8")
    return scenarios.load(path, settings)


def test_a_table_merges_key_by_key_at_every_depth(tmp_path: Path) -> None:
    scenario = child(tmp_path, "[travel]\nmax_minutes = {upper = 35}")
    assert scenario.resolved["travel"]["max_minutes"] == {"lower": 20, "upper": 35, "junior": 40}
    assert scenario.resolved["travel"]["bus_kmh"] == 20
    assert [scenario.origins[f"travel.max_minutes.{b}"] for b in ("lower", "upper", "junior")] == [
        "parent.toml",
        "child.toml",
        "base",
    ]


def test_targets_and_lists_are_replaced_whole(tmp_path: Path) -> None:
    scenario = child(
        tmp_path, '[closures]\ntargets = {2024 = 1}\nkeep = [{school_id = "S2"}]\ncounts = []'
    )
    assert dict(scenario.assumptions.closures.targets) == {2024: 1}
    assert [row.school_id for row in scenario.assumptions.closures.keep] == ["S2"]
    assert scenario.assumptions.closures.counts == ()


def test_bands_are_replaced_whole_and_tables_keep_only_the_bands_that_exist(
    tmp_path: Path,
) -> None:
    scenario = child(
        tmp_path,
        """
        [bands]
        lower = [1, 4]
        rest = [5, 9]
        [travel]
        max_minutes = {rest = 40}
        walk_kmh = {rest = 4}
        max_walk_km = {rest = 2}
        [schools]
        class_size = {rest = 45}
        """,
    )
    assert [band.name for band in scenario.assumptions.bands] == ["lower", "rest"]
    assert scenario.resolved["travel"]["max_minutes"] == {"lower": 20, "rest": 40}
    assert scenario.resolved["travel"]["walk_kmh"] == {"lower": 3.5, "rest": 4}
    assert scenario.resolved["schools"]["class_size"] == {"lower": 45, "rest": 45}
    assert scenario.assumptions.boarding.bands == ()
    assert "travel.max_minutes.upper" not in scenario.origins


def test_boarding_keeps_the_bands_that_exist(tmp_path: Path) -> None:
    scenario = child(tmp_path, "[bands]\nlower = [1, 3]\njunior = [7, 9]")
    assert scenario.assumptions.boarding.bands == ("junior",)


@pytest.mark.parametrize(
    ("own", "targets", "version"),
    [
        ('version = "item-26"', {}, "item-26"),
        ("targets = {2023 = 1}", {2023: 1}, ""),
        ("rule = 'at_most'", {2023: 5, 2024: 6}, ""),
    ],
)
def test_a_layer_with_a_version_drops_the_targets_it_inherits(
    tmp_path: Path, own: str, targets: dict[int, int], version: str
) -> None:
    closures = child(tmp_path, f"[closures]\n{own}").assumptions.closures
    assert dict(closures.targets) == targets
    assert closures.version == version


def test_targets_of_a_later_layer_drop_an_inherited_version(tmp_path: Path) -> None:
    scenario = child(tmp_path, '[closures]\nversion = "x"', ("closures.targets.2023=4",))
    assert dict(scenario.assumptions.closures.targets) == {2023: 4}
    assert "version" not in scenario.resolved["closures"]
    assert "closures.version" not in scenario.origins


def test_a_limit_by_kind_replaces_an_inherited_number_and_the_other_way_round(
    tmp_path: Path,
) -> None:
    by_kind = child(tmp_path, "[closures]\nsmall = {primary = 50}")
    assert by_kind.resolved["closures"]["small"] == {"primary": 50}
    assert by_kind.origins["closures.small.primary"] == "child.toml"
    assert "closures.small" not in by_kind.origins
    one = child(tmp_path, "[closures]\nsmall = {primary = 50}", ("closures.small=80",))
    assert one.resolved["closures"]["small"] == 80
    assert "closures.small.primary" not in one.origins


def test_a_setting_of_one_target_replaces_all_and_says_which_are_gone(tmp_path: Path) -> None:
    scenario = child(tmp_path, "", ("closures.targets.2023=4",))
    assert dict(scenario.assumptions.closures.targets) == {2023: 4}
    [warning] = scenario.warnings
    assert (warning.code, warning.severity) == ("table_replaced", "warning")
    assert "2024" in warning.what.en
    assert "2024" in warning.what.zh


def test_a_setting_of_the_whole_table_is_meant_and_not_warned_about(tmp_path: Path) -> None:
    assert child(tmp_path, "", ("closures.targets={2023=4}",)).warnings == ()
    both = ("closures.targets.2023=4", "closures.targets.2024=1")
    assert child(tmp_path, "", both).warnings == ()


def test_target_years_outside_the_plan_stay_with_a_warning(tmp_path: Path) -> None:
    scenario = child(tmp_path, "years = [2024]")
    assert dict(scenario.assumptions.closures.targets) == {2023: 5, 2024: 6}
    [warning] = scenario.warnings
    assert warning.code == "target_outside_years"
    assert warning.file == "parent.toml"
    assert "2023" in warning.what.en
    assert "2024" not in warning.what.en


def test_loading_twice_shares_nothing() -> None:
    first, second = scenarios.load("roadmap_item26"), scenarios.load("roadmap_item26")
    first.resolved["closures"]["counts"].append("junior")
    assert second.resolved["closures"]["counts"] == ["teaching_point", "primary"]
