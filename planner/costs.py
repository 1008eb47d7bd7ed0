"""The money of a plan, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.modes import BUS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.placements import Placements
    from planner.problem import Problem
    from planner.solution import Solution

# A boarder goes home once a week: a fifth of a day pupil's ways.
WEEKLY = 1 / 5


def costs(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    problem: Problem,
    solution: Solution,
    demand: Demand,
    placed: Placements,
) -> pd.DataFrame:
    """Return `costs.csv`: year, account, school_id and amount in yuan.

    The accounts of pupils stand with the school they attend, `running` and `works` with the
    school itself.
    """
    money, rows, pupils, boards = assumptions.money, placed.rows, placed.pupils, placed.boards
    km = rows["km"].fillna(0).to_numpy() * np.where(boards, WEEKLY, 1.0)
    bands = np.array(demand.bands, dtype=object)[rows["group"]]
    lines = {
        "pupil_km": money.pupil_km * km * pupils,
        "bus_pupil": money.bus_pupil * pupils * (rows["mode"] == BUS),
        "boarder": money.boarder * pupils * boards,
        "boarding_upper": money.boarding_upper * pupils * boards * (bands == "upper"),
        "move": money.move * pupils * (rows["moved"] == rows["t"]),
    }
    parts = [
        pd.DataFrame({"t": rows["t"], "account": name, "school": rows["school"], "amount": amount})
        for name, amount in lines.items()
    ]
    parts += [_running(problem, solution), _works(problem, solution)]
    table = pd.concat(parts, ignore_index=True)
    total = table[table["amount"] != 0].groupby(["t", "account", "school"], as_index=False).sum()
    return pd.DataFrame(
        {
            "year": np.array(assumptions.years)[total["t"].astype(int)],
            "account": total["account"].astype(str),
            "school_id": dataset.schools["school_id"].to_numpy()[total["school"].astype(int)],
            "amount": total["amount"].astype(float).round(4),
        }
    )


def running_shares(problem: Problem, solution: Solution) -> NDArray[np.float64]:
    """Return the part of its running cost that each school costs, shape (T, schools)."""
    share = np.ones((len(problem.years), len(problem.running)))
    for s, t in solution.reduced.items():
        share[t:, s] = problem.reduced_share
    for p, t in solution.merged.items():
        share[t:, problem.merges.absorbed[p]] = 0
    for s, t in solution.closed.items():
        share[t:, s] = 0
    return share


def _running(problem: Problem, solution: Solution) -> pd.DataFrame:
    share = running_shares(problem, solution)
    t, school = np.nonzero(share)
    amount = problem.running[school] * share[t, school]
    return pd.DataFrame({"t": t, "account": "running", "school": school, "amount": amount})


def _works(problem: Problem, solution: Solution) -> pd.DataFrame:
    works, years = problem.works, len(problem.years)
    rows = [
        (t, "works", int(works.school[k]), float(works.yearly[k]))
        for k, first in solution.built.items()
        for t in range(first, years)
    ]
    return pd.DataFrame(rows, columns=["t", "account", "school", "amount"])
