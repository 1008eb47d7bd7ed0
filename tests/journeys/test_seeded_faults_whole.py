"""Faults in a plan with works, a merge, a downgrade, redirected entrants and a forecast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.assumptions import Keep, Pin
from planner.check import rule_names
from tests.journeys.test_seeded_faults import FAULTS as CLOSING_FAULTS
from tests.seeded import Good, planned
from tests.valley import valley

if TYPE_CHECKING:
    from collections.abc import Callable

type Seed = Callable[[Good], Good]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Good:
    """Return the plan of the valley in which everything happens."""
    folder = tmp_path_factory.mktemp("valley")
    scenario = valley(folder)
    return planned(folder / "county", scenario)


def _table(good: Good, name: str, where: dict[str, Any], **values: Any) -> Good:
    """Return the same with cells of another table of the county changed."""
    frame = getattr(good.dataset, name).astype(object).copy()
    rows = pd.Series(data=True, index=frame.index)
    for column, value in where.items():
        rows &= frame[column] == value
    assert rows.any()
    for column, value in values.items():
        frame.loc[rows, column] = value
    return replace(good, dataset=replace(good.dataset, **{name: frame}))


def _heard(good: Good, school: str) -> Good:
    row = {"school_id": school, "date": "2023-01-01", "parents_for": 1, "parents_against": 9}
    frame = pd.DataFrame([row | {"delegates_for": 0, "delegates_against": 0}], dtype=object)
    return replace(good, dataset=replace(good.dataset, hearings=frame))


def _kept(good: Good, school: str) -> Good:
    return good.rule("closures", keep=(Keep(school, "远"),))


def _pinned(good: Good, school: str) -> Good:
    return good.rule("closures", close=(Pin(school, 2023),))


def _close_too(good: Good, school: str, year: int) -> Good:
    frame = good.plan.schools.copy()
    frame.loc[(frame["school_id"] == school) & (frame["year"] >= year), "open"] = 0
    return good.table("schools", frame)


def _step(good: Good, like: dict[str, Any], school: str, **values: Any) -> Good:
    """Return the same with one more row of actions.csv."""
    row = good.dataset.schools.set_index("school_id").loc[school]
    names = {"name": row["name"], "township": row["township"]}
    return good.more("actions", like, school_id=school, **names, **values)


MERGE = {"action": "merge_form"}
DOWN = {"action": "downgrade"}
RELIEF = {"action": "relief"}
SENT = {"place_id": "Q", "band": "lower", "school_id": "U"}

FORECAST: dict[str, tuple[str, Seed]] = {
    "births were others": (
        "demand",
        lambda g: _table(g, "births", {"year": 2017}, births=130),
    ),
    "fewer survive": ("demand", lambda g: g.rule("demand", survival=0.9)),
    "another variant": ("demand", lambda g: g.rule("demand", variant="high")),
    "a factor is given": (
        "demand",
        lambda g: replace(
            g,
            dataset=replace(
                g.dataset,
                forecast=pd.DataFrame(
                    [(2024, "", 1, 2.0)], columns=["year", "township", "grade", "factor"]
                ),
            ),
        ),
    ),
    "the placed are those of another forecast": (
        "everyone",
        lambda g: g.rule("demand", variant="low"),
    ),
    "the county of a year does not add up": (
        "totals",
        lambda g: _table(g, "births", {"year": 2018}, births=90),
    ),
}

WORKS: dict[str, tuple[str, Seed]] = {
    "an unknown work": ("works_known", lambda g: g.cells("actions", {"detail": "WS"}, detail="W9")),
    "a work at another school": (
        "works_known",
        lambda g: _table(g, "works", {"works_id": "WS"}, school_id="V"),
    ),
    "a work is built twice": (
        "works_known",
        lambda g: g.more("actions", {"detail": "WS"}, year=2024),
    ),
    "a work is used before it can be": (
        "works_in_time",
        lambda g: _table(g, "works", {"works_id": "WS"}, first_year=2024),
    ),
    "a work at a school that closes": (
        "works_where",
        lambda g: _table(
            _step(g, {"detail": "WB"}, "E").without("actions", {"detail": "WB", "school_id": "U"}),
            "works",
            {"works_id": "WB"},
            school_id="E",
        ),
    ),
    "a work at a private school": ("works_where", lambda g: g.school("U", ownership="private")),
    "works beyond the budget": (
        "works_budget",
        lambda g: g.rule("money", works_budget={2023: 149_999}),
    ),
    "a dearer work beyond the budget": (
        "works_budget",
        lambda g: _table(g, "works", {"works_id": "WS"}, cost=110_001),
    ),
    "a conversion is not said": (
        "works_convert",
        lambda g: g.without("actions", {"action": "convert"}),
    ),
    "a conversion without a work": (
        "works_convert",
        lambda g: _step(g, {"action": "convert"}, "U"),
    ),
    "a conversion in another year": (
        "works_convert",
        lambda g: g.cells("actions", {"action": "convert"}, year=2024),
    ),
    "a band is taught before the conversion": (
        "offered",
        lambda g: g.cells("actions", {"detail": "WV"}, year=2024),
    ),
    "seats are used before they are built": (
        "seats",
        lambda g: g.cells("actions", {"detail": "WS"}, year=2024),
    ),
    "beds are used before they are built": (
        "beds",
        lambda g: g.cells("actions", {"detail": "WB"}, year=2024),
    ),
    "boarders without a bed take the new ones": ("beds", lambda g: g.school("U", boarders=7)),
    "the seats of a work are not shown": (
        "school_seats",
        lambda g: g.cells("schools", {"school_id": "U"}, seats=50),
    ),
    "the beds of a work are not shown": (
        "school_beds",
        lambda g: g.cells("schools", {"school_id": "U"}, beds=2),
    ),
    "a converted school keeps its kind": (
        "school_kind",
        lambda g: g.cells("schools", {"school_id": "V"}, kind="primary"),
    ),
    "a converted school has another cap": (
        "size_cap",
        lambda g: g.rule("schools", size_cap={"nine_year": 59}),
    ),
    "works are paid over other years": ("money_works", lambda g: g.rule("money", works_years=20)),
    "works are paid once": (
        "money_works",
        lambda g: g.without("costs", {"account": "works", "year": 2024}),
    ),
    "works are paid elsewhere": (
        "money_by_school",
        lambda g: g.cells("costs", {"account": "works", "school_id": "V"}, school_id="M"),
    ),
    "the last junior closes and none is converted": (
        "last_junior",
        lambda g: _table(g, "works", {"works_id": "WV"}, converts_to=""),
    ),
}

MERGES: dict[str, tuple[str, Seed]] = {
    "merges are off": ("action_known", lambda g: g.rule("merge", enabled=False)),
    "the junior is in town": ("merge_kinds", lambda g: g.school("J", area="town")),
    "the junior is private": ("merge_kinds", lambda g: g.school("J", ownership="private")),
    "the primary is in another township": (
        "merge_kinds",
        lambda g: g.school("K", township="西岭"),
    ),
    "the primary is a teaching point": (
        "merge_kinds",
        lambda g: g.school("K", kind="teaching_point"),
    ),
    "the junior is too large": ("merge_kinds", lambda g: g.rule("merge", max_junior_pupils=38)),
    "they are too far apart": ("merge_km", lambda g: g.rule("merge", max_km=0.9)),
    "a hearing is against the one absorbed": ("merge_consent", lambda g: _heard(g, "K")),
    "a hearing is against the other": ("merge_consent", lambda g: _heard(g, "J")),
    "the one absorbed is kept": ("merge_consent", lambda g: _kept(g, "K")),
    "one of them is pinned": ("merge_consent", lambda g: _pinned(g, "J")),
    "a pinned school is absorbed": ("pins", lambda g: _pinned(g, "K")),
    "the receiver converts too": (
        "merge_once",
        lambda g: _table(
            _step(g, {"detail": "WV"}, "J").without("actions", {"detail": "WV", "school_id": "V"}),
            "works",
            {"works_id": "WV"},
            school_id="J",
        ),
    ),
    "the receiver merges twice": (
        "merge_once",
        lambda g: _step(g, MERGE, "M"),
    ),
    "a group goes elsewhere": (
        "merge_together",
        lambda g: g.cells("assignments", {"place_id": "K", "band": "upper"}, school_id="U", km=6),
    ),
    "no school is named": ("action_receivers", lambda g: g.cells("actions", MERGE, receivers="")),
    "two schools are named": (
        "action_receivers",
        lambda g: g.cells("actions", MERGE, receivers="J;U"),
    ),
    "the absorbed one stays open": (
        "action_closings",
        lambda g: g.cells("schools", {"school_id": "K"}, open=1),
    ),
    "a merge is called a closing": (
        "candidates",
        lambda g: g.cells("actions", MERGE, action="close"),
    ),
    "merges count": ("target_planned", lambda g: g.rule("merge", count=True)),
    "the sites are too far apart to add up": ("school_seats", lambda g: g.school("K", lon=114.3)),
    "only one site's beds are shown": (
        "school_beds",
        lambda g: g.cells("schools", {"school_id": "J"}, beds=3),
    ),
    "only one site's boarders are shown": (
        "school_boarders",
        lambda g: g.cells("schools", {"school_id": "J"}, boarders=2),
    ),
    "the merged school runs at two costs": (
        "money_running",
        lambda g: g.more(
            "costs", {"account": "running", "school_id": "J"}, school_id="K", amount=150_000
        ),
    ),
}

DOWNGRADES: dict[str, tuple[str, Seed]] = {
    "downgrades are off": ("action_known", lambda g: g.rule("closures", downgrade=False)),
    "a school too large is reduced": (
        "downgrade_candidates",
        lambda g: g.rule("closures", small={"primary": 12, "teaching_point": 30}),
    ),
    "a school with one band is reduced": (
        "downgrade_candidates",
        lambda g: g.school("D", last_grade=3),
    ),
    "a school is reduced twice": (
        "downgrade_candidates",
        lambda g: g.more("actions", DOWN, year=2024),
    ),
    "another band is given up": (
        "downgrade_bands",
        lambda g: g.cells("actions", DOWN, band="upper;junior"),
    ),
    "no band is given up": ("downgrade_bands", lambda g: g.cells("actions", DOWN, band="")),
    "a kept school is reduced": ("downgrade_protected", lambda g: _kept(g, "D")),
    "a school is reduced against its hearing": ("downgrade_protected", lambda g: _heard(g, "D")),
    "a group stays in a band that is gone": (
        "downgrade_gone",
        lambda g: g.cells(
            "assignments",
            {"place_id": "P", "band": "upper", "year": 2023},
            school_id="D",
            mode="stay",
            km=0,
            minutes=0,
        ),
    ),
    "schools close that may only be reduced": (
        "downgrade_only",
        lambda g: g.rule("closures", downgrade="only"),
    ),
    "a group leaves before the band goes": (
        "own_closing",
        lambda g: g.cells("actions", DOWN, year=2024),
    ),
    "the lowest band leaves too": (
        "own_closing",
        lambda g: g.cells(
            "assignments", {"place_id": "P", "band": "lower"}, school_id="U", mode="bus", km=35
        ),
    ),
    "a school gives up a band that it received": (
        "receiver_stays",
        lambda g: _step(g, DOWN, "U", year=2024, pupils=0, receivers=""),
    ),
    "a reduced school receives that band": (
        "offered",
        lambda g: g.cells(
            "assignments", {"place_id": "K", "band": "upper"}, school_id="D", km=29, minutes=63
        ),
    ),
    "a reduced school costs more": (
        "money_running",
        lambda g: g.rule("money", running_downgraded=0.9),
    ),
}

REDIRECTIONS: dict[str, tuple[str, Seed]] = {
    "relief is off": ("action_known", lambda g: g.rule("relief", enabled=False)),
    "the school has seats": ("relief_sources", lambda g: g.school("T", seats=60)),
    "the school is a candidate": (
        "relief_sources",
        lambda g: g.rule("closures", small={"junior": 30, "teaching_point": 30}),
    ),
    "the school closes": ("relief_sources", lambda g: _close_too(g, "T", 2024)),
    "a place is said twice": ("relief_once", lambda g: g.cells("actions", RELIEF, detail="Q;T;Q")),
    "a place that nobody knows": (
        "relief_once",
        lambda g: g.cells("actions", RELIEF, detail="Q;T;X"),
    ),
    "the school would not be over": (
        "relief_when_over",
        lambda g: _table(
            g, "works", {"works_id": "WV"}, school_id="T", adds_seats=40, converts_to=""
        ).cells("actions", {"detail": "WV"}, school_id="T"),
    ),
    "more go than enter": (
        "relief_entrants",
        lambda g: g.cells("assignments", SENT | {"year": 2023}, pupils=6),
    ),
    "those of a later year are missing": (
        "relief_entrants",
        lambda g: g.without("assignments", SENT | {"year": 2024}),
    ),
    "nobody is left in a row": (
        "relief_entrants",
        lambda g: g.without(
            "assignments", {"place_id": "Q", "band": "lower", "school_id": "T", "year": 2024}
        ),
    ),
    "a redirection is missing in the actions": (
        "whole",
        lambda g: g.without("actions", RELIEF),
    ),
    "a redirection leads elsewhere": (
        "whole",
        lambda g: g.cells("actions", RELIEF, receivers="J"),
    ),
    "entrants change their mode": (
        "same_way",
        lambda g: g.cells("assignments", SENT | {"year": 2024}, mode="walk", minutes=34.3),
    ),
    "entrants ride too long": (
        "bus",
        lambda g: g.rule("travel", max_minutes={"lower": 14, "upper": 40, "junior": 40}),
    ),
    "entrants have no seats": ("seats", lambda g: g.school("U", seats=40)),
    "other entrants are said": (
        "action_pupils",
        lambda g: g.cells("actions", RELIEF, pupils=14),
    ),
    "the zone stays": (
        "zones",
        lambda g: g.cells("zones", {"place_id": "Q", "band": "lower", "year": 2023}, school_id="T"),
    ),
    "entrants are charged a move": (
        "money_move",
        lambda g: g.more("costs", {"account": "move", "school_id": "U"}, amount=13_000),
    ),
    "entrants are counted among those who move": (
        "metric_pupils_moved",
        lambda g: g.metric("plan", "pupils_moved", g.plan.metrics["plan"]["pupils_moved"] + 13),
    ),
    "a redirection is left out": ("relief_nearer", lambda g: _unsent(g, "Q")),
}


def _unsent(good: Good, place: str) -> Good:
    """Return the same with the entrants of a place at the old school after all."""
    frame = good.plan.assignments.astype(object).copy()
    sent = (frame["place_id"] == place) & (frame["from_school_id"] == "T")
    gone = sent & (frame["school_id"] == "U")
    for row in frame[gone].itertuples():
        stay = sent & (frame["school_id"] == "T") & (frame["year"] == row.year)
        stay &= frame["band"] == row.band
        frame.loc[stay, "pupils"] = float(frame.loc[stay, "pupils"].sum()) + float(str(row.pupils))
    good = good.table("assignments", frame[~gone])
    return good.cells("actions", RELIEF, detail="T")


FAULTS = {**FORECAST, **WORKS, **MERGES, **DOWNGRADES, **REDIRECTIONS}


def test_the_good_plan_has_every_part_and_passes(whole: Good) -> None:
    """Nothing is found before a fault is put in, in a plan with every kind of step."""
    steps = {"close", "merge_form", "downgrade", "convert", "works", "relief"}
    assert set(whole.plan.actions["action"]) == steps
    assert not whole.report().findings


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught(whole: Good, fault: str) -> None:
    """The rule that the fault breaks is among those named, in both languages."""
    rule, seed = FAULTS[fault]
    report = seed(whole).report()
    found = [finding for finding in report.findings if finding.code == rule]
    assert found, f"only {sorted({finding.code for finding in report.findings})}"
    assert all(f.line("zh") and f.line("en") and f.what.zh != f.what.en for f in found)


def test_every_rule_has_a_fault(whole: Good) -> None:
    """No rule of the check goes without a fault that it is there to find."""
    seeded = {rule for rule, _ in [*CLOSING_FAULTS.values(), *FAULTS.values()]} | {
        "target_nearer",
        "target_obstacles",
        "reached",
    }
    named = {name for name in rule_names() if not name.startswith("manifest_")}
    assert named == seeded
    assert whole.report().passed == len(named)
