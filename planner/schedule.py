"""The tables of who is where: assignments, demand and attendance zones by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.modes import MODES
from planner.redirections import is_redirected

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.case import Case
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.placements import Placements
    from planner.problem import Problem

ASSIGNMENTS = (
    "year",
    "place_id",
    "band",
    "from_school_id",
    "school_id",
    "mode",
    "pupils",
    "km",
    "minutes",
)


def assignments(
    dataset: Dataset, problem: Problem, demand: Demand, placed: Placements
) -> pd.DataFrame:
    """Return `assignments.csv`."""
    ids, rows = dataset.schools["school_id"].to_numpy(), placed.rows
    group = rows["group"].to_numpy()
    return pd.DataFrame(
        {
            "year": np.array(problem.years)[rows["t"]],
            "place_id": np.array(demand.places, dtype=object)[group],
            "band": np.array(demand.bands, dtype=object)[group],
            "from_school_id": ids[demand.homes[group]],
            "school_id": ids[rows["school"]],
            "mode": np.array([*MODES, "stay"], dtype=object)[rows["mode"]],
            "pupils": whole(placed.pupils),
            "km": rows["km"].round(6).to_numpy(),
            "minutes": rows["minutes"].round(6).to_numpy(),
        },
        columns=list(ASSIGNMENTS),
    )


def demand_table(dataset: Dataset, problem: Problem, demand: Demand) -> pd.DataFrame:
    """Return `demand.csv`: the pupils of every group in every year."""
    groups, years = demand.pupils.shape
    ids = dataset.schools["school_id"].to_numpy()
    return pd.DataFrame(
        {
            "year": np.repeat(problem.years, groups),
            "place_id": list(demand.places) * years,
            "band": list(demand.bands) * years,
            "from_school_id": np.tile(ids[demand.homes], years),
            "pupils": whole(demand.pupils.T.ravel()),
        }
    )


def zones(case: Case, assigned: pd.DataFrame, relieved: tuple[int, ...]) -> pd.DataFrame:
    """Return `zones.csv`: where the entrants of each place and band go.

    That is the school with most of the place's pupils, first by id; where entrants of an
    oversize school are redirected, the school that takes them, in each band from the year in
    which all who enter it are among them. Each group counts with its pupils of all years, so that
    a zone changes only by a move or a redirection, never because a few children more are born.
    """
    ids, reliefs = case.dataset.schools["school_id"].to_numpy(), case.problem.reliefs
    table = _most_attended(assigned)
    most, school = table["school_id"], table["school_id"].copy()
    for i in relieved:
        entry, start = int(reliefs.entry[i]), case.problem.years[int(reliefs.start[i])]
        mine = (table["place_id"] == reliefs.place[i]) & (most == ids[reliefs.source[i]])
        for band in (band for band in case.assumptions.bands if band.last >= entry):
            since = start + max(0, band.first - entry)
            here = mine & (table["band"] == band.name) & (table["year"] >= since)
            school[here] = ids[reliefs.school[i]]
    return table.assign(school_id=school)


def _most_attended(assigned: pd.DataFrame) -> pd.DataFrame:
    """Return the school where most of each place's pupils of a band are, by year.

    Each group counts with its pupils of all years; where it is split, by the parts.
    """
    keys, group = ["year", "band", "place_id"], ["place_id", "band", "from_school_id"]
    sums = {
        "own": assigned.groupby(group)["pupils"].transform("sum"),
        "part": assigned.groupby([*group, "school_id"])["pupils"].transform("sum"),
    }
    rows = assigned.assign(**sums)[~is_redirected(assigned)]
    together = rows.groupby(["year", *group])["part"]
    total, n = together.transform("sum"), together.transform("size")
    share = np.where(total > 0, rows["part"] / total.where(total > 0, 1), 1 / n)
    counted = rows.assign(counted=rows["own"] * share)
    ranked = counted.groupby([*keys, "school_id"])["counted"].sum().round(6).reset_index()
    ordered = ranked.sort_values(
        [*keys, "counted", "school_id"], ascending=[True, True, True, False, True]
    )
    return ordered.drop_duplicates(keys)[[*keys, "school_id"]].reset_index(drop=True)


def whole(values: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
    """Return `values` as whole numbers where all are, else rounded to eight places."""
    rounded = np.round(np.asarray(values, dtype=float), 8)
    integers = np.rint(rounded)
    return integers.astype(np.int64) if np.array_equal(rounded, integers) else rounded
