"""A batch on a real Dask cluster of this machine: scheduler and workers in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from planner.cli import main
from tests.builders import toml_of
from tests.counties import TINY_OBJECTIVE
from tests.journeys.test_batch import POSIX, begun, county, rows, solving, wait_for

ROOT = Path(__file__).resolve().parents[2]
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers={workers}, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@dataclass(frozen=True)
class Running:
    """A cluster that runs."""

    address: str
    process: subprocess.Popen[str]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start a cluster of two workers."""
    yield from _started(tmp_path_factory.mktemp("cluster"), workers=2)


def _started(folder: Path, workers: int) -> Iterator[Running]:
    script = folder / "cluster.py"
    script.write_text(CLUSTER.format(workers=workers), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    yield Running(address, process)
    process.communicate("")


@POSIX
@pytest.mark.slow
def test_a_worker_killed_in_the_middle_loses_nothing(tmp_path, cluster) -> None:
    """The county of the killed worker is planned by another one, and shares of a target hold."""
    folder, out = tmp_path / "province", tmp_path / "out"
    county(folder / "east")
    county(folder / "west")
    (folder / "province.toml").write_text(toml_of({"targets": {2023: 4, 2024: 2}}))
    process = begun(str(folder), "--out", str(out), "--scheduler", cluster.address, cwd=tmp_path)
    worker = wait_for(lambda: solving(cluster.process.pid), process, 300)
    assert worker is not None, "a worker was seen at work"
    worker.kill()
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    found = rows(out)
    assert {row["objective"] for row in found.values()} == {TINY_OBJECTIVE}
    assert {row["status"] for row in found.values()} == {"optimal"}
    assert not psutil.pid_exists(worker.pid) or worker.status() == psutil.STATUS_ZOMBIE
    for name in found:
        assert main(["verify", str(out / name)]) == 0


@pytest.mark.slow
def test_a_bad_county_is_told_as_on_this_machine(tmp_path, cluster, capsys) -> None:
    folder = tmp_path / "prefecture"
    county(folder / "east")
    (folder / "east" / "county" / "schools.csv").unlink()
    words = ["batch", str(folder), "--out", str(tmp_path / "out"), "--json"]
    assert main([*words, "--scheduler", cluster.address]) == 2
    here = json.loads(capsys.readouterr().out)["counties"]
    assert main(words) == 2
    there = json.loads(capsys.readouterr().out)["counties"]
    assert here[0]["error"] == there[0]["error"]
    assert here[0]["findings"] == there[0]["findings"]


@pytest.mark.slow
def test_a_cluster_that_cannot_do_the_work_is_told_in_a_sentence(tmp_path, capsys) -> None:
    """Nobody at the address, no address at all, no workers: exit 2, and nothing is written."""
    folder = tmp_path / "prefecture"
    county(folder / "east")
    words = ["batch", str(folder), "--out", str(tmp_path / "out"), "--scheduler"]
    assert main([*words, "tcp://127.0.0.1:9"]) == 2
    assert "tcp://127.0.0.1:9" in capsys.readouterr().err
    assert main([*words, "nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err
    for empty in _started(tmp_path, workers=0):
        assert main([*words, empty.address]) == 2
        assert "dask worker" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_the_extra_the_message_says_what_to_install(tmp_path, capsys, monkeypatch) -> None:
    folder = tmp_path / "prefecture"
    county(folder / "east")
    monkeypatch.setitem(sys.modules, "distributed", None)
    words = ["batch", str(folder), "--out", str(tmp_path / "out")]
    assert main([*words, "--scheduler", "tcp://127.0.0.1:8786"]) == 2
    assert "hedian-planner[cluster]" in capsys.readouterr().err
