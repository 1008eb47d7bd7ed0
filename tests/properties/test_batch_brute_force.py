"""Two small counties that share a target: the split is the best of all, or within its bound."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.batch.asking import Respondent, answer, county_case
from planner.batch.sharing import Sharing
from planner.load import load
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

    from planner.assumptions import Assumptions
    from planner.batch.province import Vector
    from planner.batch.sharing import Split

YEARS = (2023, 2024)
RULES = ["exact", "at_least", "at_most"]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("pair") for _ in itertools.count())  # type: ignore[return-value]


def tried(small: Small, rules: Assumptions) -> dict[Vector, float]:
    """Return the least money of every lawful vector of closures, found by trying everything."""
    found = {}
    most = [range(len(small.schools) + 1) if y in rules.years else range(1) for y in YEARS]
    for closures in itertools.product(*most):
        targets = dict(zip(YEARS, closures, strict=True))
        asked = replace(rules.closures, targets=targets, rule="exact")
        best = Everything(small, resolved_values(replace(rules, closures=asked))).best()
        if best is not None and not any(best[0]):
            found[closures] = best[1]
    return found


def far(rule: str, planned: Vector, asked: Vector) -> list[int]:
    pairs = list(zip(planned, asked, strict=True))
    measure = {
        "exact": lambda n, a: abs(n - a),
        "at_least": lambda n, a: max(0, a - n),
        "at_most": lambda n, a: max(0, n - a),
    }[rule]
    return [measure(n, a) for n, a in pairs]


def split_of(counties: dict[str, Respondent], asked: Vector, rule: str) -> tuple[float, Split]:
    """Return the money of closing nothing and the split that is found."""
    nothing = sum(county.case.problem.do_nothing for county in counties.values())
    sharing = Sharing(
        list(counties),
        asked,
        rule,  # type: ignore[arg-type]
        lambda asks: {name: answer(counties[name], ask) for name, ask in asks.items()},
        nothing,
    )
    return nothing, sharing.split()


def _share(pair: list[Small], folder: Path, asked: Vector, rule: str) -> None:
    tables, counties = [], {}
    for i, small in enumerate(pair):
        data, scenario = write(small, folder / str(i))
        rules = load_scenario(scenario).assumptions
        tables.append(tried(small, rules))
        assume(tables[-1])
        counties[str(i)] = Respondent(county_case(load(data), rules), YEARS)
    splits = [
        (far(rule, tuple(map(sum, zip(*split, strict=True))), asked), money)
        for split in itertools.product(*tables)
        for money in [sum(table[n] for table, n in zip(tables, split, strict=True))]
    ]
    best = min(splits)
    nothing, found = split_of(counties, asked, rule)
    assert far(rule, found.planned, asked) == best[0]
    spent = sum(table[n] for table, n in zip(tables, found.shares.values(), strict=True))
    assert found.bound <= best[1] + 1
    assert best[1] <= spent + 1
    assert spent - best[1] <= max(1.0, 2e-3 * abs(spent - nothing))


pairs = given(
    pair=st.lists(small_counties(), min_size=2, max_size=2),
    asked=st.tuples(st.integers(0, 5), st.integers(0, 4)),
    rule=st.sampled_from(RULES),
)


@settings(max_examples=12, suppress_health_check=QUIET)
@pairs
def test_no_split_of_two_counties_is_nearer_or_cheaper(
    scratch: Iterator[Path], pair: list[Small], asked: Vector, rule: str
) -> None:
    """Distances are the best there are; money is the best, and above the bound stated."""
    _share(pair, next(scratch), asked, rule)


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=QUIET)
@pairs
def test_no_split_of_many_pairs_is_nearer_or_cheaper(
    scratch: Iterator[Path], pair: list[Small], asked: Vector, rule: str
) -> None:
    """The same on many more pairs."""
    _share(pair, next(scratch), asked, rule)
