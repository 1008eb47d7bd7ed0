"""What each school's own pupils leave for others, and the most that could ever be left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.standing import lowest_band

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.building import Works
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.merging import Merges
    from planner.standing import Standing

NINE_YEAR = "nine_year"
# A size cap of inf is this many pupils: more than a county has, and still a number.
UNLIMITED = 1e6


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
        The same with everything that works, merges, relief and giving up bands could add.
    may_convert
        Shape (schools,): could become a nine-year school.
    without_bed
        Shape (schools,): present boarders beyond the lawful beds.
    own_upper
        Shape (schools, years): own pupils of the bands that a school may give up; 0 at others.
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
    without_bed: NDArray[np.float64]
    own_upper: NDArray[np.float64]


def left_over(
    dataset: Dataset,
    assumptions: Assumptions,
    demand: Demand,
    *,
    works: Works,
    merges: Merges,
    standing: Standing,
) -> Left:
    """Return what is left at every school in every year."""
    own = np.zeros((len(dataset.schools), len(assumptions.years)))
    np.add.at(own, demand.homes, demand.pupils)
    own_now = np.bincount(demand.homes, weights=demand.now, minlength=len(own))
    seats = dataset.schools["seats"].to_numpy(float)
    cap, nine_cap = _caps(dataset, assumptions)
    may_convert = np.zeros(len(seats), dtype=bool)
    may_convert[works.school[works.converts]] = True
    may_convert[merges.receiver] = True
    more_seats, more_beds = _additions(dataset, works, merges)
    most_cap = np.where(may_convert, np.maximum(cap, nine_cap), cap)
    own_upper = _own_upper(assumptions, demand, standing, len(seats))
    most = np.minimum(seats + more_seats, most_cap)[:, None] - own + own_upper
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
        without_bed=_without_bed(dataset),
        own_upper=own_upper,
    )


def _caps(dataset: Dataset, assumptions: Assumptions) -> tuple[NDArray[np.float64], float]:
    """Return the size cap of each school, and that of a nine-year school."""
    caps = assumptions.schools.size_cap
    kinds = [*dataset.schools["kind"], NINE_YEAR]
    every = np.array(
        [min(caps.get(kind, UNLIMITED), UNLIMITED) for kind in kinds], dtype=np.float64
    )
    return every[:-1], float(every[-1])


def _own_upper(
    assumptions: Assumptions, demand: Demand, standing: Standing, schools: int
) -> NDArray[np.float64]:
    """Return the pupils of each year whom a reducible school has in the bands it may give up."""
    lowest = lowest_band(assumptions)
    upper = np.array([band != lowest for band in demand.bands], dtype=bool)
    upper &= standing.reducible[demand.homes]
    own = np.zeros((schools, len(assumptions.years)))
    np.add.at(own, demand.homes[upper], demand.pupils[upper])
    return own


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


def _without_bed(dataset: Dataset) -> NDArray[np.float64]:
    """Return each school's present boarders for whom it has no lawful bed."""
    beds, boarders = (dataset.schools[c].to_numpy(float) for c in ("beds", "boarders"))
    lacking: NDArray[np.float64] = np.maximum(boarders - beds, 0.0)
    return lacking


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
