"""The manifest and the diagnosis of a run as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.runs.contents import DIAGNOSIS, MANIFEST
from planner.runs.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from planner.errors import Finding
    from planner.words import Language


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `manifest.json`, the last file of a run."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def write_diagnosis(folder: Path, findings: Sequence[Finding], language: Language) -> None:
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
    columns = ["school_id", "rule", "text", "change"]
    write_table(folder / DIAGNOSIS, pd.DataFrame(rows, columns=columns, dtype=str))
