"""One small county for each change that turns a school's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.change import Change
from planner.flips.smallest import readable, smallest
from tests.builders_flips import by_kind, flips_of, run_of_street, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from planner.flips import Flip, Flipped
    from planner.run import Run

BIG = [("B", grade, 25) for grade in range(1, 7)]
"""150 pupils: too many for B to close."""


def street(
    folder: Path,
    schools: dict[str, dict[str, Any]],
    pupils: list[Any],
    *,
    target: int = 1,
    scenario: dict[str, Any] | None = None,
    **more: Any,
) -> Run:
    given = dict(scenario or {})
    closures = {"targets": {2023: target}, **given.pop("closures", {})}
    return run_of_street(
        folder, schools, [*pupils, *BIG], scenario={"closures": closures, **given}, **more
    )


def turns(run: Run, school: str, kind: str) -> Flip:
    """Return the flip of one kind; all that were found do turn it, and their halves do not."""
    found = flips_of(run, school)
    assert not wrong(run, {school: found})
    return by_kind(found)[kind]


def the_only(found: Flipped) -> Flip:
    assert [flip.kind for flip in found.found] == [found.found[0].kind]
    return found.found[0]


def test_a_hearing_and_a_keep_list(tmp_path: Path) -> None:
    schools = {"A": {}, "B": {"at": 3}}
    votes = {"school_id": "A", "date": "2023-05-01", "parents_for": 1, "parents_against": 9}
    against = street(tmp_path / "1", schools, [("A", 1, 10)], hearings=[votes])
    assert turns(against, "A", "hearing").change == Change(against={"A": False})
    kept = {"school_id": "A", "decision": "keep", "reason": "new"}
    listed = street(tmp_path / "2", schools, [("A", 1, 10)], decisions=[kept])
    assert turns(listed, "A", "free").change == Change(free=("A",))
    both = street(tmp_path / "3", schools, [("A", 1, 10)], decisions=[kept], hearings=[votes])
    found = flips_of(both, "A")
    assert not found.found
    assert found.proof is not None
    assert "with one taken back the other still does" in found.proof.en


def test_seats_that_are_lacking(tmp_path: Path) -> None:
    run = street(tmp_path, {"A": {}, "B": {"at": 3, "seats": 155}}, [("A", 1, 10)])
    flip = turns(run, "A", "seats")
    assert (flip.change, flip.amount, flip.half) == (
        Change(seats={"B": 5}),
        5,
        Change(seats={"B": 2}),
    )
    assert flip.text.zh == "若自2023年起B增加5个学位，该校即撤并"
    assert flip.text.en == "with 5 more seats at B from 2023, it would close"


def test_beds_and_a_faster_way_for_those_who_board(tmp_path: Path) -> None:
    schools = {"A": {}, "B": {"at": 30, "beds": 2}}
    run = street(tmp_path, schools, [("A", 4, 6)])
    assert turns(run, "A", "beds").change == Change(beds={"B": 4})
    assert turns(run, "A", "way").change == Change(travel={("A", "B"): (30.0, 40.0)})


def test_a_faster_way_where_no_place_is_near(tmp_path: Path) -> None:
    run = street(tmp_path, {"A": {}, "B": {"at": 15}}, [("A", 1, 10)])
    flip = the_only(flips_of(run, "A"))
    assert flip == turns(run, "A", "way")
    assert flip.change == Change(travel={("A", "B"): (15.0, 30.0)})
    assert flip.half == Change(travel={("A", "B"): (15.0, 33.0)})
    assert "A到B" in flip.text.zh
    assert "30 minutes instead of 35" in flip.text.en


def test_a_limit_is_loosened_only_where_nothing_lawful_helps(tmp_path: Path) -> None:
    """Pupils of two hamlets: no single way is enough."""
    pupils = [("A", 1, 5, "P"), ("A", 2, 5, "Q")]
    run = street(tmp_path, {"A": {}, "B": {"at": 15}}, pupils, places={"P": 0, "Q": 0})
    found = flips_of(run, "A")
    flip = the_only(found)
    assert not wrong(run, {"A": found})
    assert flip.loosens
    assert flip.change == Change(max_minutes={"lower": 35.0})
    assert flip.text.zh.startswith("【放宽规定】")
    assert found.proof is not None
    assert "no single change closes it" in found.proof.en


def test_buses_and_a_longer_way_on_foot(tmp_path: Path) -> None:
    """Buses are lawful to have; where they wait too long, only a longer walk is left."""
    schools, pupils = {"A": {}, "B": {"at": 2.7}}, [("A", 4, 5)]
    rules = {"boarding": {"bands": []}}
    on_foot = street(tmp_path / "1", schools, pupils, scenario={**rules, "travel": {"bus": False}})
    assert the_only(flips_of(on_foot, "A")) == turns(on_foot, "A", "bus")
    late = {"bus": False, "bus_wait_minutes": 60}
    run = street(tmp_path / "2", schools, pupils, scenario={**rules, "travel": late})
    flip = turns(run, "A", "walk")
    assert flip.loosens
    assert flip.change == Change(max_walk_km={"upper": 2.7})


def test_a_budget(tmp_path: Path) -> None:
    works = [
        {"works_id": "W", "school_id": "B", "adds_seats": 20, "first_year": 2023, "cost": 50_000}
    ]
    run = street(
        tmp_path,
        {"A": {}, "B": {"at": 3, "seats": 155}},
        [("A", 1, 10)],
        works=works,
        scenario={"money": {"works_budget": {2023: 20_000}}},
    )
    flip = turns(run, "A", "budget")
    assert flip.change == Change(works_budget={2023: 50_000.0})
    assert flip.amount == 30_000


def test_targets_running_costs_and_other_schools(tmp_path: Path) -> None:
    """A and C could both close; one is asked for, and A costs more to run."""
    schools = {
        "A": {"at": 1, "running_cost": 120_000},
        "B": {"at": 3, "seats": 160},
        "C": {"at": 5},
    }
    pupils = [("A", 1, 10), ("C", 1, 10)]
    run = street(tmp_path, schools, pupils)
    assert turns(run, "C", "running").change == Change(running={"C": 121_000.0})
    assert turns(run, "C", "other").change == Change(keep=("A",))
    assert turns(run, "A", "running").change == Change(running={"A": 99_000.0})
    assert turns(run, "A", "other").change == Change(close={"C": 2023})
    assert turns(run, "A", "target").change == Change(targets={2023: 0})
    assert turns(run, "A", "hearing").change == Change(against={"A": True})
    assert turns(run, "A", "keep").change == Change(keep=("A",))


def test_the_smallest_target(tmp_path: Path) -> None:
    """Of four that could close, the nearest do first: one, two or three more are asked for."""
    schools = {name: {"at": at} for name, at in {"A": 1, "C": -3, "D": 5, "E": -8, "B": 0}.items()}
    run = street(tmp_path, schools, [(name, 1, 10) for name in "ACDE"])
    more = {name: turns(run, name, "target").amount for name in "CDE"}
    assert more == {"C": 1, "D": 2, "E": 3}
    assert turns(run, "E", "target").half == Change(targets={2023: 2})


def test_a_decision_taken_back(tmp_path: Path) -> None:
    pin = {"school_id": "A", "decision": "close", "year": 2023}
    schools = {"A": {}, "B": {"at": 3}}
    run = street(tmp_path, schools, [("A", 1, 10)], target=0, decisions=[pin])
    assert turns(run, "A", "pin").change == Change(free=("A",))


def test_what_the_planner_does_not_ask_about_has_no_flips(tmp_path: Path) -> None:
    run = street(tmp_path, {"A": {}, "B": {"at": 3}}, [("A", 1, 10)])
    found = flips_of(run, "B")
    assert not found.found
    assert found.proof is None


def test_a_school_that_lacks_two_things_has_no_single_change(tmp_path: Path) -> None:
    """B is too far and full at once."""
    run = street(tmp_path, {"A": {}, "B": {"at": 15, "seats": 152}}, [("A", 1, 10)])
    found = flips_of(run, "A")
    assert not found.found
    assert found.proof is not None


def test_numbers_are_the_smallest_even_where_more_helps_others_first() -> None:
    assert smallest(lambda n: n >= 7, 20, 7) == 7
    assert smallest(lambda n: n >= 7, 20, 3) == 7
    assert smallest(lambda n: n >= 7, 20, 19) == 7
    assert smallest(lambda n: n >= 7, 6, 3) is None
    assert smallest(lambda n: n in {3, 4, 8, 9, 20}, 20, 9) == 3


def test_money_is_told_in_two_digits_and_a_yuan_above() -> None:
    assert [readable(yuan) for yuan in (0.0, 5.4, 98.5, 770.04, 29_002)] == [2, 7, 100, 780, 30_000]
