"""A plan made without any search keeps every rule, whatever the county."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from planner.bounds import simple_bound
from planner.check import check
from planner.first_plan import first_plan
from planner.load import load
from planner.over import pupils_over
from planner.pipeline import prepare, ways_of
from planner.solve_stages import Nearest, Outcome, distance_reached
from planner.tabulate import tabulate
from scenarios.load import load as load_scenario
from tests.builders_whole import Whole, whole_counties
from tests.properties.test_brute_force import QUIET, Small, small_counties, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def keeps_the_rules(data: Path, scenario: Path) -> bool:
    """Tell whether there is a first plan; fail if the independent check objects to it."""
    dataset, rules = load(data), load_scenario(scenario).assumptions
    case = prepare(dataset, rules, *ways_of(dataset, rules))
    found = first_plan(case.problem)
    if found is None:
        return False
    reached = distance_reached(case.problem, found)
    over = pupils_over(case.problem, found)
    outcome = Outcome(
        found,
        simple_bound(case.problem),
        nearest=tuple(Nearest(n, 0) for n in reached),
        over=Nearest(over, 0),
    )
    report = check(dataset, rules, tabulate(case, outcome))
    assert not report.findings, [finding.line("en") for finding in report.findings]
    return True


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("first") for _ in itertools.count())  # type: ignore[return-value]


@settings(max_examples=60, suppress_health_check=QUIET)
@given(small=small_counties())
def test_a_first_plan_keeps_the_rules_of_plain_counties(
    scratch: Iterator[Path], small: Small
) -> None:
    """Pins, hearings, keep lists, empties, juniors, seats, beds and ways of small counties."""
    keeps_the_rules(*write(small, next(scratch)))


@settings(max_examples=30, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_a_first_plan_keeps_the_rules_of_whole_counties(
    scratch: Iterator[Path], whole: Whole
) -> None:
    """The same where schools may merge, shrink, be built at and relieved."""
    keeps_the_rules(*whole.write(next(scratch)))
