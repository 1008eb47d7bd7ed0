"""Classical location: proven plans equal those of trying everything; other problems are left."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from planner.classical.attempt import attempt
from planner.classical.exchange import greedy, swap
from planner.classical.found import Found
from planner.classical.knapsacks import fill_in_parts, fill_whole
from planner.classical.median import solve_median
from planner.classical.recognise import recognise
from planner.classical.relaxed import relax
from planner.classical.search import plan_of
from planner.classical.siting import Siting
from planner.demand import demand
from planner.load import load
from planner.pipeline import further_ways, prepare
from planner.solver import SolverOptions
from planner.travel import travel_costs
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario
from tests.builders_classical import Location, Median, location_county, median_county

if TYPE_CHECKING:
    from pathlib import Path

    from planner.problem import Problem


def problem_of(scenario: Path) -> Problem:
    dataset = load(scenario.parent / "county")
    rules = load_scenario(str(scenario)).assumptions
    pupils = demand(dataset, rules)
    travel = travel_costs(dataset, rules, also=further_ways(dataset, rules, pupils))
    return prepare(dataset, rules, pupils, travel).problem


def drawn(seed: int, *, sites: int = 6, customers: int = 7, tight: float = 1.6) -> Location:
    random = np.random.default_rng(seed)
    demand_ = random.integers(1, 9, customers)
    capacity = random.integers(6, 14, sites).astype(float)
    capacity = np.maximum(np.ceil(capacity * tight * demand_.sum() / capacity.sum()), 9.0)
    cost = random.integers(1, 60, (sites, customers)).astype(float)
    return Location(
        capacity, random.integers(5, 60, sites).astype(float), demand_, cost, whole=True
    )


def cheapest_by_trying(location: Location) -> float:
    """Try every choice of a site for every customer."""
    best, sites = np.inf, range(len(location.fixed))
    for served in product(sites, repeat=len(location.demand)):
        load_ = np.bincount(served, weights=location.demand, minlength=len(location.fixed))
        if (load_ <= location.capacity).all():
            used = sorted(set(served))
            moved = sum(location.cost[i, j] for j, i in enumerate(served))
            best = min(best, moved + location.fixed[used].sum())
    return float(best)


@pytest.mark.parametrize("seed", range(6))
def test_small_locations_cost_what_trying_everything_finds(seed: int, tmp_path: Path) -> None:
    """With whole customers and short places, the plan is the cheapest there is, and proven."""
    location = drawn(seed, sites=4, tight=1.3 + 0.2 * (seed % 3))
    problem = problem_of(location_county(tmp_path, location))
    found = attempt(problem, SolverOptions(gap=0.0), lambda _: None)
    assert found is not None
    assert found.bound == pytest.approx(cheapest_by_trying(location))


@pytest.mark.parametrize("seed", range(6))
def test_small_medians_cost_what_trying_everything_finds(seed: int) -> None:
    """With fixed costs and a range of how many open, too."""
    random = np.random.default_rng(seed)
    cost = random.integers(0, 50, (9, 12)).astype(float)
    fixed = random.integers(0, 30, 9).astype(float) * (seed % 2)
    least, most = (2, 4) if seed % 3 else (3, 3)
    siting = Siting(
        cost, np.ones(12), np.full(9, np.inf), fixed, np.zeros(9, dtype=bool), least, most, True
    )
    found = solve_median(Found(siting), stop=lambda known: known.enough)
    tried = [
        cost[list(sites)].min(axis=0).sum() + fixed[list(sites)].sum()
        for n in range(least, most + 1)
        for sites in combinations(range(9), n)
    ]
    assert found.cost == pytest.approx(min(tried))
    assert found.proven == pytest.approx(found.cost)


@pytest.mark.parametrize("seed", range(8))
def test_sites_are_filled_as_well_as_trying_everything_does(seed: int) -> None:
    """Whole customers are filled exactly, and those taken in parts are never worth less."""
    random = np.random.default_rng(seed)
    reduced = random.normal(-2, 4, (5, 9))
    sizes, places = random.integers(0, 6, 9), random.integers(4, 16, 5)
    parts = fill_in_parts(reduced, sizes.astype(float), places.astype(float))
    worth, taken = fill_whole(reduced, sizes, places, parts)
    for i in range(5):
        choices = [np.array(c) for c in product((0, 1), repeat=9)]
        best = min(float(c @ reduced[i]) for c in choices if c @ sizes <= places[i])
        assert worth[i] == pytest.approx(best)
        assert taken[i] @ reduced[i] == pytest.approx(best)
        assert parts.worth[i] <= best + 1e-6


@pytest.mark.parametrize("covers", [False, True])
def test_a_bound_and_its_rises_hold_for_every_choice_of_sites(covers: bool) -> None:
    """No set of sites with enough places costs less; with a site opened or closed neither."""
    random = np.random.default_rng(3)
    worth, capacity = random.normal(1, 5, 8), random.integers(3, 9, 8).astype(float)
    siting = Siting(
        np.zeros((8, 1)), np.array([22.0]), capacity, worth, np.zeros(8, dtype=bool), 0, 8, True
    )
    relaxed = relax(siting, 10.0, worth, covers=covers)
    sets = [np.array(c, dtype=bool) for c in product((0, 1), repeat=8)]
    enough = [c for c in sets if capacity[c].sum() >= 22]
    assert relaxed.bound <= 10 + min(worth[c].sum() for c in enough) + 1e-9
    for i in range(8):
        opened = min(worth[c].sum() for c in enough if c[i])
        closed = min((worth[c].sum() for c in enough if not c[i]), default=np.inf)
        assert relaxed.bound + relaxed.opening[i] <= 10 + opened + 1e-9
        assert relaxed.bound + relaxed.closing[i] <= 10 + closed + 1e-9


def test_a_plan_keeps_capacity_and_exchanges_never_make_it_dearer() -> None:
    location = drawn(11, sites=6, customers=30, tight=1.1)
    siting = Siting(
        location.cost, location.demand.astype(float), location.capacity, location.fixed,
        np.zeros(6, dtype=bool), 0, 6, True,
    )  # fmt: skip
    plan = plan_of(siting, np.ones(6, dtype=bool), siting.cost)
    assert plan is not None
    assert (plan.share @ siting.demand <= siting.capacity).all()
    assert (plan.share.sum(axis=0) == 1).all()
    first = greedy(siting)
    better = swap(siting, first)
    assert better.sum() == first.sum()
    assert siting.cost[better].min(axis=0).sum() + siting.fixed[better].sum() <= (
        siting.cost[first].min(axis=0).sum() + siting.fixed[first].sum()
    )


def test_the_same_question_has_the_same_answer(tmp_path: Path) -> None:
    """Nothing is left to chance: plan, bound and every report before them come again."""
    problem = problem_of(location_county(tmp_path, drawn(5, sites=9, customers=25, tight=1.4)))
    answers = []
    for _ in range(2):
        heard: list[tuple[float | None, float | None]] = []
        found = attempt(
            problem, SolverOptions(gap=0.0), lambda p, h=heard: h.append((p.incumbent, p.bound))
        )
        assert found is not None
        assert found.solution is not None
        answers.append((found.bound, found.solution.closed, found.solution.option.tolist(), heard))
    assert answers[0] == answers[1]


KM = np.array([[0.0, 0, 4, 9], [0, 0, 4, 9], [4, 4, 0, 7], [9, 9, 7, 0]])


def test_schools_at_one_point_do_not_exchange_their_pupils(tmp_path: Path) -> None:
    """Where another school is as near as one's own, which stays open, nobody moves."""
    problem = problem_of(median_county(tmp_path, Median(KM, 3)))
    told = recognise(problem)
    assert told is not None
    found = attempt(problem, SolverOptions(gap=0.0), lambda _: None)
    assert found is not None
    assert found.solution is not None
    homes = problem.homes[problem.options.group[found.solution.option]]
    assert set(homes.tolist()) <= set(found.solution.closed)
    assert len(found.solution.closed) == 1


VARIATIONS: list[dict[str, Any]] = [
    {"targets": {2023: 1}, "downgrade": True, "counts": ["primary"]},
    {"targets": {2023: 1}, "empty_by": 2023},
    {"targets": {2023: 9}},
]


def small_county(folder: Path, **scenario: Any) -> Path:
    """Write three schools, one empty, and a scenario in which more is decided than who closes."""
    write_county(
        folder / "county",
        schools=[{"school_id": key, "lon": 114 + n / 100} for n, key in enumerate("ABC")],
        pupils=[
            {"school_id": key, "grade": grade, "pupils": 5} for key in "AB" for grade in (1, 5)
        ],
    )
    return write_scenario(folder / "plan.toml", data=folder / "county", **scenario)


@pytest.mark.parametrize("closures", VARIATIONS, ids=["bands given up", "dates", "too many asked"])
def test_a_question_with_more_in_it_is_left_alone(closures: dict[str, Any], tmp_path: Path) -> None:
    problem = problem_of(small_county(tmp_path, closures=closures))
    assert attempt(problem, SolverOptions(), lambda _: None) is None


def test_several_years_are_left_alone(tmp_path: Path) -> None:
    years = [2023, 2024]
    closures = {"targets": {2023: 1}, "empty_by": 0}
    scenario = small_county(tmp_path, years=years, closures=closures)
    assert recognise(problem_of(scenario)) is None


def test_the_same_question_of_one_year_is_recognised(tmp_path: Path) -> None:
    """So the tests above leave alone what they name, and not something else."""
    closures = {"targets": {2023: 1}, "empty_by": 0}
    assert recognise(problem_of(small_county(tmp_path, closures=closures))) is not None


def test_short_seats_with_pupils_of_their_own_are_left_alone(tmp_path: Path) -> None:
    """A school that stays open keeps its pupils even where others would pay more for the seats."""
    folder = tmp_path / "county"
    write_county(
        folder,
        schools=[
            {"school_id": key, "lon": 114 + n / 100, "seats": 14} for n, key in enumerate("ABC")
        ],
        pupils=[{"school_id": key, "grade": 1, "pupils": 6} for key in "ABC"],
    )
    closures = {"targets": {2023: 1}, "empty_by": 0}
    scenario = write_scenario(tmp_path / "plan.toml", data=folder, closures=closures)
    assert recognise(problem_of(scenario)) is None
