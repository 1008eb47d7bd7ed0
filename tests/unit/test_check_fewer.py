"""The check's search for one more redirection: it accuses where one is lawful, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from planner.check import check
from planner.solution import NO_MOVES
from planner.solve_stages import Nearest, Outcome
from planner.tabulate import tabulate
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path


def accused(folder: Path, *, d: Any = None, over: int = 0, **scenario: Any) -> bool:
    """Tell whether doing nothing is accused: S is over by twenty, ten of P could enter D, 5 km on."""
    case = street(
        folder,
        {"S": {"seats": 100}, "D": {"at": 5, **(d or {})}},
        [("S", 4, 110), ("S", 1, 10, "P"), ("D", 1, 150)],
        places={"P": 1},
        scenario={"relief": {"enabled": True}, **scenario},
    )
    bound = case.problem.do_nothing
    outcome = Outcome(NO_MOVES, bound, (Nearest(0, 0),), over=Nearest(20, 20 - over))
    report = check(case.dataset, case.assumptions, tabulate(case, outcome))
    return "relief_nearer" in {finding.code for finding in report.findings}


def test_a_plan_that_leaves_more_over_than_it_must_is_not_optimal(tmp_path: Path) -> None:
    assert accused(tmp_path)


def test_a_plan_that_does_not_claim_to_be_is_left_alone(tmp_path: Path) -> None:
    assert not accused(tmp_path, over=10)


@pytest.mark.parametrize(
    "change",
    [
        {"d": {"seats": 159}},
        {"d": {"at": 20}},
        {"d": {"ownership": "private"}},
        {"d": {"kind": "junior", "first_grade": 4, "last_grade": 9}},
        {"relief": {"enabled": False}},
        {"schools": {"size_cap": {"primary": 159}}},
    ],
    ids=["no seat", "too far", "private", "other grades", "relief off", "cap"],
)
def test_nobody_is_sent_where_they_may_not_go(change: dict[str, Any], tmp_path: Path) -> None:
    assert not accused(tmp_path, **change)
