"""No plan is said only on a second opinion, with the school and the rule that stand in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.errors import Infeasible
from planner.pipeline import Options, make_plan
from planner.solve_verdict import without_plan
from planner.solve_work import Work
from planner.solver import SolverOptions
from tests.builders_model import EXACT, closures, solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case


def pin(*schools: str, year: int = 2023, **closing: Any) -> dict[str, Any]:
    pins = [{"school_id": school, "year": year} for school in schools]
    return {"closures": {"close": pins, **closing}}


def refusal(case: Case) -> dict[str, str]:
    """Return the school and rule of every reason that a plan is refused with."""
    with pytest.raises(Infeasible) as refused:
        make_plan(case.dataset, case.assumptions, Options(isolated=False))
    assert refused.value.exit_code == 3
    for finding in refused.value.findings:
        assert "2023" in finding.what.en
        assert finding.hint.zh
    return {finding.value: finding.code for finding in refused.value.findings}


def test_a_pin_without_any_place_names_it(tmp_path: Path) -> None:
    case = street(
        tmp_path, {"A": {}, "B": {"at": 50}}, [("A", 1, 5), ("B", 1, 150)], scenario=pin("A")
    )
    assert refusal(case) == {"A": "no_place"}


def test_a_pin_without_seats_names_them(tmp_path: Path) -> None:
    """B, in reach, has no seat left."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 1, "seats": 150}},
        [("A", 4, 5), ("B", 4, 150)],
        scenario=pin("A"),
    )
    assert refusal(case) == {"A": "seats"}


def test_two_pins_that_need_the_same_seats_leave_one(tmp_path: Path) -> None:
    """D has 12 seats for 10 + 8 pupils: one of the two is named, with what lacks."""
    case = street(
        tmp_path,
        {"A": {}, "B": {}, "D": {"at": 1, "seats": 162}},
        [("A", 4, 10), ("B", 4, 8), ("D", 4, 150)],
        scenario=pin("A", "B"),
    )
    [(school, rule)] = refusal(case).items()
    assert school in {"A", "B"}
    assert rule == "seats"


def test_two_pins_that_need_the_same_beds_leave_one(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {"A": {}, "B": {}, "D": {"at": 30, "beds": 12}},
        [("A", 4, 10), ("B", 4, 8), ("D", 4, 150)],
        scenario=pin("A", "B"),
    )
    assert set(refusal(case).values()) == {"beds"}


def test_pins_on_all_juniors_of_a_township_name_the_last(tmp_path: Path) -> None:
    case = street(
        tmp_path,
        {
            "A": {"kind": "junior", "township": "西岭"},
            "B": {"kind": "junior", "township": "西岭"},
            "D": {"kind": "junior", "at": 1},
        },
        [("A", 7, 10), ("B", 7, 10), ("D", 7, 150)],
        scenario=pin("A", "B"),
    )
    assert set(refusal(case).values()) == {"last_junior"}


def test_pins_alone_are_given_up_and_the_fewest_of_them(tmp_path: Path) -> None:
    """Of three pins one has no place; the plan that shows it keeps the other two."""
    case = street(
        tmp_path,
        {"A": {}, "B": {}, "C": {"at": 60}, "D": {"at": 1}},
        [("A", 4, 10), ("B", 4, 8), ("C", 1, 5), ("D", 4, 150)],
        scenario=pin("A", "B", "C"),
    )
    found = solved(case)
    assert found.impossible
    assert found.broken_pins == (2,)
    assert {"A", "B"} <= set(closures(case, found))


def test_a_wrong_verdict_is_found_out(tmp_path: Path) -> None:
    """A model that has a plan gets it, although it came to the court of second opinion."""
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
    )
    work = Work(case.problem, EXACT, lambda _: None)
    found = without_plan(work)
    assert not found.impossible
    assert closures(case, found) == {"A": 2023}
    assert found.bound == solved(case).bound


def test_without_time_nothing_is_said(tmp_path: Path) -> None:
    case = street(
        tmp_path, {"A": {}, "B": {"at": 50}}, [("A", 1, 5), ("B", 1, 150)], scenario=pin("A")
    )
    work = Work(case.problem, SolverOptions(seconds=0), lambda _: None)
    found = without_plan(work)
    assert (found.solution, found.impossible) == (None, False)
