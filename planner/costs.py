"""The money of a plan, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.options import BOARD, MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand

BUS = MODES.index("bus")
# A boarder goes home once a week: a fifth of a day pupil's ways.
WEEKLY = 1 / 5


def costs(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    demand: Demand,
    rows: pd.DataFrame,
    closed: dict[int, int],
    running: NDArray[np.float64],
) -> pd.DataFrame:
    """Return `costs.csv`: year, account, school_id and amount in yuan.

    Parameters
    ----------
    rows
        The placements of `planner.schedule`.
    closed
        School position -> index of the year in which it closes.
    running
        Yuan per year of each school while open, shape (schools,).
    """
    money = assumptions.money
    pupils = demand.pupils[rows["group"], rows["t"]] * rows["share"].to_numpy()
    km = rows["km"].fillna(0).to_numpy() * np.where(rows["mode"] == BOARD, WEEKLY, 1.0)
    bands = np.array(demand.bands, dtype=object)[rows["group"]]
    boards = (rows["mode"] == BOARD).to_numpy()
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
    parts.append(_running(closed, running, len(assumptions.years)))
    table = pd.concat(parts, ignore_index=True)
    total = table[table["amount"] != 0].groupby(["t", "account", "school"], as_index=False).sum()
    return pd.DataFrame(
        {
            "year": np.array(assumptions.years)[total["t"]],
            "account": total["account"].astype(str),
            "school_id": dataset.schools["school_id"].to_numpy()[total["school"]],
            "amount": total["amount"].round(4),
        }
    )


def _running(closed: dict[int, int], running: NDArray[np.float64], years: int) -> pd.DataFrame:
    t, school = np.meshgrid(np.arange(years), np.arange(len(running)), indexing="ij")
    closes = np.full(len(running), years)
    closes[list(closed)] = list(closed.values())
    is_open = (t < closes[school]).ravel()
    return pd.DataFrame(
        {
            "t": t.ravel()[is_open],
            "account": "running",
            "school": school.ravel()[is_open],
            "amount": running[school.ravel()[is_open]],
        }
    )
