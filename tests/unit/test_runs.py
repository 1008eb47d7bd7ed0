"""Folders that appear whole or not at all, names every computer can hold, tables read back equal."""

import csv
import threading
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.errors import UsageError
from planner.runs import FILES, Place, safe_name, write_file, write_folder
from planner.runs.names import unsafe
from planner.runs.tables import COLUMNS, harmless, read_tables, write_tables
from tests.builders_run import small_run

PLAN = small_run().plan
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "-",
    "'=x",
    "''@",
    "+x",
]


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def with_manifest(text: str):
    """Return what writes a folder that looks like a run."""
    return lambda folder: (folder / "manifest.json").write_text(text, "utf-8")


def test_a_folder_appears_when_it_is_complete(tmp_path) -> None:
    seen: list[list[str]] = []

    def fill(folder: Path) -> str:
        (folder / "manifest.json").write_text("{}", "utf-8")
        seen.append([name for name in entries(tmp_path) if not name.startswith(".")])
        return "done"

    assert write_folder(Place(tmp_path / "run"), fill) == (tmp_path / "run", "done")
    assert seen == [[]]
    assert entries(tmp_path) == ["run"]


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt(), MemoryError()])
def test_what_fails_leaves_nothing(error, tmp_path) -> None:
    def fill(folder: Path) -> None:
        (folder / "actions.csv").write_text("half", "utf-8")
        raise error

    with pytest.raises(type(error)):
        write_folder(Place(tmp_path / "new" / "run"), fill)
    assert entries(tmp_path / "new") == []


def test_a_replaced_run_stays_until_the_new_one_is_complete(tmp_path) -> None:
    run = tmp_path / "run"
    write_folder(Place(run), with_manifest("old"))

    def fail(folder: Path) -> None:
        with_manifest("new")(folder)
        assert (run / "manifest.json").read_text("utf-8") == "old"
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        write_folder(Place(run, overwrite=True), fail)
    assert (run / "manifest.json").read_text("utf-8") == "old"
    write_folder(Place(run, overwrite=True), with_manifest("new"))
    assert (run / "manifest.json").read_text("utf-8") == "new"
    assert entries(tmp_path) == ["run"]


def test_an_empty_folder_may_be_filled(tmp_path) -> None:
    (tmp_path / "run").mkdir()
    write_folder(Place(tmp_path / "run"), with_manifest("{}"))
    assert entries(tmp_path / "run") == ["manifest.json"]


@pytest.mark.parametrize(
    "traces", [["~$ledger.xlsx"], ["plan.gpkg-wal", "Thumbs.db"], [".DS_Store"]]
)
def test_traces_of_open_programs_do_not_hinder_replacing(traces, tmp_path) -> None:
    run, _ = write_folder(Place(tmp_path / "run"), with_manifest("old"))
    for name in traces:
        (run / name).write_text("", "utf-8")
    write_folder(Place(run, overwrite=True), with_manifest("new"))
    assert entries(run) == ["manifest.json"]


def test_files_of_others_are_never_replaced(tmp_path) -> None:
    run, _ = write_folder(Place(tmp_path / "run"), with_manifest("old"))
    (run / "notes.docx").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=r"notes\.docx"):
        write_folder(Place(run, overwrite=True), with_manifest("new"))
    assert entries(run) == ["manifest.json", "notes.docx"]


def test_runs_at_the_same_time_get_different_numbers(tmp_path) -> None:
    """Eight runs finish writing at one moment, all having found the first number free."""
    place, together = Place(tmp_path / "run", numbered=True), threading.Barrier(8)
    made: list[Path] = []

    def write(n: int) -> None:
        def fill(folder: Path) -> None:
            with_manifest(str(n))(folder)
            together.wait(timeout=30)

        made.append(write_folder(place, fill)[0])

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8
    assert entries(tmp_path) == sorted(["run", *(f"run-{n}" for n in range(2, 9))])
    written = {(path / "manifest.json").read_text("utf-8") for path in made}
    assert written == {str(n) for n in range(8)}


def test_a_name_taken_meanwhile_is_not_replaced(tmp_path) -> None:
    def fill(folder: Path) -> None:
        with_manifest("mine")(folder)
        write_folder(Place(tmp_path / "run"), with_manifest("other"))

    with pytest.raises(UsageError):
        write_folder(Place(tmp_path / "run"), fill)
    assert (tmp_path / "run" / "manifest.json").read_text("utf-8") == "other"
    assert entries(tmp_path) == ["run"]


def test_a_file_is_written_whole_and_numbered(tmp_path) -> None:
    place = Place(tmp_path / "a.b.html", numbered=True)
    assert [write_file(place, "x").name for _ in range(3)] == [
        "a.b.html",
        "a.b-2.html",
        "a.b-3.html",
    ]
    with pytest.raises(UsageError):
        write_file(Place(tmp_path / "a.b.html"), "y")
    write_file(Place(tmp_path / "a.b.html", overwrite=True), "y")
    assert (tmp_path / "a.b.html").read_text("utf-8") == "y"
    assert len(entries(tmp_path)) == 3


@given(st.text(max_size=300))
@example("CON")
@example("com1.txt")
@example("a/b\\c:d")
@example(". .")
@example("长" * 200)
def test_a_safe_name_is_safe(text) -> None:
    assert unsafe(safe_name(text)) is None


def test_a_good_name_is_left_alone() -> None:
    for name in ("roadmap_item26", "息县 2023—2025", "a.b", "console", "第一稿 (修订)"):
        assert unsafe(name) is None
        assert safe_name(name) == name


def test_the_columns_are_those_of_a_plan() -> None:
    for name, columns in COLUMNS.items():
        assert list(getattr(PLAN, name).columns) == list(columns)
    assert set(FILES) >= {f"{name}.csv" for name in COLUMNS}


def test_tables_open_in_a_spreadsheet(tmp_path) -> None:
    write_tables(tmp_path, PLAN)
    for name, columns in COLUMNS.items():
        raw = (tmp_path / f"{name}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "Excel tells UTF-8 by its mark"
        assert raw.decode("utf-8-sig").splitlines()[0] == ",".join(columns)


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_run_as_a_formula(text) -> None:
    shown = harmless(pd.DataFrame({"name": [text]}))["name"].iloc[0]
    assert shown.startswith("'")


def test_plain_texts_and_numbers_are_left_alone() -> None:
    texts = ["S01", "001", "-5", "+12.5", "李家'村", "'tis", "", "5=5", "a-b"]
    frame = pd.DataFrame({"school_id": texts, "pupils": range(len(texts))})
    pd.testing.assert_frame_equal(harmless(frame), frame)


CELLS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(CELLS | st.sampled_from([*FORMULAS, "NA", "nan", "1e5", "007", '"', ","])),
        min_size=1,
        max_size=6,
    )
)
def test_names_come_back_as_they_were(rows) -> None:
    names = [name for (name,) in rows]
    actions = PLAN.actions.iloc[[0] * len(names)].assign(name=names, school_id=names)
    read = through_files(actions)
    assert read["name"].tolist() == names
    assert read["school_id"].tolist() == names


def through_files(actions: pd.DataFrame) -> pd.DataFrame:
    """Write actions to a file and read them again; no cell of the file begins like a formula."""
    with TemporaryDirectory() as folder:
        write_tables(Path(folder), replace(PLAN, actions=actions))
        with (Path(folder) / "actions.csv").open(encoding="utf-8-sig", newline="") as file:
            assert not any(cell.startswith(("=", "@")) for row in csv.reader(file) for cell in row)
        return read_tables(Path(folder))["actions"]


def test_numbers_come_back_to_the_last_digit(tmp_path) -> None:
    costs = PLAN.costs.assign(amount=[(n + 1) / 3e-7 for n in range(len(PLAN.costs))])
    assignments = PLAN.assignments.assign(km=float("nan"))
    write_tables(tmp_path, replace(PLAN, costs=costs, assignments=assignments))
    read = read_tables(tmp_path)
    assert read["costs"]["amount"].tolist() == costs["amount"].tolist()
    assert read["assignments"]["km"].isna().all()


def test_tables_without_rows_come_back(tmp_path) -> None:
    write_tables(tmp_path, replace(PLAN, actions=PLAN.actions.iloc[:0]))
    read = read_tables(tmp_path)["actions"]
    assert list(read.columns) == list(COLUMNS["actions"])
    assert read["pupils"].dtype == "int64"
