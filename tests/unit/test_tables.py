"""Tables as offices have them: encodings, titles, notes, full-width digits, Chinese words."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from planner.errors import Finding
from planner.schema import TABLES
from planner.tables import Grid, TypedTable, read_csv, read_grid
from planner.tables.csv_files import decoded
from planner.tables.workbook import read_workbook

PUPILS = TABLES["pupils"]
HEADER = ("school_id", "place_id", "grade", "pupils")


def read(name: str, *rows: tuple[object, ...]) -> tuple[TypedTable, list[Finding]]:
    """Read rows that stand from row 1 on."""
    return read_grid(TABLES[name], Grid("t.csv", tuple(enumerate(rows, start=1))))


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_csv_file_is_read_in_every_encoding_that_offices_save(tmp_path: Path, encoding) -> None:
    path = tmp_path / "pupils.csv"
    path.write_bytes("学校编码,年级,人数\n0012,一年级,3\n".encode(encoding))
    grid, findings = read_csv(path)
    assert grid is not None
    assert not findings
    typed, findings = read_grid(PUPILS, grid)
    assert not findings
    assert typed.frame.to_dict("records") == [
        {"school_id": "0012", "place_id": "", "grade": 1, "pupils": 3}
    ]


@pytest.mark.parametrize("data", [b"\xff\xfea\0", b"caf\xe9,1", b"\x80", "a".encode("utf-16-le")])
def test_what_is_in_neither_encoding_is_not_guessed(data) -> None:
    assert decoded(data) is None


def test_a_file_of_tabs_is_read(tmp_path: Path) -> None:
    """Excel saves 'Text (Tab delimited)' with tabs."""
    path = tmp_path / "pupils.csv"
    path.write_text("school_id\tgrade\tpupils\nS1\t1\t3\n", encoding="utf-8")
    grid, _ = read_csv(path)
    assert grid is not None
    assert read_grid(PUPILS, grid)[0].frame["pupils"].tolist() == [3]


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    """Blank rows count, and a cell of two lines is one row."""
    path = tmp_path / "pupils.csv"
    path.write_text('school_id,grade,pupils\n\n"S\n1",1,3\n,,\nS2,1,x\n', encoding="utf-8")
    grid, _ = read_csv(path)
    assert grid is not None
    _, findings = read_grid(PUPILS, grid)
    assert [(f.row, f.code) for f in findings] == [(3, "bad_id"), (5, "not_a_number")]


def test_titles_above_notes_below_and_blank_rows_are_no_data() -> None:
    typed, findings = read(
        "pupils",
        ("息县2022学年在校生统计表",),
        ("填报单位：教体局", None, None, "单位：人"),
        ("学校编码", "村编码", "年级", "人数"),
        ("S1", "P1", 1, 20),
        ("S2", None, 2, 5),
        ("合计", None, None, 25),
        ("注：数据截至2023年7月14日",),
    )
    assert typed.rows == (4, 5)
    assert typed.frame["pupils"].tolist() == [20, 5]
    assert [(f.code, f.row, f.severity) for f in findings] == [
        ("note_not_read", 6, "warning"),
        ("note_not_read", 7, "warning"),
    ]


def test_a_row_cut_short_is_an_error_and_no_note() -> None:
    """Were it taken for a note, pupils would be lost without an error."""
    _, findings = read("pupils", HEADER, ("S1", "", 1, 20), ("S2",))
    assert codes(findings) == ["blank", "blank"]


def test_a_header_of_two_rows_is_read_across_both() -> None:
    typed, findings = read(
        "schools",
        ("学校编码", "学校名称", "乡镇", "类型", "位置", None, "核定学位"),
        (None, None, None, None, "经度", "纬度", None),
        ("S1", "一小", "中镇", "小学", 114.0, 32.0, 100),
    )
    assert not findings
    assert typed.frame[["lon", "lat"]].to_numpy().tolist() == [[114.0, 32.0]]
    assert typed.rows == (3,)


def test_a_header_may_carry_its_unit_and_a_star() -> None:
    typed, findings = read("pupils", ("学校 编码*", "年级", "人数（人）"), ("S1", 1, 2))
    assert not findings
    assert typed.headers["pupils"] == "人数（人）"


def test_full_width_characters_are_read_and_said() -> None:
    typed, findings = read("pupils", HEADER, ("Ｓ０１", "", "１", "１，２００"))
    assert typed.frame.iloc[0].tolist() == ["S01", "", 1, 1200]
    assert codes(findings) == ["full_width"] * 3
    assert {f.severity for f in findings} == {"warning"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12.0, "12"),
        (7, "7"),
        ("007", "007"),
        ('="007"', "007"),
        (" S1\u3000", "S1"),
        (True, "True"),
    ],
)
def test_an_id_is_text(cell, text) -> None:
    typed, _ = read("pupils", HEADER, (cell, "", 1, 2))
    assert typed.frame["school_id"].tolist() == [text]


@pytest.mark.parametrize("cell", [1e15, 123456789012345678, "4.1E+11", "1E+9"])
def test_a_code_whose_digits_excel_lost_is_an_error(cell) -> None:
    _, findings = read("pupils", HEADER, (cell, "", 1, 2))
    assert codes(findings) == ["damaged_id"]


@pytest.mark.parametrize(
    ("cell", "grade"), [("三年级", 3), ("3年级", 3), ("初二", 8), ("９", 9), (4.0, 4), ("5.0", 5)]
)
def test_a_grade_may_be_a_word(cell, grade) -> None:
    typed, _ = read("pupils", HEADER, ("S1", "", cell, 2))
    assert typed.frame["grade"].tolist() == [grade]


@pytest.mark.parametrize(
    "cell",
    ["2023-7-14", "2023/07/14", "2023年7月14日", "2023.7.14", "20230714", 20230714.0,
     dt.date(2023, 7, 14), dt.datetime(2023, 7, 14), "2023-07-14 00:00:00"],  # noqa: DTZ001 - as Excel gives it
)  # fmt: skip
def test_a_date_has_many_spellings(cell) -> None:
    typed, findings = read("hearings", ("学校编码", "日期"), ("S1", cell))
    assert not findings
    assert typed.frame["date"].tolist() == ["2023-07-14"]


@pytest.mark.parametrize(
    ("table", "column", "word", "code"),
    [
        ("schools", "kind", "教学点", "teaching_point"),
        ("schools", "kind", "Nine-Year", "nine_year"),
        ("schools", "area", "镇区", "town"),
        ("schools", "ownership", "民办", "private"),
        ("decisions", "decision", "撤并", "close"),
        ("targets", "unit", "小规模学校", "small_school"),
        ("staff", "duty", "不在岗", "off"),
        ("staff", "stage", "初中", "junior"),
        ("works", "converts_to", "九年一贯制", "nine_year"),
        ("ledger", "action", "撤并", "close"),
        ("ledger", "status", "听证会", "heard"),
        ("road_edges", "oneway", True, "1"),
        ("road_edges", "oneway", "否", "0"),
    ],
)
def test_a_word_becomes_its_code(table, column, word, code) -> None:
    typed, _ = read(table, (column,), (word,))
    assert typed.frame[column].tolist() == [code]


def test_blank_cells_take_the_default_of_their_column() -> None:
    typed, findings = read(
        "schools",
        ("school_id", "name", "township", "kind", "lon", "lat", "seats", "beds", "staff"),
        ("S1", "一小", "中镇", "小学", 114, 32, 90, None, ""),
    )
    assert not findings
    row = typed.frame.iloc[0]
    assert (row["ownership"], row["area"], row["beds"], row["boarders"]) == ("public", "", 0, 0)
    assert pd.isna(row["staff"])
    assert pd.isna(row["running_cost"])
    assert pd.isna(row["first_grade"])
    assert row["managing_unit"] == ""


def test_an_unknown_column_is_kept_under_a_name_that_meets_no_other() -> None:
    typed, findings = read("pupils", (*HEADER, "township"), ("S1", "", 1, 2, "中镇"))
    assert typed.frame["extra:township"].tolist() == ["中镇"]
    assert [(f.code, f.severity, f.column) for f in findings] == [
        ("unknown_column", "warning", "township")
    ]


def test_a_column_that_is_missing_names_the_headers_and_the_nearest() -> None:
    _, findings = read("pupils", ("school_id", "place_id", "grade", "pupil"), ("S1", "", 1, 2))
    error = next(f for f in findings if f.code == "missing_column")
    assert "is it 'pupil'?" in error.hint.en
    assert "school_id、place_id、grade、pupil" in error.hint.zh


def test_the_value_shown_holds_nothing_that_steers_a_terminal() -> None:
    _, findings = read("pupils", HEADER, ("S1", "", 1, "\x1b[31m\u202e9" + "x" * 100))
    assert findings[0].value.startswith(" [31m 9xx")
    assert len(findings[0].value) < 70


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("pupils", dt.date(2023, 1, 1), "not_a_number"),
        ("pupils", True, "not_a_number"),
        ("pupils", float("nan"), "not_a_number"),
        ("pupils", 10**400, "out_of_range"),
        ("pupils", "1e999", "out_of_range"),
        ("pupils", "114°44′", "not_a_number"),
        ("pupils", "1,00", "not_a_number"),
        ("school_id", "S\x001", "strange_characters"),
        ("school_id", "S1;S2", "bad_id"),
        ("grade", "大班", "not_a_number"),
    ],
    ids=str,
)
def test_a_cell_that_is_not_of_its_column_is_refused(column, cell, code) -> None:
    row = {"school_id": "S1", "place_id": "", "grade": 1, "pupils": 2, column: cell}
    typed, findings = read("pupils", HEADER, tuple(row.values()))
    assert [(f.code, f.column) for f in findings] == [(code, column)]
    assert not typed.sound


def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    """A folder has the name of the table."""
    (tmp_path / "pupils.csv").mkdir()
    grid, findings = read_csv(tmp_path / "pupils.csv")
    assert grid is None
    assert codes(findings) == ["unreadable_file"]


def book(path: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def test_a_sheet_is_found_under_its_chinese_or_english_name(tmp_path: Path) -> None:
    read_book = read_workbook(
        book(tmp_path / "b.xlsx", 学校=[["学校编码"]], pupils=[["school_id"], [12]], 附录=[["x"]])
    )
    assert set(read_book.grids) == {"schools", "pupils"}
    assert read_book.grids["pupils"].rows == ((1, ("school_id",)), (2, (12,)))
    assert [(f.code, f.file) for f in read_book.findings] == [("unknown_sheet", "b.xlsx[附录]")]


def test_merged_titles_and_gaps_in_a_workbook_keep_their_row_numbers(tmp_path: Path) -> None:
    path = book(
        tmp_path / "b.xlsx",
        在校生=[["在校生表"], [], ["学校编码", "年级", "人数"], [], ["S1", 1, "x"]],
    )
    opened = openpyxl.load_workbook(path)
    opened["在校生"].merge_cells("A1:C1")
    opened.save(path)
    _, findings = read_grid(PUPILS, read_workbook(path).grids["pupils"])
    assert [(f.file, f.row, f.column, f.value) for f in findings] == [
        ("b.xlsx[在校生]", 5, "人数", "x")
    ]


def test_two_sheets_of_the_same_table_are_an_error(tmp_path: Path) -> None:
    read_book = read_workbook(book(tmp_path / "b.xlsx", 学校=[["a"]], schools=[["b"]]))
    assert codes(read_book.findings) == ["sheet_twice"]
