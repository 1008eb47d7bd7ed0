"""Every lawful place of every group whose school may close, merge or give up bands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.modes import BOARD, TOLERANCE, by_mode
from planner.standing import offers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions, Band
    from planner.given import Given
    from planner.travel import TravelCosts

NO_MERGE = -1


@dataclass(frozen=True)
class Options:
    """Lawful places as columns of one length, by group, then by yearly money, then by school.

    Parameters
    ----------
    group, school, mode
        Positions; `mode` in `planner.modes.MODES`.
    km, minutes
        One way, by that mode (boarding: the weekly journey, reckoned as a bus journey).
    rate
        Yuan per pupil and year at this place.
    money
        Shape (n, T): what moving there in year t changes to the end of the plan, in yuan.
    first
        Index of the first year in which the group may come; it then fits alone in every later one.
    merge
        Position of the merge that brings the group there; `NO_MERGE` where it may choose.
    needs
        Whether the school offers the band only once it has become a nine-year school.
    may
        Shape (n, T): the group may come in that year; not before `first`, nor where a part of a
        question leaves it out.
    """

    group: NDArray[np.int64]
    school: NDArray[np.int64]
    mode: NDArray[np.int64]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    rate: NDArray[np.float64]
    money: NDArray[np.float64]
    first: NDArray[np.int64]
    merge: NDArray[np.int64]
    needs: NDArray[np.bool_]
    may: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of options."""
        return len(self.group)

    def only(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Options:
        """Return the options in `rows`."""
        return Options(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Receivers:
    """Which schools may take a band's pupils, shape (schools,) each.

    Parameters
    ----------
    now
        Public schools that offer the band and do not close by decision.
    later
        The same of schools that offer it only after a conversion or merge.
    """

    now: NDArray[np.bool_]
    later: NDArray[np.bool_]


def lawful_options(given: Given) -> Options:
    """Return every lawful place: a public school that offers the band, within limits and room.

    Of two modes to one school the dearer is left out, except boarding's alternatives: beds are
    short, so a dearer day journey stays beside a cheaper bed.
    """
    assumptions, demand, left = given.assumptions, given.demand, given.left
    receivers, moving = band_receivers(given), _groups_that_may_move(given)
    parts = [
        _of_group(
            _ways_from(given.travel, given.travel.position(demand.places[g])),
            assumptions,
            band=assumptions.band(demand.bands[g]),
            home=int(demand.homes[g]),
            receivers=receivers[demand.bands[g]],
        )
        for g in moving.tolist()
    ]
    lengths = [len(part[0]) for part in parts]
    group = np.repeat(moving, lengths)
    columns = (
        np.concatenate([part[i] for part in parts]) if parts else np.zeros(0) for i in range(7)
    )
    school, mode, km, minutes, rate, stay, needs = columns
    schools, modes = school.astype(np.int64), mode.astype(np.int64)
    pupils = demand.pupils[group]
    split = assumptions.schools.split_places
    first = _first_years(pupils, left.most_room[schools], split=split)
    for_bed = _first_years(pupils, left.most_beds[schools], split=split)
    first = np.where(modes == BOARD, np.maximum(first, for_bed), first)
    later = np.cumsum(pupils[:, ::-1], axis=1)[:, ::-1]
    money = (rate - stay)[:, None] * later + assumptions.money.move * pupils
    free = np.full(len(group), NO_MERGE)
    may = np.arange(len(assumptions.years)) >= first[:, None]
    chosen = Options(
        group, schools, modes, km, minutes, rate, money, first, free, needs.astype(bool), may
    )
    chosen = chosen.only(may.any(axis=1))
    both = _with_merges(chosen, given)
    return both.only(np.lexsort((both.merge, both.school, both.rate, both.group)))


def band_receivers(given: Given) -> dict[str, Receivers]:
    """Return for each band the schools that may take its pupils."""
    assumptions, standing, left = given.assumptions, given.standing, given.left
    found = {}
    for band in assumptions.bands:
        now = standing.public & offers(given.dataset.schools, assumptions, band.name)
        nine = band.first >= 1 and band.last <= 9  # noqa: PLR2004 - grades of a nine-year school
        later = standing.public & left.may_convert & ~now & nine
        for may in (now, later):
            may[list(standing.pinned)] = False
        found[band.name] = Receivers(now, later)
    return found


def _groups_that_may_move(given: Given) -> NDArray[np.int64]:
    if given.assumptions.schools.moves_per_pupil < 1:
        return np.zeros(0, dtype=np.int64)
    leaving = given.standing.candidate.copy()
    leaving[given.merges.absorbed] = True
    return np.flatnonzero(leaving[given.demand.homes])


def _with_merges(options: Options, given: Given) -> Options:
    """Return the options a group may choose, and those that a merge of its school prescribes."""
    home, merges = given.demand.homes[options.group], given.merges
    parts = [options.only(given.standing.candidate[home])]
    for pair, (a, b) in enumerate(zip(merges.absorbed, merges.receiver, strict=True)):
        rows = np.flatnonzero((home == a) & (options.school == b))
        n = len(rows)
        prescribed = {"merge": np.full(n, pair), "needs": np.zeros(n, dtype=bool)}
        parts.append(replace(options.only(rows), **prescribed))
    return Options(
        *(
            np.concatenate([getattr(part, name) for part in parts])
            for name in options.__dataclass_fields__
        )
    )


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
    receivers: Receivers,
) -> tuple[NDArray[np.float64], ...]:
    """Return school, mode, km, minutes, rate, rate of staying and `needs` of one group."""
    school, km, ride = ways
    stay_km = km[school == home]
    stay = assumptions.money.pupil_km * (stay_km[0] if len(stay_km) else 0.0)
    open_to = (receivers.now | receivers.later)[school] & (school != home)
    school, km, ride = school[open_to], km[open_to], ride[open_to]
    columns = []
    for mode, minutes, rate in by_mode(band, assumptions, km, ride):
        lawful = np.isfinite(rate)
        to, n = school[lawful], int(lawful.sum())
        columns.append((to, np.full(n, mode), km[lawful], minutes[lawful], rate[lawful]))
    joined = tuple(np.concatenate(column).astype(float) for column in zip(*columns, strict=True))
    needs = receivers.later[joined[0].astype(np.int64)].astype(float)
    return (*joined, np.full(len(joined[0]), stay), needs)


def _first_years(
    pupils: NDArray[np.float64], room: NDArray[np.float64], *, split: bool
) -> NDArray[np.int64]:
    """Return the first year from which each group fits alone in every year; T if in none."""
    fits = (pupils <= room + TOLERANCE) | (split & (room > 0))
    good_to_the_end = np.logical_and.accumulate(fits[:, ::-1], axis=1)[:, ::-1]
    first: NDArray[np.int64] = pupils.shape[1] - good_to_the_end.sum(axis=1)
    return first
