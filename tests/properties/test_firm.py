"""Robust and open decisions are those that trying every plan finds, on small counties."""

from __future__ import annotations

import itertools
from math import inf
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from planner.counterfactual import Decided, alternatives
from planner.worth import robust
from tests.properties.test_brute_force import (
    NEVER,
    QUIET,
    Everything,
    Small,
    resolved_values,
    small_counties,
)
from tests.properties.test_worth import run_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.run import Run


def cheapest_otherwise(small: Small, run: Run, school: str, *, gone: bool) -> tuple[float, float]:
    """Return the least money of the nearest plans, and of those in which a school is otherwise."""
    search = Everything(small, resolved_values(run.assumptions))
    best = search.best()
    assert best is not None
    otherwise = [
        search._cheapest(closing)
        for closing in search._closings()
        if search._distance(closing) == best[0] and (closing[school] < NEVER) != gone
    ]
    return best[1], min(otherwise, default=inf)


def agree(small: Small, folder: Path) -> None:
    run = run_of(small, folder)
    if run is None:
        return
    decided = Decided.of(run)
    firm = robust(decided, alternatives(decided))
    allowed = 0.01 * abs(run.plan.proof.objective - run.plan.proof.do_nothing)
    for s, firmness in firm.items():
        school = str(run.dataset.schools["school_id"].iloc[s])
        least, other = cheapest_otherwise(small, run, school, gone=s in decided.gone)
        if abs(other - least - allowed) > 1:
            assert firmness == ("open" if other - least < allowed else "robust")
    assert set(firm) == set(decided.case.problem.closable.tolist())


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return (tmp_path_factory.mktemp("firm") for _ in itertools.count())  # type: ignore[return-value]


@settings(max_examples=30, suppress_health_check=QUIET)
@given(small=small_counties())
def test_firm_decisions_are_those_of_every_plan_that_is_nearly_as_good(
    scratch: Iterator[Path], small: Small
) -> None:
    agree(small, next(scratch))
