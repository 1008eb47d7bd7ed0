"""The manifest and the diagnosis of a run as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.runs.contents import DIAGNOSIS, MANIFEST
from planner.runs.tables import write_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from planner.conflict import Conflict
    from planner.words import Language, Text


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write `manifest.json`, the last file of a run."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")


def write_diagnosis(folder: Path, conflicts: Sequence[Conflict], language: Language) -> None:
    """Write `diagnosis.csv`: rules that cannot hold together, and what would mend each conflict."""
    rows = [
        (str(n), part, *("" if one is None else str(one) for one in told), text.say(language))
        for n, conflict in enumerate(conflicts, start=1)
        for part, told, text in _parts(conflict)
    ]
    columns = ["conflict", "part", "code", "township", "school_id", "year", "amount", "text"]
    write_table(folder / DIAGNOSIS, pd.DataFrame(rows, columns=columns, dtype=str))


def _amount(n: float) -> str:
    return np.format_float_positional(n, trim="-") if n else ""


def _parts(conflict: Conflict) -> Iterator[tuple[str, tuple[object, ...], Text]]:
    """Yield the rules and repairs of a conflict, as the table has them."""
    for rule in conflict.rules:
        yield "rule", (rule.code, rule.township, rule.school_id, rule.year, None), rule.text
    for one in conflict.repairs:
        yield "repair", (one.code, "", one.school_id, one.year, _amount(one.amount)), one.text
