"""Every lawful place of every group whose school may close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.standing import offers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions, Band
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.standing import Standing
    from planner.travel import TravelCosts

MODES = ("walk", "bus", "board")
WALK, BUS, BOARD = range(3)
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Left:
    """What each school's own pupils leave for others, shape (schools, years) each.

    Parameters
    ----------
    room
        Seats, up to the size cap; 0 where the school is over either.
    beds
        Lawful beds without those of present boarders.
    """

    room: NDArray[np.float64]
    beds: NDArray[np.float64]


@dataclass(frozen=True)
class Options:
    """Lawful places as columns of one length, by group, then by yearly money, then by school.

    Parameters
    ----------
    group, school, mode
        Positions; `mode` in `MODES`.
    km, minutes
        One way, by that mode (boarding: the weekly journey, reckoned as a bus journey).
    rate
        Yuan per pupil and year at this place.
    money
        Shape (n, T): what moving there in year t changes to the end of the plan, in yuan.
    first
        Index of the first year in which the group may come; it then fits alone in every later one.
    """

    group: NDArray[np.int64]
    school: NDArray[np.int64]
    mode: NDArray[np.int64]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    rate: NDArray[np.float64]
    money: NDArray[np.float64]
    first: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of options."""
        return len(self.group)

    def only(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Options:
        """Return the options in `rows`."""
        return Options(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def lawful_options(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    standing: Standing,
    demand: Demand,
    travel: TravelCosts,
    left: Left,
) -> Options:
    """Return every lawful place: a public school that offers the band, within limits and room.

    Of two modes to one school the dearer is left out, except boarding's alternatives: beds are
    short, so a dearer day journey stays beside a cheaper bed.
    """
    origin = {place: i for i, place in enumerate(travel.origins)}
    receivers = {
        band.name: standing.public & offers(dataset.schools, assumptions, band.name)
        for band in assumptions.bands
    }
    for may in receivers.values():
        may[list(standing.pinned)] = False
    moving = _groups_that_may_move(assumptions, standing, demand)
    parts = [
        _of_group(
            _ways_from(travel, origin[demand.places[g]]),
            assumptions,
            band=assumptions.band(demand.bands[g]),
            home=int(demand.homes[g]),
            may=receivers[demand.bands[g]],
        )
        for g in moving.tolist()
    ]
    lengths = [len(part[0]) for part in parts]
    group = np.repeat(moving, lengths)
    school, mode, km, minutes, rate, stay = (
        np.concatenate([part[i] for part in parts]) if parts else np.zeros(0) for i in range(6)
    )
    schools, modes = school.astype(np.int64), mode.astype(np.int64)
    pupils = demand.pupils[group]
    first = _first_years(pupils, left.room[schools], split=assumptions.schools.split_places)
    for_bed = _first_years(pupils, left.beds[schools], split=assumptions.schools.split_places)
    first = np.where(modes == BOARD, np.maximum(first, for_bed), first)
    later = np.cumsum(pupils[:, ::-1], axis=1)[:, ::-1]
    money = (rate - stay)[:, None] * later + assumptions.money.move * pupils
    order = np.lexsort((schools, rate, group))
    options = Options(group, schools, modes, km, minutes, rate, money, first).only(order)
    return options.only(options.first < len(assumptions.years))


def _groups_that_may_move(
    assumptions: Assumptions, standing: Standing, demand: Demand
) -> NDArray[np.int64]:
    if assumptions.schools.moves_per_pupil < 1:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(standing.candidate[demand.homes])


def _ways_from(
    travel: TravelCosts, origin: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    rows = slice(travel.indptr[origin], travel.indptr[origin + 1])
    return travel.school[rows], travel.km[rows], travel.bus_minutes[rows]


def _of_group(
    ways: tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]],
    assumptions: Assumptions,
    *,
    band: Band,
    home: int,
    may: NDArray[np.bool_],
) -> tuple[NDArray[np.float64], ...]:
    """Return the columns school, mode, km, minutes, rate and rate of staying of one group."""
    school, km, ride = ways
    stay_km = km[school == home]
    stay = assumptions.money.pupil_km * (stay_km[0] if len(stay_km) else 0.0)
    open_to = may[school] & (school != home)
    school, km, ride = school[open_to], km[open_to], ride[open_to]
    columns = []
    for mode, minutes, rate in _by_mode(band, assumptions, km, ride):
        lawful = np.isfinite(rate)
        n = int(lawful.sum())
        columns.append(
            (school[lawful], np.full(n, mode), km[lawful], minutes[lawful], rate[lawful])
        )
    joined = tuple(np.concatenate(column).astype(float) for column in zip(*columns, strict=True))
    return (*joined, np.full(len(joined[0]), stay))


def _by_mode(
    band: Band,
    assumptions: Assumptions,
    km: NDArray[np.float64],
    ride: NDArray[np.float64],
) -> tuple[tuple[int, NDArray[np.float64], NDArray[np.float64]], ...]:
    """Return (mode, minutes, yearly money per pupil) for each mode; money inf: not to be used."""
    rules, money = assumptions.travel, assumptions.money
    limit = rules.max_minutes[band.name] + TOLERANCE
    walk = km / rules.walk_kmh[band.name] * 60
    on_foot = (km <= rules.max_walk_km[band.name] + TOLERANCE) & (walk <= limit)
    by_bus = rules.bus & (ride <= limit)
    boards = (band.name in assumptions.boarding.bands) & (
        ride <= assumptions.boarding.max_minutes + TOLERANCE
    )
    extra = money.boarding_upper if band.name == "upper" else 0.0
    walk_rate = np.where(on_foot, money.pupil_km * km, np.inf)
    bus_rate = np.where(by_bus, money.pupil_km * km + money.bus_pupil, np.inf)
    bus_rate[walk_rate <= bus_rate] = np.inf
    board_rate = np.where(boards, money.pupil_km * km / 5 + money.boarder + extra, np.inf)
    board_rate[np.minimum(walk_rate, bus_rate) <= board_rate] = np.inf
    return (WALK, walk, walk_rate), (BUS, ride, bus_rate), (BOARD, ride, board_rate)


def _first_years(
    pupils: NDArray[np.float64], room: NDArray[np.float64], *, split: bool
) -> NDArray[np.int64]:
    """Return the first year from which each group fits alone in every year; T if in none."""
    fits = (pupils <= room + TOLERANCE) | (split & (room > 0))
    good_to_the_end = np.logical_and.accumulate(fits[:, ::-1], axis=1)[:, ::-1]
    first: NDArray[np.int64] = pupils.shape[1] - good_to_the_end.sum(axis=1)
    return first
