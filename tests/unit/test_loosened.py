"""A hard rule looser than the national one is named, with both values, for the head of a plan."""

import pytest

import scenarios
from planner.loosened import loosened


def said(*settings: str) -> list[tuple[str, str, str]]:
    scenario = scenarios.load("roadmap_item26", settings)
    rules = loosened(scenario.assumptions)
    assert scenario.assumptions.loosened == tuple(dict.fromkeys(rule.key for rule in rules))
    assert [rule.text for rule in rules] == scenarios.loosened_texts(scenario)
    return [(rule.key, rule.text.en, rule.text.zh) for rule in rules]


@pytest.mark.parametrize(
    ("setting", "key", "english", "chinese"),
    [
        (
            "travel.max_minutes.lower=45",
            "travel.max_minutes.lower",
            "grades 1-3: 45 minutes one way instead of 30",
            "1–3年级路途时间：45分钟（国家规定30分钟）",
        ),
        (
            "travel.max_minutes.junior=inf",
            "travel.max_minutes.junior",
            "grades 7-9, minutes one way: no limit instead of 40",
            "7–9年级路途时间：不限（国家规定40分钟）",
        ),
        (
            "travel.max_walk_km.lower=inf",
            "travel.max_walk_km.lower",
            "grades 1-3, km on foot: no limit instead of 2",
            "1–3年级步行距离：不限（国家规定2公里）",
        ),
        (
            "boarding.max_minutes=inf",
            "boarding.max_minutes",
            "weekly journey of boarders, minutes: no limit instead of 90",
            "寄宿生每周路途时间：不限（国家规定90分钟）",
        ),
        (
            "travel.max_walk_km.upper=3.5",
            "travel.max_walk_km.upper",
            "grades 4-6: 3.5 km on foot instead of 2.5",
            "4–6年级步行距离：3.5公里（国家规定2.5公里）",
        ),
        (
            "travel.bus_kmh=70",
            "travel.bus_kmh",
            "bus speed: 70 km/h instead of 60",
            "校车速度：70公里/小时（国家规定60公里/小时）",
        ),
        (
            "boarding.bands=['lower','upper']",
            "boarding.bands",
            "boarding from grade 1 instead of 4",
            "1年级起可寄宿（国家规定：小学1–3年级原则上不寄宿）",
        ),
        (
            "boarding.max_minutes=120",
            "boarding.max_minutes",
            "weekly journey of boarders: 120 minutes instead of 90",
            "寄宿生每周路途时间：120分钟（国家规定90分钟）",
        ),
        (
            "schools.size_cap.nine_year=3000",
            "schools.size_cap.nine_year",
            "size of a nine-year school: 3000 pupils instead of 2500",
            "九年一贯制办学规模：3000人（国家规定2500人）",
        ),
        (
            "schools.moves_per_pupil=2",
            "schools.moves_per_pupil",
            "moves of one pupil: 2 times instead of 1",
            "每名学生转学次数上限：2次（国家规定1次）",
        ),
        (
            "schools.split_places=true",
            "schools.split_places",
            "pupils of one village and band may be divided",
            "同村同年级段的学生可分到不同学校",
        ),
        (
            "schools.build_before_close=false",
            "schools.build_before_close",
            "a school may close before its replacement is built",
            "不要求先建后撤",
        ),
        (
            "closures.keep_junior_per_township=false",
            "closures.keep_junior_per_township",
            "a township may lose its last junior school",
            "不要求每个乡镇保留一所初中",
        ),
    ],
)
def test_a_loosened_rule_gives_both_values(setting, key, english, chinese) -> None:
    assert said(setting) == [(key, english, chinese)]


@pytest.mark.parametrize(
    "setting",
    [
        "travel.max_minutes.lower=20",
        "travel.walk_kmh.lower=5",
        "travel.bus_kmh=60",
        "travel.bus=false",
        "travel.detour=1",
        "boarding.bands=[]",
        "schools.size_cap.primary=1500",
        "schools.class_size.lower=60",
        "closures.small=inf",
        "closures.empty_by=0",
    ],
)
def test_a_stricter_rule_or_another_assumption_is_no_loosening(setting: str) -> None:
    assert said(setting) == []


def test_a_band_of_other_grades_is_held_to_the_rule_of_each_grade_in_it() -> None:
    bands = [
        "bands={all=[2,7]}",
        "schools.class_size.all=45",
        "travel.walk_kmh.all=4",
        "closures.keep_junior_per_township=false",
    ]
    found = said(*bands, "travel.max_minutes.all=35", "travel.max_walk_km.all=2.5")
    assert [(key, english) for key, english, _ in found[1:]] == [
        ("travel.max_minutes.all", "grades 2-3: 35 minutes one way instead of 30"),
        ("travel.max_walk_km.all", "grades 2-3: 2.5 km on foot instead of 2"),
    ]
    wider = said(*bands, "travel.max_minutes.all=50", "travel.max_walk_km.all=2")
    assert [english for _, english, _ in wider[1:]] == [
        "grades 2-3: 50 minutes one way instead of 30",
        "grades 4-6: 50 minutes one way instead of 40",
        "grade 7: 50 minutes one way instead of 40",
    ]


def test_a_band_above_grade_nine_has_no_national_limit() -> None:
    senior = ["bands={senior=[10,12]}", "schools.class_size.senior=50", "travel.walk_kmh.senior=4"]
    assert said(*senior, "travel.max_minutes.senior=inf", "travel.max_walk_km.senior=9") == []


def with_bands(**bands: list[int]) -> list[str]:
    """Return the settings of other bands, each with the values that every band needs."""
    ends = ", ".join(f"{name}={first_last}" for name, first_last in bands.items())
    values = ("schools.class_size=45", "travel.walk_kmh=4", "travel.max_minutes=30")
    split = [value.partition("=") for value in (*values, "travel.max_walk_km=2")]
    return [
        f"bands={{{ends}}}",
        *(f"{key}.{band}={value}" for key, _, value in split for band in bands),
    ]


def test_one_junior_per_township_cannot_be_kept_without_a_band_of_that_name() -> None:
    """Grades 7-9 are planned under another name: the head of the plan and a warning say so."""
    settings = with_bands(primary=[1, 6], middle=[7, 9])
    ((key, english, chinese),) = said(*settings)
    assert key == "closures.keep_junior_per_township"
    assert english.startswith("no band called junior: the rule")
    assert "junior" in chinese
    (warning,) = scenarios.load("roadmap_item26", settings).warnings
    assert (warning.code, warning.column) == ("no_junior_band", "bands")
    assert warning.what.en == english


@pytest.mark.parametrize(
    "bands", [{"primary": [1, 6]}, {"primary": [1, 6], "junior": [7, 9]}, {"junior": [7, 7]}]
)
def test_where_no_junior_pupils_are_planned_or_the_band_is_there_nothing_is_loosened(bands) -> None:
    settings = with_bands(**bands)
    assert said(*settings) == []
    assert scenarios.load("roadmap_item26", settings).warnings == ()


def test_the_rule_set_off_is_said_once_and_without_a_warning() -> None:
    off = "closures.keep_junior_per_township=false"
    settings = [*with_bands(primary=[1, 6], middle=[7, 9]), off]
    assert [english for _, english, _ in said(*settings)] == [
        "a township may lose its last junior school"
    ]
    assert scenarios.load("roadmap_item26", settings).warnings == ()
