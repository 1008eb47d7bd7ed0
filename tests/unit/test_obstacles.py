"""Why each small school stays although a target asks for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

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
