"""A run that is stopped, killed or cut off leaves a whole result or none."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planner.cli import main
from planner.cli.patience import patient
from tests.journeys.test_commands import CONTRACT_FILES

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent as POSIX has them")


def begun(words: list[str], cwd: Path) -> subprocess.Popen[str]:
    """Start the command as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner", *words],
        cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def when(seen, process: subprocess.Popen[str], seconds: float = 60) -> bool:
    """Wait until `seen()` or the end of the process, and tell which."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        if seen():
            return True
        time.sleep(0.005)
    return seen()


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.glob(".*") if ".part-" in path.name]


@POSIX
def test_a_killed_run_leaves_nothing_under_its_name(tiny, tmp_path, capsys) -> None:
    """Killed while it writes: the remains are hidden, no run, and in nobody's way."""
    process = begun(["solve", str(tiny.scenario), "--out", "plan"], tmp_path)
    writing = when(lambda: any(p.glob("*.csv") for p in parts(tmp_path)), process)
    process.kill()
    process.communicate()
    assert writing, "the run began to write"
    if (tmp_path / "plan").exists():
        assert {path.name for path in (tmp_path / "plan").iterdir()} == CONTRACT_FILES
        return
    for part in parts(tmp_path):
        assert main(["verify", str(part)]) == 2
    assert main(["solve", str(tiny.scenario), "--out", str(tmp_path / "plan")]) == 0
    capsys.readouterr()


@POSIX
@pytest.mark.slow
def test_a_run_killed_at_any_moment_is_whole_or_absent(tiny, tmp_path) -> None:
    """A dozen runs over one another, each killed at a random moment of its writing."""
    shutil.copytree(tiny.run, tmp_path / "plan")
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    for _ in range(12):
        words = ["solve", str(tiny.scenario), "--out", "plan", "--overwrite"]
        process = begun(words, tmp_path)
        before = set(parts(tmp_path))
        when(lambda before=before: set(parts(tmp_path)) - before, process)
        time.sleep(chance.uniform(0, 1.5))
        process.kill()
        process.communicate()
        plan = tmp_path / "plan"
        if plan.exists():
            assert {path.name for path in plan.iterdir()} == CONTRACT_FILES
            assert main(["verify", str(plan)]) == 0


@POSIX
def test_ctrl_c_before_a_plan_ends_with_4_and_leaves_nothing(tiny, tmp_path) -> None:
    """Stopped as soon as the county is read; where a plan is in hand already, it is written."""
    process = begun(["solve", str(tiny.scenario), "--out", "plan"], tmp_path)
    assert process.stderr is not None
    first = process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert "一条谷县" in first
    assert "Traceback" not in told
    assert process.returncode in {0, 4}
    assert (tmp_path / "plan").exists() is (process.returncode == 0)
    assert not parts(tmp_path)


@POSIX
def test_ctrl_c_while_a_plan_is_written_writes_it_to_the_end(tiny, tmp_path) -> None:
    process = begun(["solve", str(tiny.scenario), "--out", "plan"], tmp_path)
    assert when(lambda: bool(parts(tmp_path)), process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert {path.name for path in (tmp_path / "plan").iterdir()} == CONTRACT_FILES


@POSIX
def test_a_command_that_is_interrupted_ends_with_4(tmp_path, monkeypatch, capsys) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planner.cli.audit.load", stop)
    for words, word in ((["check", "xi_county"], "已中断"), (["--language", "en"], "Stopped")):
        code = main([*words, *(["check", "xi_county"] if "check" not in words else []), "--json"])
        shown = capsys.readouterr()
        assert code == 4
        assert word in shown.err
        assert '"exit_code": 4' in shown.out


@POSIX
def test_the_second_ctrl_c_is_obeyed() -> None:
    heard: list[str] = []

    def twice() -> None:
        with patient(lambda: heard.append("once")):
            signal.raise_signal(signal.SIGINT)
            assert heard == ["once"]
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        twice()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@POSIX
def test_a_reader_that_goes_away_is_no_fault(tmp_path) -> None:
    process = begun(["scenario", "show", "base"], tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) in {0, 1}
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
