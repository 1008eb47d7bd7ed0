"""Why each small school stays although a target asks for more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.obstacles import broken_pins
from planner.solution import NO_MOVES
from planner.solve_stages import Nearest
from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.plan import Plan

D = {"D": {"at": 1}}
FULL = ("D", 4, 150)


def missed(folder: Path, schools: dict[str, Any], pupils: list[Any], **more: Any) -> Plan:
    closing = {"targets": {2023: 9}, **more.pop("closures", {})}
    case = street(
        folder, schools, pupils, scenario={"closures": closing, **more.pop("scenario", {})}, **more
    )
    return tabulate(case, solved(case))


def said(plan: Plan) -> dict[str, str]:
    return {obstacle.school_id: obstacle.what.en for obstacle in plan.obstacles}


def rules(plan: Plan) -> dict[str, str]:
    return {obstacle.school_id: obstacle.rule for obstacle in plan.obstacles}


def test_a_kept_school_says_why(tmp_path: Path) -> None:
    plan = missed(
        tmp_path,
        {"A": {}, **D},
        [("A", 4, 5), FULL],
        closures={"keep": [{"school_id": "A", "reason": "remote"}]},
    )
    assert rules(plan) == {"A": "keep"}
    assert "remote" in plan.obstacles[0].what.en


def test_a_hearing_against(tmp_path: Path) -> None:
    no = {"school_id": "A", "date": "2023-01-01", "parents_for": 0, "parents_against": 1}
    plan = missed(tmp_path, {"A": {}, **D}, [("A", 4, 5), FULL], hearings=[no])
    assert rules(plan) == {"A": "hearing"}


def test_no_school_in_reach_gives_minutes_and_limit(tmp_path: Path) -> None:
    plan = missed(tmp_path, {"A": {}, "D": {"at": 20}}, [("A", 1, 5), ("D", 1, 150)])
    assert rules(plan) == {"A": "no_place"}
    assert "45" in plan.obstacles[0].what.en
    assert "30" in plan.obstacles[0].what.en


def test_no_seats_in_reach_gives_how_many_lack(tmp_path: Path) -> None:
    """D has 2 seats left for 5 pupils."""
    plan = missed(tmp_path, {"A": {}, "D": {"at": 1, "seats": 152}}, [("A", 4, 5), FULL])
    assert rules(plan) == {"A": "seats"}
    assert "lacks 3" in plan.obstacles[0].what.en
    assert plan.obstacles[0].change.en.startswith("3 more seats")


def test_seats_taken_by_others(tmp_path: Path) -> None:
    """D, between A and B, which are too far from each other, has 12 seats for 10 + 8 pupils."""
    plan = missed(
        tmp_path,
        {"A": {"at": -10}, "B": {"at": 12}, "D": {"at": 1, "seats": 162}},
        [("A", 4, 10), ("B", 4, 8), FULL],
    )
    [obstacle] = plan.obstacles
    assert obstacle.rule == "seats"
    left = 8 if obstacle.school_id == "B" else 10
    lacks = left - (12 - (18 - left))
    assert f"lacks {lacks} seats" in obstacle.what.en
    assert obstacle.change.en == f"{lacks} more seats at D"


def test_a_school_that_receives(tmp_path: Path) -> None:
    """A and B have only each other: one takes the other's pupils and stays."""
    plan = missed(tmp_path, {"A": {}, "B": {"at": 1}}, [("A", 4, 5), ("B", 4, 6)])
    assert list(rules(plan).values()) == ["receives"]
    closed = plan.actions["school_id"].iloc[0]
    assert closed in plan.obstacles[0].what.en


def test_the_last_junior(tmp_path: Path) -> None:
    plan = missed(
        tmp_path,
        {"J": {"kind": "junior", "township": "西岭"}, "K": {"kind": "junior", "at": 1}},
        [("J", 7, 5), ("K", 7, 150)],
        closures={"counts": ["junior"]},
    )
    assert rules(plan) == {"J": "last_junior"}
    assert "西岭" in plan.obstacles[0].what.zh


def _town_with_a_conversion(tmp_path: Path, first_year: int, **scenario: Any) -> Plan:
    """Return the plan of a township whose only junior J could close if A became nine-year."""
    return missed(
        tmp_path,
        {
            "J": {"kind": "junior", "township": "西岭"},
            "A": {"at": 1, "township": "西岭", "seats": 300},
            "K": {"kind": "junior", "at": 2},
        },
        [("J", 7, 5), ("A", 1, 20), ("K", 7, 150)],
        closures={"counts": ["junior"]},
        works=[
            {
                "works_id": "W1",
                "school_id": "A",
                "converts_to": "nine_year",
                "first_year": first_year,
                "cost": 3_000_000,
            }
        ],
        scenario=scenario,
    )


def test_a_conversion_beyond_the_budget_would_let_the_last_junior_close(tmp_path: Path) -> None:
    plan = _town_with_a_conversion(tmp_path, 2023, money={"works_budget": {2023: 2_000_000}})
    [obstacle] = [one for one in plan.obstacles if one.school_id == "J"]
    assert obstacle.rule == "last_junior"
    assert "W1" in obstacle.what.zh
    assert "works_budget" in obstacle.change.zh
    assert "at least 3,000,000 yuan in the budget of 2023" in obstacle.change.en


def test_a_conversion_that_comes_too_late_is_named_with_its_year(tmp_path: Path) -> None:
    plan = _town_with_a_conversion(tmp_path, 2026)
    [obstacle] = [one for one in plan.obstacles if one.school_id == "J"]
    assert "cannot be in use before 2026 (first_year)" in obstacle.what.en
    assert "in use by 2023" in obstacle.change.en


def test_beds_taken_by_others(tmp_path: Path) -> None:
    plan = missed(
        tmp_path,
        {"A": {"at": -30}, "B": {"at": 31}, "D": {"at": 1, "beds": 12}},
        [("A", 4, 10), ("B", 4, 8), FULL],
    )
    [obstacle] = plan.obstacles
    assert obstacle.rule == "beds"
    assert "beds at D" in obstacle.change.en


@pytest.mark.parametrize(("rule", "number"), [("at_least", 1), ("at_most", 0)])
def test_only_a_target_that_asks_for_more_is_explained(
    rule: str, number: int, tmp_path: Path
) -> None:
    plan = missed(
        tmp_path,
        {"A": {}, "D": {"at": 20}},
        [("A", 1, 5), ("D", 1, 150)],
        closures={"rule": rule},
    )
    assert len(plan.obstacles) == number


def test_every_obstacle_is_told_in_both_languages(tmp_path: Path) -> None:
    plan = missed(tmp_path, {"A": {}, "D": {"at": 20}}, [("A", 1, 5), ("D", 1, 150)])
    for obstacle in plan.obstacles:
        for text in (obstacle.what, obstacle.change):
            assert text.zh
            assert text.en
            assert "{" not in text.zh + text.en


def test_without_moves_no_seat_is_said_to_lack(tmp_path: Path) -> None:
    """B has 110 seats free; what stands in the way is that nobody may change school."""
    plan = missed(
        tmp_path,
        {"A": {"seats": 60}, "B": {"at": 1, "seats": 110}, "C": {"at": 2, "seats": 120}},
        [("A", 4, 50), ("C", 4, 99)],
        scenario={"schools": {"moves_per_pupil": 0}},
    )
    assert rules(plan) == {"A": "no_moves", "C": "no_moves"}
    assert "moves_per_pupil" in plan.obstacles[0].change.en


def test_a_receiver_that_closes_by_decision_lacks_no_seat(tmp_path: Path) -> None:
    plan = missed(
        tmp_path,
        {"A": {}, "B": {"at": 1}, "C": {"at": 80}},
        [("A", 1, 20), ("C", 1, 99)],
        closures={"close": [{"school_id": "B", "year": 2023}], "empty_by": 0},
    )
    assert said(plan)["A"] == (
        "only B could take 20 pupils of grades 1–3, and it closes by decision"
    )
    assert plan.obstacles[0].change.en == "B kept"


@pytest.mark.parametrize("bus", [True, False])
def test_too_far_on_foot_gives_the_walk_and_its_limit(bus: bool, tmp_path: Path) -> None:
    """With a bus A closes; without one the walk of 2.7 km is beyond 2.5 km."""
    plan = missed(
        tmp_path,
        {"A": {}, "D": {"at": 2.7}},
        [("A", 4, 20), ("D", 4, 150)],
        scenario={"travel": {"bus": bus}, "boarding": {"bands": []}},
    )
    if bus:
        assert plan.obstacles == ()
        return
    assert rules(plan) == {"A": "no_place"}
    assert "2.5 km" in said(plan)["A"]
    assert "D, is 2.7 km away" in said(plan)["A"]
    assert plan.obstacles[0].change.en.startswith("a school bus")


@pytest.mark.parametrize("beside", [{}, {"D": {"at": 200}}], ids=["alone", "far"])
def test_without_road_file_nothing_is_said_of_roads(beside: Any, tmp_path: Path) -> None:
    full = [("D", 1, 150)] if beside else []
    plan = missed(tmp_path, {"A": {}, **beside}, [("A", 1, 5), *full], travel=[])
    assert rules(plan) == {"A": "no_place"}
    assert "road" not in said(plan)["A"] + plan.obstacles[0].change.en
    assert "道路" not in plan.obstacles[0].what.zh + plan.obstacles[0].change.zh


def test_one_seat_and_one_pupil_are_singular(tmp_path: Path) -> None:
    plan = missed(tmp_path, {"A": {}, "D": {"at": 1, "seats": 150}}, [("A", 4, 1), FULL])
    assert "1 pupil of grades 4–6" in said(plan)["A"]
    assert said(plan)["A"].endswith("D lacks 1 seat")
    assert plan.obstacles[0].change.en == "1 more seat at D"


def test_all_groups_of_a_school_need_their_seats_together(tmp_path: Path) -> None:
    """Neither 5 nor 4 pupils find a place among D's 2; closing A needs 7 more, not 3."""
    plan = missed(
        tmp_path, {"A": {}, "D": {"at": 1, "seats": 152}}, [("A", 1, 5), ("A", 4, 4), FULL]
    )
    assert said(plan)["A"].endswith("reach of 9 pupils has the seats; D lacks 7 seats")


def test_groups_that_fit_alone_but_not_together(tmp_path: Path) -> None:
    """D has 6 places, enough for 5 pupils or for 4, not for both."""
    plan = missed(
        tmp_path, {"A": {}, "D": {"at": 1, "seats": 156}}, [("A", 1, 5), ("A", 4, 4), FULL]
    )
    assert rules(plan) == {"A": "seats"}
    assert "its 9 pupils could only go to D, with 6 seats left in all" in said(plan)["A"]


def test_pins_that_need_the_same_seats_say_what_is_short_for_all(tmp_path: Path) -> None:
    """B has 1 seat for 20 pupils of A and 10 of C: 29 are short."""
    pins = [{"school_id": school, "year": 2023} for school in ("A", "C")]
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1, "seats": 101}, "C": {"at": 2}},
        [("A", 1, 20), ("B", 1, 100), ("C", 1, 10)],
        scenario={"closures": {"close": pins}},
    )
    outcome = solved(case)
    assert outcome.impossible
    findings = broken_pins(case, outcome)
    assert [finding.value for finding in findings] == ["A", "C"]
    assert {finding.hint.en for finding in findings} == {"29 more seats at B"}
    assert "B lacks 19 seats (29 seats with the pupils of C)" in findings[0].what.en


def test_a_size_cap_in_the_way_is_not_a_lack_of_seats(tmp_path: Path) -> None:
    """D has 500 seats and may have 152 pupils: more seats would not help."""
    plan = missed(
        tmp_path,
        {"A": {}, "D": {"at": 1, "seats": 500}},
        [("A", 4, 5), FULL],
        scenario={"schools": {"size_cap": {"primary": 152}}},
    )
    assert plan.obstacles[0].change.en == "a size cap higher by 3 at D"


def test_seats_count_works_in_use(tmp_path: Path) -> None:
    """D's 2 seats become 6 by works built for B; A, with 5 pupils, then lacks 4."""
    work = {"works_id": "W", "school_id": "D", "adds_seats": 4, "first_year": 2023, "cost": 1}
    plan = missed(
        tmp_path,
        {"A": {"at": -10}, "B": {"at": 12}, "D": {"at": 1, "seats": 152}},
        [("A", 4, 5), ("B", 4, 5), FULL],
        works=[work],
    )
    [obstacle] = plan.obstacles
    assert "lacks 4 seats" in obstacle.what.en


def test_an_absorbed_school_is_no_obstacle(tmp_path: Path) -> None:
    """J becomes part of P; only P, which takes its pupils, stays."""
    plan = missed(
        tmp_path,
        {"J": {"kind": "junior", "area": "rural"}, "P": {"at": 1, "area": "rural"}},
        [("J", 7, 30), ("P", 1, 20)],
        closures={"counts": ["junior", "primary"], "keep_junior_per_township": False},
        scenario={"merge": {"enabled": True, "count": True}},
    )
    [merged] = plan.actions["school_id"]
    assert merged not in rules(plan)
    assert list(rules(plan).values()) == ["receives"]


def test_a_school_that_may_only_be_reduced_says_so(tmp_path: Path) -> None:
    plan = missed(
        tmp_path,
        {"A": {}, "D": {"at": 1}},
        [("A", 1, 5), ("A", 4, 5), ("D", 1, 100), ("D", 4, 100)],
        closures={"downgrade": "only"},
    )
    assert rules(plan) == {"A": "reduced"}


def test_entrants_redirected_for_relief_hold_no_school_open(tmp_path: Path) -> None:
    """F's entrants go to A; what keeps A open is that nobody has places for its own pupils."""
    plan = missed(
        tmp_path,
        {"F": {"seats": 140}, "A": {"at": 1, "seats": 500}, "D": {"at": 60, "seats": 2000}},
        [*(("F", grade, 30, "p") for grade in range(1, 7)), ("A", 1, 5)],
        places={"p": 0.5},
        scenario={"relief": {"enabled": True}},
    )
    assert "relief" in set(plan.actions["action"])
    assert rules(plan) == {"A": "seats"}
    assert "lacks 45 seats" in said(plan)["A"]


def test_a_search_that_ended_early_claims_no_rule(tmp_path: Path) -> None:
    """A could close; where the target is not proven, nothing more is said than that."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 1}},
        [("A", 4, 5), FULL],
        scenario={"closures": {"targets": {2023: 2}}},
    )
    found = solved(case)
    stopped = replace(found, solution=NO_MOVES, nearest=(Nearest(2, 0),))
    [obstacle] = tabulate(case, stopped).obstacles
    assert obstacle.rule == "other"
    assert "settled" in obstacle.what.en


def test_a_year_is_asked_about_with_the_seats_of_that_year(tmp_path: Path) -> None:
    """The target is missed in 2023, when D's works are not yet in use: 3 seats are short then."""
    work = {"works_id": "W", "school_id": "D", "adds_seats": 9, "first_year": 2024, "cost": 1}
    plan = missed(
        tmp_path,
        {"A": {}, "D": {"at": 1, "seats": 152}},
        [("A", 4, 5), FULL],
        closures={"targets": {2023: 1}},
        scenario={"years": [2023, 2024]},
        works=[work],
    )
    assert rules(plan) == {"A": "seats"}
    assert "lacks 3 seats" in said(plan)["A"]
