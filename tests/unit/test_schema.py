"""The tables as data: whole, consistent, as the file contract and the reference page have them."""

import re
from pathlib import Path

import pytest

from planner import reference
from planner.schema import COUNTY_TABLES, ROAD_TABLES, TABLES, Column, Table
from planner.schema.facts import FACTS
from planner.school_kinds import KIND_NAMES

CONTRACT = {
    "schools": "school_id name township kind lon lat area ownership first_grade last_grade seats "
    "classrooms beds boarders staff running_cost managing_unit quality",
    "places": "place_id name township lon lat area",
    "pupils": "school_id place_id grade pupils",
    "births": "township year births",
    "forecast": "year township grade factor",
    "travel": "from_id school_id km minutes",
    "decisions": "school_id decision year reason",
    "hearings": "school_id date parents_for parents_against delegates_for delegates_against",
    "targets": "version year count unit deadline source",
    "works": "works_id school_id adds_seats adds_beds converts_to first_year cost",
    "staff": "school_id stage subject duty headcount",
    "ledger": "school_id action year status date document section owner",
}
NEEDED = {
    "schools": "school_id name township kind lon lat seats",
    "places": "place_id township lon lat",
    "pupils": "school_id grade pupils",
    "births": "year births",
    "forecast": "year grade factor",
    "travel": "from_id school_id km",
    "decisions": "school_id decision",
    "hearings": "school_id",
    "targets": "version year count source",
    "works": "works_id school_id first_year cost",
    "staff": "school_id headcount",
    "ledger": "school_id action year status",
}
EVERY = [(table, column) for table in TABLES.values() for column in table.columns]


def test_the_tables_are_those_of_the_contract_with_their_columns_in_order() -> None:
    assert {t.name: " ".join(c.name for c in t.columns) for t in COUNTY_TABLES} == CONTRACT


def test_the_columns_that_are_needed_are_those_of_the_contract() -> None:
    needed = {t.name: " ".join(c.name for c in t.columns if c.required) for t in COUNTY_TABLES}
    assert needed == NEEDED
    assert {t.name for t in TABLES.values() if t.required} == {"schools", "pupils"}


@pytest.mark.parametrize(
    ("table", "header", "name"),
    [
        ("schools", "学校编码", "school_id"),
        ("schools", "名称", "name"),
        ("schools", "终止年级", "last_grade"),
        ("places", "名称", "name"),
        ("pupils", "人数", "pupils"),
        ("staff", "人数(教职工)", "headcount"),
        ("hearings", "代表反对", "delegates_against"),
        ("works", "改制为", "converts_to"),
        ("ledger", "责任股室", "section"),
        ("travel", "起点编码", "from_id"),
    ],
)
def test_a_chinese_header_names_its_column(table, header, name) -> None:
    known = {h: c.name for c in TABLES[table].columns for h in c.headers()}
    assert known[header] == name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_header_names_two_columns_of_a_table(table: Table) -> None:
    headers = [h.casefold() for c in table.columns for h in c.headers()]
    assert len(headers) == len(set(headers))


@pytest.mark.parametrize(("table", "column"), EVERY, ids=lambda part: part.name)
def test_a_column_is_told_in_both_languages_and_its_parts_fit(table: Table, column: Column) -> None:
    assert all((column.title.zh, column.title.en, column.about.zh, column.about.en))
    assert re.search("[\u4e00-\u9fff]", column.title.zh)
    assert not re.search("[\u4e00-\u9fff]", column.title.en + column.about.en)
    assert bool(column.choices) == (column.kind == "choice")
    assert set(column.refers) <= set(TABLES)
    assert column.low <= column.high
    assert not (column.required and column.default is not None)
    assert table.column(column.name) is column


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_key_is_made_of_columns(table: Table) -> None:
    assert set(table.key) <= {c.name for c in table.columns}


def test_sheets_have_the_names_of_the_contract() -> None:
    sheets = {t.sheet for t in TABLES.values()}
    assert sheets >= {
        "学校",
        "村居",
        "在校生",
        "出生",
        "预测",
        "道路",
        "距离",
        "决定",
        "听证",
        "目标",
        "工程",
        "教职工",
        "台账",
    }
    assert len(sheets) == len(TABLES)


def test_the_kinds_of_school_are_those_known_everywhere() -> None:
    kinds = TABLES["schools"].column("kind").choices
    assert {c.code: c.name for c in kinds} == KIND_NAMES


def test_the_reference_page_is_the_one_the_schema_writes(root: Path) -> None:
    page = (root / "docs/reference/tables.md").read_text(encoding="utf-8")
    assert page == reference.page(), "run: python -m planner.reference docs/reference/tables.md"


def test_the_reference_page_names_every_column_and_choice() -> None:
    page = reference.page()
    for table in (*COUNTY_TABLES, *ROAD_TABLES):
        section = page.split(f"`{table.file}`")[1].split("\n## ")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.title.zh}" in section
            assert all(f"`{c.code}` {c.name.zh}" in section for c in column.choices)
    assert all(f"`{fact.name}`" in page for fact in FACTS)


def test_every_warning_has_its_line_in_the_reference(root: Path) -> None:
    """The codes are taken from the source, so that a new check cannot be forgotten."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in sorted((root / "planner/audit").glob("*.py"))
    )
    codes = set(re.findall(r'(?:code=|warning\(\s*)"(\w+)"', source))
    assert len(codes) >= 18
    assert {code for code in codes if f"`{code}`" not in reference.page()} == set()
