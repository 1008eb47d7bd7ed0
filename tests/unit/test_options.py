"""Lawful places: modes, limits at their edge, room, who receives."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.modes import BOARD, BUS, MODES, WALK
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

BIG = 150


def pair(
    folder: Path, km: float, *, grade: int = 1, pupils: int = 10, more: Any = None, **scenario: Any
) -> Case:
    """Return a small school A and a big school B that far away."""
    kind = {"kind": "nine_year"} if grade > 6 else {}
    schools = {"A": kind, "B": {"at": km, **kind, **(more or {})}}
    counts = {"closures": {"counts": ["primary", "nine_year"], "targets": {2023: 1}}}
    return street(
        folder, schools, [("A", grade, pupils), ("B", 1, BIG)], scenario={**counts, **scenario}
    )


def modes(case: Case, receiver: str = "B") -> set[str]:
    options, ids = case.problem.options, case.dataset.schools["school_id"].tolist()
    rows = options.school == ids.index(receiver)
    return {MODES[mode] for mode in options.mode[rows]}


WALK_KMH_4 = {"walk_kmh": {"lower": 4.0}, "max_minutes": {"lower": 30}}


@pytest.mark.parametrize(("km", "expected"), [(2.0, {"walk"}), (2.001, {"bus"})])
def test_exactly_the_walking_limit_is_walked(km: float, expected: set[str], tmp_path: Path) -> None:
    """2.0 km of at most 2.0, in 30 of at most 30 minutes; a metre more is a ride."""
    assert modes(pair(tmp_path, km, travel=WALK_KMH_4)) == expected


@pytest.mark.parametrize(("km", "expected"), [(12.5, {"bus"}), (12.51, set())])
def test_exactly_the_minutes_allowed_are_ridden(
    km: float, expected: set[str], tmp_path: Path
) -> None:
    """5 minutes and 12.5 km at 30 km/h are 30 minutes."""
    assert modes(pair(tmp_path, km)) == expected


def test_walking_must_keep_the_minutes_too(tmp_path: Path) -> None:
    """1.9 km are within 2 km, but 33 minutes at 3.5 km/h."""
    assert modes(pair(tmp_path, 1.9)) == {"bus"}


def test_minutes_given_in_travel_csv_are_the_whole_ride(tmp_path: Path) -> None:
    """20 km given as 29 minutes are lawful, given as 31 are not."""
    for minutes, expected in ((29, {"bus"}), (31, set())):
        rows = [
            {"from_id": a, "school_id": b, "km": 20, "minutes": minutes} for a in "AB" for b in "AB"
        ]
        case = street(
            tmp_path / str(minutes),
            {"A": {}, "B": {"at": 1}},
            [("A", 1, 10), ("B", 1, BIG)],
            travel=rows,
        )
        assert modes(case) == expected


def test_without_buses_nobody_rides(tmp_path: Path) -> None:
    assert modes(pair(tmp_path, 5.0, travel={"bus": False})) == set()


def test_boarding_is_for_its_bands_within_its_minutes(tmp_path: Path) -> None:
    """Grades 4-6 board, grades 1-3 do not; 90 minutes by bus are 42.5 km."""
    beds = {"beds": 50}
    assert modes(pair(tmp_path / "a", 30.0, grade=4, more=beds)) == {"board"}
    assert modes(pair(tmp_path / "b", 30.0, grade=1, more=beds)) == set()
    assert modes(pair(tmp_path / "c", 42.5, grade=4, more=beds)) == {"board"}
    assert modes(pair(tmp_path / "d", 42.6, grade=4, more=beds)) == set()
    none = {"bands": []}
    assert modes(pair(tmp_path / "e", 30.0, grade=4, more=beds, boarding=none)) == set()


def test_boarding_needs_a_bed_for_the_whole_group(tmp_path: Path) -> None:
    assert modes(pair(tmp_path / "a", 30.0, grade=4, more={"beds": 12, "boarders": 2})) == {"board"}
    assert modes(pair(tmp_path / "b", 30.0, grade=4, more={"beds": 12, "boarders": 3})) == set()


def test_a_dearer_day_journey_stays_beside_a_cheaper_bed(tmp_path: Path) -> None:
    """Beds may be full; but a dearer bed beside a cheaper ride is never of use."""
    beds, far = {"beds": 50}, {"max_minutes": {"upper": 60}}
    money = {"pupil_km": 1000}
    both = pair(tmp_path / "a", 20.0, grade=4, more=beds, travel=far, money=money)
    assert modes(both) == {"bus", "board"}
    assert modes(pair(tmp_path / "b", 20.0, grade=4, more=beds, travel=far)) == {"bus"}


@pytest.mark.parametrize("seats", [BIG + 10, BIG + 9])
def test_a_group_must_fit_alone(seats: int, tmp_path: Path) -> None:
    case = pair(tmp_path, 1.0, more={"seats": seats})
    assert modes(case) == ({"walk"} if seats >= BIG + 10 else set())


def test_the_size_cap_limits_before_the_seats(tmp_path: Path) -> None:
    cap = {"size_cap": {"primary": BIG + 9}}
    assert modes(pair(tmp_path, 1.0, schools=cap)) == set()


def test_an_overfull_school_receives_nobody(tmp_path: Path) -> None:
    case = pair(tmp_path, 1.0, more={"seats": 100})
    assert modes(case) == set()
    assert case.problem.room[1, 0] == 0


def test_with_split_places_some_room_is_enough(tmp_path: Path) -> None:
    case = pair(tmp_path, 1.0, more={"seats": BIG + 1}, schools={"split_places": True})
    assert modes(case) == {"walk"}
    assert not case.problem.whole


def test_private_schools_receive_nobody(tmp_path: Path) -> None:
    assert modes(pair(tmp_path, 1.0, more={"ownership": "private"})) == set()


def test_a_pinned_school_receives_nobody(tmp_path: Path) -> None:
    pin = {"closures": {"targets": {2023: 1}, "close": [{"school_id": "B", "year": 2023}]}}
    assert modes(pair(tmp_path, 1.0, **pin)) == set()


def test_a_school_without_the_band_receives_nobody_of_it(tmp_path: Path) -> None:
    assert modes(pair(tmp_path, 1.0, grade=4, more={"last_grade": 5, "first_grade": 1})) == set()


def test_who_may_not_move_has_no_options(tmp_path: Path) -> None:
    case = pair(tmp_path, 1.0, schools={"moves_per_pupil": 0})
    assert len(case.problem.options) == 0


def test_only_groups_of_schools_that_may_close_have_options(tmp_path: Path) -> None:
    case = pair(tmp_path, 1.0)
    assert set(case.problem.homes[case.problem.options.group]) == {0}


def test_money_is_way_bus_bed_and_move_less_staying(tmp_path: Path) -> None:
    """10 pupils from P, 1 km beside A, ride 6 km to B instead: two years, or the last one."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 5}},
        [("A", 1, 10, "P"), ("B", 1, BIG)],
        places={"P": -1},
        scenario={"years": [2023, 2024]},
    )
    options = case.problem.options
    assert options.mode.tolist() == [BUS]
    assert options.rate.tolist() == [6 * 100 + 1000]
    yearly = 10 * (6 * 100 + 1000 - 1 * 100)
    assert options.money.tolist() == [[2 * yearly + 10_000, yearly + 10_000]]


def test_a_weekly_journey_counts_a_fifth_and_the_upper_band_more(tmp_path: Path) -> None:
    limits = {"max_minutes": {"upper": 1, "junior": 1}}
    for grade, extra in ((4, 1000), (7, 0)):
        case = pair(tmp_path / str(grade), 20.0, grade=grade, more={"beds": 99}, travel=limits)
        [rate] = case.problem.options.rate[case.problem.options.mode == BOARD].tolist()
        assert rate == 20 * 100 / 5 + 3000 + extra


def test_options_stand_by_group_then_money_then_school(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "C": {"at": 2}, "B": {"at": 1}, "D": {"at": 1}},
        [("A", 4, 5), ("A", 1, 5), ("B", 1, BIG), ("C", 1, BIG), ("D", 1, BIG)],
    )
    options = case.problem.options
    assert options.group.tolist() == [0, 0, 0, 1, 1, 1]
    assert options.school.tolist() == [2, 3, 1, 2, 3, 1]
    assert (np.diff(options.rate.reshape(2, 3)) >= 0).all()


def test_no_limit_is_no_limit(tmp_path: Path) -> None:
    free = {"max_minutes": {"lower": inf}, "max_walk_km": {"lower": inf}}
    case = pair(tmp_path, 400.0, travel=free)
    assert case.problem.options.mode.tolist() == [WALK]


def test_only_keeps_the_rows_asked_for(tmp_path: Path) -> None:
    options = pair(tmp_path, 1.0).problem.options
    assert len(options.only(np.zeros(len(options), dtype=bool))) == 0
