"""Whose entrants may be redirected, from when, to where, how many they are and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.modes import BOARD, BUS, WALK
from tests.builders_model import decided, solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case
    from planner.relieving import Reliefs

RELIEF = {"relief": {"enabled": True}}
# S has 100 seats and 120 pupils; P's 8, 7, 6 and 5 of grades 1-4 live a kilometre off
PUPILS = [
    ("S", 1, 8, "P"),
    ("S", 2, 7, "P"),
    ("S", 3, 6, "P"),
    ("S", 4, 5, "P"),
    ("S", 5, 50, "Q"),
    ("S", 6, 44, "Q"),
    ("D", 1, 150),
]


def town(folder: Path, *, schools: Any = None, pupils: Any = (), **scenario: Any) -> Case:
    return street(
        folder,
        {"S": {"seats": 100}, "D": {"at": 3, "township": "西岭"}, **(schools or {})},
        [*PUPILS, *pupils],
        places={"P": 1, "Q": 2},
        scenario={"years": [2023, 2024, 2025, 2026], **RELIEF, **scenario},
    )


def ways(found: Reliefs, ids: list[str]) -> set[tuple[str, str, int]]:
    schools = (ids[s] for s in found.school.tolist())
    return set(zip(found.place, schools, found.start.tolist(), strict=True))


def told(case: Case) -> set[tuple[str, str, int]]:
    return ways(case.problem.reliefs, case.dataset.schools["school_id"].tolist())


def test_only_where_relief_is_on(tmp_path: Path) -> None:
    assert told(town(tmp_path, relief={"enabled": False})) == set()


def test_a_place_may_leave_in_every_year_in_which_the_school_is_over(tmp_path: Path) -> None:
    """Flat demand: S is over in all four years."""
    assert told(town(tmp_path)) == {("P", "D", t) for t in range(4)}


def test_not_in_a_year_in_which_it_is_not_over(tmp_path: Path) -> None:
    """Grade 6, 44 pupils, leaves and 8 enter: 84 in 2023, and fewer later."""
    case = town(tmp_path, demand={"survival": 0.9999999})
    assert case.problem.oversize.tolist() == [0]
    assert case.problem.left.own[0, 0] == 120 - 44 + 8
    assert told(case) == set()


@pytest.mark.parametrize(
    "s",
    [{"seats": 120}, {"ownership": "private"}],
    ids=["not over", "private"],
)
def test_whose_entrants_stay(s: dict[str, Any], tmp_path: Path) -> None:
    assert told(town(tmp_path, schools={"S": {"seats": 100, **s}})) == set()


def test_the_size_cap_makes_a_school_oversize_too(tmp_path: Path) -> None:
    capped = street(
        tmp_path,
        {"S": {"kind": "nine_year"}, "D": {"at": 3}},
        PUPILS,
        places={"P": 1, "Q": 2},
        scenario={**RELIEF, "schools": {"size_cap": {"nine_year": 119}}},
    )
    assert told(capped) == {("P", "D", 0)}


def test_redirected_are_those_who_entered_since(tmp_path: Path) -> None:
    """From 2024 on, children grow: grade 1 of 2024, grades 1-2 of 2025, 1-3 of 2026."""
    case = town(
        tmp_path, pupils=[("S", 1, 60), ("S", 2, 50), ("S", 3, 50)], demand={"survival": 0.999999}
    )
    reliefs = case.problem.reliefs
    [row] = [i for i in range(len(reliefs)) if (reliefs.place[i], reliefs.start[i]) == ("P", 1)]
    by_grade = sum(case.demand.by_grade[g] for g in reliefs.groups[row].tolist() if g >= 0)
    wanted = [0, by_grade[1, :1].sum(), by_grade[2, :2].sum(), by_grade[3, :3].sum()]
    assert reliefs.redirected[row].tolist() == wanted
    assert 0 < wanted[1] < wanted[2] < wanted[3]


def test_bands_are_passed_through_year_by_year(tmp_path: Path) -> None:
    """In the fourth year the first of them are in grade 4, so the way is lawful for that band too."""
    case = town(tmp_path)
    reliefs = case.problem.reliefs
    by_start = dict(zip(reliefs.start.tolist(), reliefs.groups.tolist(), strict=True))
    lower, upper = (
        next(
            g
            for g in range(len(case.demand.places))
            if (case.demand.places[g], case.demand.bands[g]) == ("P", band)
        )
        for band in ("lower", "upper")
    )
    assert by_start[0] == [lower, upper, -1]
    assert by_start[1] == [lower, -1, -1]
    # flat demand: grade 1 every year, from 2023 on, and those above as they are counted now
    [first] = [i for i in range(len(reliefs)) if reliefs.start[i] == 0]
    assert reliefs.pupils[first, 0].tolist() == [8, 8 + 7, 8 + 7 + 6, 8 + 7 + 6]
    assert reliefs.pupils[first, 1].tolist() == [0, 0, 0, 5]


def test_who_takes_them_must_have_room_with_everything_that_could_be_added(tmp_path: Path) -> None:
    """D has 25 free seats, 26 children come in 2026; E could build for more."""
    schools = {"D": {"at": 3, "seats": 175}, "E": {"at": 4, "seats": 160}}
    work = {"works_id": "W", "school_id": "E", "adds_seats": 16, "first_year": 2023, "cost": 1}
    case = street(
        tmp_path,
        {"S": {"seats": 100}, **schools},
        [*PUPILS, ("E", 1, 150)],
        places={"P": 1, "Q": 2},
        scenario={"years": [2023, 2024, 2025, 2026], **RELIEF},
        works=[work],
    )
    from_2023 = {(place, school) for place, school, start in told(case) if start == 0}
    assert from_2023 == {("P", "E")}
    assert ("P", "D", 1) in told(case)


@pytest.mark.parametrize(
    ("e", "expected"),
    [
        ({}, True),
        ({"ownership": "private"}, False),
        ({"kind": "junior"}, False),
        ({"last_grade": 3, "first_grade": 1}, False),
        ({"at": 40}, False),
    ],
    ids=["primary", "private", "junior", "grades 1-3 only", "too far"],
)
def test_who_may_take_them(e: dict[str, Any], expected: bool, tmp_path: Path) -> None:
    case = town(tmp_path, schools={"E": {"at": 4, **e}}, pupils=[("D", 2, 1)])
    assert (("P", "E", 0) in told(case)) == expected


def test_each_band_goes_its_own_lawful_way(tmp_path: Path) -> None:
    """2.4 km: grades 1-3 ride, grades 4-6 walk; 20 km: grades 4-6 may board, grades 1-3 may not."""
    case = town(tmp_path, schools={"D": {"at": 3.4}, "E": {"at": 21, "beds": 50}})
    reliefs, ids = case.problem.reliefs, case.dataset.schools["school_id"].tolist()
    rows = {
        (ids[s], t): tuple(modes)
        for s, t, modes in zip(
            reliefs.school.tolist(), reliefs.start.tolist(), reliefs.mode.tolist(), strict=True
        )
    }
    assert rows["D", 0] == (BUS, WALK, -1)
    assert not any(school == "E" for school, _ in rows)


def test_boarding_entrants_of_a_junior_are_counted_as_boarders(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"S": {"kind": "junior", "seats": 100}, "D": {"kind": "junior", "at": 30, "beds": 60}},
        [("S", 7, 20, "P"), ("S", 8, 90), ("D", 7, 150)],
        places={"P": 1},
        scenario=RELIEF,
    )
    reliefs = case.problem.reliefs
    assert reliefs.mode.tolist() == [[-1, -1, BOARD]]
    assert reliefs.boarding.tolist() == reliefs.redirected.tolist() == [[20]]


def test_money_is_their_way_bus_and_bed_less_the_way_to_the_old_school(tmp_path: Path) -> None:
    """A walk of 2 km instead of 1: 100 yuan a pupil and year, no move."""
    case = town(
        tmp_path, travel={"max_walk_km": {"lower": 2}, "walk_kmh": {"lower": 6, "upper": 6}}
    )
    reliefs = case.problem.reliefs
    by_start = dict(zip(reliefs.start.tolist(), reliefs.money.tolist(), strict=True))
    assert by_start[3] == 8 * 100
    assert by_start[0] == (8 + 15 + 21 + 21 + 5) * 100


def test_sendings_join_what_differs_only_in_where_it_leads(tmp_path: Path) -> None:
    case = town(tmp_path, schools={"E": {"at": 4}})
    reliefs = case.problem.reliefs
    assert len(reliefs) == 8
    assert [(s.place, s.start, len(s.rows)) for s in reliefs.sendings] == [
        ("P", t, 2) for t in range(4)
    ]
    for sending in reliefs.sendings:
        for row in sending.rows:
            assert reliefs.redirected[row].tolist() == sending.pupils.tolist()


def test_the_fewest_are_over_before_the_least_money(tmp_path: Path) -> None:
    """P's 26 could leave and 20 are over in 2026; the earlier they start, the fewer are over."""
    case = town(tmp_path)
    found = solved(case)
    assert decided(case, found) == {"relieve S of P by D": 2023}
    # over by 20 in each year, less 8, 15, 21 and 26
    assert (found.over.reached, found.over.proven) == (12 + 5, True)


def test_seats_that_are_freed_can_be_taken(tmp_path: Path) -> None:
    """A's nine pupils have only S to go to, once its entrants go to D and it is below its seats."""
    schools = {"S": {"seats": 119}, "A": {"at": -1}, "D": {"at": 3}}
    for enabled, expected in (
        (True, {"close A": 2023, "relieve S of P by D": 2023}),
        (False, {}),
    ):
        case = street(
            tmp_path / str(enabled),
            schools,
            [*PUPILS, ("A", 5, 7)],
            places={"P": 1, "Q": 2},
            scenario={
                "closures": {"targets": {2023: 1}},
                "relief": {"enabled": enabled},
                "travel": {"bus": True, "max_minutes": {"upper": 12, "lower": 30}},
            },
        )
        assert decided(case, solved(case)) == expected
