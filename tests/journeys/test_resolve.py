"""What if: one change to a finished plan of the shipped county, answered at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import planner
import scenarios
from planner.catalogue import find_data
from planner.change import Change, changed_assumptions, changed_dataset
from planner.errors import UsageError
from planner.pipeline import Options, make_plan
from planner.resolving import resolve

if TYPE_CHECKING:
    from planner.run import Run

QUICK = Options(isolated=False)


@pytest.fixture(scope="module")
def run() -> Run:
    """Return the roadmap of the shipped county."""
    scenario = scenarios.load("roadmap_item26")
    folder = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    return planner.make_run(planner.load_county(folder), scenario, QUICK)


def closing(run: Run) -> list[str]:
    """Return the schools with pupils that the plan closes."""
    steps = run.plan.actions
    return list(steps.loc[(steps["action"] == "close") & (steps["pupils"] > 0), "school_id"])


def closed_by(run: Run) -> set[str]:
    steps = run.plan.actions
    return set(steps.loc[steps["action"] == "close", "school_id"])


def closed(made: planner.pipeline.Made) -> dict[str, int]:
    steps = made.plan.actions
    steps = steps[steps["action"] == "close"]
    return dict(zip(steps["school_id"], steps["year"], strict=True))


def close_enough(made: planner.pipeline.Made, other: planner.pipeline.Made) -> bool:
    """Tell whether neither plan is cheaper than the bound of the other."""
    pairs = ((made, other), (other, made))
    return all(a.plan.proof.objective >= b.plan.proof.bound - 0.01 for a, b in pairs)


def test_a_changed_pin_limit_hearing_bed_or_target_is_heeded(run: Run) -> None:
    """The new plan does what the change says, and is as good as one solved from nothing."""
    first, second, third = closing(run)[:3]
    for change in (
        Change(keep=(first,)),
        Change(close={second: 2025}),
        Change(against={third: True}, beds={"S010": 50}),
        Change(targets={2025: 20}, max_minutes={"lower": 25}),
    ):
        made = resolve(run, change)
        assert not made.report.findings
        assert made.plan.proof.status == "optimal"
        gone = closed(made)
        assert not {*change.keep, *change.against} & set(gone)
        assert change.close.items() <= gone.items()
        assert {
            line.year: line.asked for line in made.plan.targets
        }.items() >= change.targets.items()
        dataset = changed_dataset(run.dataset, change)
        fresh = make_plan(dataset, changed_assumptions(run.assumptions, change), QUICK)
        assert close_enough(made, fresh)


def test_a_changed_way_cost_walk_bus_or_budget_is_heeded(run: Run) -> None:
    """As good as a plan solved from nothing; each is in the county or scenario that was checked."""
    stays = next(
        school for school in run.dataset.schools["school_id"] if school not in closed_by(run)
    )
    place = str(run.dataset.pupils["place_id"].iloc[0])
    for change in (
        Change(travel={(place, stays): (1.5, 9.0)}, running={closing(run)[0]: 1.0}),
        Change(max_walk_km={"lower": 3.0}, works_budget={2024: 100_000.0}),
        Change(bus=False),
    ):
        made = resolve(run, change)
        assert not made.report.findings
        dataset = changed_dataset(run.dataset, change)
        fresh = make_plan(dataset, changed_assumptions(run.assumptions, change), QUICK)
        assert close_enough(made, fresh)


def test_a_changed_way_takes_the_place_of_the_one_there_was(run: Run) -> None:
    first = changed_dataset(run.dataset, Change(travel={("S001", "S002"): (9.0, 30.0)}))
    second = changed_dataset(first, Change(travel={("S001", "S002"): (8.0, 20.0)}))
    rows = second.travel[second.travel["from_id"] == "S001"]
    assert rows[["school_id", "km", "minutes"]].to_numpy().tolist() == [["S002", 8.0, 20.0]]


def test_a_budget_without_end_is_no_budget(run: Run) -> None:
    limited = changed_assumptions(run.assumptions, Change(works_budget={2023: 5.0, 2024: 7.0}))
    lifted = changed_assumptions(limited, Change(works_budget={2023: float("inf")}))
    assert lifted.money.works_budget == {2024: 7.0}


def test_a_school_that_costs_nothing_to_run_stays(run: Run) -> None:
    school = closing(run)[-1]
    assert school not in closed(resolve(run, Change(running={school: 0.0})))


def test_a_change_taken_back_gives_the_plan_there_was(run: Run) -> None:
    school = closing(run)[0]
    kept = resolve(run, Change(keep=(school,))).plan
    again = resolve(planner.Run(run.dataset, run.assumptions, kept, "again", run.created), Change())
    assert again.plan.proof.objective == pytest.approx(run.plan.proof.objective, rel=1e-4)


def test_the_run_is_left_as_it_is(run: Run) -> None:
    seats = run.dataset.schools["seats"].copy()
    resolve(run, Change(seats={"S001": 40}, beds={"S001": -9999}))
    assert run.dataset.schools["seats"].equals(seats)


def test_what_the_run_does_not_know_is_refused_all_at_once(run: Run) -> None:
    change = Change(keep=("X1",), beds={"X2": 3}, max_minutes={"middle": 20}, targets={2050: 1})
    with pytest.raises(UsageError, match=r"X1, X2, middle and 2050|X1.*X2.*middle.*2050"):
        resolve(run, change)
    more = Change(
        running={"X3": 1.0},
        travel={("X4", "X5"): (1.0, 2.0)},
        max_walk_km={"senior": 1.0},
        works_budget={2051: 1.0},
    )
    with pytest.raises(UsageError, match=r"X3.*X5.*X4.*senior.*2051"):
        resolve(run, more)
