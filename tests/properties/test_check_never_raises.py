"""Whatever stands in a run's tables, the check reports it and raises nothing."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.assumptions import Assumptions
from planner.check import check, check_manifest
from planner.dataset import Dataset
from planner.load import load
from planner.pipeline import Options, plan
from planner.plan import Plan
from scenarios.load import load as load_scenario
from tests.counties import tiny_county, tiny_scenario
from tests.valley import valley

TABLES = ("actions", "assignments", "demand", "zones", "schools", "costs")
ODD: list[Any] = [
    nan, None, pd.NA, pd.NaT, "", " ", "x", "S01", "S99", "P08", "lower", "walk", "2023", "1e400",
    -1, 0, 0.5, 1, 7, 2023, 2030, 1e30, 10**400, inf, -inf, True, [], {}, (1, 2), b"x", "=1+1",
    "S01;S02", "S01;", ";", "U", "J;U", "Q", "Q;", "WS", "WS x", "upper", "upper;", "works", "relief",
    "merge_form", "downgrade", "convert", np.float64("nan"), np.int64(3),
]  # fmt: skip

JSON: list[Any] = [nan, None, "", "x", -1, 0, 0.5, 2023, 10**400, inf, True, [], {}, [1], {"a": 1}]

type Parts = tuple[Dataset, Assumptions, Plan]


@pytest.fixture(scope="module", params=["tiny", "valley"])
def parts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """Plan the county that fits in the head, and the valley in which everything happens."""
    folder = tmp_path_factory.mktemp("odd")
    data = folder / "county"
    if request.param == "tiny":
        scenario = tiny_scenario(folder / "plan.toml", tiny_county(data))
    else:
        scenario = valley(folder)
    rules = load_scenario(scenario).assumptions
    dataset = load(data)
    return dataset, rules, plan(dataset, rules, Options(isolated=False))


def _spoilt(made: Plan, draw: st.DrawFn) -> Plan:
    name = draw(st.sampled_from(TABLES))
    frame: pd.DataFrame = getattr(made, name).astype(object).reset_index(drop=True)
    if frame.empty:
        return made
    match draw(
        st.sampled_from(["cell", "cell", "cell", "column", "row", "drop", "rename", "none"])
    ):
        case "cell":
            row = draw(st.integers(0, len(frame) - 1))
            column = draw(st.integers(0, len(frame.columns) - 1))
            cells = frame.iloc[:, column].tolist()
            cells[row] = draw(st.sampled_from(ODD))
            frame[frame.columns[column]] = pd.Series(cells, dtype=object)
        case "column":
            value = draw(st.sampled_from(ODD))
            frame[draw(st.sampled_from(list(frame.columns)))] = pd.Series(
                [value] * len(frame), dtype=object
            )
        case "row":
            frame = frame.drop(index=draw(st.integers(0, len(frame) - 1)))
        case "drop":
            frame = frame.drop(columns=draw(st.sampled_from(list(frame.columns))))
        case "rename":
            frame = frame.rename(columns={draw(st.sampled_from(list(frame.columns))): "other"})
        case _:
            frame = frame.head(0)
    return replace(made, **{name: frame})


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spoilt_tables_are_findings(parts: Parts, data: st.DataObject) -> None:
    """One to three faults in the tables give findings with both languages, never an exception."""
    dataset, rules, made = parts
    spoilt = made
    for _ in range(data.draw(st.integers(1, 3))):
        spoilt = data.draw(st.composite(lambda draw, p: _spoilt(p, draw))(spoilt))
    for finding in check(dataset, rules, spoilt).findings:
        assert finding.line("zh")
        assert finding.line("en")


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spoilt_numbers_are_findings(parts: Parts, data: st.DataObject) -> None:
    """Odd values among targets, proof and metrics are findings as well."""
    dataset, rules, made = parts
    odd = st.sampled_from(JSON)
    line = data.draw(st.sampled_from(["year", "asked", "planned", "empty", "proven"]))
    lines = (replace(made.targets[0], **{line: data.draw(odd)}), *made.targets[1:])
    key = data.draw(st.sampled_from(["objective", "bound", "do_nothing", "status"]))
    metrics: Any = {**made.metrics, "2023": {**made.metrics["2023"], "boarders": data.draw(odd)}}
    if data.draw(st.booleans()):
        metrics = {**made.metrics, data.draw(st.sampled_from(["plan", "2023"])): data.draw(odd)}
    proof = replace(made.proof, **{key: data.draw(odd)})
    spoilt = replace(made, targets=lines, proof=proof, metrics=metrics)
    for finding in check(dataset, rules, spoilt).findings:
        assert finding.line("zh")


KEYS = ["gap", "gap_controllable", "objective", "bound", "status", "targets", "checks", "scenario"]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spoilt_manifests_are_findings(parts: Parts, data: st.DataObject) -> None:
    """A manifest of any odd values is found wanting, not stumbled over."""
    odd = st.sampled_from(JSON)
    said = {key: data.draw(odd) for key in KEYS}
    if data.draw(st.booleans()):
        said["scenario"] = {"travel": data.draw(odd), "bands": data.draw(odd)}
        said["targets"] = [data.draw(odd), {"year": data.draw(odd)}]
    assert check_manifest(said, *parts).findings
