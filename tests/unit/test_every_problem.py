"""Every problem at once: what can be read is checked, whatever else is broken, and said once."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from planner.errors import DataError, Finding
from planner.load import load
from tests.builders import write_county

SCHOOLS = [
    {"school_id": "A", "lon": 114.0},
    {"school_id": "B", "lon": 114.1},
    {"school_id": "C", "lon": 114.2},
]
PUPILS = [{"school_id": name, "grade": 1, "pupils": 3} for name in "ABC"]


def found_in(folder: Path) -> tuple[Finding, ...]:
    with pytest.raises(DataError) as caught:
        load(folder)
    return caught.value.findings


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def changed(index: int, **cells: object) -> list[dict[str, object]]:
    return [{**row, **(cells if n == index else {})} for n, row in enumerate(SCHOOLS)]


def test_one_bad_cell_hides_nothing_that_other_rows_show(tmp_path: Path) -> None:
    """Seats of A, grades of B, a point of C, and in pupils a half, an unknown and a grade 9."""
    folder = write_county(
        tmp_path,
        schools=[
            {"school_id": "A", "lon": 114.0, "seats": "x"},
            {"school_id": "B", "lon": 114.1, "first_grade": 5, "last_grade": 2},
            {"school_id": "C", "lon": 114.1},
        ],
        pupils=[
            {"school_id": "A", "grade": 2, "pupils": 2.5},
            {"school_id": "Z", "grade": 1, "pupils": 5},
            {"school_id": "B", "grade": 9, "pupils": 4},
        ],
    )
    found = found_in(folder)
    assert {(f.code, f.file, f.row) for f in found} == {
        ("not_a_number", "schools.csv", 2),
        ("grades_the_wrong_way", "schools.csv", 3),
        ("at_one_point", "schools.csv", 4),
        ("pupils_outside_grades", "schools.csv", 3),
        ("not_whole", "pupils.csv", 2),
        ("unknown_id", "pupils.csv", 3),
    }
    outside = next(f for f in found if f.code == "pupils_outside_grades")
    assert outside.what.zh == "B设2–5年级，却有4人在9年级"


def test_a_row_that_cannot_be_read_is_not_taken_for_an_empty_school(tmp_path: Path) -> None:
    """C's only pupils are unreadable: it is not said to have none."""
    pupils = [*PUPILS[:2], {"school_id": "C", "grade": 1, "pupils": "约3"}]
    assert codes(found_in(write_county(tmp_path, schools=SCHOOLS, pupils=pupils))) == [
        "not_a_number"
    ]


def test_an_impossible_position_hides_no_other(tmp_path: Path) -> None:
    schools = [
        *({"school_id": f"S{n}", "lon": 85 + n / 100} for n in range(3)),
        {"school_id": "north", "lat": 132.0},
        {"school_id": "swapped", "lon": 32.0, "lat": 85.0},
    ]
    pupils = [{"school_id": row["school_id"], "grade": 1, "pupils": 3} for row in schools]
    found = found_in(write_county(tmp_path, schools=schools, pupils=pupils))
    assert [(f.code, f.row) for f in found] == [("impossible_position", 5), ("swapped_position", 6)]


def test_a_bad_target_hides_no_contradiction_of_the_others(tmp_path: Path) -> None:
    targets = [
        {"version": v, "year": 2023, "count": n, "unit": "teaching_point", "source": f"item {v}"}
        for v, n in (("a", 2), ("b", 3), ("c", "many"))
    ]
    found = found_in(write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS, targets=targets))
    assert [(f.code, f.row) for f in found] == [("not_a_number", 4), ("targets_differ", 3)]


def test_a_table_that_cannot_be_opened_makes_one_line_of_its_codes(
    xi_county: Path, tmp_path: Path
) -> None:
    """4,000 random bytes for schools.csv: one error, and one warning for each table of codes."""
    folder = tmp_path / "county"
    shutil.copytree(xi_county, folder)
    (folder / "schools.csv").write_bytes(np.random.default_rng(5).bytes(4000))
    found = found_in(folder)
    assert [(f.code, f.file) for f in found if f.severity == "error"] == [
        ("wrong_encoding", "schools.csv")
    ]
    unchecked = {f.file: f for f in found if f.code == "ids_not_checked"}
    assert set(unchecked) >= {"pupils.csv", "decisions.csv"}
    assert len(unchecked) == codes(found).count("ids_not_checked")
    assert "could not be checked: schools.csv could not be read" in unchecked["pupils.csv"].what.en
    assert "未能核对：schools.csv 无法读取" in unchecked["pupils.csv"].what.zh


def test_a_missing_table_and_a_missing_column_of_codes_are_told_once(tmp_path: Path) -> None:
    """Nor are townships of births unknown where no township could be read."""
    births = [{"township": "中镇", "year": 2018, "births": 9}]
    folder = write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS, births=births)
    text = (folder / "schools.csv").read_text(encoding="utf-8-sig")
    (folder / "schools.csv").write_text(text.replace("school_id", "number"), encoding="utf-8")
    assert codes(found_in(folder)).count("missing_column") == 1
    assert "unknown_id" not in codes(found_in(folder))
    (folder / "schools.csv").unlink()
    assert codes(found_in(folder)) == ["missing_file", "ids_not_checked"]


def test_a_code_that_is_in_no_table_is_still_an_error(tmp_path: Path) -> None:
    """Also where another row of that table is broken."""
    pupils = [*PUPILS, {"school_id": "Z", "grade": 1, "pupils": 1}]
    found = found_in(write_county(tmp_path, schools=changed(0, seats="x"), pupils=pupils))
    assert codes(found) == ["not_a_number", "unknown_id"]


@pytest.mark.parametrize(
    ("separator", "zh", "en"), [(";", "分号", "semicolons"), ("|", "竖线", "vertical bars")]
)
def test_a_wrong_separator_is_told_once(separator: str, zh: str, en: str, tmp_path: Path) -> None:
    folder = write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS)
    text = (folder / "schools.csv").read_text(encoding="utf-8-sig")
    (folder / "schools.csv").write_text(text.replace(",", separator), encoding="utf-8")
    found = found_in(folder)
    assert codes(found) == ["wrong_separator", "ids_not_checked"]
    assert (found[0].file, found[0].row) == ("schools.csv", 1)
    assert zh in found[0].what.zh
    assert en in found[0].what.en
    assert "CSV UTF-8" in found[0].hint.zh


def test_tabs_below_a_title_are_told_as_a_wrong_separator(tmp_path: Path) -> None:
    folder = write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS)
    text = (folder / "schools.csv").read_text(encoding="utf-8-sig").replace(",", "\t")
    (folder / "schools.csv").write_text(f"各校情况表\n{text}", encoding="utf-8")
    found = found_in(folder)
    assert codes(found) == ["wrong_separator", "ids_not_checked"]
    assert (found[0].row, "tabs" in found[0].what.en) == (2, True)


@pytest.mark.parametrize(
    ("line", "key", "zh", "en"),
    [
        ("name = 5", "name", "文字", "text"),
        ('base_year = "2022"', "base_year", "四位年份", "a year"),
        ("base_year = true", "base_year", "四位年份", "a year"),
        ("base_year = 2022.0", "base_year", "四位年份", "a year"),
        ('synthetic = "yes"', "synthetic", "true 或 false", "true or false"),
        ("synthetic = 1", "synthetic", "true 或 false", "true or false"),
        ("as_of = 20230714", "as_of", "日期", "a date"),
        ("contact = 13800000000", "contact", "文字", "text"),
        ("sources = 3", "sources", "文字", "text"),
        ("sources = [3]", "sources", "文字", "text"),
    ],
)
def test_county_toml_takes_no_value_of_another_type(
    line: str, key: str, zh: str, en: str, tmp_path: Path
) -> None:
    folder = write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS, county={key: None})
    text = (folder / "county.toml").read_text(encoding="utf-8")
    (folder / "county.toml").write_text(f"{text}{line}\n", encoding="utf-8")
    (one,) = found_in(folder)
    assert (one.code, one.column) == ("bad_type", key)
    assert one.row == text.count("\n") + 1
    assert zh in one.what.zh
    assert en in one.what.en


def test_messages_name_a_column_in_quotation_marks(tmp_path: Path) -> None:
    works = [
        {"works_id": "W", "school_id": "A", "adds_seats": -1, "converts_to": "x",
         "first_year": 2023, "cost": 1},
    ]  # fmt: skip
    found = found_in(write_county(tmp_path, schools=SCHOOLS, pupils=PUPILS, works=works))
    assert [f.what.en for f in found] == [
        "'Adds seats' cannot be below 0",
        "this is none of the words for 'Converts to'",
    ]


def test_one_error_is_counted_in_the_singular(tmp_path: Path) -> None:
    folder = write_county(tmp_path / "one", schools=changed(0, seats="x"), pupils=PUPILS)
    with pytest.raises(DataError) as caught:
        load(folder)
    assert caught.value.what.en == "the data cannot be used: 1 error in one"
    assert caught.value.what.zh == "数据不能使用：one 中有1处错误"
