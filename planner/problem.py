"""The question put to the model: who may close, and every lawful place for every group.

All of it as columns; no solver, no names of variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.options import Left, lawful_options

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.options import Options
    from planner.standing import Standing
    from planner.travel import TravelCosts


@dataclass(frozen=True)
class Problem:
    """A county's decision, in positions of schools (s), groups (g), years (t) and options (o).

    Parameters
    ----------
    years
        The plan's years, T values.
    asked
        Shape (T,), closures asked for.
    rule
        `exact`, `at_least` or `at_most`.
    standing
        Where each school stands.
    closable
        Positions of the schools that have a closing decision, ascending.
    closing_money
        Shape (closable, T), yuan until the end of the plan when the school closes in t (<= 0).
    homes
        Shape (g,), present school of each group.
    pupils
        Shape (g, T), pupils of each group.
    options
        Every lawful place of every group of a closable school.
    room, beds
        Shape (s, T), seats and beds left for pupils who come.
    empty_due
        School position -> index of the last year in which an empty school may still be open
        before it, i.e. it closes in a year of index at most this.
    junior_townships
        For each township with a public school that offers `junior`, their positions.
    whole
        Groups move whole.
    do_nothing
        Yuan over the plan when no school closes.
    """

    years: tuple[int, ...]
    asked: NDArray[np.int64]
    rule: str
    standing: Standing
    closable: NDArray[np.int64]
    closing_money: NDArray[np.float64]
    homes: NDArray[np.int64]
    pupils: NDArray[np.float64]
    options: Options
    room: NDArray[np.float64]
    beds: NDArray[np.float64]
    empty_due: dict[int, int]
    junior_townships: tuple[tuple[int, ...], ...]
    whole: bool
    do_nothing: float


def build_problem(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    standing: Standing,
    demand: Demand,
    travel: TravelCosts,
) -> Problem:
    """Return the question that a county and a scenario pose."""
    pupils = demand.pupils
    left = _left(dataset, assumptions, demand)
    closable = np.flatnonzero(standing.candidate)
    options = lawful_options(
        dataset,
        assumptions,
        standing=standing,
        demand=demand,
        travel=travel,
        left=left,
    )
    running = running_costs(dataset, assumptions)
    years_left = len(assumptions.years) - np.arange(len(assumptions.years))
    return Problem(
        years=assumptions.years,
        asked=np.array([assumptions.closures.targets.get(y, 0) for y in assumptions.years]),
        rule=assumptions.closures.rule,
        standing=standing,
        closable=closable,
        closing_money=-np.outer(running[closable], years_left),
        homes=demand.homes,
        pupils=pupils,
        options=options,
        room=left.room,
        beds=left.beds,
        empty_due=_empty_due(assumptions, standing),
        junior_townships=_junior_townships(dataset, assumptions, standing),
        whole=not assumptions.schools.split_places,
        do_nothing=_do_nothing(assumptions, demand, travel, running),
    )


def running_costs(dataset: Dataset, assumptions: Assumptions) -> NDArray[np.float64]:
    """Return each public school's running cost while open (yuan per year); private schools' 0."""
    given = dataset.schools["running_cost"].to_numpy(float)
    cost = np.where(np.isnan(given), assumptions.money.running_fixed, given)
    private = (dataset.schools["ownership"] == "private").to_numpy(bool)
    return np.where(private, 0.0, cost)


def size_limits(dataset: Dataset, assumptions: Assumptions) -> NDArray[np.float64]:
    """Return the pupils each school may have after receiving: seats or size cap, the smaller."""
    caps = dataset.schools["kind"].map(assumptions.schools.size_cap).fillna(np.inf)
    limits: NDArray[np.float64] = np.minimum(
        dataset.schools["seats"].to_numpy(float), caps.to_numpy(float)
    )
    return limits


def _left(dataset: Dataset, assumptions: Assumptions, demand: Demand) -> Left:
    present = np.zeros((len(dataset.schools), len(assumptions.years)))
    np.add.at(present, demand.homes, demand.pupils)
    room = size_limits(dataset, assumptions)[:, None] - present
    free = (dataset.schools["beds"] - dataset.schools["boarders"]).to_numpy(float)
    beds = np.repeat(free[:, None], len(assumptions.years), axis=1)
    return Left(np.maximum(room, 0.0), np.maximum(beds, 0.0))


def _empty_due(assumptions: Assumptions, standing: Standing) -> dict[int, int]:
    by, years = assumptions.closures.empty_by, assumptions.years
    if not by or by > years[-1]:
        return {}
    last = max(by, years[0]) - years[0]
    protected = standing.against | set(standing.kept)
    due = np.flatnonzero(standing.small & standing.candidate & standing.empty)
    return {int(s): last for s in due if s not in protected and int(s) not in standing.pinned}


def _junior_townships(
    dataset: Dataset, assumptions: Assumptions, standing: Standing
) -> tuple[tuple[int, ...], ...]:
    if not assumptions.closures.keep_junior_per_township:
        return ()
    junior = dataset.schools[standing.junior]
    positions = np.flatnonzero(standing.junior)
    return tuple(
        tuple(int(s) for s in positions[junior["township"] == township])
        for township in sorted(set(junior["township"]))
    )


def _do_nothing(
    assumptions: Assumptions,
    demand: Demand,
    travel: TravelCosts,
    running: NDArray[np.float64],
) -> float:
    origin = {place: i for i, place in enumerate(travel.origins)}
    at = np.array([origin[place] for place in demand.places], dtype=np.int64)
    km, _ = travel.between(at, demand.homes)
    stay = np.nan_to_num(km) @ demand.pupils.sum(axis=1) * assumptions.money.pupil_km
    return float(stay + running.sum() * len(assumptions.years))
