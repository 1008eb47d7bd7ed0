"""A plan's tables hold every decision: read back, they are what was solved."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, assume, given, settings

from planner.errors import DataError, ScenarioError
from planner.load import load
from planner.pipeline import prepare, ways_of
from planner.replay import replayed
from planner.solve import solve
from planner.solver import SolverOptions
from planner.tabulate import tabulate
from scenarios.load import load as load_scenario
from tests.builders_whole import Whole, whole_counties

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("replay") for _ in itertools.count())  # type: ignore[return-value]


@settings(max_examples=60, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_decisions_come_back_from_the_tables(scratch: Iterator[Path], whole: Whole) -> None:
    """Closings, reductions, mergers, works, moves and redirections, each in its year."""
    data, scenario = whole.write(next(scratch))
    dataset, rules = load(data), load_scenario(scenario).assumptions
    try:
        case = prepare(dataset, rules, *ways_of(dataset, rules))
    except (DataError, ScenarioError):
        assume(False)
        raise
    found = solve(case.problem, SolverOptions(seconds=60), isolated=False).outcome
    assume(found.solution is not None and not found.impossible)
    made, back = found.solution, replayed(case, tabulate(case, found))
    assert made is not None
    assert back.closed == made.closed
    assert back.reduced == made.reduced
    assert back.merged == made.merged
    assert back.built == made.built
    assert back.option.tolist() == made.option.tolist()
    assert back.year.tolist() == made.year.tolist()
    sent = [i for i in made.relieved if case.problem.reliefs.redirected[i].any()]
    assert sorted(set(back.relieved) & set(made.relieved)) == sent
