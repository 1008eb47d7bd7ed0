"""The question put to the model: who may close, merge or shrink, and every lawful place.

All of it as columns; no solver, no names of variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.building import possible_works
from planner.given import Given
from planner.merging import possible_merges
from planner.options import lawful_options
from planner.relieving import oversize_schools, possible_reliefs
from planner.room import free_beds, left_over
from planner.standing import lowest_band

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.building import Works
    from planner.dataset import Dataset
    from planner.demand import Demand
    from planner.merging import Merges
    from planner.options import Options
    from planner.relieving import Reliefs
    from planner.room import Left
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
    closable, reducible
        Positions of the schools that may close, and that may give up their upper bands; ascending.
    only_reduce
        Schools with pupils in the lowest band are reduced, never closed.
    running
        Shape (s,), yuan per year of an open school.
    reduced_share
        Part of it that a reduced school costs.
    homes
        Shape (g,), present school of each group.
    upper
        Shape (g,), whether the group's band is not the one that holds grade 1.
    pupils
        Shape (g, T), pupils of each group.
    options
        Every lawful place of every group whose school may close, merge or shrink.
    left
        Seats and beds left at every school.
    own_beds
        Shape (s,), beds without those of present boarders.
    works, merges, reliefs
        What may be built, merged and redirected.
    oversize
        Schools over their seats or cap in the base year.
    counts_over
        Pupils over seats or cap come before money: relief is on.
    budget
        Year index -> yuan that works of that first year may cost; years not in it are unlimited.
    merges_count
        Merges count toward the target.
    build_before_close
        Works count from the year in which they are in use; False: from the first year on.
    empty_due
        School position -> index of the last year by which an empty school closes.
    junior_townships
        For each township with public schools that offer `junior`: their positions, and those of
        its other schools that could come to offer it.
    whole
        Groups move whole.
    do_nothing
        Yuan over the plan when nothing is decided.
    price
        Shape (T,), yuan that each counted closure of a year brings beside its own money: how
        counties share a target (see `planner.batch`). It is part of what is minimised and of
        every bound, of no table; empty: nothing.
    """

    years: tuple[int, ...]
    asked: NDArray[np.int64]
    rule: str
    standing: Standing
    closable: NDArray[np.int64]
    reducible: NDArray[np.int64]
    only_reduce: bool
    running: NDArray[np.float64]
    reduced_share: float
    homes: NDArray[np.int64]
    upper: NDArray[np.bool_]
    pupils: NDArray[np.float64]
    options: Options
    left: Left
    own_beds: NDArray[np.float64]
    works: Works
    merges: Merges
    reliefs: Reliefs
    oversize: NDArray[np.int64]
    counts_over: bool
    budget: dict[int, float]
    merges_count: bool
    build_before_close: bool
    empty_due: dict[int, int]
    junior_townships: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    whole: bool
    do_nothing: float
    price: tuple[float, ...] = ()

    @property
    def closing_price(self) -> NDArray[np.float64]:
        """Return what closing a school brings beside its own money, shape (s, T), yuan."""
        return self.standing.counted[:, None] * self._prices

    @property
    def merging_price(self) -> NDArray[np.float64]:
        """Return what a merge brings beside its own money where merges count, shape (T,), yuan."""
        return self._prices * self.merges_count

    @property
    def _prices(self) -> NDArray[np.float64]:
        return np.array(self.price or (0.0,) * len(self.years))

    @property
    def room(self) -> NDArray[np.float64]:
        """Return the places left today, shape (s, T)."""
        return self.left.room

    @property
    def beds(self) -> NDArray[np.float64]:
        """Return the beds left today, shape (s, T)."""
        return self.left.beds

    @property
    def years_left(self) -> NDArray[np.int64]:
        """Return for each year how many years the plan has from it on, shape (T,)."""
        return len(self.years) - np.arange(len(self.years))


def build_problem(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    standing: Standing,
    demand: Demand,
    travel: TravelCosts,
) -> Problem:
    """Return the question that a county and a scenario pose."""
    works = possible_works(dataset, assumptions)
    merges = possible_merges(dataset, assumptions, travel, set(standing.pinned))
    left = left_over(dataset, assumptions, demand, works=works, merges=merges, standing=standing)
    given = Given(dataset, assumptions, standing, demand, travel, merges, left)
    running, lowest = running_costs(dataset, assumptions), lowest_band(assumptions)
    closures = assumptions.closures
    return Problem(
        years=assumptions.years,
        asked=np.array([closures.targets.get(y, 0) for y in assumptions.years]),
        rule=closures.rule,
        standing=standing,
        closable=np.flatnonzero(standing.candidate),
        reducible=np.flatnonzero(standing.reducible),
        only_reduce=closures.downgrade == "only",
        running=running,
        reduced_share=assumptions.money.running_downgraded,
        homes=demand.homes,
        upper=np.array([band != lowest for band in demand.bands], dtype=bool),
        pupils=demand.pupils,
        options=lawful_options(given),
        left=left,
        own_beds=free_beds(dataset),
        works=works,
        merges=merges,
        reliefs=possible_reliefs(given),
        oversize=(oversize := oversize_schools(standing, left)),
        counts_over=assumptions.relief.enabled and len(oversize) > 0,
        budget=_budget(assumptions),
        merges_count=assumptions.merge.count,
        build_before_close=assumptions.schools.build_before_close,
        empty_due=_empty_due(assumptions, standing),
        junior_townships=_junior_townships(dataset, assumptions, standing, left),
        whole=not assumptions.schools.split_places,
        do_nothing=_do_nothing(assumptions, demand, travel, running),
    )


def running_costs(dataset: Dataset, assumptions: Assumptions) -> NDArray[np.float64]:
    """Return each public school's running cost while open (yuan per year); private schools' 0."""
    given = dataset.schools["running_cost"].to_numpy(float)
    cost = np.where(np.isnan(given), assumptions.money.running_fixed, given)
    private = (dataset.schools["ownership"] == "private").to_numpy(bool)
    return np.where(private, 0.0, cost)


def _budget(assumptions: Assumptions) -> dict[int, float]:
    budget = assumptions.money.works_budget
    return {t: float(budget[y]) for t, y in enumerate(assumptions.years) if y in budget}


def _empty_due(assumptions: Assumptions, standing: Standing) -> dict[int, int]:
    by, years = assumptions.closures.empty_by, assumptions.years
    if not by or by > years[-1]:
        return {}
    last = max(by, years[0]) - years[0]
    protected = standing.against | set(standing.kept)
    due = np.flatnonzero(standing.small & standing.candidate & standing.empty)
    return {int(s): last for s in due if s not in protected and int(s) not in standing.pinned}


def _junior_townships(
    dataset: Dataset, assumptions: Assumptions, standing: Standing, left: Left
) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    if not assumptions.closures.keep_junior_per_township:
        return ()
    township = dataset.schools["township"].to_numpy()
    later = standing.public & left.may_convert & ~standing.junior
    found = []
    for name in sorted(set(township[standing.junior])):
        here = township == name
        now, then = (np.flatnonzero(here & which) for which in (standing.junior, later))
        found.append((tuple(now.tolist()), tuple(then.tolist())))
    return tuple(found)


def _do_nothing(
    assumptions: Assumptions,
    demand: Demand,
    travel: TravelCosts,
    running: NDArray[np.float64],
) -> float:
    at = np.array([travel.position(place) for place in demand.places], dtype=np.int64)
    km, _ = travel.between(at, demand.homes)
    stay = np.nan_to_num(km) @ demand.pupils.sum(axis=1) * assumptions.money.pupil_km
    return float(stay + running.sum() * len(assumptions.years))
