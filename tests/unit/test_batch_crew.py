"""Processes that do tasks side by side: one that is killed is replaced, and its task done again."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from planner.batch.crew import ATTEMPTS, Task
from planner.batch.processes import Processes

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent as POSIX has them")


def work(task: Task) -> dict[str, Any]:
    """Do what the task says, and leave a trace of it."""
    folder = Path(task.values["folder"])
    begun = len(list(folder.glob(f"{task.county}-*")))
    (folder / f"{task.county}-{begun}").touch()
    if begun < task.values.get("dies", 0):
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(task.values.get("sleeps", 0))
    print("chatter of a library")  # noqa: T201 - what a worker prints must not be seen
    sys.stderr.write("more of it")
    return {"pid": os.getpid(), "county": task.county}


def tasks(folder: Path, **values: dict[str, Any]) -> list[Task]:
    return [Task(name, "plan", {"folder": str(folder), **more}) for name, more in values.items()]


@POSIX
def test_a_task_whose_process_is_killed_is_done_by_another(tmp_path, capfd) -> None:
    """The others are not disturbed; one that kills every process is given up after three times."""
    wanted = tasks(tmp_path, a={}, b={"dies": 2}, c={}, d={"dies": 9}, e={})
    with Processes(work, 2) as crew:
        done = {each.task.county: each for each in crew.carry_out(wanted)}
    assert {name: each.attempts for name, each in done.items()} == {
        "a": 1, "b": 3, "c": 1, "d": ATTEMPTS, "e": 1,
    }  # fmt: skip
    assert [name for name, each in done.items() if each.reply is None] == ["d"]
    assert len(list(tmp_path.glob("d-*"))) == ATTEMPTS
    assert capfd.readouterr() == ("", "")


@POSIX
def test_a_county_is_asked_again_where_it_is_known(tmp_path) -> None:
    """Each county stays with the process that holds it, question after question."""
    with Processes(work, 2) as crew:
        first, second = (
            {d.task.county: d.reply for d in crew.carry_out(tasks(tmp_path, a={}, b={}))}
            for _ in range(2)
        )
        assert first == second
        assert len({reply["pid"] for reply in first.values() if reply}) == len(crew.pids) == 2


@POSIX
def test_leaving_ends_the_processes_at_once(tmp_path) -> None:
    """A crew that is left in the middle leaves nobody at work."""
    with Processes(work, 2) as crew:
        running = crew.carry_out(tasks(tmp_path, a={}, b={"sleeps": 60}))
        assert next(running).task.county == "a"
        pids = crew.pids
    assert len(pids) == 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
