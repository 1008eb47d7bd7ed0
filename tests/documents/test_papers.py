"""The sheets of the ledger, the layers for QGIS and the diagnosis are described as they are."""

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from planner import geopackage, ledger
from planner.conflict import Conflict, Repair, Rule
from planner.diagnosis.described import TELLING
from planner.runs import write_diagnosis
from planner.words import same
from tests.builders_decided import decided_run
from tests.builders_explained import EXPLAINED

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "run.md").read_text(encoding="utf-8")


def section(head: str) -> str:
    return PAGE.split(f"\n## {head}")[1].split("\n## ")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sheet_of_the_ledger_is_described_in_its_order(language, tmp_path) -> None:
    run = decided_run()
    run = replace(run, plan=replace(run.plan, explained=EXPLAINED))
    ledger.write(tmp_path / "ledger.xlsx", run, language)
    sheets = openpyxl.load_workbook(tmp_path / "ledger.xlsx", read_only=True).sheetnames
    told = re.findall(
        r"^\| `([^`]+)` ([^|,]+?)(?:, \.\.\.)? \|", section("`ledger.xlsx`"), re.MULTILINE
    )
    years = [name for name in sheets if name.startswith("20")]
    assert len(years) == 3
    one_year = [name for name in sheets if name not in years[1:]]
    assert [pair[language == "en"] for pair in told] == one_year


def test_every_layer_is_described() -> None:
    told = set(re.findall(r"^\| `([a-z_]+?)(?:_2023)?`", section("`plan.gpkg`"), re.MULTILINE))
    made = {re.sub(r"_\d+$", "", name) for name, _ in geopackage.layers(decided_run(), "zh")}
    assert made == told


def test_the_diagnosis_has_the_columns_described(tmp_path) -> None:
    rule = Rule("seats", "S01", "中镇", 2023, same("=1+1 full"))
    repair = Repair("seats", "S01", None, 6, same("@seats"), {"seats": {"S01": 6}})
    write_diagnosis(
        tmp_path, [Conflict("seats", ("中镇",), ("S01",), (rule,), (), (repair,))], "zh"
    )
    frame = pd.read_csv(tmp_path / "diagnosis.csv", encoding="utf-8-sig", dtype=str)
    described = section("`diagnosis.csv`").split("Rules 规定")[0]
    told = re.findall(r"^\| `(\w+)` \|", described, re.MULTILINE)
    assert list(frame.columns) == told
    assert frame["text"].tolist() == ["'=1+1 full", "'@seats"], "no text is run as a formula"
    assert frame["amount"].tolist()[1] == "6"


def test_every_kind_of_rule_and_repair_is_described() -> None:
    """Every code that the diagnosis writes stands in the page."""
    described = section("`diagnosis.csv`")
    source = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "planner/diagnosis").glob("*.py")
    )
    written = set(re.findall(r'Rule\(\s*"(\w+)"', source))
    written |= set(re.findall(r'_tr(?:y|ial)\(\s*"(\w+)"', source)) | {*TELLING, "seats", "beds"}
    assert len(written) > 15
    assert {code for code in written if f"`{code}`" not in described} == set()
