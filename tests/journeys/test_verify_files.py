"""`planner verify` finds what was changed in a run's files after they were written."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.cli import main
from tests.counties import TINY_OBJECTIVE, tiny_county, tiny_scenario

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan the county that fits in the head, as a person does, and return the run's folder."""
    folder = tmp_path_factory.mktemp("verify")
    scenario = tiny_scenario(folder / "plan.toml", tiny_county(folder / "county"))
    assert main(["solve", str(scenario), "--out", str(folder / "run")]) == 0
    return folder / "run"


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Path:
    """Return a copy of the run, to be spoilt."""
    return shutil.copytree(run, tmp_path / "run")


def _verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, set[str], Any]:
    capsys.readouterr()
    code = main(["verify", str(folder), "--json"])
    said = json.loads(capsys.readouterr().out)
    return code, {finding["code"] for finding in said.get("findings", ())}, said


def _text(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a change of the first `old` in a file."""

    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8-sig")

    return spoil


def _cell(name: str, column: str, value: Any) -> Callable[[Path], None]:
    """Return a change of a column's cell in the last row of a table."""

    def spoil(folder: Path) -> None:
        frame = pd.read_csv(folder / name, dtype=str, keep_default_na=False)
        frame.loc[len(frame) - 1, column] = value
        frame.to_csv(folder / name, index=False, encoding="utf-8-sig")

    return spoil


def _key(*path: Any, value: Any) -> Callable[[Path], None]:
    """Return a change of one value of the manifest."""

    def spoil(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        inner = manifest
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    return spoil


FAULTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a blank number of pupils": ("table_numbers", _cell("assignments.csv", "pupils", "")),
    "NaN for a number": ("table_numbers", _cell("schools.csv", "seats", "NaN")),
    "an unknown school": ("table_ids", _cell("schools.csv", "school_id", "S99")),
    "an unknown mode": ("table_words", _cell("assignments.csv", "mode", "boat")),
    "another year": ("table_years", _cell("zones.csv", "year", "2030")),
    "another receiver": ("action_receivers", _text("actions.csv", "S01;S09", "S01")),
    "another amount": ("money_running", _text("costs.csv", "300000", "299990")),
    "another gap": ("manifest_gap", _key("gap", value=0.2)),
    "another objective": ("objective", _key("objective", value=TINY_OBJECTIVE - 10)),
    "another target": ("target_asked", _key("targets", 0, "asked", value=3)),
    "another metric": ("metric_boarders", _key("metrics", "plan", "boarders", value=0)),
    "a limit that was not used": (
        "bus",
        _key("scenario", "travel", "max_minutes", "lower", value=10),
    ),
    "checks said to have failed": ("manifest_checks", _key("checks", "failed", value=2)),
}


def test_a_run_as_it_was_written_passes(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every rule holds, and the exit code is 0."""
    code, found, said = _verify(run, capsys)
    assert (code, found) == (0, set())
    assert said["checks"]["failed"] == 0
    assert said["checks"]["passed"] > 100


@pytest.mark.parametrize("fault", FAULTS)
def test_a_changed_file_is_found(
    copy: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rule is named, and the exit code is 1."""
    rule, spoil = FAULTS[fault]
    spoil(copy)
    code, found, _ = _verify(copy, capsys)
    assert code == 1
    assert rule in found


UNREADABLE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a word for a number": ("costs.csv", _cell("costs.csv", "amount", "many")),
    "a column with another name": ("demand.csv", _text("demand.csv", "pupils", "number")),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_table_that_cannot_be_read_is_named(
    copy: Path, fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A damaged table ends with a message that names it, before any rule is checked."""
    file, spoil = UNREADABLE[fault]
    spoil(copy)
    capsys.readouterr()
    assert main(["verify", str(copy)]) == 2
    said = capsys.readouterr()
    assert file in said.err + said.out
    assert "Traceback" not in said.err


def test_a_person_is_told_where_the_fault_is(copy: Path) -> None:
    """The command names file, row, column and value, in Chinese, without a traceback."""
    _cell("assignments.csv", "km", "-3")(copy)
    done = subprocess.run(
        [sys.executable, "-m", "planner", "verify", str(copy)],
        capture_output=True,
        check=False,
    )
    said = done.stdout.decode("utf-8")
    rows = len(pd.read_csv(copy / "assignments.csv"))
    assert done.returncode == 1
    assert f"assignments.csv 第{rows + 1}行 km" in said
    assert "Traceback" not in said + done.stderr.decode("utf-8")


def test_the_outside_check_agrees(run: Path, outside_check: Path) -> None:
    """A check that others wrote finds nothing on the same run."""
    data, scenario = run.parent / "county", run.parent / "plan.toml"
    done = subprocess.run(
        [sys.executable, str(outside_check), str(data), str(run), str(scenario)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
