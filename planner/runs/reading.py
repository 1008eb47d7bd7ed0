"""A run folder read back: the value it came from, with the county read from its raw tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import manifest as notes
from planner.assumptions import Assumptions
from planner.catalogue import find_data, shipped
from planner.errors import DataError, UsageError
from planner.load import load
from planner.plan import Plan
from planner.run import Run
from planner.runs.contents import MANIFEST
from planner.runs.places import unfinished
from planner.runs.reasons import refuse_other_reasons
from planner.runs.tables import read_tables
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class StoredRun:
    """A run read back.

    Parameters
    ----------
    run
        The value it came from.
    manifest
        `manifest.json` as it stands in the file.
    """

    run: Run
    manifest: Mapping[str, Any]


def read(folder: Path, *, data: Path | None = None) -> StoredRun:
    """Return the run stored in `folder`, with its county read from the raw tables again.

    Parameters
    ----------
    data
        Where the county's tables are now, if not where they were.

    Raises
    ------
    UsageError
        If the folder holds no plan, or a damaged one.
    DataError
        If the county's tables cannot be found or used.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    if manifest["status"] == "infeasible":
        what = Text(
            "{folder} 没有方案，只有说明原因的 diagnosis.csv",
            "{folder} holds no plan, only the reasons in diagnosis.csv",
        )
        raise UsageError(what.filled(folder=folder))
    try:
        resolved = {**manifest["scenario"], "loosened": manifest["loosened"]}
        assumptions = Assumptions.from_resolved(resolved)
        said = _said(manifest)
        created = datetime.fromisoformat(manifest["created"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(folder) from error
    plan = Plan(**{**said, **read_tables(folder)})
    if plan.explained is not None:
        refuse_other_reasons(folder, plan.explained, assumptions.language)
    dataset = load(_data_folder(manifest, data))
    return StoredRun(Run(dataset, assumptions, plan, manifest["run_id"], created), manifest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run.

    Raises
    ------
    UsageError
        If the folder holds no run, one in the making, or a damaged one.
    """
    path = Path(folder) / MANIFEST
    if unfinished(Path(folder).absolute()):
        what = Text("{folder} 是未写完的结果，不能使用", "{folder} was never finished")
        raise UsageError(what.filled(folder=folder))
    if not path.is_file():
        what = Text(
            "{folder} 不是规划结果：没有 manifest.json。请给出 planner solve 写出的文件夹",
            "{folder} is no run: it has no manifest.json; give a folder that planner solve wrote",
        )
        raise UsageError(what.filled(folder=folder))
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise _damaged(Path(folder)) from error
    if not notes.is_whole(manifest):
        raise _damaged(Path(folder))
    return dict(manifest)


def _said(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the manifest holds of a plan."""
    return {
        "targets": notes.targets_of(manifest),
        "obstacles": notes.obstacles_of(manifest),
        "proof": notes.proof_of(manifest),
        "metrics": manifest["metrics"],
        "travel_method": manifest["travel_method"],
        "warnings": notes.findings_of(manifest),
        "explained": notes.explained_of(manifest),
    }


def _data_folder(manifest: Mapping[str, Any], given: Path | None) -> Path:
    """Return where the county's tables are: given, where they were, or shipped under that name."""
    if given is not None:
        return find_data(str(given), relative_to=Path.cwd())
    was = Path(manifest["data"])
    if was.exists():
        return was
    named = str(manifest["scenario"].get("data", ""))
    if named in shipped():
        return find_data(named, relative_to=Path.cwd())
    what = Text(
        "找不到原始数据 {folder}；请用 --data 指明其位置",
        "the raw tables {folder} are not there; name their place with --data",
    )
    raise DataError(what.filled(folder=was))


def _damaged(folder: Path) -> UsageError:
    what = Text(
        "{path} 已损坏；请从备份恢复，或用 planner solve 重新规划",
        "{path} is damaged; restore it from a backup, or plan again with planner solve",
    )
    return UsageError(what.filled(path=folder / MANIFEST))
