"""Run programs, each in a process of its own, and keep what they print as tables."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[2]
RESULTS = Path(__file__).resolve().parent / "results"
PROGRAMS = ("planner", "states", "moves", "cpsat")
# Libraries that the project does not depend on: each in an environment of its own.
APART = {"cpsat": "ortools"}
# Seconds beyond the limit, in which tables are read and models stated, until a program is killed.
PATIENCE = 600.0

type Row = dict[str, Any]


def measured(program: str, county: Path, seconds: float) -> Row:
    """Return the row that `tests.benchmarks.measure` prints, or why there is none."""
    module = ["-m", "tests.benchmarks.measure", program, str(county), "--seconds", str(seconds)]
    python = [*uv_run("--with", APART[program]), "python"] if program in APART else [sys.executable]
    return answer([*python, *module], program, seconds)


def uv_run(*options: str) -> list[str]:
    """Return the start of a command that runs in an environment made for it."""
    uv = shutil.which("uv")
    return [*([uv] if uv else ["python3", "-m", "uv"]), "run", "--quiet", *options]


def answer(command: Sequence[str], program: str, seconds: float) -> Row:
    """Run a command and return the JSON of its last line; say on the way what it was."""
    told: Row = {"program": program, "status": "none", "whole": seconds}
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=seconds + PATIENCE,
            check=False,
        )
        if done.returncode == 0:
            told = json.loads(done.stdout.strip().splitlines()[-1])
        else:
            told["status"] = (done.stderr.strip().splitlines() or ["failed"])[-1][:60]
    except subprocess.TimeoutExpired:
        told["status"] = "killed"
    except FileNotFoundError:
        told["status"] = "not installed"
    print(json.dumps(told, ensure_ascii=False), flush=True)
    return told


def save(name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as `results/NAME.csv`."""
    rows = list(rows)
    RESULTS.mkdir(exist_ok=True)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with (RESULTS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def saved(name: str) -> list[Row]:
    """Return the rows of `results/NAME.csv`, none if there is no such file."""
    path = RESULTS / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
