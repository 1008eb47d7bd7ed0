"""Relief of oversize schools: from a September on, a place's entrants go to another school."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.modes import BOARD, TOLERANCE, by_mode
from planner.options import band_receivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.given import Given
    from planner.options import Receivers
    from planner.room import Left
    from planner.standing import Standing

type Ways = tuple[tuple[int, NDArray[np.float64], NDArray[np.float64]], ...]


@dataclass(frozen=True)
class Sending:
    """One place's entrants leaving one school from one year on, wherever they go.

    Parameters
    ----------
    rows
        The redirections that do so.
    pupils
        Shape (T,), pupils redirected by year.
    """

    source: int
    place: str
    start: int
    rows: tuple[int, ...]
    pupils: NDArray[np.float64]


@dataclass(frozen=True)
class Reliefs:
    """Possible redirections, n of them: of one place's entrants of one school, from one year.

    Parameters
    ----------
    source, school
        Positions of the oversize school and of the one that takes the entrants.
    place
        place_id of the entrants, n values.
    start
        Index of the first year.
    entry
        First grade of the oversize school.
    groups
        Shape (n, b): the groups that entrants pass through, by band; -1 where there is none.
    mode, km, minutes
        Shape (n, b): how each band of them travels; mode -1 where there is none.
    pupils
        Shape (n, b, T): redirected pupils of each band in each year.
    money
        Shape (n,): what it changes over the plan, in yuan.
    needs
        Whether the school offers one of the bands only after a conversion.
    """

    source: NDArray[np.int64]
    school: NDArray[np.int64]
    place: tuple[str, ...]
    start: NDArray[np.int64]
    entry: NDArray[np.int64]
    groups: NDArray[np.int64]
    mode: NDArray[np.int64]
    km: NDArray[np.float64]
    minutes: NDArray[np.float64]
    pupils: NDArray[np.float64]
    money: NDArray[np.float64]
    needs: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of redirections."""
        return len(self.source)

    def only(self, rows: NDArray[np.bool_]) -> Reliefs:
        """Return the redirections in `rows`, shape (n,)."""
        columns: dict[str, Any] = {
            name: getattr(self, name)[rows] for name in self.__dataclass_fields__ if name != "place"
        }
        place = tuple(np.array(self.place, dtype=object)[rows])
        return Reliefs(place=place, **columns)

    @cached_property
    def sendings(self) -> tuple[Sending, ...]:
        """The redirections that differ only in where they lead, together."""
        found: dict[tuple[int, str, int], list[int]] = {}
        keys = zip(self.source.tolist(), self.place, self.start.tolist(), strict=True)
        for i, key in enumerate(keys):
            found.setdefault(key, []).append(i)
        return tuple(
            Sending(*key, tuple(rows), self.redirected[rows[0]]) for key, rows in found.items()
        )

    @cached_property
    def redirected(self) -> NDArray[np.float64]:
        """Return pupils redirected by year, shape (n, T)."""
        return self.pupils.sum(axis=1)

    @property
    def boarding(self) -> NDArray[np.float64]:
        """Return those of them who board, shape (n, T)."""
        boards = (self.mode == BOARD)[:, :, None]
        return np.where(boards, self.pupils, 0.0).sum(axis=1)


NONE = np.zeros(0, np.int64)


def no_reliefs(bands: int, years: int) -> Reliefs:
    """Return an empty list of redirections."""
    flat = np.zeros((0, bands))
    whole = flat.astype(np.int64)
    return Reliefs(
        NONE,
        NONE,
        (),
        NONE,
        NONE,
        whole,
        whole,
        flat,
        flat,
        np.zeros((0, bands, years)),
        np.zeros(0),
        NONE.astype(bool),
    )


def possible_reliefs(given: Given) -> Reliefs:
    """Return every lawful redirection of entrants away from a school over its seats or cap.

    A redirection starts in a year in which the school is over; the entrants of that year and all
    later ones go to the one other school, by a lawful mode in each band they pass through.
    """
    bands, years = len(given.assumptions.bands), len(given.assumptions.years)
    if not given.assumptions.relief.enabled:
        return no_reliefs(bands, years)
    receivers = band_receivers(given)
    rows = [
        row
        for s in oversize_schools(given.standing, given.left).tolist()
        if not given.standing.candidate[s]
        for entry in _entries(given, s)
        for row in _of_place(entry, given, receivers)
    ]
    if not rows:
        return no_reliefs(bands, years)
    return Reliefs(
        source=_whole(row.source for row in rows),
        school=_whole(row.school for row in rows),
        place=tuple(row.place for row in rows),
        start=_whole(row.start for row in rows),
        entry=_whole(row.entry for row in rows),
        groups=np.array([row.groups for row in rows], dtype=np.int64),
        mode=np.array([row.mode for row in rows], dtype=np.int64),
        km=np.array([row.km for row in rows], dtype=np.float64),
        minutes=np.array([row.minutes for row in rows], dtype=np.float64),
        pupils=np.array([row.pupils for row in rows], dtype=np.float64),
        money=np.array([row.money for row in rows], dtype=np.float64),
        needs=np.array([row.needs for row in rows], dtype=bool),
    )


def _whole(numbers: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(numbers, dtype=np.int64)


def oversize_schools(standing: Standing, left: Left) -> NDArray[np.int64]:
    """Return the public schools over their seats or cap in the base year."""
    return np.flatnonzero(standing.public & (left.own_now > np.minimum(left.seats, left.cap)))


@dataclass(frozen=True)
class Entry:
    """The entrants of one place to one oversize school: their groups by band, their first grade."""

    source: int
    place: str
    first: int
    groups: tuple[int, ...]
    by_grade: NDArray[np.float64]


@dataclass(frozen=True)
class Row:
    """One redirection, as `Reliefs` holds it in columns."""

    source: int
    school: int
    place: str
    start: int
    entry: int
    groups: tuple[int, ...]
    mode: tuple[int, ...]
    km: tuple[float, ...]
    minutes: tuple[float, ...]
    pupils: NDArray[np.float64]
    money: float
    needs: bool


def _entries(given: Given, source: int) -> Iterator[Entry]:
    """Yield the places that send entrants to `source`; only places that send some now or later."""
    dataset, assumptions, demand = given.dataset, given.assumptions, given.demand
    first = int(dataset.schools["first_grade"].iloc[source])
    mine = np.flatnonzero(demand.homes == source)
    entry_band = assumptions.band_of(first)
    of_place: dict[str, dict[str, int]] = {}
    for g in mine.tolist():
        of_place.setdefault(demand.places[g], {})[demand.bands[g]] = g
    for place, groups in of_place.items():
        if entry_band not in groups:
            continue
        ordered = tuple(groups.get(band.name, -1) for band in assumptions.bands)
        by_grade = sum(demand.by_grade[g] for g in ordered if g >= 0)
        yield Entry(source, place, first, ordered, np.asarray(by_grade))


def _redirected(entry: Entry, assumptions: Assumptions, start: int) -> NDArray[np.float64]:
    """Return shape (bands, T): pupils in grades first ... first + (y - t), by band."""
    years = len(assumptions.years)
    pupils = np.zeros((len(assumptions.bands), years))
    for t in range(start, years):
        for b, band in enumerate(assumptions.bands):
            grades = range(
                max(entry.first, band.first), min(entry.first + t - start, band.last) + 1
            )
            if entry.groups[b] >= 0:
                pupils[b, t] = sum(entry.by_grade[t, grade - 1] for grade in grades)
    return pupils


@dataclass(frozen=True)
class Reach:
    """The ways out of one place: schools, km, and the lawful modes of every band.

    Parameters
    ----------
    stay
        Yuan per pupil and year of the way to the oversize school.
    """

    school: NDArray[np.int64]
    km: NDArray[np.float64]
    by_band: tuple[Ways, ...]
    stay: float


def _reach(entry: Entry, given: Given) -> Reach:
    travel, assumptions = given.travel, given.assumptions
    origin = travel.position(entry.place)
    rows = slice(int(travel.indptr[origin]), int(travel.indptr[origin + 1]))
    school, km, ride = travel.school[rows], travel.km[rows], travel.bus_minutes[rows]
    present = km[school == entry.source]
    stay = assumptions.money.pupil_km * (float(present[0]) if len(present) else 0.0)
    ways = tuple(by_mode(band, assumptions, km, ride) for band in assumptions.bands)
    return Reach(school, km, ways, stay)


def _of_place(entry: Entry, given: Given, receivers: dict[str, Receivers]) -> Iterator[Row]:
    """Yield the redirections of one place: each start, receiver and choice of modes."""
    assumptions, left, reach = given.assumptions, given.left, _reach(entry, given)
    limit = np.minimum(left.seats, left.cap)[entry.source]
    for start in np.flatnonzero(left.own[entry.source] > limit).tolist():
        pupils = _redirected(entry, assumptions, start)
        if not pupils.any():
            continue
        passed = [b for b in range(len(assumptions.bands)) if _passes(entry, assumptions, b, start)]
        may, later = _who_may_take(passed, assumptions, receivers, reach.school)
        fits = (pupils.sum(axis=0) <= left.most_room[reach.school] + TOLERANCE).all(axis=1)
        lawful = may & fits & (reach.school != entry.source)
        for way in np.flatnonzero(lawful).tolist():
            for modes in _lawful_modes(reach, passed, way):
                yield _row(entry, reach, way, modes, (start, pupils, bool(later[way])))


def _who_may_take(
    passed: list[int],
    assumptions: Assumptions,
    receivers: dict[str, Receivers],
    school: NDArray[np.int64],
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which schools take every band passed through, and which only after a conversion."""
    each = [receivers[assumptions.bands[b].name] for b in passed]
    may = np.logical_and.reduce([(r.now | r.later)[school] for r in each])
    later = np.logical_or.reduce([r.later[school] for r in each])
    return may, later


def _passes(entry: Entry, assumptions: Assumptions, b: int, start: int) -> bool:
    """Tell whether entrants redirected from `start` on reach band `b` within the plan."""
    band = assumptions.bands[b]
    reached = entry.first + len(assumptions.years) - 1 - start
    return entry.groups[b] >= 0 and band.last >= entry.first and band.first <= reached


def _lawful_modes(reach: Reach, passed: list[int], way: int) -> Iterator[dict[int, int]]:
    """Yield each choice of a mode for every band passed through; dominated modes are not there."""
    each = [[m for m, _, rate in reach.by_band[b] if np.isfinite(rate[way])] for b in passed]
    for chosen in product(*each):
        yield dict(zip(passed, chosen, strict=True))


def _row(
    entry: Entry,
    reach: Reach,
    way: int,
    modes: dict[int, int],
    sent: tuple[int, NDArray[np.float64], bool],
) -> Row:
    start, pupils, needs = sent
    bands = range(len(reach.by_band))
    spent = [reach.by_band[b][modes[b]] if b in modes else None for b in bands]
    money = sum(
        (float(rate[way]) - reach.stay) * float(pupils[b].sum())
        for b, (_, _, rate) in ((b, s) for b, s in enumerate(spent) if s is not None)
    )
    km = float(reach.km[way])
    return Row(
        source=entry.source,
        school=int(reach.school[way]),
        place=entry.place,
        start=start,
        entry=entry.first,
        groups=tuple(entry.groups[b] if b in modes else -1 for b in bands),
        mode=tuple(modes.get(b, -1) for b in bands),
        km=tuple(km if b in modes else np.nan for b in bands),
        minutes=tuple(np.nan if s is None else float(s[1][way]) for s in spent),
        pupils=pupils,
        money=money,
        needs=needs,
    )
