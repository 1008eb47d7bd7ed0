"""The quick way: what is proven by looking at few choices is true of all of them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from planner import solve_stages
from planner.errors import DataError, ScenarioError
from planner.load import load
from planner.part import Part, cheapest, everything
from planner.pipeline import prepare, ways_of
from planner.pruning import without_useless
from planner.solve_relaxed import Priced, aim_of, worth_of
from planner.solve_work import MONEY, Work
from planner.solver import Question, SolverOptions
from scenarios.load import load as load_scenario
from tests.builders_model import case_of, write_street
from tests.builders_whole import Whole, whole_counties
from tests.properties.test_brute_force_whole import agree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.problem import Problem

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
EXACT = SolverOptions(gap=1e-12, seconds=60)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("quick") for _ in itertools.count())  # type: ignore[return-value]


@pytest.fixture
def always_quick() -> Iterator[None]:
    """Take the quick way however few choices there are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve_stages, "LARGE", -1)
        yield


def problem_of(whole: Whole, folder: Path) -> Problem:
    """Return the question of a county; none where the tables alone rule it out."""
    data, scenario = whole.write(folder)
    dataset, rules = load(data), load_scenario(scenario).assumptions
    try:
        case = prepare(dataset, rules, *ways_of(dataset, rules))
    except (DataError, ScenarioError):
        assume(False)
        raise
    return case.problem


def relaxing(problem: Problem) -> Priced:
    """Return the question with targets so far away that none is missed."""
    far = tuple(len(problem.running) + int(n) for n in problem.asked)
    return Priced(Work(problem, EXACT, lambda _: None), far)


def relaxed_value(problem: Problem) -> float | None:
    """Return the relaxed answer with every choice stated at once."""
    work = relaxing(problem).state(everything(problem))
    return work.ask("first", aim_of(work, MONEY), Question(relaxed=True)).objective


@settings(max_examples=40, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_few_choices_and_their_prices_bound_all_of_them(
    scratch: Iterator[Path], whole: Whole
) -> None:
    """The relaxed value found by pricing is that of all choices, or higher by rows for whole groups."""
    problem = problem_of(whole, next(scratch))
    with_all, found = relaxed_value(problem), relaxing(problem).relax(MONEY)
    if with_all is None:
        assert found is None
        return
    assert found is not None
    short = 1e-6 * (1 + abs(with_all))
    assert found.value >= with_all - short
    if not found.covers:
        assert found.value == pytest.approx(with_all, abs=short)
    work = relaxing(problem).state(everything(problem))
    best = work.ask("first", aim_of(work, MONEY), Question()).objective
    if best is not None:
        assert found.value <= best + short


@settings(max_examples=40, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_what_a_stated_choice_adds_is_what_the_solver_says(
    scratch: Iterator[Path], whole: Whole
) -> None:
    """Reduced costs reckoned by families are those of the solver, column by column."""
    problem = problem_of(whole, next(scratch))
    work = relaxing(problem).state(cheapest(problem, 1))
    answer = work.ask("first", aim_of(work, MONEY), Question(relaxed=True))
    assume(answer.values is not None)
    worth, part = worth_of(work, problem, MONEY, frozenset()), work.part
    assert isinstance(part, Part)
    for (o, t), variable in work.model.variables.move.items():
        assert worth.moves[part.options[o], t] == pytest.approx(variable.dj, abs=1e-4)
    for i, variable in work.model.variables.relieve.items():
        assert worth.reliefs[part.reliefs[i]] == pytest.approx(variable.dj, abs=1e-4)


@settings(max_examples=40, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_options_that_no_plan_needs_change_nothing(scratch: Iterator[Path], whole: Whole) -> None:
    """The cheapest plan costs the same without the options behind a safe one."""
    problem = problem_of(whole, next(scratch))
    costs = []
    for question in (problem, without_useless(problem)):
        work = relaxing(question).state(everything(question))
        costs.append(work.ask("first", aim_of(work, MONEY), Question()).objective)
    if costs[0] is None:
        assert costs[1] is None
    else:
        assert costs[1] == pytest.approx(costs[0], abs=1e-3)


@pytest.mark.usefixtures("always_quick")
@settings(max_examples=50, suppress_health_check=[*QUIET, HealthCheck.function_scoped_fixture])
@given(whole=whole_counties())
def test_the_quick_way_agrees_with_trying_everything(scratch: Iterator[Path], whole: Whole) -> None:
    agree(whole, next(scratch))


@pytest.mark.slow
@pytest.mark.usefixtures("always_quick")
@settings(max_examples=400, suppress_health_check=[*QUIET, HealthCheck.function_scoped_fixture])
@given(whole=whole_counties())
def test_the_quick_way_agrees_on_more_counties(scratch: Iterator[Path], whole: Whole) -> None:
    agree(whole, next(scratch))


def test_a_part_tells_its_plan_in_positions_of_the_whole(tmp_path: Path) -> None:
    """Row numbers of a part lead back to the rows it was made of."""
    street = write_street(
        tmp_path,
        {"A": {}, "B": {"at": 1}, "C": {"at": 2}, "D": {"at": 3}},
        [("A", 1, 5), ("A", 4, 5), ("B", 1, 5), ("C", 1, 150), ("D", 1, 150)],
    )
    problem = case_of(street).problem
    part = Part.of(problem, cheapest(problem, 1))
    assert len(part.problem.options) < len(problem.options)
    for name in ("group", "school", "mode", "km"):
        mine, all_of_it = (getattr(p.options, name) for p in (part.problem, problem))
        assert np.array_equal(mine, all_of_it[part.options])
