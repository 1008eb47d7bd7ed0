"""The shipped county with closings that cannot be: told by township, mended one after the other."""

from __future__ import annotations

from typing import Any

import pytest

import scenarios
from planner.change import Change, changed_assumptions, changed_dataset
from planner.diagnosis import diagnose
from planner.diagnosis.county import joined
from planner.load import load
from planner.pipeline import Options, make_plan

# The only junior school of 云岗镇, and a junior school of 竹溪乡 whose pupils are too many to board.
PINS = 'closures.close=[{school_id="S151",year=2024},{school_id="S227",year=2024}]'


@pytest.mark.slow
def test_two_townships_of_the_shipped_county(xi_county) -> None:
    rules = scenarios.load("roadmap_item26", (PINS, "closures.targets={2023=5}")).assumptions
    dataset = load(xi_county)
    found = diagnose(dataset, rules)
    assert {one.townships for one in found.conflicts} == {("云岗镇",), ("竹溪乡",)}
    assert found.together
    for finding in found.findings():
        assert len(finding.what.zh) < 600
        assert len(finding.what.en) < 1600
    change = Change()
    for conflict in found.conflicts:
        first: dict[str, Any] = dict(conflict.repairs[0].change)
        change = joined(change, Change(**first))
    made = make_plan(
        changed_dataset(dataset, change),
        changed_assumptions(rules, change),
        Options(isolated=False),
    )
    assert made.report.failed == 0
