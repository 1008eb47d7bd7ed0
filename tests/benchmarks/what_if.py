"""Seconds of one change to a finished plan: `python -m tests.benchmarks.what_if [SCENARIO]`.

A shipped scenario is solved from nothing; then one change after the other is answered by
`planner.resolve`, and the same changed county is solved from nothing again. Every plan is checked.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import planner
import scenarios
from planner.catalogue import find_data
from planner.change import Change, changed_assumptions, changed_dataset
from planner.pipeline import Options, make_plan
from planner.resolving import resolve

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.pipeline import Made

QUICK = Options(isolated=False)


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """Return the seconds that a plan took, and the plan."""
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def main() -> None:
    """Print a line for each change: seconds in all and of solving, again and from nothing."""
    reader = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    reader.add_argument("scenario", nargs="?", default="roadmap_item26")
    scenario = scenarios.load(reader.parse_args().scenario)
    folder = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    run = planner.make_run(planner.load_county(folder), scenario, QUICK)
    steps = run.plan.actions
    closing = list(steps.loc[(steps["action"] == "close") & (steps["pupils"] > 0), "school_id"])
    changes = {
        "keep a school": Change(keep=(closing[0],)),
        "pin a closing": Change(close={closing[1]: run.assumptions.years[-1]}),
        "a hearing against": Change(against={closing[2]: True}),
        "50 more beds": Change(beds={"S010": 50}),
        "25 minutes": Change(max_minutes={"lower": 25}),
        "two closings more": Change(targets={run.assumptions.years[-1]: 20}),
    }
    for name, change in changes.items():
        again, made = timed(lambda c=change: resolve(run, c))
        dataset = changed_dataset(run.dataset, change)
        rules = changed_assumptions(run.assumptions, change)
        fresh, other = timed(lambda d=dataset, r=rules: make_plan(d, r, QUICK))
        print(
            f"{name}: {again:.2f} s (solving {made.seconds['solve']:.2f}), "
            f"from nothing {fresh:.2f} s (solving {other.seconds['solve']:.2f}), "
            f"{made.plan.proof.status}"
        )


if __name__ == "__main__":
    main()
