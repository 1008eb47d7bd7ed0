"""Which schools may become one, by kind, size, township and distance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.merging import pairs_to_travel
from tests.builders_model import decided, solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

SCHOOLS: dict[str, dict[str, Any]] = {
    "J": {"kind": "junior", "area": "rural"},
    "P": {"at": 3},
}
PUPILS = [("J", 7, 20), ("P", 1, 150)]


def town(folder: Path, *, j: Any = None, p: Any = None, **merge: Any) -> Case:
    """Return the junior J and the primary P, with further columns."""
    schools = {"J": {**SCHOOLS["J"], **(j or {})}, "P": {**SCHOOLS["P"], **(p or {})}}
    return street(folder, schools, PUPILS, scenario={"merge": {"enabled": True, **merge}})


def pairs(case: Case) -> list[tuple[str, str]]:
    ids, merges = case.dataset.schools["school_id"], case.problem.merges
    both = zip(merges.absorbed.tolist(), merges.receiver.tolist(), strict=True)
    return [(ids.iloc[a], ids.iloc[b]) for a, b in both]


def test_either_may_take_the_other_in(tmp_path: Path) -> None:
    case = town(tmp_path)
    assert pairs(case) == [("J", "P"), ("P", "J")]
    assert pairs_to_travel(case.dataset, case.assumptions) == (("J", "P"), ("P", "J"))
    assert (case.problem.merges.absorbing(0), case.problem.merges.absorbed_by(0)) == ([1], [0])
    assert case.problem.merges.of(1) == [0, 1]


@pytest.mark.parametrize(
    "change",
    [
        {"j": {"area": "town"}},
        {"j": {"kind": "nine_year"}},
        {"j": {"ownership": "private"}},
        {"p": {"ownership": "private"}},
        {"p": {"kind": "teaching_point"}},
        {"p": {"township": "西岭"}},
        {"max_junior_pupils": 19},
        {"max_km": 2.9},
        {"enabled": False},
    ],
    ids=str,
)
def test_what_is_no_pair(change: dict[str, Any], tmp_path: Path) -> None:
    assert pairs(town(tmp_path, **change)) == []


@pytest.mark.parametrize("change", [{"max_junior_pupils": 20}, {"max_km": 3}], ids=str)
def test_limits_are_allowed(change: dict[str, Any], tmp_path: Path) -> None:
    assert len(pairs(town(tmp_path, **change))) == 2


def test_a_pinned_school_takes_no_part(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {**SCHOOLS, "Q": {"at": 1}},
        [*PUPILS, ("Q", 1, 9)],
        scenario={
            "merge": {"enabled": True},
            "closures": {"close": [{"school_id": "Q", "year": 2023}]},
        },
    )
    assert pairs(case) == [("J", "P"), ("P", "J")]


def test_schools_without_pupils_take_no_part(tmp_path: Path) -> None:
    case = street(
        tmp_path, {**SCHOOLS, "E": {"at": 1}}, PUPILS, scenario={"merge": {"enabled": True}}
    )
    assert pairs(case) == [("J", "P"), ("P", "J")]


def test_without_moves_there_are_no_merges(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        SCHOOLS,
        PUPILS,
        scenario={"merge": {"enabled": True}, "schools": {"moves_per_pupil": 0}},
    )
    assert pairs(case) == []


@pytest.mark.parametrize(("lon", "near"), [(114.0105, True), (114.011, False)])
def test_sites_within_a_kilometre_in_a_straight_line_are_one(
    lon: float, near: bool, tmp_path: Path
) -> None:
    """On 32 degrees north 0.0105 degrees are 990 m and 0.011 are 1,037, whatever the road says."""
    case = town(tmp_path, p={"lon": lon})
    assert case.problem.merges.near.tolist() == [near, near]


def test_seats_of_both_sites_count_where_they_are_one(tmp_path: Path) -> None:
    """P has no seat free; with J's 30 its 20 pupils find a place, if both are one site."""
    both = {"j": {"seats": 30, "running_cost": 300_000}}
    near = town(tmp_path / "near", p={"seats": 150, "lon": 114.005}, **both)
    assert decided(near, solved(near)) == {"merge J into P": 2023}
    far = town(tmp_path / "far", p={"seats": 150}, **both)
    assert decided(far, solved(far)) == {}


def test_beds_of_both_sites_count_where_they_are_one(tmp_path: Path) -> None:
    """Q's pupils board at P, in the beds that J brings along: 12, of which two are in use."""
    schools = {
        "J": {"kind": "junior", "area": "rural", "beds": 12, "boarders": 2},
        "P": {"lon": 114.005},
        "Q": {"at": 30},
    }
    pupils = [("J", 7, 20), ("P", 1, 150), ("Q", 4, 10)]
    for n, (merging, expected) in enumerate(
        [(True, {"close Q": 2023, "merge J into P": 2023}), (False, {})]
    ):
        case = street(
            tmp_path / str(n),
            schools,
            pupils,
            scenario={"merge": {"enabled": merging}, "closures": {"targets": {2023: 1}}},
        )
        assert decided(case, solved(case)) == expected


def test_merges_count_toward_the_target_only_where_they_should(tmp_path: Path) -> None:
    """One closure is asked: with `count` the merge is it, and the small A stays."""
    schools = {
        **SCHOOLS,
        "J": {**SCHOOLS["J"], "running_cost": 300_000},
        "A": {"at": 2, "kind": "teaching_point"},
    }
    pupils = [*PUPILS, ("A", 1, 10)]
    for count, expected in (
        (True, {"merge J into P": 2023}),
        (False, {"close A": 2023, "merge J into P": 2023}),
    ):
        case = street(
            tmp_path / str(count),
            schools,
            pupils,
            scenario={
                "merge": {"enabled": True, "count": count},
                "closures": {"targets": {2023: 1}},
            },
        )
        assert decided(case, solved(case)) == expected
