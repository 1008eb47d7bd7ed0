"""The money of a plan, line by line, against sums done by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.tabulate import tabulate
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case


def amounts(case: Case) -> dict[tuple[int, str, str], float]:
    table = tabulate(case, solved(case)).costs
    keys = table[["year", "account", "school_id"]].itertuples(index=False, name=None)
    return dict(zip(keys, table["amount"], strict=True))


def test_every_account_of_a_ride(tmp_path: Path) -> None:
    """10 pupils of P stay a year at A, 2 km off, then ride 8 km to D for two years."""
    case = street(
        tmp_path,
        {"A": {"at": 2}, "D": {"at": 8, "running_cost": 300_000}, "V": {"ownership": "private"}},
        [("A", 4, 10, "P"), ("D", 4, 150)],
        places={"P": 0},
        scenario={"years": [2023, 2024, 2025], "closures": {"targets": {2024: 1}}},
    )
    assert amounts(case) == {
        (2023, "pupil_km", "A"): 10 * 2 * 100,
        (2023, "running", "A"): 100_000,
        (2023, "running", "D"): 300_000,
        (2024, "pupil_km", "D"): 10 * 8 * 100,
        (2024, "bus_pupil", "D"): 10 * 1000,
        (2024, "move", "D"): 10 * 1000,
        (2024, "running", "D"): 300_000,
        (2025, "pupil_km", "D"): 10 * 8 * 100,
        (2025, "bus_pupil", "D"): 10 * 1000,
        (2025, "running", "D"): 300_000,
    }


def test_every_account_of_a_bed(tmp_path: Path) -> None:
    """6 pupils of grades 4-6 and 4 of grades 7-9 board 30 km away; the journey counts a fifth."""
    case = street(
        tmp_path,
        {"A": {"kind": "nine_year"}, "D": {"kind": "nine_year", "at": 30, "beds": 20}},
        [("A", 4, 6), ("A", 7, 4), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}, "counts": ["nine_year"]}},
    )
    assert amounts(case) == {
        (2023, "pupil_km", "D"): pytest.approx(10 * 30 / 5 * 100),
        (2023, "boarder", "D"): 10 * 3000,
        (2023, "boarding_upper", "D"): 6 * 1000,
        (2023, "move", "D"): 10 * 1000,
        (2023, "running", "D"): 100_000,
    }


def test_the_sum_is_what_the_solver_minimised(tmp_path: Path) -> None:
    """Objective, bound and the sum of the lines agree for a plan that is proven."""
    case = street(
        tmp_path,
        {"A": {}, "B": {"at": 3}, "D": {"at": 7}},
        [("A", 4, 7, "P"), ("B", 1, 9, "P"), ("D", 4, 150)],
        places={"P": 1},
        scenario={"years": [2023, 2024], "closures": {"targets": {2023: 1, 2024: 1}}},
    )
    plan = tabulate(case, solved(case))
    assert plan.costs["amount"].sum() == pytest.approx(plan.proof.bound)
    assert plan.proof.status == "optimal"


def test_nothing_is_charged_for_an_unreachable_stay(tmp_path: Path) -> None:
    """A hamlet that no road joins to its school stays, with blank km and no cost."""
    case = street(
        tmp_path,
        {"A": {}},
        [("A", 4, 150, "P")],
        places={"P": 5},
        travel=[],
        road_nodes=[
            {"node_id": "a", "lon": 114.0, "lat": 32.0},
            {"node_id": "b", "lon": 114.001, "lat": 32.0},
            {"node_id": "p", "lon": 114.05, "lat": 32.0},
            {"node_id": "q", "lon": 114.051, "lat": 32.0},
        ],
        road_edges=[{"from": "a", "to": "b", "km": 0.1}, {"from": "p", "to": "q", "km": 0.1}],
    )
    plan = tabulate(case, solved(case))
    assert plan.assignments["km"].isna().all()
    assert set(plan.costs["account"]) == {"running"}
