"""Building works as columns: what each adds, when it can be in use at the earliest, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset


@dataclass(frozen=True)
class Works:
    """Possible building works, n of them, in the order of works_id.

    Parameters
    ----------
    ids
        works_id.
    school
        Positions of schools.
    seats, beds
        What the work adds.
    converts
        Whether the school becomes a nine-year school.
    first
        Index of the first year of the plan in which it can be in use.
    cost
        Yuan, in full in the year of first use against the budget.
    yearly
        Yuan per year from first use: the cost over `works_years`.
    """

    ids: tuple[str, ...]
    school: NDArray[np.int64]
    seats: NDArray[np.float64]
    beds: NDArray[np.float64]
    converts: NDArray[np.bool_]
    first: NDArray[np.int64]
    cost: NDArray[np.float64]
    yearly: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of works."""
        return len(self.ids)

    def at(self, school: int) -> list[int]:
        """Return the works at a school."""
        return [int(k) for k in np.flatnonzero(self.school == school)]


def possible_works(dataset: Dataset, assumptions: Assumptions) -> Works:
    """Return the works that can be in use within the plan, at public schools."""
    position = {s: i for i, s in enumerate(dataset.schools["school_id"])}
    private = set(dataset.schools["school_id"][dataset.schools["ownership"] == "private"])
    table = dataset.works[dataset.works["first_year"] <= assumptions.years[-1]]
    table = table[~table["school_id"].isin(private)].sort_values("works_id")
    cost = table["cost"].to_numpy(float)
    return Works(
        ids=tuple(table["works_id"]),
        school=table["school_id"].map(position).to_numpy(np.int64),
        seats=np.nan_to_num(table["adds_seats"].to_numpy(float)),
        beds=np.nan_to_num(table["adds_beds"].to_numpy(float)),
        converts=(table["converts_to"] == "nine_year").to_numpy(bool),
        first=np.maximum(table["first_year"].to_numpy(np.int64) - assumptions.years[0], 0),
        cost=cost,
        yearly=cost / assumptions.money.works_years,
    )
