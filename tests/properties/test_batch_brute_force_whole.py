"""Two small counties with all parts turned on that share a target, against trying everything."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.batch.asking import Respondent, county_case
from planner.load import load
from scenarios.load import load as load_scenario
from tests.builders_whole import whole_counties
from tests.everything import Everything
from tests.properties.test_batch_brute_force import RULES, far, split_of
from tests.properties.test_brute_force_whole import QUIET, _pupils

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.batch.province import Vector
    from planner.dataset import Dataset
    from tests.builders_whole import Whole


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("wholes") for _ in itertools.count())  # type: ignore[return-value]


def tried(
    whole: Whole, dataset: Dataset, rules: Assumptions, years: Vector
) -> dict[Vector, tuple[float, float]]:
    """Return the pupils over and the money of the best plan for every vector of closures."""
    found, pupils = {}, _pupils(dataset, rules)
    most = [range(len(dataset.schools) + 1) if y in rules.years else range(1) for y in years]
    for closures in itertools.product(*most):
        targets = dict(zip(years, closures, strict=True))
        asked = replace(rules.closures, targets=targets, rule="exact")
        best = Everything(whole, replace(rules, closures=asked), pupils).best()
        if best is not None and not any(best.far):
            found[closures] = (best.over if rules.relief.enabled else 0.0, best.money)
    return found


def _share(pair: list[Whole], folder: Path, number: int, rule: str) -> None:
    read = []
    for i, whole in enumerate(pair):
        data, scenario = whole.write(folder / str(i))
        read.append((load(data), load_scenario(scenario).assumptions))
    years = tuple(sorted({y for _, rules in read for y in rules.years}))
    asked = tuple(number // (t + 1) for t in range(len(years)))
    tables = [tried(w, *both, years) for w, both in zip(pair, read, strict=True)]
    assume(all(tables))
    counties = {str(i): Respondent(county_case(*both), years) for i, both in enumerate(read)}
    best = min(
        (far(rule, tuple(map(sum, zip(*split, strict=True))), asked), *map(sum, zip(*both)))  # noqa: B905 - pairs
        for split in itertools.product(*tables)
        for both in [[table[n] for table, n in zip(tables, split, strict=True)]]
    )
    nothing, found = split_of(counties, asked, rule)
    assert far(rule, found.planned, asked) == best[0]
    got = [table[n] for table, n in zip(tables, found.shares.values(), strict=True)]
    over, money = map(sum, zip(*got, strict=True))
    assert over == best[1]
    assert found.bound <= best[2] + 1
    assert best[2] <= money + 1
    assert money - best[2] <= max(1.0, 2e-3 * abs(money - nothing))


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=QUIET)
@given(
    pair=st.lists(whole_counties(), min_size=2, max_size=2),
    number=st.integers(0, 4),
    rule=st.sampled_from(RULES),
)
def test_no_split_is_nearer_with_fewer_pupils_over_or_cheaper(
    scratch: Iterator[Path], pair: list[Whole], number: int, rule: str
) -> None:
    """Distances, pupils over and money are the best there are; the bound is not above them."""
    _share(pair, next(scratch), number, rule)
