"""What is written as a run is read back as the value it came from."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from planner import runs
from planner.load import load
from planner.manifest import Making, manifest, run_id
from planner.pipeline import Options, make_plan
from planner.run import Run
from tests.builders import write_county, write_scenario

CREATED = datetime(2023, 8, 1, 9, 30, tzinfo=UTC)
NAMES = st.sampled_from(
    ["东河小学", "=1+1", "+甲", "-乙", "@丙", "'=丁", "NA", "007", 'a"b,c', "＝戊", "李家'村"]
)
FRAMES = ("actions", "assignments", "demand", "zones", "schools", "costs")


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw a county of three schools with strange names and a scenario for it."""
    names = [draw(NAMES) for _ in range(3)]
    ids = draw(st.sampled_from([["A", "B", "C"], ["001", "002", "003"], ["=a", "-2", "@c"]]))
    schools = [
        {"school_id": key, "name": name, "seats": draw(st.sampled_from([12, 60])), "beds": 9}
        | {"lon": 114 + n / 50, "running_cost": draw(st.sampled_from(["", 33_333.33]))}
        for n, (key, name) in enumerate(zip(ids, names, strict=True))
    ]
    pupils = [
        {"school_id": key, "grade": grade, "pupils": draw(st.integers(0, 9)), "place_id": place}
        for key in ids
        for grade in (1, 4)
        for place in ("", "P")
    ]
    county = {
        "schools": schools,
        "pupils": pupils,
        "places": [{"place_id": "P", "name": draw(NAMES), "lon": 114.01}],
        "targets": [
            {"version": "v1", "year": 2023, "count": 1, "unit": "teaching_point", "source": "x"}
        ],
    }
    asked = draw(st.sampled_from([{"version": "v1"}, {"targets": {2023: 2, 2024: 1}}]))
    scenario = {
        "years": [2023, 2024],
        "closures": {**asked, "keep": [{"school_id": ids[0], "reason": draw(NAMES)}]},
        "travel": {"max_minutes": {"lower": draw(st.sampled_from([30, math.inf]))}},
    }
    return county, scenario


def made(folder: Path, county: dict[str, Any], rules: dict[str, Any]) -> tuple[Run, dict[str, Any]]:
    """Plan a county and return the run and its manifest."""
    data = write_county(folder / "county", **county)
    dataset = load(data)
    scenario = scenarios.load(write_scenario(folder / "plan.toml", data=data, **rules))
    scenario = scenarios.fill_targets(scenario, dataset.targets)
    done = make_plan(dataset, scenario.assumptions, Options(isolated=False))
    plan = replace(done.plan, warnings=(*scenario.warnings, *done.plan.warnings))
    name = run_id(dataset, scenario.resolved)
    making = Making(
        resolved=scenario.resolved,
        loosened=scenario.assumptions.loosened,
        solver={"name": "HiGHS", "version": "1", "threads": 1, "seed": 1},
        seconds=done.seconds,
        size=done.size,
        checks={"passed": done.report.passed, "failed": done.report.failed},
    )
    run = Run(dataset, scenario.assumptions, plan, name, CREATED)
    return run, manifest(dataset, making, plan, name=name, created=CREATED)


def write(folder: Path, run: Run, values: dict[str, Any]) -> None:
    runs.write_tables(folder, run.plan)
    runs.write_manifest(folder, values)


@settings(max_examples=25)
@given(cases())
def test_a_run_read_back_equals_the_run_written(case) -> None:
    with TemporaryDirectory() as name:
        run, values = made(Path(name), *case)
        place = runs.Place(Path(name) / "run")
        runs.write_folder(place, lambda folder: write(folder, run, values))
        stored = runs.read(place.path)
        text = (place.path / "manifest.json").read_text("utf-8")
    back = stored.run
    for frame in FRAMES:
        was, now = getattr(run.plan, frame), getattr(back.plan, frame)
        pd.testing.assert_frame_equal(now, was, check_dtype=len(was) > 0)
    for part in ("targets", "obstacles", "proof", "metrics", "travel_method", "warnings"):
        assert getattr(back.plan, part) == getattr(run.plan, part), part
    assert back.assumptions == run.assumptions
    assert (back.run_id, back.created) == (run.run_id, run.created)
    assert back.dataset.sha256 == run.dataset.sha256
    assert "NaN" not in text
    assert "Infinity" not in text
    assert json.loads(text) == dict(stored.manifest)
    assert stored.manifest["scenario"]["closures"]["targets"]["2023"] >= 1
