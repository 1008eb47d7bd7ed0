"""The wheel holds what the planner needs, and works in an environment of its own."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import planner
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as an index would receive it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def tracked(*folders: str) -> set[str]:
    """Return the files under `folders` that belong to the repository, without caches."""
    return {
        path.relative_to(ROOT).as_posix()
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_only_the_three_packages_stand_at_the_top(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert {t for t in tops if not t.endswith(".dist-info")} == {"planner", "scenarios", "maps"}


def test_every_file_of_the_packages_is_inside(names: set[str]) -> None:
    assert tracked("planner", "scenarios", "maps") - names == set()


def test_the_county_is_inside_without_the_script_that_made_it(names: set[str]) -> None:
    inside = {n.replace("planner/_data/", "data/") for n in names if n.startswith("planner/_data/")}
    wanted = {n for n in tracked("data/xi_county") if not n.endswith(".py")}
    assert inside == wanted
    assert {"data/xi_county/county.toml", "data/xi_county/schools.csv"} <= inside


def test_types_and_scenarios_travel_along(names: set[str]) -> None:
    assert {f"{package}/py.typed" for package in ("planner", "scenarios", "maps")} <= names
    assert "scenarios/library/base.toml" in names


def test_the_version_is_written_once_and_repeated_truly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == planner.__version__


@pytest.mark.slow
def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """`planner` runs from another folder, without the repository and without test tools."""
    uv = os.environ.get("UV") or shutil.which("uv")
    if uv is None:
        missing("uv")
    venv = tmp_path / "venv"
    programs = venv / ("Scripts" if sys.platform == "win32" else "bin")
    clean = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH"}}

    def run(*words: object) -> str:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=tmp_path, env=clean, capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(uv, "venv", "--python", sys.executable, venv)
    run(uv, "pip", "install", "--python", programs / "python", wheel)
    assert "solve" in run(programs / "planner", "--help")
    assert "roadmap_item26" in run(programs / "planner", "scenario", "list")
    run(programs / "planner", "check", "xi_county")
