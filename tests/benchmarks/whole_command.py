"""How long the whole command takes: `python -m tests.benchmarks.whole_command [--baseline COMMIT]`.

Runs `planner demo` and `planner --help` as people do, in a process of their own and with nothing
kept from earlier runs, and prints the median of every stage that `manifest.json` tells; `start` is
what comes before and after it: starting Python, loading libraries, printing. With a baseline, its
code is taken from git and both run in turn, so that a machine that slows down slows both; the
ratio is the median of the ratios pair by pair.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("load", "travel", "model", "solve", "check", "write")
ALL_BUT_SOLVING = "all but solve"

type Seconds = dict[str, float]


def one(root: Path, scenario: str) -> Seconds:
    """Return the seconds of one run of a scenario, by stage, and of `--help`."""
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        whole, cpu = _timed(root, "solve", scenario, "--out", str(run))
        manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    told = manifest["seconds"]
    found = {stage: told[stage] for stage in STAGES}
    found["start"] = whole - told["total"]
    found[ALL_BUT_SOLVING] = whole - told["solve"]
    found |= {"whole command": whole, "processor": cpu}
    found["--help"], _ = _timed(root, "--help")
    return found


def _timed(root: Path, *words: str) -> tuple[float, float]:
    """Return the seconds by the clock and on the processor of one command."""
    before, began = os.times(), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "planner", *words],
        cwd=root,
        env={**os.environ, "HEDIAN_CACHE": "", "PLANNER_EXPLAIN": "0", "PYTHONPATH": str(root)},
        check=True,
        capture_output=True,
    )
    whole, after = time.perf_counter() - began, os.times()
    user = after.children_user - before.children_user
    return whole, user + after.children_system - before.children_system


def _taken(commit: str, folder: Path) -> Path:
    """Take the code of a commit from git into `folder` and return the folder."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def table(runs: list[Seconds], baseline: list[Seconds]) -> str:
    """Return medians by stage, beside those of the baseline and the ratios where there are any."""
    lines = [f"{'seconds':<15}{'now':>8}" + (f"{'before':>9}{'ratio':>8}" if baseline else "")]
    for stage in runs[0]:
        line = f"{stage:<15}{median(run[stage] for run in runs):8.2f}"
        if baseline:
            pairs = zip(runs, baseline, strict=True)
            ratio = median(a[stage] / b[stage] if b[stage] else 1.0 for a, b in pairs)
            line += f"{median(run[stage] for run in baseline):9.2f}{ratio:8.2f}"
        lines.append(line)
    return "\n".join(lines)


def main() -> None:
    """Run the pairs asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--baseline", metavar="COMMIT", default="")
    parser.add_argument("--scenario", default="roadmap_item26")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        before = _taken(given.baseline, Path(folder)) if given.baseline else None
        for root in (ROOT, before) if before else (ROOT,):
            one(root, given.scenario)  # what is read for the first time is not what is measured
        runs: list[Seconds] = []
        baseline: list[Seconds] = []
        for _ in range(given.runs):
            runs.append(one(ROOT, given.scenario))
            baseline += [one(before, given.scenario)] if before else []
    sys.stdout.write(table(runs, baseline) + "\n")


if __name__ == "__main__":
    main()
