"""Asking for help or the version costs no heavy import."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "folium", "geopandas", "highspy", "networkx", "numpy", "openpyxl", "pandas",
    "pulp", "pyogrio", "pyproj", "scipy", "shapely", "xlsxwriter",
}  # fmt: skip

HELP = """
import sys
from planner.cli import main
sys.argv = ["planner", *{arguments!r}]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
"""


def loaded_by(code: str) -> set[str]:
    """Return the heavy packages that a fresh Python holds after `code`."""
    ask = "\nimport sys; print('LOADED', *{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", code + ask],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return set(done.stdout.rpartition("LOADED")[2].split()) & HEAVY


def test_importing_the_package_is_light() -> None:
    assert loaded_by("import planner; planner.__version__") == set()


def test_help_is_light() -> None:
    assert loaded_by(HELP.format(arguments=["--help"])) == set()
    assert loaded_by(HELP.format(arguments=["solve", "--help"])) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="asks the system for the time of a process")
def test_help_answers_within_half_a_second() -> None:
    """Counted in processor time, the best of three, so that a busy machine does not matter."""
    import resource

    def spent() -> float:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    times = []
    for _ in range(3):
        before = spent()
        subprocess.run(
            [sys.executable, "-m", "planner", "--help"], cwd=ROOT, check=True, capture_output=True
        )
        times.append(spent() - before)
    assert min(times) < 0.5


def test_public_names_are_there_and_nothing_else_is_promised() -> None:
    import planner

    assert {name for name in planner.__all__ if getattr(planner, name, None) is None} == set()
    assert sorted(planner.__all__) == dir(planner)
