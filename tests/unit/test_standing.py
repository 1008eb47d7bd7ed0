"""Which schools may close at all, and pins that the tables alone rule out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.errors import ScenarioError
from planner.standing import offers
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

KINDS = {
    "T": {"kind": "teaching_point"},
    "P": {"kind": "primary", "at": 1},
    "J": {"kind": "junior", "at": 2},
    "N": {"kind": "nine_year", "at": 3},
    "V": {"kind": "primary", "at": 4, "ownership": "private"},
    "E": {"kind": "primary", "at": 5},
}
PUPILS = [("T", 1, 10), ("P", 1, 99), ("J", 7, 20), ("N", 1, 30), ("V", 1, 5)]


def county(folder: Path, **closures: Any) -> Case:
    return street(folder, KINDS, PUPILS, scenario={"closures": {"targets": {2023: 1}, **closures}})


def ids(case: Case, mask: Any) -> set[str]:
    return set(case.dataset.schools["school_id"][mask])


def test_candidates_are_small_public_schools_of_the_kinds_that_count(tmp_path: Path) -> None:
    """99 pupils are under 100; the private school and other kinds are no candidates."""
    case = county(tmp_path)
    assert ids(case, case.problem.standing.candidate) == {"T", "P", "E"}


def test_the_limit_itself_is_not_under_it(tmp_path: Path) -> None:
    case = county(tmp_path, small=99)
    assert ids(case, case.problem.standing.candidate) == {"T", "E"}


@pytest.mark.parametrize(
    ("small", "expected"),
    [(0, {"T", "P", "E"}), ({"teaching_point": 10}, {"P", "E"}), ({"primary": 50}, {"T", "E"})],
)
def test_no_limit_and_limits_by_kind(small: Any, expected: set[str], tmp_path: Path) -> None:
    """0 is no limit; a kind that a table of limits does not name has none."""
    case = county(tmp_path, small=small)
    assert ids(case, case.problem.standing.candidate) == expected


def test_other_kinds_close_if_they_are_named(tmp_path: Path) -> None:
    case = county(tmp_path, counts=["junior", "nine_year"])
    assert ids(case, case.problem.standing.candidate) == {"J", "N"}


def test_the_roll_counts_all_grades(tmp_path: Path) -> None:
    """60 pupils in each of two bands are not a small school."""
    case = street(tmp_path, {"A": {}}, [("A", 1, 60), ("A", 4, 60)])
    assert not case.problem.standing.candidate.any()


def test_pupils_outside_all_bands_hold_their_school(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "B": {}},
        [("A", 1, 5), ("A", 6, 1), ("B", 1, 5)],
        scenario={"bands": {"lower": [1, 3], "middle": [4, 5]}, **PER_BAND},
    )
    assert ids(case, case.problem.standing.candidate) == {"B"}


PER_BAND = {
    "travel": {
        "max_minutes": {"lower": 30, "middle": 40},
        "walk_kmh": {"lower": 3.5, "middle": 4.5},
        "max_walk_km": {"lower": 2.0, "middle": 2.5},
    },
    "schools": {"class_size": {"lower": 45, "middle": 45}},
}


def test_empty_schools_count_only_if_told(tmp_path: Path) -> None:
    case = county(tmp_path / "yes")
    assert "E" in ids(case, case.problem.standing.counted)
    case = county(tmp_path / "no", empty_count=False)
    assert "E" not in ids(case, case.problem.standing.counted)
    assert "E" in ids(case, case.problem.standing.candidate)


def test_a_pinned_school_may_close_whatever_its_size_and_does_not_count(tmp_path: Path) -> None:
    case = county(tmp_path, close=[{"school_id": "J", "year": 2023}])
    assert "J" in ids(case, case.problem.standing.candidate)
    assert "J" not in ids(case, case.problem.standing.counted)


@pytest.mark.parametrize(
    ("votes", "against"),
    [
        ({"parents_for": 5, "parents_against": 5}, False),
        ({"parents_for": 5, "parents_against": 6}, True),
        ({"parents_for": 9, "delegates_for": 1, "delegates_against": 2}, True),
        ({"parents_against": 1}, True),
    ],
)
def test_a_hearing_is_against_where_more_are(
    votes: dict[str, int], against: bool, tmp_path: Path
) -> None:
    """Among parents or among delegates; a tie is no objection, a blank is nobody."""
    row = {"school_id": "P", "date": "2023-05-01", **votes}
    case = street(tmp_path, KINDS, PUPILS, hearings=[row])
    assert bool(case.problem.standing.against) == against


def test_only_the_latest_hearing_counts(tmp_path: Path) -> None:
    rows = [
        {"school_id": "P", "date": "2023-05-01", "parents_for": 1, "parents_against": 0},
        {"school_id": "P", "date": "2022-05-01", "parents_for": 0, "parents_against": 1},
    ]
    assert not street(tmp_path, KINDS, PUPILS, hearings=rows).problem.standing.against


def test_decisions_add_to_the_scenario(tmp_path: Path) -> None:
    """Keeps and closings of both hold; for one school the scenario's year and reason win."""
    case = street(
        tmp_path,
        KINDS,
        PUPILS,
        scenario={
            "years": [2023, 2024],
            "closures": {
                "keep": [{"school_id": "T", "reason": "remote"}],
                "close": [{"school_id": "P", "year": 2024}],
            },
        },
        decisions=[
            {"school_id": "T", "decision": "keep", "reason": "old"},
            {"school_id": "N", "decision": "keep", "reason": "needed"},
            {"school_id": "P", "decision": "close", "year": 2023},
            {"school_id": "E", "decision": "close", "year": 2023},
        ],
    )
    standing = case.problem.standing
    assert standing.kept == {0: "remote", 3: "needed"}
    assert standing.pinned == {1: 2024, 5: 2023}


@pytest.mark.parametrize(
    ("closures", "tables", "said"),
    [
        ({"close": [{"school_id": "X", "year": 2023}]}, {}, "no such school"),
        ({"close": [{"school_id": "V", "year": 2023}]}, {}, "private"),
        (
            {},
            {"decisions": [{"school_id": "P", "decision": "close", "year": 2030}]},
            "not one of the plan's years",
        ),
        (
            {"keep": [{"school_id": "P"}]},
            {"decisions": [{"school_id": "P", "decision": "close", "year": 2023}]},
            "also kept",
        ),
        (
            {"close": [{"school_id": "P", "year": 2023}]},
            {"decisions": [{"school_id": "P", "decision": "keep"}]},
            "also kept",
        ),
        (
            {"close": [{"school_id": "P", "year": 2023}]},
            {
                "hearings": [
                    {
                        "school_id": "P",
                        "date": "2023-01-01",
                        "parents_for": 0,
                        "parents_against": 1,
                    }
                ]
            },
            "against",
        ),
        ({"keep": [{"school_id": "X"}]}, {}, "no such school"),
    ],
    ids=["unknown", "private", "year", "kept", "kept by decision", "hearing", "unknown keep"],
)
def test_pins_that_tables_rule_out_are_refused(
    closures: dict[str, Any], tables: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """Exit 2, naming school and cause."""
    with pytest.raises(ScenarioError) as refused:
        street(tmp_path, KINDS, PUPILS, scenario={"closures": closures}, **tables)
    assert refused.value.exit_code == 2
    [finding] = refused.value.findings
    assert said in finding.what.en
    assert finding.value.split()[0] in {"X", "V", "P"}


def test_a_pin_with_pupils_outside_all_bands_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="cannot be carried out"):
        street(
            tmp_path,
            KINDS,
            PUPILS,
            scenario={
                "bands": {"lower": [1, 3], "upper": [4, 6]},
                "closures": {"close": [{"school_id": "J", "year": 2023}]},
            },
        )


def test_a_school_offers_a_band_that_its_grades_contain(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {**KINDS, "L": {"at": 6, "first_grade": 1, "last_grade": 4}},
        PUPILS,
    )
    schools, rules = case.dataset.schools, case.assumptions
    assert ids(case, offers(schools, rules, "lower")) == {"T", "P", "N", "V", "E", "L"}
    assert ids(case, offers(schools, rules, "upper")) == {"T", "P", "N", "V", "E"}
    assert ids(case, offers(schools, rules, "junior")) == {"J", "N"}
    assert not offers(schools, rules, "no such band").any()
