"""Broken inputs: each is refused with the cell named in both languages, and nothing else is raised."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.cli import main
from planner.dataset import Dataset
from planner.errors import DataError, Finding
from planner.load import load
from tests.builders import write_county

type Break = Callable[[Path], Path | None]

SQUARE = [[113.0, 31.0], [115.0, 31.0], [115.0, 33.0], [113.0, 33.0], [113.0, 31.0]]


def collection(*features: tuple[dict[str, object], str, object]) -> str:
    listed = [
        {"type": "Feature", "properties": p, "geometry": {"type": kind, "coordinates": at}}
        for p, kind, at in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": listed}, ensure_ascii=False)


def good(folder: Path) -> Path:
    """Write a small county in which nothing is wrong."""
    write_county(
        folder,
        schools=[
            {"school_id": "S01", "seats": 100},
            {"school_id": "S02", "lon": 114.1, "kind": "teaching_point"},
            {"school_id": "S03", "lon": 114.2, "kind": "junior"},
        ],
        places=[{"place_id": "P1", "lat": 32.01}, {"place_id": "P2", "lon": 114.12}],
        pupils=[
            {"school_id": "S01", "place_id": "P1", "grade": 1, "pupils": 20},
            {"school_id": "S02", "place_id": "P2", "grade": 2, "pupils": 5},
            {"school_id": "S03", "grade": 7, "pupils": 60},
        ],
        hearings=[{"school_id": "S02", "date": "2023-05-01", "parents_for": 9}],
        decisions=[{"school_id": "S03", "decision": "keep", "year": ""}],
        targets=[
            {"version": "a", "year": 2023, "count": 1, "unit": "teaching_point", "source": "item 1"}
        ],
        works=[
            {
                "works_id": "W1",
                "school_id": "S01",
                "adds_seats": 30,
                "first_year": 2024,
                "cost": 100000,
            }
        ],
        travel=[{"from_id": "P1", "school_id": "S02", "km": 9.5, "minutes": ""}],
        road_nodes=[
            {"node_id": "a", "lon": 114.0, "lat": 32.0},
            {"node_id": "b", "lon": 114.2, "lat": 32.0},
        ],
        road_edges=[{"from": "a", "to": "b", "km": 19, "kmh": 40}],
    )
    townships = collection(({"township": "中镇"}, "Polygon", [SQUARE]))
    (folder / "townships.geojson").write_text(townships, encoding="utf-8")
    return folder


def cell(file: str, row: int, column: str, value: object) -> Break:
    """Return what puts `value` in a cell of a CSV file, the header being row 1."""

    def put(folder: Path) -> None:
        lines = [line.split(",") for line in read(folder, file).splitlines()]
        lines[row - 1][lines[0].index(column)] = str(value)
        write(folder, file, "\n".join(",".join(line) for line in lines))

    return put


def column(file: str, header: str, *values: str) -> Break:
    """Return what adds a column to a CSV file."""

    def put(folder: Path) -> None:
        lines = read(folder, file).splitlines()
        write(folder, file, "\n".join(map(",".join, zip(lines, (header, *values), strict=True))))

    return put


def both(first: Break, second: Break) -> Break:
    def put(folder: Path) -> None:
        first(folder)
        second(folder)

    return put


def read(folder: Path, file: str) -> str:
    return (folder / file).read_text(encoding="utf-8-sig")


def write(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, encoding="utf-8")


def text(file: str, content: str) -> Break:
    return lambda folder: write(folder, file, content)


def data(file: str, content: bytes) -> Break:
    def put(folder: Path) -> None:
        (folder / file).write_bytes(content)

    return put


def more(file: str, line: str) -> Break:
    return lambda folder: write(folder, file, read(folder, file).rstrip("\n") + f"\n{line}\n")


def without(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


def replaced(file: str, old: str, new: str) -> Break:
    def put(folder: Path) -> None:
        assert old in read(folder, file)
        write(folder, file, read(folder, file).replace(old, new))

    return put


def only_header(file: str) -> Break:
    return lambda folder: write(folder, file, read(folder, file).splitlines()[0] + "\n")


def no_roads(then: Break) -> Break:
    def put(folder: Path) -> Path | None:
        (folder / "road_nodes.csv").unlink()
        (folder / "road_edges.csv").unlink()
        return then(folder)

    return put


def workbook(without_sheet: str) -> Break:
    """Return what makes one workbook of the county, with one sheet left out."""

    def put(folder: Path) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for file in sorted(folder.glob("*.csv")):
            if file.stem != without_sheet:
                sheet = book.create_sheet(file.stem)
                for line in read(folder, file.name).splitlines():
                    sheet.append(line.split(","))
        book.save(folder / "book.xlsx")
        return folder / "book.xlsx"

    return put


def bomb() -> bytes:
    """Return a small workbook whose sheet unpacks to 40 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * (40 * 2**20 // 6))
    return made.getvalue()


def book_bytes(content: bytes) -> Break:
    def put(folder: Path) -> Path:
        (folder / "book.xlsx").write_bytes(content)
        return folder / "book.xlsx"

    return put


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>secret.csv</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)

# name: what breaks the county, the code of the finding, what the English line must hold
CASES: dict[str, tuple[Break, str, tuple[str, ...]]] = {
    "neither UTF-8 nor GB18030": (
        data("schools.csv", b"school_id,name\nS1,\xff\xfe\x80\n"),
        "wrong_encoding",
        ("schools.csv", "GB18030", "CSV UTF-8"),
    ),
    "UTF-16": (
        data("schools.csv", "school_id,name\nS1,校\n".encode("utf-16")),
        "wrong_encoding",
        ("schools.csv",),
    ),
    "empty file": (data("schools.csv", b""), "no_rows", ("schools.csv", "empty")),
    "only a header": (only_header("pupils.csv"), "no_rows", ("pupils.csv", "row 1", "header")),
    "missing required file": (without("pupils.csv"), "missing_file", ("pupils.csv", "schools.csv")),
    "missing column": (
        replaced("schools.csv", ",seats", ",places"),
        "missing_column",
        ("schools.csv", "row 1", "seats", "Headers found", "places"),
    ),
    "the same column twice": (
        replaced("schools.csv", "township,kind", "name,kind"),
        "column_twice",
        ("schools.csv", "name"),
    ),
    "text in a number": (
        cell("schools.csv", 2, "seats", "约500"),
        "not_a_number",
        ("schools.csv", "row 2", "seats", "约500", "must be a number"),
    ),
    "NaN in a number": (
        cell("schools.csv", 3, "lon", "NaN"),
        "not_a_number",
        ("schools.csv", "row 3", "lon", "NaN"),
    ),
    "infinity in a number": (
        cell("travel.csv", 2, "km", "inf"),
        "not_a_number",
        ("travel.csv", "row 2", "km", "inf"),
    ),
    "an Excel fault in a cell": (
        cell("works.csv", 2, "cost", "#REF!"),
        "not_a_number",
        ("works.csv", "row 2", "cost", "#REF!"),
    ),
    "blank position": (
        cell("schools.csv", 2, "lat", ""),
        "blank",
        ("schools.csv", "row 2", "lat", "is blank"),
    ),
    "lon and lat swapped": (
        both(cell("schools.csv", 2, "lon", "32.0"), cell("schools.csv", 2, "lat", "114.0")),
        "swapped_position",
        ("schools.csv", "row 2", "lat", "114.0", "swapped"),
    ),
    "a longitude beyond the earth": (
        cell("places.csv", 2, "lon", "514.0"),
        "impossible_position",
        ("places.csv", "row 2", "lon", "514.0"),
    ),
    "negative pupils": (
        cell("pupils.csv", 2, "pupils", "-3"),
        "out_of_range",
        ("pupils.csv", "row 2", "pupils", "-3"),
    ),
    "half a pupil": (
        cell("pupils.csv", 3, "pupils", "2.5"),
        "not_whole",
        ("pupils.csv", "row 3", "pupils", "2.5", "whole"),
    ),
    "more pupils than a number holds": (
        cell("pupils.csv", 3, "pupils", "9" * 40),
        "out_of_range",
        ("pupils.csv", "row 3", "pupils"),
    ),
    "a grade that is none": (
        cell("pupils.csv", 2, "grade", "19"),
        "out_of_range",
        ("pupils.csv", "row 2", "grade", "19"),
    ),
    "pupils of an unknown school": (
        cell("pupils.csv", 2, "school_id", "S0l"),
        "unknown_id",
        ("pupils.csv", "row 2", "school_id", "S0l", "Is it 'S0"),
    ),
    "pupils of an unknown place": (
        cell("pupils.csv", 3, "place_id", "P9"),
        "unknown_id",
        ("pupils.csv", "row 3", "place_id", "P9"),
    ),
    "a school twice": (
        cell("schools.csv", 4, "school_id", "S02"),
        "duplicate_key",
        ("schools.csv", "row 4", "school_id", "S02", "row 3"),
    ),
    "pupils of one school, place and grade twice": (
        more("pupils.csv", "P1,S01,1,4"),
        "duplicate_key",
        ("pupils.csv", "row 5", "row 2"),
    ),
    "a place with the code of a school": (
        cell("places.csv", 3, "place_id", "S02"),
        "shared_id",
        ("places.csv", "row 3", "place_id", "S02"),
    ),
    "unknown kind of school": (
        cell("schools.csv", 2, "kind", "高中"),
        "bad_choice",
        ("schools.csv", "row 2", "kind", "高中", "teaching_point", "教学点"),
    ),
    "unknown decision": (
        cell("decisions.csv", 2, "decision", "maybe"),
        "bad_choice",
        ("decisions.csv", "row 2", "decision", "maybe", "keep", "保留"),
    ),
    "close without a year": (
        cell("decisions.csv", 2, "decision", "close"),
        "close_without_year",
        ("decisions.csv", "row 2", "year"),
    ),
    "bad year": (
        cell("targets.csv", 2, "year", "23"),
        "bad_year",
        ("targets.csv", "row 2", "year", "23", "four digits"),
    ),
    "bad date": (
        cell("hearings.csv", 2, "date", "2023-02-30"),
        "bad_date",
        ("hearings.csv", "row 2", "date", "2023-02-30"),
    ),
    "works code with a space": (
        cell("works.csv", 2, "works_id", "W 1"),
        "bad_id",
        ("works.csv", "row 2", "works_id", "W 1", "space"),
    ),
    "a code that Excel damaged": (
        cell("schools.csv", 2, "school_id", "4.11528E+11"),
        "damaged_id",
        ("schools.csv", "row 2", "school_id", "4.11528E+11", "Text"),
    ),
    "grades the wrong way round": (
        column("schools.csv", "first_grade", "7", "", ""),
        "grades_the_wrong_way",
        ("schools.csv", "row 2", "first_grade", "7 > 6"),
    ),
    "births of an unknown township": (
        text("births.csv", "township,year,births\n中真,2018,30\n"),
        "unknown_township",
        ("births.csv", "row 2", "township", "中真", "中镇"),
    ),
    "quotation marks that never end": (
        data("schools.csv", b'school_id,name\nS1,"' + b"x" * 200_000),
        "broken_csv",
        ("schools.csv", "quotation"),
    ),
    "broken TOML": (
        text("county.toml", 'name = "县\nas_of = 2023-07-14\n'),
        "bad_toml",
        ("county.toml", "TOML"),
    ),
    "county.toml without base year": (
        replaced("county.toml", "base_year", "base_yaer"),
        "missing_key",
        ("county.toml", "base_year"),
    ),
    "unknown datum": (
        replaced("county.toml", "WGS84", "Beijing54"),
        "unknown_datum",
        ("county.toml", "crs", "Beijing54", "GCJ02"),
    ),
    "an EPSG code that does not exist": (
        replaced("county.toml", "WGS84", "EPSG:999999"),
        "unknown_datum",
        ("county.toml", "crs", "EPSG:999999"),
    ),
    "no county.toml": (without("county.toml"), "missing_file", ("county.toml",)),
    "missing folder": (lambda folder: folder / "elsewhere", "missing_folder", ("elsewhere",)),
    "a path for GDAL alone": (
        lambda _: Path("/vsicurl/http://example.org/x"),
        "virtual_path",
        ("/vsicurl",),
    ),
    "a table of roads with no edges": (
        only_header("road_edges.csv"),
        "no_edges",
        ("road_edges.csv",),
    ),
    "a road to an unknown node": (
        cell("road_edges.csv", 2, "to", "z"),
        "unknown_id",
        ("road_edges.csv", "row 2", "to", "z"),
    ),
    "a road without length": (
        cell("road_edges.csv", 2, "km", ""),
        "no_length",
        ("road_edges.csv", "row 2", "km"),
    ),
    "edges without nodes": (without("road_nodes.csv"), "missing_file", ("road_nodes.csv",)),
    "two forms of roads": (
        text("roads.geojson", collection()),
        "several_roads",
        ("road_edges.csv", "roads.geojson"),
    ),
    "roads.geojson with no edges": (
        no_roads(text("roads.geojson", collection())),
        "no_edges",
        ("roads.geojson",),
    ),
    "roads.geojson that names another file": (
        no_roads(text("roads.geojson", VRT)),
        "no_geojson",
        ("roads.geojson",),
    ),
    "roads.geojson of points": (
        no_roads(text("roads.geojson", collection(({}, "Point", [114, 32])))),
        "bad_geometry",
        ("roads.geojson", "features[1]", "LineString"),
    ),
    "roads.geojson with NaN": (
        no_roads(
            text("roads.geojson", collection(({}, "LineString", [[114, 32], [float("nan"), 32]])))
        ),
        "bad_geometry",
        ("roads.geojson", "features[1]"),
    ),
    "roads.geojson with a speed of 0": (
        no_roads(
            text("roads.geojson", collection(({"kmh": 0}, "LineString", [[114, 32], [114.1, 32]])))
        ),
        "out_of_range",
        ("roads.geojson", "features[1].properties.kmh", "0"),
    ),
    "roads.gpkg that is none": (
        no_roads(data("roads.gpkg", VRT.encode())),
        "no_geopackage",
        ("roads.gpkg",),
    ),
    "roads.gpkg with nothing behind its header": (
        no_roads(data("roads.gpkg", b"SQLite format 3\x00" + b"\0" * 100)),
        "no_geopackage",
        ("roads.gpkg",),
    ),
    "roads.graphml that is none": (
        no_roads(text("roads.graphml", "<html><body></html>")),
        "no_graphml",
        ("roads.graphml",),
    ),
    "roads.graphml that grows without end": (
        no_roads(
            text(
                "roads.graphml",
                '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
                + "".join(
                    f'<!ENTITY {b} "{f"&{a};" * 10}">'
                    for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
                )
                + "]><graphml>&k;</graphml>",
            )
        ),
        "no_graphml",
        ("roads.graphml",),
    ),
    "townships without the property": (
        text("townships.geojson", collection(({"NAME": "中镇"}, "Polygon", [SQUARE]))),
        "missing_property",
        ("townships.geojson", "features[1]", "NAME"),
    ),
    "townships that are no GeoJSON": (
        text("townships.geojson", VRT),
        "no_geojson",
        ("townships.geojson",),
    ),
    "a workbook without the sheet of pupils": (
        workbook("pupils"),
        "missing_sheet",
        ("book.xlsx[在校生]", "schools"),
    ),
    "a workbook that is none": (
        book_bytes(b"PK\x03\x04 not a workbook"),
        "broken_workbook",
        ("book.xlsx",),
    ),
    "an archive that is no workbook": (
        book_bytes(b"PK\x05\x06" + b"\0" * 18),
        "broken_workbook",
        ("book.xlsx",),
    ),
    "an old .xls": (
        book_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        "old_workbook",
        ("book.xlsx", ".xls"),
    ),
    "a workbook that unpacks without end": (book_bytes(bomb()), "too_large", ("book.xlsx",)),
}


def findings_of(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(DataError) as caught:
        load(path)
    assert caught.value.exit_code == 2
    return caught.value.findings


def test_the_county_that_is_broken_below_is_good(tmp_path: Path) -> None:
    county = load(good(tmp_path / "county"))
    assert len(county.schools) == 3
    assert [w.code for w in county.warnings] == []


@pytest.mark.parametrize("name", CASES)
def test_a_broken_input_is_refused_at_its_cell(name: str, tmp_path: Path) -> None:
    """The finding has its code, and both sentences name place, value and what to do."""
    broken, code, said = CASES[name]
    folder = good(tmp_path / "county")
    path = broken(folder)
    found = findings_of(path if isinstance(path, Path) else folder)
    first = next((f for f in found if f.code == code), None)
    assert first is not None, [f.line("en") for f in found]
    assert first.severity == "error"
    for words in said:
        assert words in first.line("en")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in first.what.zh + first.hint.zh)
    assert not set(first.what.en + first.hint.en) & set("。，：（“")
    assert first.file in first.line("zh")


@pytest.mark.parametrize("name", CASES)
def test_the_command_refuses_a_broken_input_without_a_traceback(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`planner check` ends with 2 and names the file in Chinese."""
    broken, _, said = CASES[name]
    folder = good(tmp_path / "county")
    path = broken(folder)
    assert main(["check", str(path if isinstance(path, Path) else folder)]) == 2
    shown = "".join(capsys.readouterr())
    assert said[0] in shown
    assert "Traceback" not in shown
    assert any("\u4e00" <= sign <= "\u9fff" for sign in shown)


def test_every_problem_of_all_files_is_told_at_once(tmp_path: Path) -> None:
    folder = good(tmp_path / "county")
    for broken in ("text in a number", "negative pupils", "bad date", "unknown datum",
                   "a road without length", "townships without the property"):  # fmt: skip
        CASES[broken][0](folder)
    found = findings_of(folder)
    assert {f.code for f in found if f.severity == "error"} >= {
        "not_a_number", "out_of_range", "bad_date", "unknown_datum", "no_length", "missing_property"
    }  # fmt: skip
    severities = [f.severity for f in found]
    assert severities == sorted(severities), "errors come before warnings"


def test_a_file_that_another_file_names_is_not_read(tmp_path: Path) -> None:
    """GDAL would follow the text of a virtual file; the secret must not come through."""
    folder = good(tmp_path / "county")
    write(folder, "secret.csv", "township,secret\n中镇,42\n")
    write(folder, "townships.geojson", VRT.replace("secret.csv", str(folder / "secret.csv")))
    assert not any("42" in f.line("en") for f in findings_of(folder) if f.file != "secret.csv")


FILES = ("schools.csv", "places.csv", "pupils.csv", "hearings.csv", "decisions.csv", "targets.csv",
         "works.csv", "travel.csv", "road_nodes.csv", "road_edges.csv", "county.toml",
         "townships.geojson")  # fmt: skip
ODD = st.sampled_from(
    ["", " ", "nan", "inf", "-inf", "1e400", "-0", "1e-400", "0x10", "１２", "１，２", "²", "½", "①",
     "1_000", "1,000", "=1+1", "{x}", "{", "%s", "\\", "'", '"', "\t", "\r", "\x1b[31m", "\u202e",
     "\ud7ff", "9" * 400, "-1", "TRUE", "一年级", "2023年", "EPSG:4547", "NULL", "#N/A", "S01", "P1"]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), at=st.integers(0, 10_000), value=ODD | st.text(max_size=8))
def test_any_cell_gives_a_county_or_findings(
    file: str, at: int, value: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in a cell, nothing but a DataError is raised."""
    folder = good(tmp_path_factory.mktemp("fuzz"))
    parts = read(folder, file).replace("\n", ",\n,").split(",")
    parts[at % len(parts)] = value
    content = ",".join(parts).replace(",\n,", "\n")
    (folder / file).write_bytes(content.encode("utf-8", "surrogatepass"))
    loaded_or_refused(folder)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), at=st.integers(0, 10_000), noise=st.binary(max_size=12))
def test_any_bytes_give_a_county_or_findings(
    file: str, at: int, noise: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever bytes stand in a file, nothing but a DataError is raised."""
    folder = good(tmp_path_factory.mktemp("fuzz"))
    whole = (folder / file).read_bytes()
    cut = at % len(whole)
    (folder / file).write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])
    loaded_or_refused(folder)


def loaded_or_refused(folder: Path) -> None:
    try:
        county = load(folder)
    except DataError as problem:
        refused = problem
    else:
        assert isinstance(county, Dataset)
        assert not county.schools[["lon", "lat", "seats"]].isna().any(axis=None)
        return
    assert refused.findings
    assert all(f.line("zh") and f.line("en") for f in refused.findings)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 100_000), noise=st.binary(min_size=1, max_size=8), part=st.integers(0, 30))
def test_any_workbook_gives_a_county_or_findings(
    at: int, noise: bytes, part: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in a part of a workbook, nothing but a DataError is raised."""
    path = workbook("nothing")(good(tmp_path_factory.mktemp("fuzz")))
    assert path is not None
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = sorted(parts)[part % len(parts)]
    cut = at % len(parts[name])
    parts[name] = parts[name][:cut] + noise + parts[name][cut + len(noise) :]
    with zipfile.ZipFile(path, "w") as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    loaded_or_refused(path)
