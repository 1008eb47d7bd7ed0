"""A county from a folder or a workbook: typed, complete, in WGS-84, with what was noticed."""

import datetime as dt
import shutil
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from planner import datum
from planner.errors import DataError
from planner.load import load
from tests.builders import write_county

SCHOOLS = [
    {"school_id": "007", "seats": 50},
    {"school_id": "008", "kind": "junior", "lon": 114.1},
    {"school_id": "009", "kind": "nine_year", "lon": 114.2, "first_grade": 3},
]
PUPILS = [
    {"school_id": "007", "place_id": "P1", "grade": 1, "pupils": 4},
    {"school_id": "008", "grade": 7, "pupils": 3},
    {"school_id": "009", "grade": 3, "pupils": 2},
]


def county(folder: Path, **more: object) -> Path:
    places = [{"place_id": "P1"}]
    return write_county(folder, schools=SCHOOLS, pupils=PUPILS, places=places, **more)


def as_workbook(folder: Path, path: Path, *, facts: bool) -> Path:
    """Write the CSV files of a folder as the sheets of one workbook, numbers as numbers."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    names = {
        "schools": "学校",
        "places": "村居",
        "pupils": "在校生",
        "pupils_2024": "在校生_2024",
    }
    for file in sorted(folder.glob("*.csv")):
        sheet = book.create_sheet(names[file.stem])
        for line in file.read_text(encoding="utf-8-sig").splitlines():
            sheet.append([_cell(word) for word in line.split(",")])
    if facts:
        sheet = book.create_sheet("县")
        for row in (["名称", "试验县"], ["数据截至", dt.date(2023, 7, 14)], ["基准学年", 2022],
                    ["虚构数据", "是"], ["数据来源", "invented for a test"]):  # fmt: skip
            sheet.append(row)
    book.save(path)
    return path


def _cell(word: str) -> object:
    try:
        return word if word.startswith("0") else float(word)
    except ValueError:
        return word


def test_every_column_is_there_with_its_default(tmp_path: Path) -> None:
    loaded = load(county(tmp_path))
    schools = loaded.schools.set_index("school_id")
    assert schools.loc["007", ["first_grade", "last_grade"]].tolist() == [1, 6]
    assert schools.loc["008", ["first_grade", "last_grade"]].tolist() == [7, 9]
    assert schools.loc["009", ["first_grade", "last_grade"]].tolist() == [3, 9]
    for whole in ("first_grade", "last_grade", "seats", "beds", "boarders"):
        assert schools[whole].dtype == np.int64
    for number in ("classrooms", "staff", "running_cost", "quality"):
        assert schools[number].isna().all()
    assert (loaded.name, loaded.as_of, loaded.base_year) == ("试验县", dt.date(2023, 7, 14), 2022)
    assert (loaded.synthetic, loaded.sources) == (True, ("invented for a test",))


def test_absent_tables_have_their_columns_and_no_rows(tmp_path: Path) -> None:
    loaded = load(county(tmp_path))
    for name in ("births", "forecast", "travel", "decisions", "hearings", "targets", "works",
                 "staff", "ledger"):  # fmt: skip
        frame = getattr(loaded, name)
        assert len(frame) == 0
        assert "school_id" in frame or "year" in frame
    assert (loaded.roads, loaded.townships, loaded.water) == (None, None, None)


def test_pupils_without_a_place_live_at_their_school(tmp_path: Path) -> None:
    loaded = load(county(tmp_path))
    assert loaded.pupils["place_id"].tolist() == ["P1", "008", "009"]


def test_the_latest_hearing_of_each_school_counts(tmp_path: Path) -> None:
    """Whatever the order of the rows and the spelling of the dates."""
    hearings = [
        {"school_id": "007", "date": "2023-06-01", "parents_for": 1, "parents_against": 9},
        {"school_id": "008", "date": "2023年4月1日", "parents_for": 2},
        {"school_id": "007", "date": "2023-5-30", "parents_for": 9, "parents_against": 1},
    ]
    kept = load(county(tmp_path, hearings=hearings)).hearings
    assert kept[["school_id", "parents_for", "parents_against"]].to_numpy().tolist() == [
        ["007", 1, 9],
        ["008", 2, 0],
    ]


def test_positions_are_brought_to_wgs84(tmp_path: Path) -> None:
    plain = load(county(tmp_path / "a")).schools
    shifted = load(county(tmp_path / "b", county={"crs": "BD-09"})).schools
    east, north = datum.wgs84_to_bd09(shifted["lon"].to_numpy(), shifted["lat"].to_numpy())
    np.testing.assert_allclose(east, plain["lon"], atol=1e-10)
    np.testing.assert_allclose(north, plain["lat"], atol=1e-10)


def test_positions_in_metres_are_brought_to_degrees(tmp_path: Path) -> None:
    schools = [{"school_id": "A", "lon": 500_000, "lat": 3_580_000}]
    pupils = [{"school_id": "A", "grade": 1, "pupils": 1}]
    folder = write_county(tmp_path, schools=schools, pupils=pupils, county={"crs": 4547})
    assert load(folder).schools["lon"].tolist() == pytest.approx([114.0])


def test_metres_without_an_epsg_code_are_refused(tmp_path: Path) -> None:
    schools = [{"school_id": "A", "lon": 500_000, "lat": 3_580_000}]
    folder = write_county(
        tmp_path, schools=schools, pupils=[{"school_id": "A", "grade": 1, "pupils": 1}]
    )
    with pytest.raises(DataError) as caught:
        load(folder)
    assert [f.code for f in caught.value.findings] == ["impossible_position"]
    assert "EPSG" in caught.value.findings[0].hint.zh


@pytest.mark.parametrize("facts", [True, False])
def test_a_workbook_gives_the_same_county_as_the_folder(facts, tmp_path: Path) -> None:
    """With the facts on a sheet, or in county.toml beside the workbook."""
    folder = county(tmp_path / "folder")
    whole = load(folder)
    path = as_workbook(folder, tmp_path / "book.xlsx", facts=facts)
    if not facts:
        shutil.copy(folder / "county.toml", tmp_path / "county.toml")
    read = load(path)
    assert (read.name, read.as_of, read.base_year) == (whole.name, whole.as_of, whole.base_year)
    assert (read.synthetic, read.sources) == (whole.synthetic, whole.sources)
    for name in ("schools", "places", "pupils"):
        assert getattr(read, name).equals(getattr(whole, name)), name


def test_a_folder_that_holds_only_a_workbook_is_read(tmp_path: Path) -> None:
    folder = county(tmp_path / "folder")
    (tmp_path / "other").mkdir()
    as_workbook(folder, tmp_path / "other" / "book.xlsx", facts=True)
    assert load(tmp_path / "other").name == "试验县"


def test_a_fact_that_stands_twice_on_a_sheet_is_refused(tmp_path: Path) -> None:
    path = as_workbook(county(tmp_path / "folder"), tmp_path / "book.xlsx", facts=True)
    book = openpyxl.load_workbook(path)
    book["县"].append(["base_year", 2023])
    book.save(path)
    with pytest.raises(DataError) as caught:
        load(path)
    assert [(f.code, f.file, f.row) for f in caught.value.findings] == [
        ("key_twice", "book.xlsx[县]", 6)
    ]


def test_files_may_have_chinese_names(tmp_path: Path) -> None:
    folder = county(tmp_path)
    (folder / "schools.csv").rename(folder / "学校.csv")
    assert len(load(folder).schools) == 3


def test_the_hash_changes_with_any_content_and_with_nothing_else(tmp_path: Path) -> None:
    one, two = county(tmp_path / "a"), county(tmp_path / "b")
    assert load(one).sha256 == load(two).sha256
    (two / "notes.txt").write_text("not an input", encoding="utf-8")
    assert load(one).sha256 == load(two).sha256
    with (two / "pupils.csv").open("a", encoding="utf-8") as file:
        file.write("P1,007,2,1\n")
    assert load(one).sha256 != load(two).sha256


def test_a_table_that_nobody_knows_is_said(tmp_path: Path) -> None:
    folder = county(tmp_path)
    (folder / "hearing.csv").write_text("school_id\n", encoding="utf-8")
    found = [(w.code, w.file) for w in load(folder).warnings]
    assert found == [("unknown_file", "hearing.csv")]
    assert "hearings.csv" in load(folder).warnings[0].what.zh


def test_a_key_of_county_toml_that_nobody_knows_is_said_with_its_line(tmp_path: Path) -> None:
    folder = county(tmp_path, county={"contacts": "x"})
    warning = load(folder).warnings[0]
    assert (warning.code, warning.row, warning.column) == ("unknown_key", 7, "contacts")
    assert "contact" in warning.what.en


def test_county_toml_may_be_in_gb18030_with_a_bom_or_without(tmp_path: Path) -> None:
    """As Notepad saves it."""
    text = (county(tmp_path) / "county.toml").read_text(encoding="utf-8")
    for encoding in ("gb18030", "utf-8-sig"):
        (tmp_path / "county.toml").write_bytes(text.encode(encoding))
        assert load(tmp_path).name == "试验县"


def test_the_shipped_county_has_its_published_totals(xi_county: Path) -> None:
    loaded = load(xi_county)
    assert len(loaded.schools) == 300
    assert loaded.pupils["pupils"].sum() == 122_624
    assert loaded.roads is not None
    assert len(loaded.townships) == 22


def test_real_schools_load_without_an_error(cases: Path) -> None:
    loaded = load(cases / "northern_ireland")
    assert len(loaded.schools) == 786
    assert {w.code for w in loaded.warnings} == {"at_one_point"}


def test_counts_of_other_years_are_read_and_belong_to_the_hash(tmp_path: Path) -> None:
    """The same columns as pupils.csv, checked the same way, under English or Chinese names."""
    plain = load(county(tmp_path / "plain"))
    rows = [{"school_id": "007", "grade": 1, "pupils": 7}]
    folder = county(tmp_path / "more", pupils_2024=rows, 在校生_2020=rows)
    found = load(folder)
    assert {year: frame["pupils"].sum() for year, frame in found.actuals.items()} == {
        2020: 7,
        2024: 7,
    }
    assert found.actuals[2024]["place_id"].tolist() == ["007"]
    assert found.sha256 != plain.sha256
    assert not plain.actuals


def test_counts_of_other_years_are_checked_like_pupils(tmp_path: Path) -> None:
    wrong = [{"school_id": "S9", "grade": 1, "pupils": -7}]
    with pytest.raises(DataError) as caught:
        load(county(tmp_path, pupils_2024=wrong))
    told = {(f.file, f.column) for f in caught.value.findings if f.severity == "error"}
    assert told == {("pupils_2024.csv", "school_id"), ("pupils_2024.csv", "pupils")}


def test_counts_of_the_base_year_stand_in_one_table(tmp_path: Path) -> None:
    rows = [{"school_id": "007", "grade": 1, "pupils": 7}]
    with pytest.raises(DataError) as caught:
        load(county(tmp_path, pupils_2022=rows))
    assert "actuals_of_base_year" in {f.code for f in caught.value.findings}


def test_counts_of_other_years_stand_in_a_sheet_as_well(tmp_path: Path) -> None:
    rows = [{"school_id": "007", "grade": 1, "pupils": 7}]
    folder = county(tmp_path / "folder", pupils_2024=rows)
    found = load(as_workbook(folder, tmp_path / "book.xlsx", facts=True))
    assert found.actuals[2024]["pupils"].tolist() == [7]
    assert not {f.code for f in found.warnings} & {"unknown_sheet"}
