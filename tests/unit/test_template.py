"""Empty tables that a county fills in."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest

from planner.cli import main
from planner.errors import UsageError
from planner.load import load
from planner.schema import COUNTY_TABLES
from planner.template import write_template
from scenarios.load import load as load_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from planner.words import Language

FACTS = 'name = "某县"\nas_of = 2023-07-14\nbase_year = 2022\n'
SCHOOL = {
    "school_id": "001", "name": "一校", "township": "东岭", "kind": "小学", "lon": 114.1,
    "lat": 32.3, "seats": 90,
}  # fmt: skip
PUPILS = {"school_id": "001", "grade": 1, "pupils": 7}


def _filled(folder: Path, language: Language) -> Path:
    """Return a template whose tables of schools and pupils have a row each."""
    write_template(folder, language)
    (folder / "county.toml").write_text(FACTS, encoding="utf-8")
    for table in COUNTY_TABLES[:3:2]:
        with (folder / table.file).open(encoding="utf-8-sig", newline="") as file:
            headers = next(csv.reader(file))
        names = {head: c.name for c in table.columns for head in c.headers()}
        row = SCHOOL if table.name == "schools" else PUPILS
        with (folder / table.file).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow([row.get(names[head], "") for head in headers])
    return folder


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_template_is_a_county_and_its_scenario_can_be_read(
    tmp_path: Path, language: Language
) -> None:
    folder = _filled(tmp_path / "county", language)
    found = load(folder)
    assert found.schools["school_id"].tolist() == ["001"]
    assert found.pupils["pupils"].tolist() == [7]
    assert load_scenario(str(folder / "scenario.toml")).assumptions.language == language
    assert main(["check", str(folder)]) == 0


def test_headers_are_chinese_and_excel_opens_them(tmp_path: Path) -> None:
    write_template(tmp_path, "zh")
    assert (tmp_path / "works.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert "新增学位" in (tmp_path / "works.csv").read_text(encoding="utf-8-sig")


def test_the_workbook_has_notes_and_refuses_what_cannot_be(tmp_path: Path) -> None:
    write_template(tmp_path, "zh")
    book = openpyxl.load_workbook(tmp_path / "模板.xlsx")
    assert book.sheetnames == ["县", *(table.sheet for table in COUNTY_TABLES)]
    schools = book["学校"]
    headers = {cell.value: cell for cell in schools[1]}
    assert "必填" in headers["学校编码*"].comment.text
    assert "九年一贯制" in headers["类型*"].comment.text
    rules = {rule.formula1: rule for rule in schools.data_validations.dataValidation}
    assert any("教学点" in str(formula) for formula in rules)
    assert any(rule.type == "whole" for rule in schools.data_validations.dataValidation)


def test_a_filled_workbook_is_a_county(tmp_path: Path) -> None:
    write_template(tmp_path, "zh")
    path = tmp_path / "模板.xlsx"
    book = openpyxl.load_workbook(path)
    for row, value in (("名称", "某县"), ("数据截至", "2023-07-14"), ("基准学年", 2022)):
        facts = book["县"]
        facts.cell(next(c.row for c in facts["A"] if c.value == row), 2).value = value
    for sheet, values in (("学校", SCHOOL), ("在校生", PUPILS)):
        table = next(t for t in COUNTY_TABLES if t.sheet == sheet)
        book[sheet].append([values.get(column.name) for column in table.columns])
    book.save(path)
    found = load(path)
    assert found.schools["school_id"].tolist() == ["001"]
    assert not [f for f in found.warnings if f.code in {"unknown_sheet", "unknown_column"}]


def test_a_workbook_beside_tables_is_named_as_not_read(tmp_path: Path) -> None:
    codes = {finding.code for finding in load(_filled(tmp_path / "x", "zh")).warnings}
    assert "workbook_not_read" in codes


def test_a_folder_that_holds_something_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write_template(tmp_path, "zh")
    assert main(["template", str(tmp_path)]) == 2
    assert "不是空文件夹" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
