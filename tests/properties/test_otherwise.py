"""What it costs to decide otherwise, what is lawful, what never closes: against trying everything."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from planner.counterfactual import Decided, Lawful, alternatives, near
from planner.errors import Infeasible
from planner.load import load
from planner.pipeline import Options, make_run
from scenarios.load import load as load_scenario
from tests.properties.test_brute_force import (
    QUIET,
    Everything,
    Small,
    resolved_values,
    small_counties,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.run import Run


@dataclass(frozen=True)
class Tried:
    """One lawful way to close schools: the year of each, its closures by year, and its money."""

    gone: frozenset[str]
    counts: tuple[int, ...]
    far: list[float] | None
    money: float


def tried(small: Small, run: Run) -> list[Tried]:
    search = Everything(small, resolved_values(run.assumptions))
    found = []
    for closing in search._closings():
        money = search._cheapest(closing)
        if money < inf:
            gone = frozenset(key for key, year in closing.items() if year in search.years)
            counts = tuple(
                sum(closing[key] == year and search._counts(key) for key in gone)
                for year in search.years
            )
            found.append(Tried(gone, counts, search._distance(closing), money))
    return found


def agree(small: Small, folder: Path) -> None:
    data, scenario = write(small, folder)
    try:
        run = make_run(load(data), load_scenario(scenario), Options(isolated=False))
    except Infeasible:
        return
    decided, plans = Decided.of(run), tried(small, run)
    ids = run.dataset.schools["school_id"].tolist()
    _otherwise(decided, plans, ids)
    lawful = Lawful(decided)
    never = {ids[s] for s in lawful.unclosable()}
    standing = decided.case.problem.standing
    seen = frozenset().union(*(one.gone for one in plans))
    small_ones = {s for n, s in enumerate(ids) if standing.small[n] and standing.candidate[n]}
    assert never & small_ones == small_ones - seen
    _ranges(lawful, run, plans)


def _otherwise(decided: Decided, plans: list[Tried], ids: list[str]) -> None:
    far, allowed = [float(n) for n in decided.distance], near(decided)
    for s, found in alternatives(decided).items():
        assert found.closes == (s not in decided.gone)
        others = (one for one in plans if one.far == far and (ids[s] in one.gone) == found.closes)
        more = min((one.money for one in others), default=inf) - decided.money
        assert found.at_least <= more + 1
        if found.other is not None:
            assert found.extra >= more - 1
        if abs(more - allowed) > 1:
            assert found.firmness(allowed) == ("open" if more < allowed else "robust")


def _ranges(lawful: Lawful, run: Run, plans: list[Tried]) -> None:
    lines = run.plan.targets
    planned = tuple(line.planned for line in lines)
    for t, (found, line) in enumerate(zip(lawful.ranges(lines), lines, strict=True)):
        counts = [one.counts[t] for one in plans if one.counts[:t] == planned[:t]]
        assert found.least <= min(counts)
        assert max(counts) <= found.most
        if found.tells(line.asked):
            assert found.proven
        if found.proven:
            assert (found.least, found.most) == (min(counts), max(counts))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("other") for _ in itertools.count())  # type: ignore[return-value]


@settings(max_examples=60, suppress_health_check=QUIET)
@given(small=small_counties())
def test_what_could_be_otherwise_is_what_trying_everything_finds(
    scratch: Iterator[Path], small: Small
) -> None:
    """Alternatives, must-keep schools and lawful ranges of small counties."""
    agree(small, next(scratch))


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=QUIET)
@given(small=small_counties())
def test_what_could_be_otherwise_many_times(scratch: Iterator[Path], small: Small) -> None:
    """The same on three times as many counties."""
    agree(small, next(scratch))
