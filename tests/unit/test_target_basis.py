"""Every paper says where the targets of its plan come from: the version and its sources."""

from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from maps.payload import payload
from planner import ledger, presentation, report
from planner.words import Text
from tests.builders_run import BASE, small_run
from tests.unit.test_report import section

TARGETS = pd.DataFrame(
    [
        ("item-14", 2023, 23, "teaching_point", "", "通报第14项"),
        ("item-14", 2024, 9, "teaching_point", "", "通报第14项"),
        ("item-14", 2025, 18, "teaching_point", "", "附表"),
        ("item-26", 2023, 32, "teaching_point", "", "通报第26项"),
    ],
    columns=["version", "year", "count", "unit", "deadline", "source"],
)
SAID = Text(
    "目标版本item-14，来源：通报第14项、附表", "target version item-14, source: 通报第14项, 附表"
)


@pytest.fixture
def run():
    made = small_run(closures={**BASE["closures"], "version": "item-14"})
    return replace(made, dataset=replace(made.dataset, targets=TARGETS))


def test_the_version_stands_with_its_sources_at_the_head_and_at_the_targets(run) -> None:
    assert SAID in presentation.labels(run)
    page = report.render(run, "zh")
    assert SAID.zh in page.split("<main>")[0]
    assert SAID.zh in section(page, "targets")


def test_targets_without_a_version_are_the_scenario_s() -> None:
    assert presentation.target_basis(small_run()).zh == "目标由情景设定"
    none = small_run(closures={**BASE["closures"], "targets": {2023: 0}})
    assert presentation.target_basis(none).zh == "未设撤并目标"
    assert len(presentation.labels(small_run())) == 3
    assert "目标由情景设定。" in section(report.render(small_run(), "zh"), "targets")


def test_a_version_that_the_tables_do_not_explain_is_named_alone(run) -> None:
    lost = replace(run, dataset=replace(run.dataset, targets=TARGETS.assign(source=None)))
    assert presentation.target_basis(lost) == Text("目标版本item-14", "target version item-14")


def test_the_summary_of_the_ledger_says_it_at_its_targets(run, tmp_path) -> None:
    path = tmp_path / "ledger.xlsx"
    ledger.write(path, run, "zh")
    sheet = openpyxl.load_workbook(path)["汇总"]
    said = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert SAID.zh in said[1]
    assert f"{SAID.zh}。" in said


def test_the_map_has_version_and_sources(run) -> None:
    head = payload(run, "zh")["head"]
    assert head["version"] == [SAID.zh, SAID.en]
    assert head["targets"] == [f"{SAID.zh}。", f"T{SAID.en[1:]}."]
    assert payload(small_run(), "zh")["head"]["version"] is None
