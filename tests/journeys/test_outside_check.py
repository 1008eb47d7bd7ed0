"""A check that others wrote, from the file contract alone, finds nothing wrong with our runs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from planner.cli import main
from scenarios.shipped import locate
from tests.journeys.conftest import Tiny

SHIPPED = [name for name in scenarios.names() if name != "base"]


def found(outside: Path, data: Path, run: Path, scenario: Path) -> str:
    """Return what the outside check says, empty where it ends well."""
    done = subprocess.run(
        [sys.executable, str(outside), str(data), str(run), str(scenario)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    return done.stdout + done.stderr if done.returncode else ""


def test_the_tiny_county_passes(tiny: Tiny, outside_check) -> None:
    assert found(outside_check, tiny.data, tiny.run, tiny.scenario) == ""


def test_a_target_by_version_is_filled_in(xi_county, outside_check, tmp_path) -> None:
    path = tmp_path / "version.toml"
    path.write_text(
        'title = "v"\nextends = "base"\ndata = "xi_county"\nyears = [2023, 2024, 2025]\n'
        '[closures]\nversion = "item-26"\n',
        "utf-8",
    )
    words = ["scenario", "show", str(path)]
    assert main(words) == 0
    assert main(["solve", str(path), "--out", str(tmp_path / "run")]) == 0
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    closures = manifest["scenario"]["closures"]
    assert closures["targets"] == {"2023": 32, "2024": 9, "2025": 18}
    assert closures["version"] == "item-26"
    assert found(outside_check, xi_county, tmp_path / "run", path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_passes(name, xi_county, outside_check, tmp_path) -> None:
    assert main(["solve", name, "--out", str(tmp_path / "run")]) == 0
    scenario = locate(name, Path.cwd())
    assert found(outside_check, xi_county, tmp_path / "run", scenario) == ""


def test_786_real_schools_pass(cases, outside_check, tmp_path) -> None:
    folder = cases / "northern_ireland"
    scenario = folder / "scenario.toml"
    assert main(["solve", str(scenario), "--out", str(tmp_path / "run"), "--strict"]) == 0
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))
    assert [line["planned"] for line in manifest["targets"]] == [20, 20]
    data = Path(manifest["data"])
    assert found(outside_check, data, tmp_path / "run", scenario) == ""
