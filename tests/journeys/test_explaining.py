"""Reasons of a whole county: by the command, within a time, in one process or several."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import planner
import scenarios
from planner import explaining
from planner.cli import main
from planner.explaining import Effort
from planner.load import load
from planner.pipeline import Options, make_run
from tests.builders_model import write_street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.run import Run

DECISIONS = {"close", "downgrade", "merge", "keep", "must_keep", "not_candidate"}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a county of nineteen small schools and a large one, of which five are to close."""
    base = tmp_path_factory.mktemp("explaining")
    small = {f"A{n}": {"at": n / 10, "running_cost": 50_000 + 1_000 * n} for n in range(19)}
    return write_street(
        base,
        {**small, "Z": {"at": 1}},
        [*((f"A{n}", 4, 5 + n) for n in range(19)), ("Z", 4, 150)],
        scenario={"closures": {"targets": {2023: 5}}},
    )


@pytest.fixture(scope="module")
def run(scenario: Path) -> Run:
    asked = scenarios.load(str(scenario), ())
    return make_run(load(scenario.parent / "county"), asked, Options(isolated=False))


def test_the_command_writes_a_reason_for_every_school(
    scenario: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """One object on standard output, whatever solvers print; the run passes its check."""
    out = tmp_path / "run"
    assert main(["solve", str(scenario), "--out", str(out), "--explain", "60", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["seconds"]["explain"] > 0
    told = pd.read_csv(out / "reasons.csv", dtype=str, keep_default_na=False)
    schools = pd.read_csv(out / "schools.csv", dtype=str)
    assert set(told["school_id"]) == set(schools["school_id"])
    assert set(told["decision"]) <= DECISIONS
    assert (told["text"] != "").all()
    firm = told[told["decision"].isin(["close", "keep"])]
    assert set(firm["robust"]) <= {"robust", "open"}
    assert main(["verify", str(out)]) == 0


def test_nobody_waits_for_reasons_who_wants_none(
    scenario: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run"
    assert main(["solve", str(scenario), "--out", str(out), "--explain", "0"]) == 0
    assert not (out / "reasons.csv").exists()
    assert main(["explain", str(out), "A1"]) == 2
    assert "planner solve" in capsys.readouterr().err


def test_several_processes_find_what_one_finds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    several = planner.explain(run)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert planner.explain(run) == several
    assert any(reason.flip for reason in several.reasons)


def test_the_time_ends_the_flips_and_leaves_the_reasons(run: Run) -> None:
    found = planner.explain(run, Effort(seconds=0))
    assert {reason.school_id for reason in found.reasons} == set(run.dataset.schools["school_id"])
    assert not any(reason.flip for reason in found.reasons)
    assert found.worth == ()


def test_of_a_very_large_county_only_what_is_plain_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explaining, "LARGE", 0)
    found = planner.explain(run)
    assert {reason.school_id for reason in found.reasons} == set(run.dataset.schools["school_id"])
    assert found.ranges == ()
