"""Scenarios load from the library, from files and from settings, and say where values come from."""

import tomllib
from dataclasses import FrozenInstanceError
from math import inf
from pathlib import Path
from textwrap import dedent

import pytest

import scenarios
from planner.assumptions import Assumptions, Band, Keep, Pin, writable
from planner.errors import ScenarioError
from planner.words import same
from scenarios.shipped import LIBRARY

BASE_BY_CONTRACT = """
[bands]
lower = [1, 3]
upper = [4, 6]
junior = [7, 9]
[closures]
rule = "exact"
counts = ["teaching_point", "primary"]
small = 100
empty_by = 2023
empty_count = true
keep = []
close = []
keep_junior_per_township = true
downgrade = false
[travel]
max_minutes = {lower = 30, upper = 40, junior = 40}
walk_kmh = {lower = 3.5, upper = 4.5, junior = 4.5}
max_walk_km = {lower = 2.0, upper = 2.5, junior = 3.0}
bus = true
bus_kmh = 30
bus_wait_minutes = 5
detour = 1.3
[boarding]
bands = ["upper", "junior"]
max_minutes = 90
[schools]
size_cap = {teaching_point = 2000, primary = 2000, junior = 2000, nine_year = 2500, twelve_year = 2500}
class_size = {lower = 45, upper = 45, junior = 50}
split_places = false
moves_per_pupil = 1
build_before_close = true
[merge]
enabled = false
max_junior_pupils = 400
max_km = 8
count = false
[relief]
enabled = false
[staff]
pupils_per_teacher = {primary = 19, junior = 13.5}
teachers_per_class = 2.0
max_move_km = 30
[demand]
variant = "middle"
variant_factor = {low = 0.85, middle = 1.0, high = 1.15}
survival = 1.0
entrants_change = 0.0
[money]
pupil_km = 300
bus_pupil = 1500
boarder = 3000
boarding_upper = 1500
running_fixed = 120000
running_downgraded = 0.6
move = 2000
works_years = 20
works_budget = {}
[solver]
name = "HiGHS"
gap = 0.0001
seconds = 300
threads = 1
seed = 1
"""


def write(folder: Path, text: str, name: str = "own.toml") -> Path:
    path = folder / name
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_base_holds_exactly_the_values_of_the_contract() -> None:
    base = tomllib.loads((LIBRARY / "base.toml").read_text(encoding="utf-8"))
    head = {"title": base.pop("title"), "language": base.pop("language")}
    assert base["closures"].pop("targets") == {}
    assert base == tomllib.loads(BASE_BY_CONTRACT)
    assert head["language"] == "zh"


@pytest.mark.parametrize(
    ("name", "targets"),
    [
        ("roadmap_item26", {2023: 32, 2024: 9, 2025: 18}),
        ("roadmap_item14", {2023: 23, 2024: 9, 2025: 18}),
        ("empty_first", {2023: 25}),
        ("keep_local", {2023: 25}),
        ("boarding", {2023: 25, 2024: 2, 2025: 3}),
        ("nine_year", {2023: 25, 2024: 3, 2025: 3}),
    ],
)
def test_a_shipped_scenario_plans_the_shipped_county_without_a_warning(
    name: str, targets: dict[int, int]
) -> None:
    scenario = scenarios.load(name)
    assert scenario.name == name
    assert dict(scenario.assumptions.closures.targets) == targets
    assert scenario.assumptions.years == (2023, 2024, 2025)
    assert scenario.assumptions.data == "xi_county"
    assert scenario.data_base == LIBRARY
    assert scenario.assumptions.loosened == ()
    assert scenario.warnings == ()


def test_liang_jizhong_says_which_rule_it_loosens() -> None:
    """A township may lose its last junior school: the plan says so at its head."""
    loosened = scenarios.load("liang_jizhong").assumptions.loosened
    assert loosened == ("closures.keep_junior_per_township",)


def test_liang_jizhong_calls_small_what_is_small_for_its_kind() -> None:
    closures = scenarios.load("liang_jizhong").assumptions.closures
    assert closures.small_limit("primary") < 100 < closures.small_limit("junior")


def test_relief_2030_plans_eight_years_and_loosens_nothing() -> None:
    rules = scenarios.load("relief_2030").assumptions
    assert rules.years == tuple(range(2023, 2031))
    assert rules.relief.enabled
    assert rules.loosened == ()


def test_empty_first_lets_only_schools_without_pupils_close() -> None:
    closures = scenarios.load("empty_first").assumptions.closures
    assert closures.small_limit("teaching_point") == 1
    assert closures.small_limit("primary") == 1
    assert closures.empty_by == 2023
    assert closures.empty_count


def test_names_start_with_base_and_every_title_is_in_two_languages() -> None:
    assert scenarios.names() == [
        "base",
        "boarding",
        "empty_first",
        "keep_local",
        "liang_jizhong",
        "nine_year",
        "relief_2030",
        "roadmap_item14",
        "roadmap_item26",
    ]
    titles = scenarios.titles()
    assert list(titles) == scenarios.names()
    assert all(title.zh and title.en and title.zh != title.en for title in titles.values())


def test_the_title_is_kept_in_both_languages_whatever_language_is_asked_for() -> None:
    """A page in Chinese shows a run that was planned in English under its Chinese title."""
    chinese, english = (scenarios.load("roadmap_item26", language=said) for said in ("zh", "en"))
    for scenario in (chinese, english):
        assert scenario.assumptions.title == scenarios.titles()["roadmap_item26"]
        assert set(scenario.resolved["title"]) == {"zh", "en"}
    assert english.assumptions.language == "en"
    assert english.origins["language"] == "--language"


def test_base_alone_names_no_years_and_is_loaded_only_when_that_is_allowed() -> None:
    with pytest.raises(ScenarioError) as caught:
        scenarios.load("base")
    assert [(f.code, f.column) for f in caught.value.findings] == [("no_years", "years")]
    assert scenarios.load("base", complete=False).assumptions.years == ()
    assert scenarios.load("base", ["years=[2023]"]).assumptions.years == (2023,)


def test_resolved_values_survive_the_manifest(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
        years = [2024]
        [closures]
        targets = {2024 = 2}
        small = {junior = inf, primary = 60}
        keep = [{school_id = "S1", reason = "河"}]
        close = [{school_id = "S2", year = 2024}]
        [travel]
        max_minutes = {lower = inf}
        """,
    )
    scenario = scenarios.load(path)
    again = Assumptions.from_resolved(writable(scenario.resolved))
    assert again.closures == scenario.assumptions.closures
    assert again.travel == scenario.assumptions.travel
    assert again.travel.max_minutes["lower"] == inf
    assert again.closures.keep == (Keep("S1", "河"),)
    assert again.closures.close == (Pin("S2", 2024),)
    assert again.closures.small_limit("junior") == inf
    assert again.closures.small_limit("teaching_point") == inf
    assert again.bands == (Band("lower", 1, 3), Band("upper", 4, 6), Band("junior", 7, 9))


def test_a_file_without_extends_stands_on_base(tmp_path: Path) -> None:
    scenario = scenarios.load(write(tmp_path, "years = [2024]"))
    assert scenario.assumptions.money.pupil_km == 300
    assert scenario.origins["money.pupil_km"] == "base"
    assert scenario.origins["years"] == "own.toml"
    assert scenario.name == "own"
    assert scenario.assumptions.title.zh == "国家规定"


def test_extends_is_read_from_the_folder_of_the_file_and_data_from_the_one_that_sets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "county"
    below.mkdir()
    write(below, 'years = [2024]\ndata = "tables"', "first.toml")
    path = write(tmp_path, 'extends = "county/first.toml"\n[travel]\nbus_kmh = 25')
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    scenario = scenarios.load(path)
    assert scenario.data_base == below
    assert scenario.origins["data"] == "first.toml"
    assert scenario.assumptions.travel.bus_kmh == 25
    assert scenarios.load(path, ["data=mine"]).data_base == Path.cwd()


def test_a_folder_stands_for_the_scenario_in_it(tmp_path: Path) -> None:
    write(tmp_path, "years = [2024]", "scenario.toml")
    assert scenarios.load(tmp_path).path == tmp_path / "scenario.toml"


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_bytes("\ufefftitle = '方案'\r\nyears = [2024]\r\n".encode())
    assert scenarios.load(path).assumptions.title == same("方案")


@pytest.mark.parametrize(
    ("setting", "read"),
    [
        ("travel.max_minutes.lower=inf", lambda a: a.travel.max_minutes["lower"] == inf),
        ("years=[2023,2024]", lambda a: a.years == (2023, 2024)),
        ("closures.targets={2024=3}", lambda a: dict(a.closures.targets) == {2024: 3}),
        ("solver.name=COIN_CMD", lambda a: a.solver.name == "COIN_CMD"),
        ("travel.bus = false", lambda a: a.travel.bus is False),
        ("title=2023 = new", lambda a: a.title == same("2023 = new")),
        ('closures.close=[{school_id="S1",year=2024}]', lambda a: a.closures.close[0].year == 2024),
        ("closures.version=2023", lambda a: a.closures.version == "2023"),
        ("data=2023", lambda a: a.data == "2023"),
    ],
)
def test_a_setting_is_a_toml_value_or_a_bare_word(setting: str, read: object) -> None:
    scenario = scenarios.load("roadmap_item26", [setting])
    assert read(scenario.assumptions)
    assert scenario.origins[setting.partition("=")[0].strip()] == "--set"


def test_of_two_settings_of_one_key_the_later_wins() -> None:
    scenario = scenarios.load("roadmap_item26", ["travel.bus_kmh=20", "travel.bus_kmh=25"])
    assert scenario.assumptions.travel.bus_kmh == 25


def test_a_scenario_cannot_be_changed() -> None:
    scenario = scenarios.load("roadmap_item26")
    with pytest.raises(FrozenInstanceError):
        scenario.name = "other"  # type: ignore[misc] # the point


def test_a_real_case_loads_and_its_loosened_rules_are_named(cases: Path) -> None:
    scenario = scenarios.load(cases / "northern_ireland" / "scenario.toml")
    assumptions = scenario.assumptions
    assert assumptions.bands == (Band("primary", 1, 7),)
    assert dict(assumptions.travel.max_minutes) == {"primary": 30}
    assert dict(assumptions.schools.class_size) == {"primary": 30}
    assert assumptions.boarding.bands == ()
    assert dict(assumptions.closures.targets) == {2024: 20, 2025: 20}
    assert scenario.warnings == ()
    assert assumptions.loosened == (
        "closures.keep_junior_per_township",
        "travel.max_walk_km.primary",
    )
