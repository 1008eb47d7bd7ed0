"""Every flip of the shipped county, applied and planned again with its check, turns the decision."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import planner
import scenarios
from planner.catalogue import find_data
from planner.change import Change
from planner.counterfactual import Decided
from planner.errors import Infeasible, ScenarioError
from planner.flips import flips
from planner.load import load
from planner.pipeline import Options, make_run

if TYPE_CHECKING:
    from planner.flips import Flip
    from planner.run import Run

# The schools are asked about in so many parts, which may run beside each other.
PARTS = 6


@pytest.fixture(scope="module")
def run() -> Run:
    """Return the plan of the shipped county, and of every change, proven to the yuan."""
    settings = ("solver.gap=0",)
    scenario = scenarios.load("roadmap_item26", settings)
    data = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    return make_run(load(data), scenario, Options(isolated=False))


@pytest.fixture(scope="module")
def decided(run: Run) -> Decided:
    return Decided.of(run)


def gone(run: Run, change: Change, school: str) -> bool:
    """Tell whether a school closes or is absorbed where the county is planned again."""
    actions = planner.resolve(run, change).plan.actions
    leaving = actions[actions["action"].isin(["close", "merge_form"])]
    return school in set(leaving["school_id"])


def holds(run: Run, decided: Decided, position: int, flip: Flip) -> None:
    school = str(run.dataset.schools["school_id"].iloc[position])
    closes = position in decided.gone
    assert gone(run, flip.change, school) != closes, flip.text.en
    if flip.half is not None:
        assert gone(run, flip.half, school) == closes, f"half of it: {flip.text.en}"


def hold(run: Run, decided: Decided, schools: list[int]) -> int:
    """Try every flip but a keep list's, of which it is plain; return how many were tried."""
    tried = 0
    for position in schools:
        found = flips(run, decided, position)
        assert bool(found.found) != bool(found.proof), "a flip, or that there is none"
        for flip in found.found:
            if flip.kind != "keep":
                holds(run, decided, position, flip)
                tried += 1
    return tried


def test_flips_of_a_few_schools_hold(run: Run, decided: Decided) -> None:
    """A school that stays for the targets, one that closes, one without a lawful place."""
    ids = run.dataset.schools["school_id"].tolist()
    assert hold(run, decided, [ids.index(school) for school in ("S264", "S033", "S289")]) >= 4


@pytest.mark.slow
@pytest.mark.skipif("EVERY_FLIP" not in os.environ, reason="half an hour; EVERY_FLIP=1 runs it")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_flip_of_the_county_holds(run: Run, decided: Decided, part: int) -> None:
    """All schools that may close, those that are due or decided left out."""
    problem = decided.case.problem
    settled = set(problem.empty_due) | set(problem.standing.pinned)
    schools = [s for s in problem.closable.tolist() if s not in settled]
    assert hold(run, decided, schools[part::PARTS]) > len(schools) // PARTS


def test_a_flip_cannot_be_stated_that_does_not_turn_the_decision(
    run: Run, decided: Decided
) -> None:
    """The test above can fail: a change that does nothing leaves the school where it is."""
    ids = run.dataset.schools["school_id"].tolist()
    position = ids.index("S264")
    [first, *_] = flips(run, decided, position).found
    with pytest.raises(AssertionError):
        holds(run, decided, position, replace(first, change=Change(), half=None))
    with pytest.raises((ScenarioError, Infeasible, AssertionError)):
        holds(run, decided, position, replace(first, half=first.change))
