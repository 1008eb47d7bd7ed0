"""The tables of docs/profiles.py, for any scenario."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.builders_decided import decided_run
from tests.builders_model import write_street
from tests.documents.scripts import script

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def profiles() -> Any:
    return script("profiles")


def cells(head: str, line: str) -> dict[str, str]:
    """Return the cells of a line by the English words above them."""
    names = [cell.strip() for cell in head.strip("|").split("|")]
    return dict(zip(names, (cell.strip() for cell in line.strip("|").split("|")), strict=True))


def made(profiles: Any) -> Any:
    run = decided_run()
    manifest = {
        "checks": {"passed": 117, "failed": 1},
        "objective": run.plan.proof.do_nothing + 2_500_000,
        "gap": 0.0,
        "gap_controllable": None,
        "status": "optimal",
        "seconds": {"total": 3},
    }
    finished = SimpleNamespace(run=run, made=SimpleNamespace(plan=run.plan), manifest=manifest)
    return profiles.Solved("decided", finished)


def test_a_plan_stands_beside_closing_nothing_and_with_its_beds(profiles: Any) -> None:
    """W1 adds 40 beds at S08, where 60 pupils board in the last year."""
    row = cells(profiles._FOLLOWS, profiles.follows(made(profiles)))
    assert row["difference 相差"] == "+2.50"
    assert row["beds built 新增床位"] == "40"
    assert 0 <= int(row["of them used 其中使用"]) <= 40
    assert row["checks: broken / all 复核：不符/全部"] == "1 / 118"


def test_where_pupils_go_adds_up(profiles: Any) -> None:
    row = cells(profiles._GOES, profiles.goes(made(profiles)))
    whole, *parts = [int(value.replace(",", "")) for value in list(row.values())[1:4]]
    assert whole == sum(parts) == 51
    junior, *areas = [int(value.replace(",", "")) for value in list(row.values())[4:]]
    assert junior == sum(areas) == 462


def test_any_scenario_with_settings_is_printed_and_the_page_stays(tmp_path: Path) -> None:
    """Two schools, one of 5 pupils; the target is a setting."""
    scenario = write_street(
        tmp_path, {"A": {}, "D": {"at": 1}}, [("A", 4, 5), ("D", 4, 150)],
        scenario={"closures": {"targets": {}}},
    )  # fmt: skip
    page = ROOT / "docs" / "profiles.md"
    before = page.read_bytes()
    words = [sys.executable, str(ROOT / "docs" / "profiles.py"), str(tmp_path / "runs")]
    words += ["--scenario", str(scenario), "--set", "closures.targets={2023=1}"]
    done = subprocess.run(words, check=True, capture_output=True, text=True,
                          cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert "| `street` | 2023–2023 | 1 |" in done.stdout
    assert page.read_bytes() == before
