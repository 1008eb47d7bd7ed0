"""The tables of who is where: assignments, demand and attendance zones by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from planner.modes import MODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

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


def zones(
    dataset: Dataset, problem: Problem, assigned: pd.DataFrame, relieved: tuple[int, ...]
) -> pd.DataFrame:
    """Return `zones.csv`: where the entrants of each place and band go.

    That is the school with most of the place's pupils, first by id; where entrants of an
    oversize school are redirected, the school that takes them.
    """
    keys = ["year", "band", "place_id"]
    pupils = assigned.groupby([*keys, "school_id"])["pupils"].sum().reset_index()
    ordered = pupils.sort_values(
        [*keys, "pupils", "school_id"], ascending=[True, True, True, False, True]
    )
    first: pd.DataFrame = ordered.drop_duplicates(keys)[[*keys, "school_id"]]
    return _with_relief(dataset, problem, first.reset_index(drop=True), relieved)


def _with_relief(
    dataset: Dataset, problem: Problem, zones_: pd.DataFrame, relieved: tuple[int, ...]
) -> pd.DataFrame:
    ids, reliefs = dataset.schools["school_id"].to_numpy(), problem.reliefs
    school = zones_["school_id"].copy()
    for i in relieved:
        old, new = ids[reliefs.source[i]], ids[reliefs.school[i]]
        entry = problem.entry_bands[int(reliefs.source[i])]
        here = (zones_["place_id"] == reliefs.place[i]) & (zones_["band"] == entry)
        here &= (zones_["year"] >= problem.years[int(reliefs.start[i])]) & (school == old)
        school[here] = new
    return zones_.assign(school_id=school)


def whole(values: NDArray[np.float64]) -> NDArray[np.float64] | NDArray[np.int64]:
    """Return `values` as whole numbers where all are, else rounded to eight places."""
    rounded = np.round(np.asarray(values, dtype=float), 8)
    integers = np.rint(rounded)
    return integers.astype(np.int64) if np.array_equal(rounded, integers) else rounded
