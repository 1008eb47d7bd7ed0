"""Run folders: written whole or not at all, never over another one unasked, and read back."""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner import manifest as notes
from planner.assumptions import Assumptions
from planner.errors import DataError, UsageError
from planner.load import load
from planner.plan import Plan
from planner.run import Run
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.errors import Finding
    from planner.words import Language

TABLES = ("actions", "assignments", "demand", "zones", "schools", "costs")
_TEXT = {
    "school_id": str,
    "place_id": str,
    "from_school_id": str,
    "receivers": str,
    "band": str,
    "detail": str,
    "name": str,
    "township": str,
    "action": str,
    "mode": str,
}
# Words that a spreadsheet would run as a formula get an apostrophe; numbers never do.
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class StoredRun:
    """A run read back: the value it came from, and its manifest as it stands in the file."""

    run: Run
    manifest: Mapping[str, Any]


@contextmanager
def new_folder(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Yield a folder to write into; it appears as `target` only if the block ends well.

    Raises
    ------
    UsageError
        If `target` exists with something in it and `overwrite` is false.
    """
    refuse_existing(target, overwrite=overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.part-", dir=target.parent))
    try:
        yield part
        _settle(part)
        _put_in_place(part, target, overwrite=overwrite)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def free_folder(parent: Path, name: str) -> Path:
    """Return `parent/name`, or with the next free number behind it."""
    target, n = parent / name, 2
    while target.exists():
        target, n = parent / f"{name}-{n}", n + 1
    return target


def refuse_existing(target: Path, *, overwrite: bool) -> None:
    """Stop where a result stands already and may not be replaced.

    Raises
    ------
    UsageError
        If `target` exists with something in it and `overwrite` is false.
    """
    if not target.exists() or overwrite:
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    what = Text(
        "{target} 已存在，未作任何改动；请换一个文件夹，或加 --overwrite 覆盖",
        "{target} exists and was left alone; name another folder, or add --overwrite to replace it",
    )
    raise UsageError(what.filled(target=target))


def _settle(folder: Path) -> None:
    """Make sure that every file is on the disk before the folder gets its name."""
    folder.chmod(0o755)
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _put_in_place(part: Path, target: Path, *, overwrite: bool) -> None:
    refuse_existing(target, overwrite=overwrite)
    if not target.exists():
        part.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.old-", dir=target.parent))
    target.rename(old / target.name)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def write_tables(folder: Path, plan: Plan) -> None:
    """Write the plan's tables as CSV that a spreadsheet opens."""
    for name in TABLES:
        frame: pd.DataFrame = getattr(plan, name)
        safe = frame.map(_harmless) if name in {"actions", "schools"} else frame
        safe.to_csv(
            folder / f"{name}.csv",
            index=False,
            encoding="utf-8-sig",
            lineterminator="\n",
            quoting=csv.QUOTE_MINIMAL,
        )


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `manifest.json`."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def write_diagnosis(folder: Path, findings: tuple[Finding, ...], language: Language) -> None:
    """Write `diagnosis.csv`: why no plan exists, one reason a row."""
    rows = [
        {
            "school_id": finding.value,
            "rule": finding.code,
            "text": finding.what.say(language),
            "change": finding.hint.say(language),
        }
        for finding in findings
    ]
    frame = pd.DataFrame(rows, columns=["school_id", "rule", "text", "change"]).map(_harmless)
    frame.to_csv(folder / "diagnosis.csv", index=False, encoding="utf-8-sig", lineterminator="\n")


def write_file(target: Path, text: str, *, overwrite: bool = False) -> None:
    """Write one file whole or not at all, never over another one unasked.

    Raises
    ------
    UsageError
        If `target` exists and `overwrite` is false.
    """
    refuse_existing(target, overwrite=overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=f".{target.name[:40]}.part-", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(target)
    finally:
        Path(part).unlink(missing_ok=True)


def free_file(target: Path) -> Path:
    """Return `target`, or with the next free number in its name."""
    free, n = target, 2
    while free.exists():
        free, n = target.with_stem(f"{target.stem}-{n}"), n + 1
    return free


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run.

    Raises
    ------
    UsageError
        If the folder holds no run, or a damaged one.
    """
    path = folder / "manifest.json"
    hint = Text("请给出 planner solve 写出的文件夹", "give a folder that planner solve wrote")
    if not path.is_file():
        what = Text(
            "{folder} 不是规划结果：没有 manifest.json。{hint}",
            "{folder} is no run: it has no manifest.json; {hint}",
        )
        raise UsageError(what.filled(folder=folder, hint=hint))
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest["status"], manifest["scenario"]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        what = Text("{path} 已损坏（{error}）。{hint}", "{path} is damaged ({error}); {hint}")
        raise UsageError(what.filled(path=path, error=error, hint=hint)) from error
    return dict(manifest)


def read(folder: Path, *, data: Path | None = None) -> StoredRun:
    """Return the run stored in `folder`, with its county read from the raw tables again.

    Parameters
    ----------
    data
        Where the county's tables are now, if not where they were.

    Raises
    ------
    UsageError
        If the folder holds no plan or its files cannot be read.
    DataError
        If the county's tables cannot be found or used.
    """
    manifest = read_manifest(folder)
    if manifest["status"] == "infeasible":
        what = Text("{folder} 没有方案，只有诊断", "{folder} holds no plan, only the diagnosis")
        raise UsageError(what.filled(folder=folder))
    try:
        assumptions = Assumptions.from_resolved(
            {**manifest["scenario"], "loosened": manifest["loosened"]}
        )
        plan = _plan(folder, manifest)
        created = datetime.fromisoformat(manifest["created"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = Text(
            "{folder} 中的文件已损坏：{error}", "the files of {folder} are damaged: {error}"
        )
        raise UsageError(what.filled(folder=folder, error=repr(error))) from error
    dataset = load(_data_folder(manifest, data))
    return StoredRun(Run(dataset, assumptions, plan, manifest["run_id"], created), manifest)


def _data_folder(manifest: Mapping[str, Any], given: Path | None) -> Path:
    folder = given or Path(manifest["data"])
    if not folder.exists():
        what = Text(
            "找不到原始数据 {folder}；请用 --data 指明其位置",
            "the raw tables {folder} are not there; name their place with --data",
        )
        raise DataError(what.filled(folder=folder))
    return folder


def _plan(folder: Path, manifest: Mapping[str, Any]) -> Plan:
    tables = {name: _table(folder / f"{name}.csv") for name in TABLES}
    return Plan(
        **tables,
        targets=notes.targets_of(manifest),
        obstacles=notes.obstacles_of(manifest),
        proof=notes.proof_of(manifest),
        metrics=manifest["metrics"],
        travel_method=manifest["travel_method"],
        warnings=notes.findings_of(manifest),
    )


def _table(path: Path) -> pd.DataFrame:
    if not path.is_file():
        what = Text("规划结果缺少 {name}", "the run lacks {name}")
        raise UsageError(what.filled(name=path.name))
    frame = pd.read_csv(
        path, dtype=_TEXT, encoding="utf-8-sig", keep_default_na=False, na_values=_blanks(path)
    )
    for column in frame.columns.intersection(["name", "township"]):
        frame[column] = frame[column].str.replace(r"^'(?=[=+\-@\t\r])", "", regex=True)
    return frame


def _blanks(path: Path) -> dict[str, list[str]]:
    """Return which columns read a blank as 'no number': those that are not text."""
    header = pd.read_csv(path, nrows=0, encoding="utf-8-sig").columns
    return {column: [""] for column in header if column not in _TEXT}
