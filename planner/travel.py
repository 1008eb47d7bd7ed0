"""Travel between homes and schools as one value: km and bus minutes, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from planner.errors import Finding

type Method = Literal["network", "straight_line", "given"]


@dataclass(frozen=True)
class TravelCosts:
    """One-way ways from homes to schools; pairs that are missing cannot be travelled.

    Rows are grouped by origin (compressed rows): the ways of origin `i` stand at
    `indptr[i]:indptr[i + 1]`, by ascending km, ties by school.

    Parameters
    ----------
    origins
        place_ids and school_ids where pupils live, n values, sorted.
    schools
        school_ids in the order of the data set, m values.
    indptr
        Shape (n + 1,), positions.
    school
        Shape (k,), positions in `schools`.
    km
        Shape (k,), km by road with both access legs, or straight line x detour, or as given.
    bus_minutes
        Shape (k,), minutes of the whole bus journey with waiting.
    method
        `network`, `straight_line`, or `given` where travel.csv gives every pair.
    cut_off
        Origins and schools that the network does not reach.
    findings
        Warnings: what is cut off, pairs that no road joins.
    """

    origins: tuple[str, ...]
    schools: tuple[str, ...]
    indptr: NDArray[np.int64]
    school: NDArray[np.int64]
    km: NDArray[np.float64]
    bus_minutes: NDArray[np.float64]
    method: Method
    cut_off: tuple[str, ...]
    findings: tuple[Finding, ...]
