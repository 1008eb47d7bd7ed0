"""What there could be more of, and where: beds, seats, minutes of a bus, yuan for works."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

import numpy as np

from planner.change import Change
from planner.model.coming import Coming
from planner.modes import TOLERANCE
from planner.obstacles.reach import takers
from planner.pipeline import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.assumptions import Assumptions
    from planner.case import Case
    from planner.pipeline import Ways

type Kind = Literal["bed", "seat", "bus_minute", "budget"]

# No journey is taken to become quicker by more minutes than this: a bus that does not wait, or a
# better road.
MINUTES = 10
# With more sums of works than this, a budget grows in steps of `STEP` yuan.
SUMS, STEP = 4000, 10_000


@dataclass(frozen=True, order=True)
class Spot:
    """One thing that there could be more of.

    Parameters
    ----------
    school_id
        Where; blank for a budget.
    place_id
        Where the way begins whose minutes these are; blank else.
    year
        Of a budget; 0 else.
    """

    kind: Kind
    school_id: str = ""
    place_id: str = ""
    year: int = 0


type Amounts = dict[Spot, tuple[int, ...]]
"""Amounts to try of each, ascending: no other amount below the last changes more."""


def change_of(more: Mapping[Spot, int], budget: Mapping[int, float]) -> Change:
    """Return the change that adds beds, seats and budgets; minutes are no part of it.

    Parameters
    ----------
    budget
        Year -> what works may cost now.
    """
    return Change(
        beds={s.school_id: n for s, n in more.items() if s.kind == "bed"},
        seats={s.school_id: n for s, n in more.items() if s.kind == "seat"},
        works_budget={s.year: budget[s.year] + n for s, n in more.items() if s.kind == "budget"},
    )


def spots(case: Case, ways: Ways, roomy: Case) -> Amounts:
    """Return everything of which more could matter to the schools that may close.

    Parameters
    ----------
    ways
        Ways to every school that could come within the limits.
    roomy
        The same question with beds and seats for everybody everywhere.
    """
    return {
        **_places(case, roomy, boarding=False),
        **_places(case, roomy, boarding=True),
        **_minutes(prepare(case.dataset, case.assumptions, *ways)),
        **_budgets(case),
    }


def _places(case: Case, roomy: Case, *, boarding: bool) -> Amounts:
    """Return the schools that all who could come would overfill, by how much at the most."""
    coming = Coming.of(roomy.problem, boarding=boarding)
    left, ids = case.problem.left, case.dataset.schools["school_id"].to_numpy(str)
    beds = case.dataset.schools["beds"] - case.dataset.schools["boarders"]
    kind: Kind = "bed" if boarding else "seat"
    found: Amounts = {}
    for r in coming.schools():
        most = np.array([coming.most(r, t) for t in range(len(left.own[r]))])
        if boarding:
            lacks = most.max() - float(beds.iloc[r])
        else:
            cap = max(left.cap[r], left.nine_cap) if left.may_convert[r] else left.cap[r]
            lacks = min((most + left.own[r]).max(), float(cap)) - left.seats[r]
        if lacks > TOLERANCE:
            found[Spot(kind, str(ids[r]))] = tuple(range(1, ceil(lacks - TOLERANCE) + 1))
    return found


def _minutes(case: Case) -> Amounts:
    """Return the ways that are a few minutes too long for a group that may have to move."""
    travel, schools = case.travel, case.dataset.schools["school_id"].to_numpy(str)
    found: dict[Spot, set[int]] = {}
    for band, origin in sorted(_origins(case)):
        open_to = takers(case)[band].open_to
        first, last = (
            travel.indptr[travel.position(origin)],
            travel.indptr[travel.position(origin) + 1],
        )
        for row in range(int(first), int(last)):
            school = int(travel.school[row])
            for n in too_long(case.assumptions, band, float(travel.bus_minutes[row])):
                if open_to[school] and n <= MINUTES:
                    spot = Spot("bus_minute", str(schools[school]), origin)
                    found.setdefault(spot, set()).add(n)
    return {spot: tuple(sorted(amounts)) for spot, amounts in found.items()}


def _origins(case: Case) -> set[tuple[str, str]]:
    """Return bands and homes of the groups that may have to move."""
    problem, demand = case.problem, case.demand
    leaving = {*problem.closable.tolist(), *problem.merges.absorbed.tolist()}
    moving = (g for g, home in enumerate(problem.homes.tolist()) if home in leaving)
    return {(demand.bands[g], demand.places[g]) for g in moving}


def too_long(assumptions: Assumptions, band: str, ride: float) -> Iterator[int]:
    """Yield by how many whole minutes a ride is beyond the limits of a band, for each limit."""
    rules, boarding = assumptions.travel, assumptions.boarding
    limits = [rules.max_minutes[band]] * rules.bus
    limits += [boarding.max_minutes] * (band in boarding.bands)
    for limit in limits:
        if np.isfinite(ride) and ride > limit + TOLERANCE:
            yield ceil(ride - limit - TOLERANCE)


def _budgets(case: Case) -> Amounts:
    """Return the limited budgets that some works are beyond, and by how much."""
    problem, works = case.problem, case.problem.works
    found: Amounts = {}
    for t, limit in problem.budget.items():
        sums = _sums(works.cost[works.first <= t].tolist())
        over = sorted({ceil(s - limit - TOLERANCE) for s in sums if s > limit + TOLERANCE})
        if over:
            found[Spot("budget", year=problem.years[t])] = tuple(over)
    return found


def _sums(costs: list[float]) -> list[float]:
    """Return what any of the works cost together; in steps where there are too many sums."""
    found = {0.0}
    for cost in costs:
        found |= {s + cost for s in found}
        if len(found) > SUMS:
            return [float(n) for n in range(0, ceil(sum(costs)) + STEP, STEP)]
    return sorted(found)
