"""Pupils over their places, counted from a solution: the same number that the model minimises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from planner.over import places, pupils_over
from planner.solution import NO_MOVES
from tests.builders_model import solved, street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

WORK = {
    "works_id": "W",
    "school_id": "S",
    "adds_seats": 15,
    "adds_beds": "",
    "converts_to": "",
    "first_year": 2024,
    "cost": 100_000,
}


def town(folder: Path, *, work: Any = None, s: Any = None, **scenario: Any) -> Case:
    """Return S, over its 100 seats by twenty, with ten entrants of P, in two years."""
    tables = {} if work is None else {"works": [{**WORK, **work}]}
    return street(
        folder,
        {"S": {"seats": 100, **(s or {})}, "D": {"at": 3}},
        [("S", 4, 110), ("S", 1, 10, "P"), ("D", 1, 150)],
        places={"P": 1},
        scenario={"years": [2023, 2024], "relief": {"enabled": True}, **scenario},
        **tables,
    )


def test_today_is_seats_up_to_the_cap(tmp_path: Path) -> None:
    """Under a cap of 90 D's 150 are over too: 30 and 60 in each of two years."""
    case = town(tmp_path, schools={"size_cap": {"primary": 90}})
    assert places(case.problem, NO_MOVES)[0].tolist() == [90, 90]
    assert pupils_over(case.problem, NO_MOVES) == 2 * 30 + 2 * 60


def test_works_count_from_their_first_use(tmp_path: Path) -> None:
    case = town(tmp_path, work={})
    built = replace(NO_MOVES, built={0: 1})
    assert places(case.problem, built)[0].tolist() == [100, 115]
    assert pupils_over(case.problem, built) == 20 + 5


def test_a_conversion_brings_the_cap_of_its_kind(tmp_path: Path) -> None:
    caps = {"size_cap": {"primary": 90, "nine_year": 112}}
    case = town(tmp_path, work={"converts_to": "nine_year"}, schools=caps)
    assert places(case.problem, replace(NO_MOVES, built={0: 1}))[0].tolist() == [90, 112]


def test_redirected_entrants_are_gone(tmp_path: Path) -> None:
    case = town(tmp_path)
    assert pupils_over(case.problem, NO_MOVES) == 40
    [first] = [i for i, t in enumerate(case.problem.reliefs.start) if t == 0]
    assert pupils_over(case.problem, replace(NO_MOVES, relieved=(first,))) == 20


def test_nothing_is_counted_where_nothing_can_be_redirected(tmp_path: Path) -> None:
    assert pupils_over(town(tmp_path, relief={"enabled": False}).problem, NO_MOVES) == 0


@pytest.mark.parametrize(
    ("work", "over"), [(None, 20), ({}, 10), ({"adds_seats": 60, "cost": 9_000_000}, 10)], ids=str
)
def test_it_is_the_number_that_the_model_reached(work: Any, over: int, tmp_path: Path) -> None:
    """Works are built for it, whatever they cost: it comes before money."""
    case = town(tmp_path, work=work)
    found = solved(case)
    assert found.solution is not None
    assert pupils_over(case.problem, found.solution) == found.over.reached
    assert found.over.reached == over
