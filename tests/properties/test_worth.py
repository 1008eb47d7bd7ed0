"""What a little more is worth is the difference that trying every plan of both counties gives."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.counterfactual import Decided
from planner.errors import Infeasible
from planner.load import load
from planner.pipeline import Options, make_run
from planner.worth import worth
from planner.worth.spots import Spot
from planner.worth.trials import SAME, Trials
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

COLUMNS = {"seat": "seats", "bed": "beds"}
type Standing = tuple[list[float], float]


def run_of(small: Small, folder: Path) -> Run | None:
    """Return the run of a county; None where the rules leave no plan."""
    data, scenario = write(small, folder)
    try:
        return make_run(load(data), load_scenario(scenario), Options(isolated=False))
    except Infeasible:
        return None


def best_with(small: Small, rules: dict[str, Any], spot: Spot, n: int) -> Standing:
    """Return the best of all plans with `n` more at a spot."""
    column, quicker = COLUMNS.get(spot.kind), {}
    if column:
        small = replace(
            small,
            schools=[
                row | {column: row[column] + n * (row["school_id"] == spot.school_id)}
                for row in small.schools
            ],
        )
    else:
        quicker = {(spot.place_id, spot.school_id): n}
    found = Everything(small, rules, quicker).best()
    assert found is not None
    return found


def better(first: Standing, second: Standing) -> bool:
    """Tell whether the first is better by more than a yuan, or nearer to the targets."""
    return first[0] < second[0] or (first[0] == second[0] and first[1] < second[1] - SAME)


def everywhere(small: Small) -> Iterator[Spot]:
    """Yield everything of which there could be more in a small county, budgets aside."""
    ids = [row["school_id"] for row in small.schools]
    for kind, school in itertools.product(COLUMNS, ids):
        yield Spot(kind, school)
    homes = {row["place_id"] or row["school_id"] for row in small.pupils}
    for origin, school in small.km:
        if origin in homes and origin != school:
            yield Spot("bus_minute", school, origin)


def all_is_told(small: Small, folder: Path) -> None:
    """Hold what is told of a county against all its plans, with and without more of something."""
    run = run_of(small, folder)
    if run is None:
        return
    rules = resolved_values(run.assumptions)
    base = Everything(small, rules).best()
    assert base is not None
    told = worth(run, Decided.of(run))
    for one in told:
        spot = Spot(one.kind, one.school_id, one.place_id)  # type: ignore[arg-type]
        after = best_with(small, rules, spot, int(one.amount))
        assert better(after, base)
        assert one.closures == sum(base[0]) - sum(after[0])
        assert one.saved == pytest.approx(base[1] - after[1], abs=1)
        if one.amount > 1:
            less = best_with(small, rules, spot, int(one.amount) - 1)
            # with less, no target is nearer; where none is nearer anyway, nothing is saved
            assert less[0] == base[0] if after[0] < base[0] else not better(less, base)
    if len(told) == 10:
        return
    named = {(one.kind, one.school_id, one.place_id) for one in told}
    for spot in everywhere(small):
        if (spot.kind, spot.school_id, spot.place_id) not in named:
            most = 10 if spot.kind == "bus_minute" else 500
            assert not better(best_with(small, rules, spot, most), base), spot


def more_is_as_tried(small: Small, folder: Path, draw: st.DataObject) -> None:
    """Hold plans with any amount against trying everything, and the next amount against them."""
    run = run_of(small, folder)
    if run is None:
        return
    trials, rules = Trials(run, Decided.of(run)), resolved_values(run.assumptions)
    spot = draw.draw(st.sampled_from(sorted(everywhere(small))))
    amounts = sorted(draw.draw(st.sets(st.integers(1, 10), min_size=2, max_size=2)))
    standings = [trials.base.standing]
    for n in amounts:
        _, after = trials.gain({spot: n})
        assert after.standing[:1] == (tuple(best_with(small, rules, spot, n)[0]),)
        assert after.money == pytest.approx(best_with(small, rules, spot, n)[1], abs=1)
        standings.append(after.standing)
    for less, more in itertools.pairwise(standings):
        assert more[:2] < less[:2] or more[2] <= less[2] + SAME


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return (tmp_path_factory.mktemp("small") for _ in itertools.count())  # type: ignore[return-value]


@settings(max_examples=8, suppress_health_check=QUIET)
@given(small=small_counties())
def test_everything_worth_something_is_told_with_its_least_amount(
    scratch: Iterator[Path], small: Small
) -> None:
    all_is_told(small, next(scratch))


@settings(max_examples=20, suppress_health_check=QUIET)
@given(small=small_counties(), draw=st.data())
def test_more_never_makes_a_plan_worse_and_is_worth_what_trying_everything_says(
    scratch: Iterator[Path], small: Small, draw: st.DataObject
) -> None:
    more_is_as_tried(small, next(scratch), draw)


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=QUIET)
@given(small=small_counties())
def test_everything_worth_something_is_told_of_many_counties(
    scratch: Iterator[Path], small: Small
) -> None:
    all_is_told(small, next(scratch))
