"""A run of the tiny county, made once by the command itself, and copies of it to spoil."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.cli import main
from tests.counties import tiny_county, tiny_scenario


@dataclass(frozen=True)
class Tiny:
    """A county, its scenario and its run."""

    data: Path
    scenario: Path
    run: Path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """Return the tiny county with a run of its scenario."""
    folder = tmp_path_factory.mktemp("tiny")
    data = tiny_county(folder / "county")
    scenario = tiny_scenario(folder / "tiny.toml", data)
    run = folder / "run"
    assert main(["solve", str(scenario), "--out", str(run)]) == 0
    return Tiny(data, scenario, run)


@pytest.fixture
def copy(tiny: Tiny, tmp_path: Path) -> Path:
    """Return a copy of the tiny run that may be damaged."""
    return Path(shutil.copytree(tiny.run, tmp_path / "copy"))
