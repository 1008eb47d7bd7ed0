"""The parts of the diagnosis, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.change import Change
from planner.conflict import Conflict, Repair, Rule
from planner.diagnosis import diagnose, suspected
from planner.diagnosis.asking import Asking, OutOfTime, lawful
from planner.diagnosis.county import County, joined
from planner.diagnosis.members import Member, clash_of
from planner.diagnosis.needed import decides, needed
from planner.diagnosis.pins import impossible_closings, only
from planner.diagnosis.shrinking import smallest
from planner.diagnosis.trials import least
from planner.errors import Finding
from planner.load import load
from planner.solver import SolverOptions
from planner.words import Text, same
from scenarios.load import load as load_scenario
from tests.builders_model import case_of
from tests.impossible import ALL, EACH_OTHER, EMPTY_DUE, OUT_OF_REACH, POOR, SAME_SEATS, TOO_LATE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.impossible import Impossible


def asking(seconds: float = 60) -> Asking:
    return Asking(SolverOptions(seconds=seconds))


def county_of(impossible: Impossible, folder: Path, seconds: float = 60) -> County:
    scenario = impossible.write(folder)
    rules = load_scenario(str(scenario)).assumptions
    return County.of(load(folder / "county"), rules, asking(seconds), None)


# --- leaving out ---------------------------------------------------------------------------------


@pytest.mark.parametrize("needed_ones", [{3}, {0, 9}, {2, 3, 4}, set(range(10))], ids=str)
def test_what_is_left_is_what_clashes(needed_ones: set[int]) -> None:
    assert set(smallest(range(10), needed_ones.issubset)) == needed_ones


def test_of_two_clashes_the_one_blamed_last_is_left() -> None:
    either = smallest("abcd", lambda some: {"a", "b"} <= set(some) or {"c", "d"} <= set(some))
    assert either == ("c", "d")


def test_nothing_is_left_that_could_go_even_where_more_is_not_worse() -> None:
    """{a, b, c} clashes and {a} does, though {a, b} does not."""
    clashes = [{"a", "b", "c"}, {"a"}, {"a", "c"}]
    assert smallest("abc", lambda some: set(some) in clashes) == ("a",)


@pytest.mark.parametrize("fewest", [1, 2, 63, 64, 100])
def test_the_least_that_does(fewest: int) -> None:
    assert least(100, lambda n: n >= fewest) == fewest


def test_the_least_where_nothing_does() -> None:
    assert least(100, lambda _: False) == 0
    assert least(0, lambda _: True) == 0


# --- changes -------------------------------------------------------------------------------------


def test_two_changes_as_one() -> None:
    first = Change(free=("A",), seats={"D": 3}, works_budget={2023: 10}, max_minutes={"lower": 34})
    second = Change(free=("A", "B"), seats={"D": 4, "E": 1}, max_minutes={"lower": 36})
    both = joined(first, second)
    assert both.free == ("A", "B")
    assert both.seats == {"D": 7, "E": 1}
    assert both.works_budget == {2023: 10}
    assert both.max_minutes == {"lower": 36}


def test_only_some_of_the_closings() -> None:
    assert only(["A", "B", "C"], ["B"]) == Change(free=("A", "C"))


# --- questions -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_no_plan_as_it_is_and_one_without_the_closings(name: str, tmp_path) -> None:
    county = county_of(ALL[name], tmp_path)
    assert not county.has_plan(Change())
    pins = [pin.school_id for pin in county.assumptions.closures.close]
    assert county.has_plan(only(pins, []))
    assert county.plans(only(pins, []))


def test_without_time_nothing_is_claimed(tmp_path) -> None:
    county = county_of(SAME_SEATS, tmp_path, seconds=0)
    with pytest.raises(OutOfTime):
        county.has_plan(Change())
    assert diagnose_in(county, seconds=1e-9) == ()


def diagnose_in(county: County, seconds: float) -> tuple[Conflict, ...]:
    from dataclasses import replace

    rules = county.assumptions
    short = replace(rules, solver=replace(rules.solver, seconds=seconds))
    return diagnose(county.dataset, short).conflicts


def test_a_county_with_a_plan_has_no_conflict(tmp_path) -> None:
    scenario = SAME_SEATS.write(tmp_path)
    rules = load_scenario(str(scenario), ["closures.close=[]"]).assumptions
    assert diagnose(load(tmp_path / "county"), rules).conflicts == ()


def test_only_what_is_decided_moves_where_nothing_else_matters(tmp_path) -> None:
    problem = case_of(SAME_SEATS.write(tmp_path)).problem
    part = needed(problem)
    assert decides(problem)
    assert set(part.homes[part.options.group]) <= problem.standing.pinned.keys()
    assert set(part.closable) == problem.standing.pinned.keys()
    assert not lawful(problem, asking())


@pytest.mark.parametrize(
    "settings", [("closures.downgrade=true",), ("merge.enabled=true",), ("relief.enabled=true",)]
)
def test_what_makes_room_elsewhere_is_asked_about_as_a_whole(settings, tmp_path) -> None:
    """A band given up, a merge or a redirection may let a closing be that cannot be by itself."""
    from tests.valley import valley

    scenario = valley(tmp_path)
    off = ("closures.downgrade=false", "merge.enabled=false", "relief.enabled=false")
    pin = 'closures.close=[{school_id="E", year=2023}]'
    assert decides(case_of(scenario, *off, pin).problem)
    assert not decides(case_of(scenario, *off, pin, *settings).problem)


def test_a_school_that_gives_up_a_band_makes_room(tmp_path) -> None:
    """D is full; only if its upper grades go to F is there room for A's pupils."""
    from tests.builders_model import street

    upper, lower = [("D", 4, 8), ("D", 5, 8)], [("D", 1, 7), ("D", 2, 7)]
    closures = {
        "close": [{"school_id": "A", "year": 2023}],
        "small": 100,
        "downgrade": True,
    }
    case = street(
        tmp_path,
        {"A": {}, "D": {"at": 1, "seats": 30}, "F": {"at": 3, "first_grade": 4}},
        [("A", 1, 5), *upper, *lower, ("F", 4, 100)],
        scenario={"closures": closures},
    )
    assert not lawful(needed(case.problem), asking())
    assert lawful(case.problem, asking())


# --- conflicts -----------------------------------------------------------------------------------


def test_conflicts_share_no_school(tmp_path) -> None:
    """A has no place at all; B and C need the same seats."""
    both = SAME_SEATS.__class__(
        code="",
        zh=(),
        en=(),
        repairs=[],
        schools={"A": {"at": 60}, "B": {}, "C": {}, "D": {"at": 1, "seats": 162}},
        pupils=[("A", 1, 5), ("B", 4, 10), ("C", 4, 8), *(("D", g, 25) for g in range(1, 7))],
        scenario={"closures": {"close": [{"school_id": s, "year": 2023} for s in "ABC"]}},
    )
    county = county_of(both, tmp_path)
    assert set(impossible_closings(county, "ABC", [])) == {("A",), ("B", "C")}
    assert list(impossible_closings(county, "ABC", ["A"])) == [("A",), ("B", "C")]


MEMBERS = {
    "out of reach": {Member("placed", 0, "lower"), Member("reach", 0, "lower")},
    "the same seats": {
        Member("placed", 0, "upper"),
        Member("placed", 1, "upper"),
        Member("seats", 2),
    },
    "too few beds": {
        Member("placed", 0, "upper"),
        Member("placed", 1, "upper"),
        Member("beds", 2),
    },
    "too small a budget": {Member("budget", 0), Member("junior", 1)},
    "the last junior schools": {Member("junior", 1)},
    "an overloaded receiver": {Member("placed", 0, "upper"), Member("seats", 1)},
    "an empty school due": {Member("empty", 1), Member("junior", 1)},
    "works too late": {Member("placed", 0, "upper"), Member("seats", 1)},
}


@pytest.mark.parametrize("name", MEMBERS)
def test_the_rules_of_a_conflict(name: str, tmp_path) -> None:
    case = case_of(ALL[name].write(tmp_path))
    assert set(clash_of(case, asking()).members) == MEMBERS[name]


def test_of_each_others_receivers_one_has_to_find_a_place(tmp_path) -> None:
    members = clash_of(case_of(EACH_OTHER.write(tmp_path)), asking()).members
    [placed] = [member for member in members if member.kind == "placed"]
    assert set(members) == {placed, Member("reach", placed.at, "lower")}


# --- words ---------------------------------------------------------------------------------------


def _conflict(*texts: str, repairs: int = 0) -> Conflict:
    rules = tuple(Rule("seats", "A", "中镇", None, same(text)) for text in texts)
    tried = tuple(Repair("drop", "A", None, 0, same(f"r{n}"), {}) for n in range(repairs))
    return Conflict("seats", ("中镇",), ("A",), rules, tuple(map(same, texts)), tried)


def test_rules_and_repairs_are_numbered_where_there_are_several() -> None:
    assert _conflict("x", "y").what.zh == "中镇：以下各条不能同时成立：①x；②y"
    assert _conflict("x", "y").what.en == "中镇: these cannot all hold together: (1) x; (2) y"
    assert _conflict("x").what.zh == "中镇：x"
    assert _conflict("x", repairs=2).mended.zh.endswith("：①r0；②r1")
    assert _conflict("x", repairs=1).mended.en.endswith("(planned again and checked): r0")
    assert "solver.seconds" in _conflict("x").mended.en


def test_what_was_only_suspected_claims_no_repair(tmp_path) -> None:
    county = county_of(POOR, tmp_path)
    what = Text("甲", "a")
    found = suspected(county.dataset, [Finding("seats", what, same("?"), value="A")])
    [conflict] = found.conflicts
    assert (conflict.townships, conflict.schools, conflict.repairs) == (("西岭",), ("A",), ())
    assert found.findings()[0].what.zh == "西岭：甲"


def test_repairs_are_the_smallest_first_and_of_different_kinds(tmp_path) -> None:
    for impossible in (EMPTY_DUE, TOO_LATE, OUT_OF_REACH):
        county = county_of(impossible, tmp_path / impossible.code)
        [conflict] = diagnose(county.dataset, county.assumptions).conflicts
        codes = [repair.code for repair in conflict.repairs]
        assert codes == [code for code, *_ in impossible.repairs]
