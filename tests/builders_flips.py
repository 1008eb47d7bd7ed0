"""Flips of small counties, and whether they do what they say when the county is planned again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import scenarios
from planner.counterfactual import Decided
from planner.flips import flips
from planner.load import load
from planner.pipeline import Options, make_run
from planner.resolving import resolve
from tests.builders_model import write_street

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.change import Change
    from planner.flips import Flip, Flipped
    from planner.run import Run

QUICK = Options(isolated=False)


def run_of_street(folder: Path, *args: Any, **more: Any) -> Run:
    """Write a street as `tests.builders_model.write_street` does and return its run."""
    path = write_street(folder, *args, **more)
    scenario = scenarios.load(str(path), ("solver.gap=0",))
    return make_run(load(path.parent / "county"), scenario, QUICK)


def flips_of(run: Run, school: str) -> Flipped:
    """Return what turns the decision of a school, by id."""
    position = list(run.dataset.schools["school_id"]).index(school)
    return flips(run, Decided.of(run), position)


def by_kind(found: Flipped) -> dict[str, Flip]:
    """Return the flips by kind; each kind is there once at most."""
    kinds: dict[str, Flip] = {flip.kind: flip for flip in found.found}
    assert len(kinds) == len(found.found)
    return kinds


def gone(run: Run, change: Change) -> set[str]:
    """Return the schools that close or are absorbed after a change, planned again and checked."""
    exact = replace(run.assumptions.solver, gap=0.0)
    made = resolve(replace(run, assumptions=replace(run.assumptions, solver=exact)), change)
    assert not made.report.findings
    steps = made.plan.actions
    return set(steps.loc[steps["action"].isin(["close", "merge_form"]), "school_id"])


def wrong(run: Run, flipped: Mapping[str, Flipped]) -> list[str]:
    """Return what is not true of flips: a change that turns nothing, a half that turns too.

    Parameters
    ----------
    flipped
        By school id.
    """
    steps = run.plan.actions
    closed = set(steps.loc[steps["action"].isin(["close", "merge_form"]), "school_id"])
    found = []
    for school, one in flipped.items():
        for flip in one.found:
            if (school in gone(run, flip.change)) == (school in closed):
                found.append(f"{school} {flip.text.en}: does not")
            if flip.half and (school in gone(run, flip.half)) != (school in closed):
                found.append(f"{school} {flip.text.en}: half of it does")
    return found
