"""Every table, column, scenario key, account and figure has its line in the reference."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from planner.manifest import Making, manifest, manifest_without_plan
from planner.metrics import Tables, metrics
from planner.plan import Plan
from planner.schema import TABLES
from tests.builders_run import small_run

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"
OPEN_TABLES = {"targets", "works_budget", "size_cap", "pupils_per_teacher", "variant_factor"}


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def coded(text: str) -> set[str]:
    """Return every word that stands in code type."""
    return {
        word for span in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[^\w.]+", span)
    }


def keys(table: dict[str, Any], above: str = "") -> Iterator[str]:
    """Return the keys of a scenario as `--set` takes them, without years, bands and kinds."""
    for name, value in table.items():
        whole = f"{above}{name}"
        if isinstance(value, dict) and not above and name not in OPEN_TABLES:
            yield from keys(value, f"{whole}.")
        else:
            yield whole


def test_every_table_and_column_of_the_input_is_documented() -> None:
    told = coded(page("tables.md"))
    for table in TABLES.values():
        assert table.name in told or f"{table.name}.csv" in told
        assert {c.name for c in table.columns} - told == set(), table.name
        chinese = {c.title.zh for c in table.columns if c.title.zh not in page("tables.md")}
        assert not chinese, table.name


def test_every_key_of_a_scenario_is_documented() -> None:
    base = tomllib.loads((ROOT / "scenarios/library/base.toml").read_text(encoding="utf-8"))
    base.pop("bands", None)
    told = coded(page("scenario.md"))
    missing = [k for k in keys(base) if k not in told and k.split(".")[-1] not in told]
    assert not missing


@pytest.mark.parametrize(
    "table", [f.name for f in fields(Plan) if str(f.type) == "pd.DataFrame"], ids=str
)
def test_every_column_of_a_run_is_documented_in_its_order(table: str) -> None:
    section = page("run.md").split(f"## `{table}.csv`")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section.split("| account |")[0], re.MULTILINE)
    frame: pd.DataFrame = getattr(small_run().plan, table)
    assert told == list(frame.columns)


def test_every_figure_and_account_is_documented() -> None:
    run = small_run()
    assigned = run.plan.assignments.assign(moved=0, stay_minutes=10.0)
    figures = metrics(
        run.dataset, run.assumptions, Tables(assigned, run.plan.schools, run.plan.costs)
    )
    listed = re.findall(r"^\| (`[^|]+`) \|", page("metrics.md"), re.MULTILINE)
    assert coded("\n".join(listed)) - {""} == set(figures["plan"])
    assert set(run.plan.costs["account"]) - coded(page("run.md")) == set()


def test_every_key_of_the_manifest_is_documented() -> None:
    run = small_run()
    noted = {"name": run.run_id, "created": run.created}
    making = Making(resolved={}, loosened=(), solver={})
    keys = set(manifest(run.dataset, making, run.plan, **noted))
    section = page("run.md").split("## `manifest.json`\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    assert coded("\n".join(listed)) - {""} == keys
    without = set(manifest_without_plan(run.dataset, making, (), **noted))
    assert without - keys == {"diagnosis", "conflicts"}
