"""Several counties at once: what is finished stays, whatever happens to the rest."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from planner.cli import main
from tests.builders import toml_of, write_scenario
from tests.counties import TINY_OBJECTIVE, TINY_SCENARIO, tiny_county, tiny_scenario

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent as POSIX has them")
PLAN = {"manifest.json", "roadmap.html", "assignments.csv"}


def county(folder: Path, **changes: Any) -> Path:
    """Write the tiny county as a sub-folder of a batch."""
    data = tiny_county(folder / "county")
    if not changes:
        return tiny_scenario(folder / "scenario.toml", data)
    closures = {**TINY_SCENARIO["closures"], **changes.pop("closures", {})}
    values = {**TINY_SCENARIO, "closures": closures, **changes}
    return write_scenario(folder / "scenario.toml", data=data, **values)


def begun(*words: str, cwd: Path) -> subprocess.Popen[str]:
    """Start a batch as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "planner", "batch", *words],
        cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def solving(parent: int) -> psutil.Process | None:
    """Return a worker of the batch that is solving at this moment."""
    try:
        for worker in psutil.Process(parent).children():
            if any("solve_worker" in " ".join(p.cmdline()) for p in worker.children()):
                return worker
    except psutil.NoSuchProcess:
        pass
    return None


def wait_for(seen, process: subprocess.Popen[str], seconds: float = 120) -> Any:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and process.poll() is None:
        if found := seen():
            return found
        time.sleep(0.005)
    return None


def book(out: Path) -> dict[str, Any]:
    return json.loads((out / "batch.json").read_text(encoding="utf-8"))


def rows(out: Path) -> dict[str, dict[str, Any]]:
    return {row["county"]: row for row in book(out)["counties"]}


@POSIX
def test_a_killed_worker_and_a_bad_county_lose_nothing(tmp_path, capsys) -> None:
    """A county whose worker is killed is tried again, one with bad tables is named; a restart
    keeps what is there and adds what was missing."""
    folder, out = tmp_path / "prefecture", tmp_path / "out"
    county(folder / "east")
    county(folder / "south")
    seats = folder / "south" / "county" / "schools.csv"
    good = seats.read_text(encoding="utf-8-sig")
    seats.write_text(good.replace(",230,", ",-1,"), encoding="utf-8")
    process = begun(str(folder), "--out", str(out), "--workers", "1", cwd=tmp_path)
    worker = wait_for(lambda: solving(process.pid), process)
    assert worker is not None, "a worker was seen at work"
    worker.kill()
    _, said = process.communicate(timeout=120)
    assert process.returncode == 2, said
    assert "schools.csv" in said
    assert "-1" in said
    found = rows(out)
    assert (found["east"]["exit_code"], found["east"]["attempts"]) == (0, 2)
    assert found["east"]["objective"] == TINY_OBJECTIVE
    assert (found["south"]["exit_code"], found["south"]["objective"]) == (2, None)
    assert book(out)["totals"]["finished"] == 1
    assert {p.name for p in (out / "east").iterdir()} >= PLAN
    assert not (out / "south").exists()

    seats.write_text(good, encoding="utf-8")
    made = (out / "east" / "manifest.json").read_bytes()
    assert main(["batch", str(folder), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (out / "east" / "manifest.json").read_bytes() == made
    assert [(row["county"], row["kept"]) for row in told["counties"]] == [
        ("east", True), ("south", False),
    ]  # fmt: skip
    assert told["totals"]["objective"] == 2 * TINY_OBJECTIVE
    assert told["totals"]["status"] == "optimal"
    assert main(["verify", str(out / "south")]) == 0


@POSIX
@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished_and_the_next_call_goes_on(tmp_path) -> None:
    """Stopped by the user in the middle: exit 4, the first county stays, the second follows."""
    folder, out = tmp_path / "prefecture", tmp_path / "out"
    county(folder / "a")
    county(folder / "b")
    words = (str(folder), "--out", str(out), "--workers", "1", "--language", "en")
    process = begun(*words, cwd=tmp_path)
    assert wait_for(
        lambda: (out / "batch.json").exists() and book(out)["totals"]["finished"], process
    )
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    told, said = process.communicate(timeout=60)
    assert process.returncode == 4, said
    assert "1 of 2 counties have a plan" in said
    assert "not done" in told
    _, left = psutil.wait_procs(workers, timeout=10)
    assert not left, "nothing works on"
    process = begun(*words, cwd=tmp_path)
    told, said = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert {name: row["kept"] for name, row in rows(out).items()} == {"a": True, "b": False}


@pytest.mark.slow
def test_a_killed_batch_goes_on_where_it_was(tmp_path) -> None:
    """The batch itself is killed while it shares out a target: answers given are not asked again."""
    folder, out = tmp_path / "province", tmp_path / "out"
    county(folder / "a")
    county(folder / "b")
    (folder / "province.toml").write_text(toml_of({"targets": {2023: 3, 2024: 3}}))
    words = (str(folder), "--out", str(out), "--workers", "2")
    process = begun(*words, cwd=tmp_path)
    split = out / "split.json"

    def answers() -> int:
        if not split.exists():
            return 0
        stored = json.loads(split.read_text(encoding="utf-8"))
        return sum(len(county["answers"]) for county in stored.values())

    assert wait_for(lambda: answers() > 2, process)
    for worker in psutil.Process(process.pid).children(recursive=True):
        worker.kill()
    process.kill()
    process.communicate()
    before = answers()
    assert before >= 3
    process = begun(*words, cwd=tmp_path)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    asked = sum(int(line.split("询问")[1].split("个县")[0])
                for line in said.splitlines() if "询问" in line)  # fmt: skip
    assert asked == answers() - before
    totals = book(out)["totals"]
    assert [line["planned"] for line in totals["targets"]] == [3, 3]
    assert totals["bound"] <= totals["objective"]
    for name in ("a", "b"):
        assert main(["verify", str(out / name)]) == 0


@pytest.mark.slow
def test_counties_without_a_plan_and_missed_targets_have_their_exit_codes(tmp_path, capsys) -> None:
    """No plan is 3 and beats a missed target, which is 1 under --strict and 0 without."""
    folder, out = tmp_path / "prefecture", tmp_path / "out"
    county(folder / "short", closures={"targets": {2023: 9}})
    words = ["batch", str(folder), "--out", str(out), "--json"]
    assert main(words) == 0
    capsys.readouterr()
    assert main([*words, "--strict"]) == 1
    (row,) = json.loads(capsys.readouterr().out)["counties"]
    assert (row["kept"], row["exit_code"]) == (True, 0)
    county(folder / "stuck", closures={"close": [{"school_id": "S04", "year": 2023}]})
    assert main(words) == 3
    found = {row["county"]: row for row in json.loads(capsys.readouterr().out)["counties"]}
    assert (found["stuck"]["status"], found["stuck"]["exit_code"]) == ("infeasible", 3)
    assert found["short"]["kept"]
    assert (out / "stuck" / "diagnosis.csv").exists()


def test_folders_that_hold_no_batch_are_refused(tmp_path, capsys) -> None:
    """No counties, no folder, something else in --out, a wrong province: exit 2 and a sentence."""
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["batch", str(empty)]) == 2
    assert "scenario.toml" in capsys.readouterr().err
    assert main(["batch", str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
    county(tmp_path / "counties" / "a")
    assert main(["batch", str(tmp_path / "counties"), "--workers", "0"]) == 2
    assert "--workers" in capsys.readouterr().err
    shutil.copy(tmp_path / "counties" / "a" / "scenario.toml", tmp_path / "counties" / "A.toml")
    assert main(["batch", str(tmp_path / "counties")]) == 2
    assert "A.toml" in capsys.readouterr().err
    (tmp_path / "counties" / "A.toml").unlink()
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("dear")
    assert main(["batch", str(tmp_path / "counties"), "--out", str(taken)]) == 2
    assert [path.name for path in taken.iterdir()] == ["letter.txt"]
    wrong = {"titel": "x", "rule": "most", "targets": {"2023": -1, "x": 2}}
    (tmp_path / "counties" / "province.toml").write_text(toml_of(wrong))
    capsys.readouterr()
    assert main(["batch", str(tmp_path / "counties"), "--out", str(tmp_path / "new")]) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in ("titel", "title", "most", "at_most", "-1"))
    assert not (tmp_path / "new").exists()
