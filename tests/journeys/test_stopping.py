"""A solve that cannot end by itself: the limit, Ctrl-C, and a solver that dies.

The county is a location problem with short seats and whole groups: plans are found at once, and
no solver proves one within hours.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.cli import main
from planner.errors import SolveError
from planner.pipeline import Options, make_plan
from planner.solve import GRACE, solve
from planner.solver import SolverOptions
from tests.builders import write_scenario
from tests.builders_classical import (
    FREE_TRAVEL,
    NO_CAP,
    ONLY_KM,
    hard_location,
    location_county,
)
from tests.builders_model import case_of
from tests.counties import tiny_county, tiny_scenario

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.case import Case
    from planner.solver import Progress

SITES, VILLAGES = 30, 150
# Stating the model of this county, starting a process and checking the plan, on a busy machine.
LEEWAY = 8.0


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the hard county and return its scenario."""
    folder = tmp_path_factory.mktemp("hard")
    location_county(folder, hard_location(SITES, VILLAGES))
    return write_scenario(
        folder / "hard.toml",
        data=folder / "county",
        closures={
            "targets": {2023: 0},
            "rule": "at_least",
            "counts": ["primary"],
            "empty_by": 0,
            "close": [{"school_id": "NOW", "year": 2023}],
        },
        travel=FREE_TRAVEL,
        schools=NO_CAP,
        money=ONLY_KM,
        solver={"gap": 0.0, "seconds": 300},
    )


@pytest.fixture
def hard_case(hard: Path) -> Case:
    return case_of(hard)


def test_the_limit_holds_and_keeps_plan_and_bound(hard_case: Case) -> None:
    """With ten seconds a plan comes back soon after them, its bound below its money."""
    rules = hard_case.assumptions
    brief = replace(rules, solver=replace(rules.solver, seconds=10))
    began = time.monotonic()
    made = make_plan(hard_case.dataset, brief, Options())
    assert time.monotonic() - began < 10 + GRACE + LEEWAY
    assert made.stopped_by == "time"
    assert made.plan.proof.status == "feasible"
    assert 0 < made.plan.proof.bound < made.plan.proof.objective
    assert made.size["variables"] > SITES * VILLAGES
    assert made.size["constraints"] > VILLAGES
    assert "stopped_early" in {finding.code for finding in made.plan.warnings}


def test_a_killed_solver_is_a_message_not_a_hang(hard_case: Case) -> None:
    """The solver's process is killed before any plan: the cause is told, and the code is 4."""
    mine = solvers_of(os.getpid())

    def kill_early() -> None:
        while not (born := solvers_of(os.getpid()) - mine):
            time.sleep(0.01)
        for child in born:
            os.kill(child, signal.SIGKILL)

    killer = threading.Thread(target=kill_early)
    killer.start()
    with pytest.raises(SolveError) as failed:
        solve(hard_case.problem, SolverOptions(seconds=60))
    killer.join()
    assert "unexpectedly" in failed.value.what.en
    assert "内存" in failed.value.what.zh
    assert failed.value.exit_code == 4
    assert not solvers_of(os.getpid()) - mine


def test_the_plan_of_a_solver_that_dies_later_is_kept(hard_case: Case) -> None:
    """The solver's process is killed once it told a plan: that plan comes back, unproven."""
    mine = solvers_of(os.getpid())

    def kill(progress: Progress) -> None:
        if progress.solution is not None:
            for child in solvers_of(os.getpid()) - mine:
                os.kill(child, signal.SIGKILL)

    made = make_plan(hard_case.dataset, hard_case.assumptions, Options(on_progress=kill))
    assert made.stopped_by == "fault"
    assert made.plan.proof.status == "feasible"
    (warning,) = [f for f in made.plan.warnings if f.code == "stopped_early"]
    assert "unexpectedly" in warning.what.en
    assert not solvers_of(os.getpid()) - mine


@pytest.mark.parametrize("name", ["CPLEX", "cplex_py", "PULP_CBC_CMD"])
def test_a_solver_that_is_not_there_is_bad_use(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told before any solving, with the solvers that are there; nothing is written."""
    scenario = tiny_scenario(tmp_path / "plan.toml", tiny_county(tmp_path / "county"))
    order = ["solve", str(scenario), "--solver", name, "--out", str(tmp_path / "run")]
    assert main([*order, "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert "there are: HiGHS" in said
    assert "unexpectedly" not in said
    assert not (tmp_path / "run").exists()


def test_a_solver_named_in_small_letters_is_the_same(tmp_path: Path) -> None:
    scenario = tiny_scenario(tmp_path / "plan.toml", tiny_county(tmp_path / "county"))
    run = tmp_path / "run"
    assert main(["solve", str(scenario), "--solver", "highs", "--out", str(run)]) == 0
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["solver"]["name"] == "HiGHS"
    assert main(["verify", str(run)]) == 0


def solvers_of(parent: int) -> set[int]:
    """Return the solving processes that a process has started and that still run."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, its_parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(its_parent) == parent and state != "Z" and b"planner.solve_worker" in words:
            found.add(int(folder.name))
    return found


@pytest.fixture
def working(hard: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start `planner solve` on the hard county."""
    command = [sys.executable, "-m", "planner", "solve", str(hard), "--out", str(tmp_path / "run")]
    with subprocess.Popen(
        [*command, "--language", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        yield process
        process.kill()


def lines_until(process: subprocess.Popen[str], word: str) -> list[str]:
    """Read what people are told until a line holds `word`."""
    read: list[str] = []
    assert process.stderr is not None
    for line in process.stderr:
        read.append(line)
        if word in line:
            return read
    raise AssertionError("".join(read))


def test_ctrl_c_keeps_the_best_plan(working: subprocess.Popen[str], tmp_path: Path) -> None:
    """Interrupted after its first plan, the command writes it, says so and ends with 0."""
    lines_until(working, " best ")
    working.send_signal(signal.SIGINT)
    working.communicate(timeout=60)
    assert working.returncode == 0
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "feasible"
    assert manifest["gap"] > 0
    assert manifest["checks"]["failed"] == 0
    assert (tmp_path / "run" / "ledger.xlsx").is_file()


def test_ctrl_c_before_any_plan_writes_nothing(
    working: subprocess.Popen[str], tmp_path: Path
) -> None:
    """Interrupted while the model is stated, the command ends with 4 and leaves no folder."""
    lines_until(working, "schools")
    working.send_signal(signal.SIGINT)
    _, said = working.communicate(timeout=60)
    assert working.returncode == 4, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """The whole command twice: every table is equal, byte for byte."""
    scenario = tiny_scenario(tmp_path / "plan.toml", tiny_county(tmp_path / "county"))
    runs = [tmp_path / name for name in ("one", "two")]
    command = [sys.executable, "-m", "planner", "solve", str(scenario), "--out"]
    working = [
        subprocess.Popen(
            [*command, str(run)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for run, seed in zip(runs, ("1", "2"), strict=True)
    ]
    assert [process.wait(timeout=300) for process in working] == [0, 0]
    one, two = (sorted(run.glob("*.csv")) for run in runs)
    assert len(one) >= 6
    assert [path.name for path in one] == [path.name for path in two]
    for first, second in zip(one, two, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name
