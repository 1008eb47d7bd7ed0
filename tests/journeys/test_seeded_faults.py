"""Faults are put into good plans one at a time, and the check names the rule that is broken."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.assumptions import Keep, Pin
from planner.checking.metrics import METRICS
from planner.checking.rows import ACCOUNTS
from tests.builders import write_county, write_scenario
from tests.counties import TINY_SCENARIO, tiny_county, tiny_scenario
from tests.seeded import Good, planned, rows_where

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """Return the plan of the county that fits in the head."""
    folder = tmp_path_factory.mktemp("good")
    data = tiny_county(folder / "county")
    return planned(data, tiny_scenario(folder / "plan.toml", data))


@pytest.fixture(scope="module")
def missed(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """Return a plan of the same county that cannot reach what is asked."""
    folder = tmp_path_factory.mktemp("missed")
    data = tiny_county(folder / "county")
    closures = {**TINY_SCENARIO["closures"], "targets": {2023: 5, 2024: 2}}
    scenario = {**TINY_SCENARIO, "closures": closures}
    return planned(data, write_scenario(folder / "plan.toml", data=data, **scenario))


@pytest.fixture(scope="module")
def by_road(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """Return a plan on a road with a piece that is cut off; school D is there."""
    folder = tmp_path_factory.mktemp("road")
    spots = {"A": 114.0, "B": 114.02, "C": 114.05, "D": 114.3}
    nodes = [{"node_id": key, "lon": lon, "lat": 32.0} for key, lon in spots.items()]
    nodes.append({"node_id": "E", "lon": 114.31, "lat": 32.0})
    ends = [("A", "B", 2.4), ("B", "C", 3.5), ("D", "E", 1.2)]
    data = write_county(
        folder / "county",
        schools=[{"school_id": f"S{key}", "lon": lon} for key, lon in spots.items()],
        pupils=[
            {"school_id": "SA", "grade": 1, "pupils": 20},
            {"school_id": "SB", "grade": 1, "pupils": 200},
            {"school_id": "SC", "grade": 1, "pupils": 200},
            {"school_id": "SD", "grade": 1, "pupils": 200},
        ],
        road_nodes=nodes,
        road_edges=[{"from": a, "to": b, "km": km, "kmh": 30} for a, b, km in ends],
    )
    closures = {"targets": {2023: 1}}
    return planned(data, write_scenario(folder / "p.toml", data=data, closures=closures))


def _codes(good: Good) -> set[str]:
    return {finding.code for finding in good.report().findings}


type Seed = Callable[[Good], Good]

P08 = {"place_id": "P08", "band": "lower"}
P06 = {"place_id": "P06", "band": "upper"}
P07 = {"place_id": "P07", "band": "lower"}
OPEN = {"open": 1}

PUPILS: dict[str, tuple[str, Seed]] = {
    "a group is missing in a year": (
        "everyone",
        lambda g: g.without("assignments", P08 | {"year": 2024}),
    ),
    "a group has fewer pupils than live there": (
        "everyone",
        lambda g: g.cells("assignments", P07 | {"year": 2023}, pupils=7),
    ),
    "pupils of a year do not add up": (
        "totals",
        lambda g: g.cells("demand", P07 | {"year": 2023}, pupils=9),
    ),
    "demand of a group is missing": ("demand", lambda g: g.without("demand", P08 | {"year": 2023})),
    "demand of a group is wrong": (
        "demand",
        lambda g: g.cells("demand", P08 | {"year": 2024}, pupils=13),
    ),
    "a group nobody knows": (
        "strangers",
        lambda g: g.more("assignments", P07, place_id="P14", from_school_id="S07"),
    ),
    "a group nobody knows is in demand": (
        "strangers",
        lambda g: g.more("demand", P07, band="junior"),
    ),
    "a group is divided": (
        "whole",
        lambda g: g.cells("assignments", P08 | {"year": 2024}, pupils=6).more(
            "assignments", P08 | {"year": 2024}, school_id="S09", pupils=6
        ),
    ),
    "pupils stay at a closed school": (
        "closed_school",
        lambda g: g.cells(
            "assignments", P08 | {"year": 2023}, school_id="S08", mode="stay", km=0, minutes=0
        ),
    ),
    "a closed school opens again": (
        "reopened",
        lambda g: g.cells("schools", {"school_id": "S08", "year": 2024}, open=1),
    ),
    "a school has no row in a year": (
        "every_school",
        lambda g: g.without("schools", {"school_id": "S02", "year": 2024}),
    ),
    "a group leaves an open school": (
        "own_closing",
        lambda g: g.cells(
            "assignments", P07 | {"year": 2024}, school_id="S01", mode="bus", km=2, minutes=9
        ),
    ),
    "a group moves a year early": (
        "own_closing",
        lambda g: g.cells(
            "assignments", P06 | {"year": 2023}, school_id="S09", mode="board", km=24, minutes=53
        ),
    ),
    "a group moves twice": (
        "moves",
        lambda g: g.cells("assignments", P08 | {"year": 2024}, school_id="S09", km=14, minutes=33),
    ),
    "a group changes its mode without moving": (
        "same_way",
        lambda g: g.cells("assignments", P08 | {"year": 2024}, mode="walk", minutes=120),
    ),
    "a group that moved is said to stay": (
        "stay_mode",
        lambda g: g.cells("assignments", P08 | {"year": 2024}, mode="stay"),
    ),
    "a group that stays is said to ride": (
        "stay_mode",
        lambda g: g.cells("assignments", P07 | {"year": 2024}, mode="bus"),
    ),
    "a receiver closes later": (
        "receiver_stays",
        lambda g: g.cells("schools", {"school_id": "S01", "year": 2024}, open=0),
    ),
    "a private school receives": (
        "private",
        lambda g: g.cells("assignments", P08, school_id="S02", km=8, minutes=21),
    ),
    "a private school closes": (
        "private",
        lambda g: g.cells("schools", {"school_id": "S02"}, open=0),
    ),
    "a school receives a band that it does not teach": (
        "offered",
        lambda g: g.cells("assignments", P06 | {"year": 2024}, school_id="S03", km=5),
    ),
}

WAYS: dict[str, tuple[str, Seed]] = {
    "km are understated": ("km", lambda g: g.cells("assignments", P08, km=5.99)),
    "km of a stay are understated": (
        "km",
        lambda g: g.cells("assignments", {"place_id": "P14"}, km=3),
    ),
    "km are blank": ("km", lambda g: g.cells("assignments", P08, km=nan)),
    "minutes are understated": ("minutes", lambda g: g.cells("assignments", P08, minutes=16.9)),
    "minutes are blank": ("minutes", lambda g: g.cells("assignments", P08, minutes=nan)),
    "a group walks too far": (
        "walk",
        lambda g: g.cells("assignments", P08, mode="walk", minutes=120),
    ),
    "a group walks within km but too long": (
        "walk",
        lambda g: g.cells("assignments", P08, mode="walk", minutes=120).rule(
            "travel", max_walk_km={"lower": 9, "upper": 9, "junior": 9}
        ),
    ),
    "a group rides too long": (
        "bus",
        lambda g: g.rule("travel", max_minutes={"lower": 16, "upper": 40, "junior": 40}),
    ),
    "a group rides where there is no bus": ("bus", lambda g: g.rule("travel", bus=False)),
    "the young board": ("board", lambda g: g.cells("assignments", P08, mode="board")),
    "a band boards that may not": ("board", lambda g: g.rule("boarding", bands=("junior",))),
    "boarders travel too long": ("board", lambda g: g.rule("boarding", max_minutes=52)),
    "given km are called a network's": (
        "labelled",
        lambda g: replace(
            g,
            dataset=replace(g.dataset, travel=g.dataset.travel.head(0)),
            plan=replace(g.plan, travel_method="given"),
        ),
    ),
    "a receiver is above its seats": ("seats", lambda g: g.school("S01", seats=229)),
    "a receiver is above its cap": (
        "size_cap",
        lambda g: g.rule("schools", size_cap={"primary": 229}),
    ),
    "more boarders than free beds": ("beds", lambda g: g.school("S09", beds=7)),
    "present boarders take the beds": ("beds", lambda g: g.school("S09", boarders=7)),
}


def _heard(g: Good, **votes: int) -> Good:
    blank = {"date": None, "parents_for": 0, "parents_against": 0}
    row = {"school_id": "S08", **blank, "delegates_for": 0, "delegates_against": 0, **votes}
    hearings = pd.concat([g.dataset.hearings.astype(object), pd.DataFrame([row], dtype=object)])
    return replace(g, dataset=replace(g.dataset, hearings=hearings))


def _decided(g: Good, school: str, decision: str, year: float) -> Good:
    row = {"school_id": school, "decision": decision, "year": year, "reason": ""}
    frame = pd.DataFrame([row], dtype=object)
    return replace(g, dataset=replace(g.dataset, decisions=frame))


CLOSINGS: dict[str, tuple[str, Seed]] = {
    "a school above the size limit closes": ("candidates", lambda g: g.rule("closures", small=20)),
    "a school above the limit of its kind closes": (
        "candidates",
        lambda g: g.rule("closures", small={"teaching_point": 24}),
    ),
    "a school of a kind that does not count closes": (
        "candidates",
        lambda g: g.rule("closures", counts=("primary",)),
    ),
    "a school with pupils outside all bands closes": (
        "candidates",
        lambda g: replace(g, rules=replace(g.rules, bands=g.rules.bands[1:])),
    ),
    "a pinned school stays": (
        "pins",
        lambda g: g.rule("closures", close=(Pin("S07", 2023),)),
    ),
    "a pinned school closes in another year": (
        "pins",
        lambda g: g.rule("closures", close=(Pin("S08", 2024),)),
    ),
    "a decided closing is not carried out": ("pins", lambda g: _decided(g, "S07", "close", 2024)),
    "a school of the keep list closes": (
        "keep",
        lambda g: g.rule("closures", keep=(Keep("S08", "远"),)),
    ),
    "a school decided to be kept closes": ("keep", lambda g: _decided(g, "S08", "keep", nan)),
    "a school closes against its parents": (
        "hearing",
        lambda g: _heard(g, parents_for=3, parents_against=4),
    ),
    "a school closes against its delegates": (
        "hearing",
        lambda g: _heard(g, parents_for=9, delegates_against=1),
    ),
    "the last junior of a township closes": (
        "last_junior",
        lambda g: g.cells("schools", {"school_id": "S04"}, open=0),
    ),
    "an empty school stays open": (
        "empty_due",
        lambda g: g.cells("schools", {"school_id": "S05"}, open=1),
    ),
    "an empty school closes late": (
        "empty_due",
        lambda g: g.cells("schools", {"school_id": "S05", "year": 2023}, open=1),
    ),
    "a year has no line": (
        "target_years",
        lambda g: replace(g, plan=replace(g.plan, targets=g.plan.targets[:1])),
    ),
    "another target than the scenario's": ("target_asked", lambda g: g.target(0, asked=1)),
    "more closures said than planned": ("target_planned", lambda g: g.target(0, planned=3)),
    "an empty school is not said to be one": ("target_empty", lambda g: g.target(0, empty=0)),
    "empty schools count although they do not": (
        "target_planned",
        lambda g: g.rule("closures", empty_count=False),
    ),
    "more closures than asked": (
        "target_no_more",
        lambda g: g.rule("closures", targets={2023: 1, 2024: 1}),
    ),
    "more closures than at most asked": (
        "target_no_more",
        lambda g: g.rule("closures", targets={2023: 2}, rule="at_most"),
    ),
    "a reached target is not proven": ("target_plausible", lambda g: g.target(0, proven=False)),
    "a proven target has a better number": (
        "target_plausible",
        lambda g: g.target(0, best_possible=3),
    ),
    "an action is missing": ("action_closings", lambda g: g.without("actions", {"year": 2024})),
    "an action never happens": (
        "action_closings",
        lambda g: g.more("actions", {"year": 2024}, school_id="S07", name="双桥小学"),
    ),
    "an action is in another year": (
        "action_closings",
        lambda g: g.cells("actions", {"school_id": "S06"}, year=2023),
    ),
    "an action of a part that is off": (
        "action_known",
        lambda g: g.cells("actions", {"school_id": "S06"}, action="merge_form"),
    ),
    "an action moves other pupils": (
        "action_pupils",
        lambda g: g.cells("actions", {"school_id": "S06"}, pupils=6),
    ),
    "an action names other receivers": (
        "action_receivers",
        lambda g: g.cells("actions", {"school_id": "S06"}, receivers="S01"),
    ),
    "an action names a receiver twice": (
        "action_receivers",
        lambda g: g.cells("actions", {"school_id": "S08"}, receivers="S01;S01"),
    ),
    "an action names the school wrongly": (
        "action_names",
        lambda g: g.cells("actions", {"school_id": "S08"}, name="九里教学点"),
    ),
    "an action names another township": (
        "action_names",
        lambda g: g.cells("actions", {"school_id": "S08"}, township="东河"),
    ),
    "a zone is another school's": (
        "zones",
        lambda g: g.cells("zones", P07 | {"year": 2023}, school_id="S01"),
    ),
    "a zone is missing": ("zones", lambda g: g.without("zones", P07 | {"year": 2023})),
    "a zone of nobody": ("zones", lambda g: g.more("zones", P07, band="junior", school_id="S03")),
}

OF_SCHOOLS: dict[str, Any] = {
    "pupils": 99,
    "seats": 229,
    "boarders": 1,
    "beds": 1,
    "classes": 8,
    "staff_needed": 13,
    "seat_warning": "orange",
    "name": "另一所小学",
    "kind": "junior",
}

PROOFS: dict[str, tuple[str, Seed]] = {
    "money moved from one school to another": (
        "money_by_school",
        lambda g: g.cells("costs", {"account": "running", "school_id": "S03"}, school_id="S09"),
    ),
    "a private school has a running cost": (
        "money_by_school",
        lambda g: g.more("costs", {"account": "running"}, school_id="S02", amount=5),
    ),
    "pupil-km stand at a school that nobody attends": (
        "money_by_school",
        lambda g: g.cells("costs", {"account": "pupil_km", "school_id": "S03"}, school_id="S05"),
    ),
    "the objective is not the sum of the costs": (
        "objective",
        lambda g: g.proof(objective=g.plan.proof.objective - 100),
    ),
    "costs and objective are both understated": (
        "objective",
        lambda g: g.table("costs", g.plan.costs.assign(amount=g.plan.costs["amount"] * 0.8)).proof(
            objective=g.plan.proof.objective * 0.8, bound=g.plan.proof.bound * 0.8
        ),
    ),
    "the money of closing nothing is off": (
        "do_nothing",
        lambda g: g.proof(do_nothing=g.plan.proof.do_nothing + 50),
    ),
    "the bound is above the plan": (
        "bound",
        lambda g: g.proof(bound=g.plan.proof.objective * 1.01),
    ),
    "a detour is called the best there is": (
        "bound_believable",
        lambda g: g.cells(
            "assignments",
            {"place_id": "P08", "band": "upper"},
            school_id="S09",
            km=14.0,
            minutes=33.0,
        ).proof(objective=g.plan.proof.objective + 19_200, bound=g.plan.proof.objective + 19_200),
    ),
    "a ride is called the best there is, though all may walk": (
        "bound_believable",
        lambda g: g.rule(
            "travel",
            max_walk_km=dict.fromkeys(("lower", "upper", "junior"), inf),
            max_minutes=dict.fromkeys(("lower", "upper", "junior"), inf),
        ),
    ),
    "optimal with a wide gap": ("status", lambda g: g.proof(bound=g.plan.proof.objective * 0.9)),
    "optimal with an unproven target": (
        "status",
        lambda g: g.target(1, planned=0, proven=False, best_possible=1),
    ),
    "a status nobody knows": ("status", lambda g: g.proof(status="perfect")),
    "no plan claimed beside a plan": ("status", lambda g: g.proof(status="infeasible")),
    "the objective is no number": ("proof_numbers", lambda g: g.proof(objective=nan)),
    "the bound is endless": ("proof_numbers", lambda g: g.proof(bound=-inf)),
    "the bound is missing": ("proof_numbers", lambda g: g.proof(bound=None)),
}

CELLS: dict[str, tuple[str, Seed]] = {
    "an unknown place": (
        "table_ids",
        lambda g: g.cells("assignments", P08, place_id="P99"),
    ),
    "an unknown present school": (
        "table_ids",
        lambda g: g.cells("assignments", P08, from_school_id="X"),
    ),
    "an unknown receiver": ("table_ids", lambda g: g.cells("assignments", P08, school_id="X")),
    "an unknown band": ("table_ids", lambda g: g.cells("assignments", P08, band="senior")),
    "an unknown receiver in actions": (
        "table_ids",
        lambda g: g.cells("actions", {"school_id": "S08"}, receivers="S01;X"),
    ),
    "an unknown school in actions": (
        "table_ids",
        lambda g: g.cells("actions", {"school_id": "S08"}, school_id="X"),
    ),
    "an unknown school in schools": (
        "table_ids",
        lambda g: g.cells("schools", {"school_id": "S08"}, school_id="X"),
    ),
    "a school without a name in zones": (
        "table_ids",
        lambda g: g.cells("zones", P08, school_id=nan),
    ),
    "an unknown school in costs": (
        "table_ids",
        lambda g: g.cells("costs", {"school_id": "S01"}, school_id="X"),
    ),
    "an unknown year in assignments": (
        "table_years",
        lambda g: g.more("assignments", P08, year=2025),
    ),
    "an unknown year in costs": ("table_years", lambda g: g.more("costs", {}, year=2022)),
    "half a year": ("table_years", lambda g: g.cells("zones", P08, year=2023.5)),
    "an unknown mode": ("table_words", lambda g: g.cells("assignments", P08, mode="boat")),
    "an unknown action": (
        "table_words",
        lambda g: g.cells("actions", {"school_id": "S08"}, action="move"),
    ),
    "an unknown account": ("table_words", lambda g: g.cells("costs", {}, account="staff")),
    "an unknown warning": (
        "table_words",
        lambda g: g.cells("schools", {"school_id": "S01"}, seat_warning="blue"),
    ),
    "a school half open": (
        "table_words",
        lambda g: g.cells("schools", {"school_id": "S01"}, open=0.5),
    ),
    "half a pupil": ("table_numbers", lambda g: g.cells("assignments", P08, pupils=11.5)),
    **{
        f"a row of {table} stands twice": ("table_duplicates", lambda g, t=table: g.more(t, {}))
        for table in ("assignments", "demand", "zones", "schools", "actions")
    },
    **{
        f"{table} lacks a column": (
            "table_columns",
            lambda g, t=table, c=column: g.table(t, getattr(g.plan, t).drop(columns=c)),
        )
        for table, column in (
            ("assignments", "km"),
            ("demand", "pupils"),
            ("zones", "band"),
            ("schools", "open"),
            ("actions", "receivers"),
            ("costs", "amount"),
        )
    },
    **{
        f"{value!r} in {table}.{column}": (
            "table_numbers",
            lambda g, t=table, c=column, v=value: g.table(
                t, getattr(g.plan, t).astype(object).assign(**{c: v})
            ),
        )
        for table, column in (
            ("assignments", "pupils"),
            ("demand", "pupils"),
            ("schools", "pupils"),
            ("schools", "seats"),
            ("schools", "open"),
            ("actions", "pupils"),
            ("costs", "amount"),
            ("zones", "year"),
        )
        for value in (nan, None, "", -1, "many", inf)
    },
    **{
        f"{value!r} in assignments.{column}": (
            "table_numbers",
            lambda g, c=column, v=value: g.cells("assignments", P08, **{c: v}),
        )
        for column in ("km", "minutes")
        for value in (-1, "far", inf)
    },
}


def _columns() -> dict[str, tuple[str, Seed]]:
    where = {"school_id": "S01", "year": 2023}
    return {
        f"schools.csv has another {column}": (
            f"school_{column}",
            lambda g, c=column, v=value: g.cells("schools", where, **{c: v}),
        )
        for column, value in OF_SCHOOLS.items()
    }


def _accounts() -> dict[str, tuple[str, Seed]]:
    faults: dict[str, tuple[str, Seed]] = {}
    for account in ACCOUNTS:
        where = {"account": account, "year": 2024}
        if account == "works":
            seed: Seed = lambda g: g.more("costs", {}, account="works", amount=50_000)  # noqa: E731
        else:
            seed = lambda g, w=where: g.without("costs", w)  # noqa: E731
            near = (f"{account} is a little off", lambda g, w=where: _dearer(g, w))
            faults[near[0]] = (f"money_{account}", near[1])
        faults[f"{account} is left out of a year"] = (f"money_{account}", seed)
    return faults


def _dearer(g: Good, where: dict[str, Any]) -> Good:
    frame = g.plan.costs.copy()
    row = frame[rows_where(frame, where)].index[0]
    frame["amount"] = frame["amount"].astype(float)
    frame.loc[row, "amount"] += 2.0
    return g.table("costs", frame)


def _metrics() -> dict[str, tuple[str, Seed]]:
    faults: dict[str, tuple[str, Seed]] = {}
    for name in METRICS:
        faults[f"{name} of the plan is off"] = (
            f"metric_{name}",
            lambda g, n=name: g.metric("plan", n, (g.plan.metrics["plan"][n] or 0) + 2),
        )
        faults[f"{name} of a year is no number"] = (
            f"metric_{name}",
            lambda g, n=name: g.metric("2024", n, nan),
        )
    return faults


FAULTS = {
    **PUPILS,
    **WAYS,
    **CLOSINGS,
    **_columns(),
    **_accounts(),
    **PROOFS,
    **_metrics(),
    **CELLS,
}


def test_the_good_plans_pass(good: Good, missed: Good, by_road: Good) -> None:
    """Nothing is found before a fault is put in."""
    for plan_ in (good, missed, by_road):
        assert not plan_.report().findings


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught(good: Good, fault: str) -> None:
    """The rule that the fault breaks is among those named, in both languages."""
    rule, seed = FAULTS[fault]
    report = seed(good).report()
    found = [finding for finding in report.findings if finding.code == rule]
    assert found, f"only {sorted({finding.code for finding in report.findings})}"
    assert all(f.line("zh") and f.line("en") and f.what.zh != f.what.en for f in found)


def test_a_target_missed_by_one_closing_is_caught(good: Good) -> None:
    """A closing undone everywhere leaves a lawful plan that is not as near as it could be."""
    undone = (
        good.cells("schools", {"school_id": "S06", "year": 2024}, open=1)
        .without("actions", {"school_id": "S06"})
        .target(1, planned=0)
    )
    for band in ("lower", "upper"):
        where = {"place_id": "P06", "band": band, "year": 2024}
        undone = undone.cells("assignments", where, school_id="S06", mode="stay", km=0, minutes=0)
    codes = _codes(undone)
    assert "target_nearer" in codes
    assert not codes & {"everyone", "closed_school", "own_closing", "target_planned", "seats"}


def test_a_missed_target_with_nothing_nearer_is_believed(missed: Good) -> None:
    """The plan that closes all it can is not accused, and an unproven line names a number."""
    assert any(line.planned < line.asked for line in missed.plan.targets)
    short = next(n for n, line in enumerate(missed.plan.targets) if line.planned < line.asked)
    line = missed.plan.targets[short]
    loose = missed.target(short, proven=False, best_possible=line.planned + 1)
    assert "target_plausible" not in _codes(loose)
    assert "target_plausible" in _codes(missed.target(short, proven=False))
    further = missed.target(short, proven=False, best_possible=line.planned)
    assert "target_plausible" in _codes(further)


def test_every_school_that_a_missed_target_leaves_open_is_explained(
    good: Good, missed: Good
) -> None:
    """An obstacle left out, one of a closed school and one of an unknown school are caught."""
    told = missed.plan.obstacles
    assert told
    closed = replace(told[0], school_id="S05")
    unknown = replace(told[0], school_id="S99")
    for obstacles in (told[1:], (*told, closed), (*told, unknown)):
        assert "target_obstacles" in _codes(
            replace(missed, plan=replace(missed.plan, obstacles=obstacles))
        )
    assert not good.plan.obstacles


def test_nobody_is_sent_across_a_gap_in_the_roads(by_road: Good) -> None:
    """A school on a piece of road that is cut off cannot receive, whatever km are written."""
    moved = {"from_school_id": "SA"}
    sent = by_road.cells("assignments", moved, school_id="SD", km=28.0, minutes=40.0)
    assert {"reached", "km", "minutes"} <= _codes(sent)
    blank = by_road.cells("assignments", moved, school_id="SD", km=nan, minutes=nan)
    assert "reached" in _codes(blank)


def test_km_by_road_are_held_to_the_metre(by_road: Good) -> None:
    """Two metres too few are caught on a road network."""
    km = float(by_road.plan.assignments.query("school_id != from_school_id")["km"].iloc[0])
    short = by_road.cells("assignments", {"from_school_id": "SA"}, km=km - 0.002)
    assert "km" in _codes(short)
    named = replace(by_road, plan=replace(by_road.plan, travel_method="straight_line"))
    assert "labelled" in _codes(named)
