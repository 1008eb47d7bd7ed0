"""Where a group could lawfully go if there were places: by the rules on schools and journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.given import Given
from planner.modes import BOARD, by_mode
from planner.obstacles import hindrances
from planner.options import band_receivers
from planner.standing import offers
from planner.travel_pairs import longest_lawful_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from planner.case import Case
    from planner.obstacles.hindrances import Hindrance
    from planner.words import Text


@dataclass(frozen=True)
class Takers:
    """Which schools teach a band or may come to, shape (schools,) each.

    Parameters
    ----------
    open_to
        May take its pupils.
    closing
        Could, but close by decision.
    """

    open_to: NDArray[np.bool_]
    closing: NDArray[np.bool_]


def takers(case: Case) -> dict[str, Takers]:
    """Return for each band the schools that could take its pupils."""
    problem, schools = case.problem, case.dataset.schools
    pinned = np.zeros(len(schools), dtype=bool)
    pinned[list(problem.standing.pinned)] = True
    given = Given(
        case.dataset,
        case.assumptions,
        problem.standing,
        case.demand,
        case.travel,
        problem.merges,
        problem.left,
    )
    return {
        band: Takers(
            receivers.now | receivers.later,
            pinned & problem.standing.public & offers(schools, case.assumptions, band),
        )
        for band, receivers in band_receivers(given).items()
    }


@dataclass(frozen=True)
class Reach:
    """The ways of a group to other schools, n of them, and the lawful ones, by mode, m of them.

    Parameters
    ----------
    school, km, ride
        Shape (n,): every way there is to a school that could take the group.
    to, boards
        Shape (m,): schools to which a way is lawful, and whether as a boarder.
    closing
        Schools to which one would be, but which close by decision.
    any_teaches
        Whether any other school could take the group, wherever it is.
    """

    school: NDArray[np.int64]
    km: NDArray[np.float64]
    ride: NDArray[np.float64]
    to: NDArray[np.int64]
    boards: NDArray[np.bool_]
    closing: tuple[int, ...]
    any_teaches: bool


def reach(case: Case, g: int, who: Takers) -> Reach:
    """Return where the rules on schools and journeys let group `g` go."""
    travel, band = case.travel, case.assumptions.band(case.demand.bands[g])
    home, origin = case.problem.homes[g], travel.position(case.demand.places[g])
    rows = slice(int(travel.indptr[origin]), int(travel.indptr[origin + 1]))
    school, km, ride = travel.school[rows], travel.km[rows], travel.bus_minutes[rows]
    away = school != home
    modes = [
        (school[lawful], np.full(int(lawful.sum()), mode == BOARD))
        for mode, _, rate in by_mode(band, case.assumptions, km, ride)
        for lawful in (away & np.isfinite(rate),)
    ]
    to, boards = (np.concatenate(column) for column in zip(*modes, strict=True))
    may = away & who.open_to[school]
    others = np.flatnonzero(who.open_to | who.closing)
    return Reach(
        school[may],
        km[may],
        ride[may],
        to=to[who.open_to[to]],
        boards=boards[who.open_to[to]],
        closing=tuple(np.unique(to[who.closing[to]]).tolist()),
        any_teaches=bool((others != home).any()),
    )


def lawful_schools(ways: Reach) -> dict[int, bool]:
    """Return the schools to which a way is lawful -> whether with a bed only."""
    found: dict[int, bool] = {}
    for school, boards in zip(ways.to.tolist(), ways.boards.tolist(), strict=True):
        found[school] = found.get(school, True) and boards
    return found


def out_of_reach(
    case: Case, g: int, ways: Reach, *, who: Text, names: Sequence[str]
) -> Hindrance | None:
    """Return what keeps group `g` from every other school, seats aside; None if nothing does.

    Parameters
    ----------
    who
        The group in words.
    names
        Every school's name.
    """
    if len(ways.to):
        return None
    if ways.closing:
        return hindrances.all_close(who, [names[s] for s in ways.closing], decided=True)
    if not ways.any_teaches:
        return hindrances.nobody_teaches(who)
    if not len(ways.school):
        if case.travel.method == "network":
            return hindrances.no_road(who)
        return hindrances.too_far(who, longest_lawful_km(case.assumptions))
    return _too_far(case, g, ways, who, names)


def _too_far(case: Case, g: int, ways: Reach, who: Text, names: Sequence[str]) -> Hindrance:
    """Return the limit that even the nearest school is beyond."""
    rules, boarding, band = case.assumptions.travel, case.assumptions.boarding, case.demand.bands[g]
    may_board = band in boarding.bands
    day = rules.max_minutes[band]
    if not rules.bus and not may_board:
        on_foot = min(rules.max_walk_km[band], rules.walk_kmh[band] * day / 60)
        nearest = int(ways.km.argmin())
        return hindrances.too_far_on_foot(
            who,
            names[ways.school[nearest]],
            km=float(ways.km[nearest]),
            limit=on_foot,
            bus_helps=bool(ways.ride[nearest] <= day),
        )
    limits = [day] * rules.bus + [boarding.max_minutes] * may_board
    quickest = int(ways.ride.argmin())
    return hindrances.too_long(
        who, names[ways.school[quickest]], float(ways.ride[quickest]), max(limits)
    )
