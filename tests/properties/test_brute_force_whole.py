"""On counties of two to four schools with all parts turned on, trying everything agrees."""

from __future__ import annotations

import itertools
from math import inf
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from planner.check import check
from planner.demand import demand
from planner.errors import Infeasible
from planner.load import load
from planner.pipeline import Options, plan
from scenarios.load import load as load_scenario
from tests.builders_whole import Whole, whole_counties
from tests.everything import Everything

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.plan import Plan
    from tests.everything import Pupils


def _pupils(dataset: Dataset, rules: Assumptions) -> Pupils:
    """Return the pupils of the coming years; the check of every plan reckons them again."""
    found, ids = demand(dataset, rules), list(dataset.schools["school_id"])
    return {
        (place, band, ids[home]): {
            year: {int(g) + 1: float(grades[t, g]) for g in np.flatnonzero(grades[t])}
            for t, year in enumerate(rules.years)
        }
        for place, band, home, grades in zip(
            found.places, found.bands, found.homes.tolist(), found.by_grade, strict=True
        )
    }


def _far(made: Plan, rule: str) -> tuple[float, ...]:
    def of(asked: int, planned: int) -> float:
        short, beyond = max(0, asked - planned), max(0, planned - asked)
        return {"at_least": short, "at_most": beyond}.get(rule, short + beyond)

    return tuple(of(line.asked, line.planned) for line in made.targets)


def _over(made: Plan, rules: Assumptions, schools: list[str]) -> float:
    """Return the pupils over seats or cap in the plan's own table."""
    rows = made.schools[made.schools["school_id"].isin(schools)]
    caps = rows["kind"].map(rules.schools.size_cap).fillna(inf)
    return float((rows["pupils"] - np.minimum(rows["seats"], caps)).clip(lower=0).sum())


def agree(whole: Whole, folder: Path) -> None:
    """Plan a county and try everything; both must come to the same."""
    data, scenario = whole.write(folder)
    dataset, rules = load(data), load_scenario(scenario).assumptions
    search = Everything(whole, rules, _pupils(dataset, rules))
    best = search.best()
    try:
        made = plan(dataset, rules, Options(isolated=False))
    except Infeasible:
        assert best is None, f"a plan exists: {best}"
        return
    assert best is not None, "the rules leave no plan"
    report = check(dataset, rules, made)
    assert not report.findings, [finding.line("en") for finding in report.findings]
    assert _far(made, rules.closures.rule) == best.far
    if rules.relief.enabled:
        assert _over(made, rules, search.oversize()) == best.over
    assert made.proof.objective == pytest.approx(best.money, abs=1)
    assert made.proof.status == "optimal"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("whole") for _ in itertools.count())  # type: ignore[return-value]


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=60, suppress_health_check=QUIET)
@given(whole=whole_counties())
def test_trying_everything_gives_the_same_targets_pupils_over_and_money(
    scratch: Iterator[Path], whole: Whole
) -> None:
    """The pipeline reaches what the plain search reaches, and passes its check."""
    agree(whole, next(scratch))
