"""Published location problems told as counties: the same files that a bureau would write.

* p-median: every node is a school with one pupil at its own point; n - p schools close.
* Capacitated location: every site is a school without pupils whose running cost is the fixed
  cost; all customers are places whose pupils now attend one school that is decided to close.
  Where a given number of sites opens (capacitated p-median), all others close.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BANDS = ("lower", "upper", "junior")
FREE_TRAVEL: dict[str, Any] = {
    "max_minutes": dict.fromkeys(BANDS, inf),
    "max_walk_km": dict.fromkeys(BANDS, inf),
}
ONLY_KM: dict[str, Any] = {
    "pupil_km": 1,
    "bus_pupil": 0,
    "boarder": 0,
    "boarding_upper": 0,
    "running_fixed": 0,
    "move": 0,
}
KINDS = ("teaching_point", "primary", "junior", "nine_year", "twelve_year")
NO_CAP = {"size_cap": dict.fromkeys(KINDS, inf)}


@dataclass(frozen=True)
class Median:
    """A p-median problem: distances between nodes, and how many stay open."""

    km: NDArray[np.float64]
    open: int


@dataclass(frozen=True)
class Location:
    """A capacitated location problem.

    Parameters
    ----------
    capacity, fixed, demand
        By site, by site, by customer.
    cost
        Shape (sites, customers), of serving all of a customer's demand.
    open
        How many sites open; None leaves it free.
    whole
        A customer is served by one site.
    """

    capacity: NDArray[np.float64]
    fixed: NDArray[np.float64]
    demand: NDArray[np.int64]
    cost: NDArray[np.float64]
    open: int | None = None
    whole: bool = False


def read_median(path: Path) -> Median:
    """Read a graph; of an edge that is given twice, the last length holds."""
    numbers = path.read_text(encoding="utf-8").split()
    n, _, p = map(int, numbers[:3])
    edges = np.array(numbers[3:], dtype=int).reshape(-1, 3)
    lengths = {(min(u, v) - 1, max(u, v) - 1): length for u, v, length in edges.tolist()}
    rows, columns = np.array(list(lengths)).T
    graph = csr_array((np.array(list(lengths.values()), float), (rows, columns)), shape=(n, n))
    return Median(shortest_path(graph, directed=False), p)


def read_location(path: Path, *, whole: bool = False) -> Location:
    """Read sites, then customers with their demand and the cost of each site."""
    numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=float)
    n, m = numbers[:2].astype(int)
    sites = numbers[2 : 2 + 2 * n].reshape(n, 2)
    customers = numbers[2 + 2 * n :].reshape(m, n + 1)
    demand, cost = customers[:, 0].astype(np.int64), customers[:, 1:].T
    return Location(sites[:, 0], sites[:, 1], demand, cost, whole=whole)


def read_points(path: Path, *, floor: bool) -> Location:
    """Read points with capacity and demand, of which a given number becomes centres.

    Parameters
    ----------
    floor
        Distances lose what is behind the point.
    """
    numbers = np.array(path.read_text(encoding="utf-8").split(), dtype=float)
    n, p = numbers[:2].astype(int)
    points = numbers[2 : 2 + 4 * n].reshape(n, 4)
    at = points[:, :2]
    km = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    return Location(
        capacity=points[:, 2],
        fixed=np.zeros(n),
        demand=points[:, 3].astype(np.int64),
        cost=np.floor(km) if floor else km,
        open=int(p),
        whole=True,
    )


def read_villages(path: Path) -> Location:
    """Read villages in metres, of which those with a capacity are sites; cost is pupil-km."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = np.array([line.split() for line in lines if line.strip()], dtype=float)
    demand, at, fixed, capacity = rows[:, 1], rows[:, 2:4], rows[:, 4], rows[:, 5]
    sites, homes = capacity > 0, demand > 0
    metres = np.hypot(*(at[sites][:, None] - at[homes][None]).transpose(2, 0, 1))
    return Location(
        capacity=capacity[sites],
        fixed=fixed[sites],
        demand=demand[homes].astype(np.int64),
        cost=metres / 1000 * demand[homes],
        whole=True,
    )


def median_county(
    folder: Path,
    median: Median,
    *,
    kind: str = "primary",
    grade: int = 1,
    solver: dict[str, Any] | None = None,
    **closures: Any,
) -> Path:
    """Write the p-median problem as a county with a scenario, and return the scenario's path."""
    n = len(median.km)
    ids = [f"N{i:03}" for i in range(1, n + 1)]
    write_county(
        folder / "county",
        schools=[{"school_id": key, "kind": kind, "seats": n} for key in ids],
        pupils=[{"school_id": key, "grade": grade, "pupils": 1} for key in ids],
        travel=[
            {"from_id": a, "school_id": b, "km": median.km[i, j]}
            for i, a in enumerate(ids)
            for j, b in enumerate(ids)
        ],
    )
    asked = {
        "targets": {2023: n - median.open},
        "rule": "exact",
        "counts": [kind],
        "small": 0,
        "empty_by": 0,
        "keep_junior_per_township": False,
    }
    return write_scenario(
        folder / "median.toml",
        data=folder / "county",
        closures={**asked, **closures},
        travel=FREE_TRAVEL,
        schools=NO_CAP,
        money=ONLY_KM,
        solver=solver or {},
    )


def location_county(
    folder: Path,
    location: Location,
    *,
    kind: str = "primary",
    grade: int = 1,
    solver: dict[str, Any] | None = None,
    **closures: Any,
) -> Path:
    """Write the location problem as a county with a scenario, and return the scenario's path."""
    places = [f"P{j:03}" for j in range(1, len(location.demand) + 1)]
    sites = [
        {"school_id": f"S{i:03}", "kind": kind, "seats": int(seats), "running_cost": fixed}
        for i, (seats, fixed) in enumerate(
            zip(location.capacity, location.fixed, strict=True), start=1
        )
    ]
    all_now = {"school_id": "NOW", "kind": kind, "seats": int(location.demand.sum())}
    km = location.cost / location.demand
    write_county(
        folder / "county",
        schools=[*sites, {**all_now, "running_cost": 0}],
        places=[{"place_id": place} for place in places],
        pupils=[
            {"school_id": "NOW", "place_id": place, "grade": grade, "pupils": int(pupils)}
            for place, pupils in zip(places, location.demand, strict=True)
        ],
        travel=[
            {"from_id": place, "school_id": site["school_id"], "km": repr(float(km[i, j]))}
            for j, place in enumerate(places)
            for i, site in enumerate(sites)
        ],
    )
    free = location.open is None
    asked = {
        "targets": {2023: 0 if free else len(sites) + 1 - (location.open or 0)},
        "rule": "at_least" if free else "exact",
        "counts": [kind],
        "small": 0,
        "empty_by": 0,
        "close": [{"school_id": "NOW", "year": 2023}],
    }
    return write_scenario(
        folder / "location.toml",
        data=folder / "county",
        closures={**asked, **closures},
        travel=FREE_TRAVEL,
        schools={**NO_CAP, "split_places": not location.whole},
        money=ONLY_KM,
        solver=solver or {},
    )


def hard_location(sites: int, customers: int, *, seed: int = 7) -> Location:
    """Return a location problem on which whole groups keep a solver busy for hours.

    Seats are short (three sites in four are needed) and demands uneven, so that plans are found
    at once and proofs are not.
    """
    random = np.random.default_rng(seed)
    at, homes = random.uniform(0, 30, (sites, 2)), random.uniform(0, 30, (customers, 2))
    demand = random.integers(11, 47, customers)
    capacity = random.integers(70, 130, sites) * (demand.sum() / sites) // 75
    km = np.round(np.linalg.norm(at[:, None] - homes[None], axis=2), 3)
    return Location(capacity, random.integers(900, 1500, sites), demand, km * demand)
