"""What each school's own pupils leave for others, and the most that could ever be left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.building import Works
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.merging import Merges

NINE_YEAR = "nine_year"


@dataclass(frozen=True)
class Left:
    """Seats and beds by school and year.

    Parameters
    ----------
    own
        Shape (schools, years): pupils a school has if none comes or goes.
    own_now
        Shape (schools,): the same in the base year.
    seats, cap, nine_cap
        Shape (schools,): approved seats, size cap, and the cap of a nine-year school.
    room
        Shape (schools, years): places left up to seats and cap today; 0 where over either.
    beds
        Shape (schools, years): lawful beds without those of present boarders.
    most_room, most_beds
        The same with everything that works, merges and relief could add.
    may_convert
        Shape (schools,): could become a nine-year school.
    """

    own: NDArray[np.float64]
    own_now: NDArray[np.float64]
    seats: NDArray[np.float64]
    cap: NDArray[np.float64]
    nine_cap: float
    room: NDArray[np.float64]
    beds: NDArray[np.float64]
    most_room: NDArray[np.float64]
    most_beds: NDArray[np.float64]
    may_convert: NDArray[np.bool_]


def left_over(
    dataset: Dataset, assumptions: Assumptions, demand: Demand, works: Works, merges: Merges
) -> Left:
    """Return what is left at every school in every year."""
    own = np.zeros((len(dataset.schools), len(assumptions.years)))
    np.add.at(own, demand.homes, demand.pupils)
    own_now = np.bincount(demand.homes, weights=demand.now, minlength=len(own))
    seats = dataset.schools["seats"].to_numpy(float)
    caps = assumptions.schools.size_cap
    cap = np.array([caps.get(kind, np.inf) for kind in dataset.schools["kind"]], dtype=np.float64)
    nine_cap = float(assumptions.schools.size_cap.get(NINE_YEAR, np.inf))
    may_convert = np.zeros(len(seats), dtype=bool)
    may_convert[works.school[works.converts]] = True
    may_convert[merges.receiver] = True
    more_seats, more_beds = _additions(dataset, works, merges)
    most_cap = np.where(may_convert, np.maximum(cap, nine_cap), cap)
    most = np.minimum(seats + more_seats, most_cap)[:, None] - own
    if assumptions.relief.enabled:
        # entrants redirected from an oversize school make room there too
        over = np.minimum(seats, cap) < own_now
        most += np.where(over[:, None], _most_sent(dataset, demand), 0.0)
    beds = free_beds(dataset)
    years = len(assumptions.years)
    return Left(
        own=own,
        own_now=own_now,
        seats=seats,
        cap=cap,
        nine_cap=nine_cap,
        room=np.maximum(np.minimum(seats, cap)[:, None] - own, 0.0),
        beds=np.repeat(beds[:, None], years, axis=1),
        most_room=np.maximum(most, 0.0),
        most_beds=np.repeat((beds + more_beds)[:, None], years, axis=1),
        may_convert=may_convert,
    )


def _most_sent(dataset: Dataset, demand: Demand) -> NDArray[np.float64]:
    """Return the pupils gone from each school by each year if all entrants are redirected."""
    first = dataset.schools["first_grade"].to_numpy(np.int64)
    years = demand.by_grade.shape[1]
    sent = np.zeros((len(first), years))
    grade = np.arange(1, demand.by_grade.shape[2] + 1)
    for t in range(years):
        entered = (grade >= first[demand.homes, None]) & (grade <= first[demand.homes, None] + t)
        np.add.at(sent[:, t], demand.homes, (demand.by_grade[:, t] * entered).sum(axis=1))
    return sent


def free_beds(dataset: Dataset) -> NDArray[np.float64]:
    """Return each school's beds without those of present boarders, 0 where it has too few."""
    beds, boarders = (dataset.schools[c].to_numpy(float) for c in ("beds", "boarders"))
    free: NDArray[np.float64] = np.maximum(beds - boarders, 0.0)
    return free


def _additions(
    dataset: Dataset, works: Works, merges: Merges
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the most seats and beds that works and sites that become one could add."""
    seats, beds = np.zeros(len(dataset.schools)), np.zeros(len(dataset.schools))
    np.add.at(seats, works.school, works.seats)
    np.add.at(beds, works.school, works.beds)
    near = merges.near
    own_seats = dataset.schools["seats"].to_numpy(float)
    np.add.at(seats, merges.receiver[near], own_seats[merges.absorbed[near]])
    np.add.at(beds, merges.receiver[near], free_beds(dataset)[merges.absorbed[near]])
    return seats, beds
