"""Every number in the reasons of the shipped county, held against the tables of its run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import planner
import scenarios
from planner.catalogue import find_data
from planner.change import Change
from planner.check import check
from planner.counterfactual import Alternative, Decided, Lawful, again, alternatives
from planner.pipeline import Options
from planner.reasons import reasons
from planner.reasons.exchange import in_other_year, instead_of_another
from planner.reasons.scene import Scene
from planner.solve_stages import Nearest, Outcome
from planner.tabulate import tabulate

if TYPE_CHECKING:
    import pandas as pd

    from planner.plan import Plan
    from planner.reason import Reason
    from planner.run import Run
    from planner.solution import Solution

YUAN = r"([\d,]+) yuan"
KEYS = ["place_id", "band", "from_school_id"]


@pytest.fixture(scope="module")
def run() -> Run:
    """Return the roadmap of the shipped county."""
    scenario = scenarios.load("roadmap_item26")
    folder = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    return planner.make_run(planner.load_county(folder), scenario, Options(isolated=False))


@pytest.fixture(scope="module")
def decided(run: Run) -> Decided:
    return Decided.of(run)


@pytest.fixture(scope="module")
def few(decided: Decided) -> tuple[Reason, ...]:
    """Return the reasons where of every school only this is known: deciding otherwise costs more."""
    known = {
        s: Alternative(s, s not in decided.gone, 1.0)
        for s in decided.case.problem.closable.tolist()
    }
    return reasons(decided, known, Lawful(decided).unclosable(), {})


def of(found: tuple[Reason, ...], code: str, *decisions: str) -> list[Reason]:
    return [
        one for one in found if one.code == code and (not decisions or one.decision in decisions)
    ]


def number(text: str) -> float:
    return float(text.replace(",", ""))


def groups(pattern: str, text: str) -> tuple[str, ...]:
    """Return what a sentence says where a pattern has brackets; it must say it."""
    said = re.search(pattern, text)
    assert said is not None, text
    return said.groups()


def year_said(one: Reason) -> int:
    return int(groups(r"Closing it in (\d+)", one.text.en)[0])


def tabulated(decided: Decided, solution: Solution) -> Plan:
    """Return the plan of other decisions that come as near to the targets."""
    nearest = tuple(Nearest(n, n) for n in decided.distance)
    return tabulate(decided.case, Outcome(solution, decided.bound, nearest))


def spent(plan: Plan) -> float:
    return float(plan.costs["amount"].sum())


def moved(run: Run, one: Reason, year: int | None = None) -> pd.DataFrame:
    """Return where the pupils of a closing school are in a year, with their ways of the year before."""
    rows = run.plan.assignments
    rows = rows[(rows["from_school_id"] == one.school_id) & (rows["mode"] != "stay")]
    return rows[rows["year"] == (one.year if year is None else year)]


def test_every_school_is_told_a_decision_that_the_plan_takes(run: Run, few) -> None:
    told = {one.school_id: one for one in few}
    assert (
        list(dict.fromkeys(one.school_id for one in few))
        == run.dataset.schools["school_id"].tolist()
    )
    closed = run.plan.actions[run.plan.actions["action"] == "close"]
    planned = dict(zip(closed["school_id"], closed["year"], strict=True))
    assert {s: one.year for s, one in told.items() if one.decision == "close"} == planned


def test_pupils_who_move_are_those_of_the_tables(run: Run, few) -> None:
    seen = 0
    for one in of(few, "moves", "close"):
        if one.text.en == "no pupil has to move":
            assert moved(run, one)["pupils"].sum() == 0
            continue
        head, year = groups(r"^([\d,]+) pupils? moves? in (\d+), to ", one.text.en)
        rows = moved(run, one)
        assert (int(year), number(head)) == (one.year, rows["pupils"].sum())
        names = dict(run.dataset.schools[["school_id", "name"]].to_numpy().tolist())
        to = rows.groupby("school_id")["pupils"].sum()
        for school, pupils in to[to > 0].to_dict().items():
            assert f"{names[school]} ({pupils:,.0f})" in one.text.en
        for n, later in re.findall(r"([\d,]+) in (\d{4})", one.text.en.partition("; later on")[2]):
            assert number(n) == moved(run, one, int(later))["pupils"].sum()
        seen += 1
    assert seen > 30


def nine_in_ten(rows: pd.DataFrame, column: str) -> float:
    """Return the minutes that nine pupils in ten do not exceed, pupil by pupil."""
    each = rows.loc[rows.index.repeat(rows["pupils"].astype(int)), column].sort_values().tolist()
    return each[-(-9 * len(each) // 10) - 1]


def test_ways_are_those_of_the_tables(run: Run, few) -> None:
    first = run.plan.assignments
    today = first[first["mode"] == "stay"].drop_duplicates(KEYS).set_index(KEYS)["minutes"]
    stays = today.to_dict()
    seen = 0
    for one in of(few, "ways", "close"):
        rows = moved(run, one)
        rows = rows[(rows["pupils"] > 0) & (rows["mode"] != "board")]
        pattern = r"after the move at most ([\d.]+) minutes \(([\d.]+) km\), and ([\d.]+) or less"
        if rows.empty:
            assert not re.search(pattern, one.text.en)
            continue
        most, km, nine = map(number, groups(pattern, one.text.en))
        longest = rows.sort_values("minutes", kind="stable").iloc[-1]
        assert most == pytest.approx(longest["minutes"], abs=0.051)
        assert km == pytest.approx(longest["km"], abs=0.051)
        assert nine == pytest.approx(nine_in_ten(rows, "minutes"), abs=0.051)
        keys = list(rows[KEYS].itertuples(index=False, name=None))
        if all(key in stays for key in keys):
            known = [float(stays[key]) for key in keys]
            before = number(groups(r"takes at most ([\d.]+) minutes", one.text.en)[0])
            assert before == pytest.approx(max(known), abs=0.051)
            gain = (rows["minutes"] - known).max()
            if gain > 0:
                was, becomes = groups(r": ([\d.]+) minutes become ([\d.]+)", one.text.en)
                assert number(becomes) - number(was) == pytest.approx(gain, abs=0.11)
            seen += 1
    assert seen > 20


def test_money_is_that_of_the_tables(run: Run, decided: Decided, few) -> None:
    """Where a school did not close and its pupils stayed, all other rows of costs.csv are equal."""
    schools = run.dataset.schools.set_index("school_id")
    years, money = run.assumptions.years, run.assumptions.money
    rates = {"bus": money.bus_pupil, "board": money.boarder}
    stays = decided.case
    for one in of(few, "money", "close"):
        running, *rest = map(number, re.findall(YUAN, one.text.en))
        given = schools["running_cost"][one.school_id]
        assert running == pytest.approx(money.running_fixed if given != given else given, abs=0.51)  # noqa: PLR0124
        left = years[-1] - one.year + 1
        ways = 0.0
        for year in range(one.year, years[-1] + 1):
            rows = moved(run, one, year)
            share = (rows["mode"] == "board").map({True: 0.2, False: 1.0})
            ways += float((rows["km"] * share * rows["pupils"]).sum()) * money.pupil_km
            ways += float((rows["mode"].map(rates).fillna(0) * rows["pupils"]).sum())
            upper = (rows["mode"] == "board") & (rows["band"] == "upper")
            ways += float(rows["pupils"][upper].sum()) * money.boarding_upper
            ways -= sum(
                pupils * money.pupil_km * _present_km(stays, place, one.school_id)
                for place, pupils in zip(rows["place_id"], rows["pupils"], strict=True)
            )
        ways += float(moved(run, one)["pupils"].sum()) * money.move
        if len(rest) == 2:
            assert rest[0] == pytest.approx(abs(ways), abs=1)
        assert rest[-1] == pytest.approx(abs(running * left - ways), abs=1)


def _present_km(case, place: str, school: str) -> float:
    at = case.travel.position(place)
    rows = slice(case.travel.indptr[at], case.travel.indptr[at + 1])
    there = case.dataset.schools["school_id"].tolist().index(school)
    found = case.travel.km[rows][case.travel.school[rows] == there]
    return float(found[0]) if len(found) else 0.0


def test_every_closing_that_is_not_due_says_why_in_its_year(few) -> None:
    for school in {one.school_id for one in of(few, "small", "close")}:
        codes = {one.code for one in few if one.school_id == school}
        assert codes & {"year", "year_ready", "decided"}, school


def exchanged(decided: Decided, run: Run, solution: Solution, extra: float) -> None:
    """Hold a plan with two schools exchanged against the raw tables: lawful, and so much dearer."""
    plan = tabulated(decided, solution)
    assert not check(run.dataset, run.assumptions, plan).findings
    assert spent(plan) - spent(run.plan) == pytest.approx(extra, abs=1)
    assert [line.planned for line in plan.targets] == [line.planned for line in run.plan.targets]


def scene(decided: Decided) -> Scene:
    return Scene(decided, {}, frozenset())


def test_a_changed_year_costs_what_is_said(run: Run, decided: Decided, few) -> None:
    """Three of the exchanges of years, as plans of their own."""
    told = [one for one in of(few, "year", "close") if "yuan" in one.text.en][::12]
    assert len(told) >= 3
    for one in told:
        year = year_said(one)
        s = decided.case.dataset.schools["school_id"].tolist().index(one.school_id)
        found = in_other_year(scene(decided), s, run.assumptions.years.index(year))
        assert found is not None
        exchanged(decided, run, found.solution, found.extra)
        assert number(groups(YUAN, one.text.en)[0]) == pytest.approx(found.extra, abs=0.51)


def test_closing_a_school_instead_of_another_costs_what_is_said(
    run: Run, decided: Decided, few
) -> None:
    """Three of the exchanges of schools; planned again, none is undercut by more than it may be."""
    told = [one for one in of(few, "target_met", "keep") if "would cost" in one.text.en][::20]
    assert len(told) >= 3
    ids = decided.case.dataset.schools["school_id"].tolist()
    for one in told:
        found = instead_of_another(scene(decided), ids.index(one.school_id))
        assert found is not None
        assert found.other is not None
        exchanged(decided, run, found.solution, found.extra)
        assert number(groups(YUAN, one.text.en)[0]) == pytest.approx(found.extra, abs=0.51)
        change = Change(
            close={one.school_id: run.assumptions.years[found.year]}, keep=(ids[found.other],)
        )
        best = again(run, change, gap=0)
        assert best is not None
        assert best.money <= decided.money + found.extra + 1


def test_must_keep_schools_cannot_close_in_any_year(run: Run, few) -> None:
    """Two that a rule on places holds: made to close in a year, no plan is left."""
    held = of(few, "seats", "must_keep")[:1] + of(few, "no_place", "must_keep")[:1]
    assert len(held) == 2
    for one in held:
        for year in run.assumptions.years[-1:]:
            assert again(run, Change(close={one.school_id: year})) is None


@pytest.mark.slow
def test_every_alternative_of_the_county_is_a_plan_that_costs_what_is_said(
    run: Run, decided: Decided
) -> None:
    known = alternatives(decided)
    found = reasons(decided, known, Lawful(decided).unclosable(), {})
    ids = decided.case.dataset.schools["school_id"].tolist()
    names = run.dataset.schools["name"].tolist()
    seen = 0
    for one in (*of(found, "instead"), *of(found, "target_met")):
        alternative = known[ids.index(one.school_id)]
        if alternative.other is None:
            continue
        exchanged(decided, run, alternative.other.solution, alternative.extra)
        assert number(re.findall(YUAN, one.text.en)[-1]) == pytest.approx(
            alternative.extra, abs=0.51
        )
        differ = alternative.other.gone.keys() ^ decided.gone.keys()
        for s in differ - {ids.index(one.school_id)}:
            assert names[s] in one.text.en
        seen += 1
    assert seen > 40


@pytest.mark.slow
def test_every_exchange_of_the_county_is_lawful_and_costs_what_is_said(
    run: Run, decided: Decided, few
) -> None:
    ids = decided.case.dataset.schools["school_id"].tolist()
    for one in of(few, "year", "close"):
        if "yuan" in one.text.en:
            year = year_said(one)
            at = run.assumptions.years.index(year)
            if found := in_other_year(scene(decided), ids.index(one.school_id), at):
                exchanged(decided, run, found.solution, found.extra)
    for one in of(few, "target_met", "keep"):
        if found := instead_of_another(scene(decided), ids.index(one.school_id)):
            exchanged(decided, run, found.solution, found.extra)
