"""Families that meet: what one part of the decision does to another, and random streets with all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.bounds import simple_bound
from planner.check import check
from planner.tabulate import tabulate
from tests.builders_model import case_of, decided, moves, solved, street, write_street

if TYPE_CHECKING:
    from pathlib import Path

RURAL = {"kind": "junior", "area": "rural"}
KINDS = {"teaching_point": (1, 6), "primary": (1, 6), "junior": (7, 9), "nine_year": (1, 9)}
SEEDS = (0, 1, 3, 5, 12, 13, 16, 19, 31, 33, 36)
WORK = {"works_id": "W", "adds_seats": "", "adds_beds": "", "converts_to": "", "first_year": 2023}


def test_a_school_that_shrinks_gives_its_seats_to_others(tmp_path: Path) -> None:
    """A is full; when its 20 older pupils go to D, B's nine young ones, who reach no other, come."""
    schools = {
        "A": {"at": 0, "seats": 28},
        "B": {"at": -12, "last_grade": 3, "first_grade": 1},
        "D": {"at": 10},
    }
    pupils = [("A", 1, 8), ("A", 4, 20), ("B", 1, 9), ("D", 4, 150)]
    for downgrade, expected in ((True, {"close B": 2023, "reduce A": 2023}), (False, {})):
        case = street(
            tmp_path / str(downgrade),
            schools,
            pupils,
            scenario={
                "closures": {"targets": {2023: 1}, "downgrade": downgrade},
                "travel": {"max_minutes": {"lower": 30}},
            },
        )
        found = solved(case)
        if downgrade:
            assert decided(case, found) == expected
            assert moves(case, found) == {("A", "upper", "D"), ("B", "lower", "A")}
        else:
            assert "close B" not in decided(case, found)
        assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


def test_the_last_junior_does_not_shrink_to_a_primary(tmp_path: Path) -> None:
    """N is its township's only school with grades 7-9; D, in the next, would take them."""
    schools = {"N": {"kind": "nine_year", "township": "西岭"}, "D": {"at": 2, "kind": "nine_year"}}
    pupils = [("N", 1, 9), ("N", 7, 9), ("D", 1, 150)]
    for rule, expected in ((True, {}), (False, {"reduce N": 2023})):
        case = street(
            tmp_path / str(rule),
            schools,
            pupils,
            scenario={
                "closures": {
                    "targets": {},
                    "downgrade": True,
                    "counts": ["nine_year"],
                    "keep_junior_per_township": rule,
                }
            },
        )
        assert decided(case, solved(case)) == expected


def test_a_junior_may_go_once_another_school_offers_its_grades(tmp_path: Path) -> None:
    """J is the only junior of 西岭; W makes P a nine-year school in 2024, no earlier."""
    case = street(
        tmp_path,
        {
            "J": {**RURAL, "township": "西岭"},
            "P": {"at": 2, "township": "西岭"},
            "D": {"at": 3, "kind": "junior"},
        },
        [("J", 7, 10), ("P", 1, 150), ("D", 7, 150)],
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2023: 1, 2024: 1}, "counts": ["junior"], "rule": "at_most"},
        },
        works=[
            {
                **WORK,
                "school_id": "P",
                "converts_to": "nine_year",
                "first_year": 2024,
                "cost": 200_000,
            }
        ],
    )
    assert decided(case, solved(case)) == {"build W": 2024, "close J": 2024}


def test_a_school_that_merges_away_is_not_relieved_too(tmp_path: Path) -> None:
    """J is over its seats by 20: joining P solves it, whoever else would take its entrants."""
    case = street(
        tmp_path,
        {"J": {**RURAL, "seats": 60}, "P": {"at": 2}, "K": {"at": 3, "kind": "junior"}},
        [("J", 7, 40, "Q"), ("J", 8, 40, "Q"), ("P", 1, 150), ("K", 7, 350), ("K", 8, 300)],
        places={"Q": 2.5},
        scenario={
            "merge": {"enabled": True},
            "relief": {"enabled": True},
            "money": {"pupil_km": 1000, "bus_pupil": 0},
        },
    )
    found = solved(case)
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings
    both = {what.split()[0] for what in decided(case, found)}
    assert both != {"merge", "relieve"}


def test_beds_that_are_built_go_first_to_those_without_one(tmp_path: Path) -> None:
    """D has 5 beds for 8 boarders; of 9 more, 6 are left for A's six."""
    for beds, expected in ((9, {"build W": 2023, "close A": 2023}), (8, {})):
        case = street(
            tmp_path / str(beds),
            {"A": {}, "D": {"at": 30, "beds": 5, "boarders": 8}},
            [("A", 4, 6), ("D", 4, 150)],
            scenario={"closures": {"targets": {2023: 1}}},
            works=[{**WORK, "school_id": "D", "adds_beds": beds, "cost": 100_000}],
        )
        found = solved(case)
        assert decided(case, found) == expected
        assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


@pytest.mark.parametrize(
    ("caps", "expected"),
    [
        ({"primary": 155, "nine_year": float("inf")}, {"build W": 2023, "close A": 2023}),
        ({"primary": float("inf"), "nine_year": 155}, {}),
    ],
    ids=["lifted", "lowered"],
)
def test_a_school_that_converts_has_the_cap_of_its_new_kind(
    caps: dict[str, float], expected: dict[str, int], tmp_path: Path
) -> None:
    """A's ten juniors would be 160 at D, the primary that W makes a nine-year school."""
    case = street(
        tmp_path,
        {"A": {"kind": "junior"}, "D": {"at": 2}},
        [("A", 7, 10), ("D", 1, 150)],
        scenario={
            "closures": {
                "targets": {2023: 1},
                "counts": ["junior"],
                "keep_junior_per_township": False,
            },
            "schools": {"size_cap": caps},
        },
        works=[{**WORK, "school_id": "D", "converts_to": "nine_year", "cost": 100_000}],
    )
    assert decided(case, solved(case)) == expected


def random_street(folder: Path, seed: int) -> Path:
    """Write a street of four to six schools of all kinds with everything turned on by chance."""
    draw = np.random.default_rng(seed)
    schools: dict[str, dict[str, Any]] = {}
    pupils: list[tuple[Any, ...]] = []
    for n in range(int(draw.integers(4, 7))):
        key, kind = f"S{n}", str(draw.choice([*KINDS, "primary"]))
        most = 60 if n == 0 or draw.random() < 0.25 else 9
        grades = {
            grade: int(draw.integers(0, most))
            for grade in range(KINDS[kind][0], KINDS[kind][1] + 1)
            if draw.random() < 0.5
        }
        schools[key] = {
            "at": int(draw.integers(0, 12)),
            "kind": kind,
            "area": "rural",
            "township": str(draw.choice(["东镇", "东镇", "西岭"])),
            "seats": max(1, int(sum(grades.values()) * draw.choice([0.8, 1, 1.1, 2]))),
            "beds": int(draw.choice([0, 0, 20])),
            "boarders": int(draw.choice([0, 0, 5])),
            "running_cost": int(draw.integers(1, 20)) * 10_000,
        }
        for grade, number in grades.items():
            place = [f"P{draw.integers(0, 3)}"] if draw.random() < 0.6 else []
            pupils.append((key, grade, number, *place))
    primaries = [key for key, row in schools.items() if row["kind"] == "primary"]
    works = [
        {
            **WORK,
            "works_id": f"W{n}",
            "school_id": f"S{draw.integers(0, len(schools))}",
            "adds_seats": int(draw.choice([20, 60])),
            "adds_beds": int(draw.choice([0, 12])),
            "first_year": 2023 + int(draw.integers(0, 3)),
            "cost": int(draw.integers(1, 60)) * 10_000,
        }
        for n in range(2)
    ]
    works += [
        {**WORK, "works_id": "W9", "school_id": key, "converts_to": "nine_year", "cost": 200_000}
        for key in primaries[:1]
    ]
    kinds = list(KINDS)
    scenario = {
        "years": [2023, 2024, 2025],
        "closures": {
            "targets": {year: int(draw.integers(0, 3)) for year in (2023, 2024, 2025)},
            "rule": str(draw.choice(["exact", "at_least", "at_most"])),
            "counts": kinds if draw.random() < 0.6 else kinds[:2],
            "small": 60,
            "downgrade": [False, True, "only"][int(draw.integers(0, 3))],
        },
        "merge": {"enabled": bool(draw.random() < 0.7), "count": bool(draw.random() < 0.5)},
        "relief": {"enabled": (relief := bool(draw.random() < 0.7))},
        "schools": {
            "build_before_close": bool(draw.random() < 0.7) or relief,
            "split_places": bool(draw.random() < 0.2),
        },
        "demand": {
            "entrants_change": float(draw.choice([0, -0.2, 0.2])),
            "survival": float(draw.choice([1, 0.95])),
        },
        "money": {"works_budget": {2023: int(draw.choice([100_000, 10_000_000]))}},
    }
    stones = {"P0": 2, "P1": 5, "P2": 9}
    return write_street(folder, schools, pupils, places=stones, scenario=scenario, works=works)


@pytest.mark.parametrize("seed", SEEDS)
def test_on_random_streets_the_check_agrees_and_no_plan_is_below_the_simple_bound(
    seed: int, tmp_path: Path
) -> None:
    case = case_of(random_street(tmp_path, seed))
    found = solved(case)
    made = tabulate(case, found)
    assert not check(case.dataset, case.assumptions, made).findings
    assert made.costs["amount"].sum() == pytest.approx(found.bound, abs=0.01)
    assert simple_bound(case.problem) <= found.bound + 1e-3


def test_the_random_streets_use_everything(tmp_path: Path) -> None:
    """Two of those above are enough to close, merge, shrink, build and redirect."""
    kinds: set[str] = set()
    for seed in (5, 12):
        case = case_of(random_street(tmp_path / str(seed), seed))
        kinds |= {what.split()[0] for what in decided(case, solved(case))}
    assert kinds == {"close", "merge", "reduce", "build", "relieve"}


def test_a_school_without_a_cap_that_could_become_one_with_a_cap_is_relieved(
    tmp_path: Path,
) -> None:
    """S has no size cap unless W makes it a nine-year school; its ten entrants go to D, W is left."""
    case = street(
        tmp_path,
        {"S": {"seats": 100}, "D": {"at": 5}},
        [("S", 4, 110), ("S", 1, 10, "P"), ("D", 1, 150)],
        places={"P": 1},
        works=[{**WORK, "school_id": "S", "converts_to": "nine_year", "cost": 100_000}],
        scenario={
            "years": [2023, 2024],
            "relief": {"enabled": True},
            "schools": {"size_cap": {"primary": float("inf"), "nine_year": 2500}},
        },
    )
    found = solved(case)
    assert found.solution is not None
    assert len(found.solution.relieved) == 1
    assert not found.solution.built
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


def test_a_merged_site_counts_before_entrants_are_redirected(tmp_path: Path) -> None:
    """J is over by two until K next door brings 40 seats; P's entrants live at D, yet go to J."""
    case = street(
        tmp_path,
        {
            "J": {**RURAL, "seats": 48, "first_grade": 1},
            "K": {"at": 1, "area": "rural", "seats": 40, "running_cost": 400_000},
            "D": {"at": 3},
        },
        [("J", 8, 40), ("J", 1, 10, "P"), ("K", 4, 12), ("D", 1, 150)],
        places={"P": 3},
        scenario={"merge": {"enabled": True}, "relief": {"enabled": True}},
    )
    found = solved(case)
    assert decided(case, found) == {"merge K into J": 2023}
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


def test_a_conversion_may_put_a_school_over_its_cap_as_long_as_nobody_comes(tmp_path: Path) -> None:
    """P, with 30 pupils, becomes 西岭's last junior under a cap of 20; J's pupil goes to D instead."""
    case = street(
        tmp_path,
        {
            "J": {**RURAL, "township": "西岭", "running_cost": 900_000},
            "P": {"at": 1, "township": "西岭"},
            "D": {"at": 5, "kind": "junior"},
        },
        [("J", 7, 1), ("P", 1, 30), ("D", 7, 150)],
        works=[{**WORK, "school_id": "P", "converts_to": "nine_year", "cost": 20_000}],
        scenario={
            "closures": {"targets": {2023: 1}, "counts": ["junior"], "small": 5},
            "schools": {"size_cap": {"primary": 100, "nine_year": 20}},
        },
    )
    found = solved(case)
    assert decided(case, found) == {"build W": 2023, "close J": 2023}
    assert moves(case, found) == {("J", "junior", "D")}
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


def test_a_school_that_shrinks_may_take_entrants_who_stay_in_its_lowest_band(
    tmp_path: Path,
) -> None:
    """A gives up grades 4-6, yet takes P's ten entrants, who are in grade 1 all year."""
    case = street(
        tmp_path,
        {"S": {"seats": 100}, "A": {"at": 2, "running_cost": 400_000}, "D": {"at": 5}},
        [("S", 4, 110), ("S", 1, 10, "P"), ("A", 1, 20), ("A", 4, 5), ("D", 1, 150)],
        places={"P": 2},
        scenario={"closures": {"downgrade": True}, "relief": {"enabled": True}},
    )
    found = solved(case)
    assert decided(case, found) == {"reduce A": 2023, "relieve S of P by A": 2023}
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings


def test_pupils_who_come_before_the_seats_are_built_are_pupils_over(tmp_path: Path) -> None:
    """W brings S 100 seats in 2024; A's five could come in 2023, but would be five more over then."""
    case = street(
        tmp_path,
        {"S": {"seats": 100}, "A": {"at": 1}, "D": {"at": 6}},
        [("S", 4, 110), ("A", 4, 5), ("D", 1, 150)],
        works=[{**WORK, "school_id": "S", "adds_seats": 100, "first_year": 2024, "cost": 100}],
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2023: 1}},
            "relief": {"enabled": True},
            "schools": {"build_before_close": False},
        },
    )
    found = solved(case)
    assert decided(case, found) == {"close A": 2023, "build W": 2024}
    assert moves(case, found) == {("A", "upper", "D")}
    assert not check(case.dataset, case.assumptions, tabulate(case, found)).findings
