"""`reasons.csv`: why each school closes or stays, one reason a row, in the run's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Finding, UsageError
from planner.runs.tables import SOLVE_AGAIN, read_cells, write_table
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.reason import Explained
    from planner.runs.tables import Kind
    from planner.words import Language

REASONS = "reasons.csv"
COLUMNS: Mapping[str, Kind] = dict.fromkeys(
    ("school_id", "decision", "year", "reason", "text", "flip", "robust"), "text"
)

_OTHERS = Text(
    "与 manifest.json 所记的理由不一致", "its reasons are not those that manifest.json holds"
)


def write_reasons(folder: Path, explained: Explained, language: Language) -> None:
    """Write the reasons of every school."""
    write_table(folder / REASONS, _table(explained, language))


def refuse_other_reasons(folder: Path, explained: Explained, language: Language) -> None:
    """Stop where `reasons.csv` is missing, damaged, or says other things than the manifest.

    Raises
    ------
    UsageError
        With a finding that names the file.
    """
    findings: list[Finding] = []
    cells = read_cells(folder / REASONS, COLUMNS, findings)
    if not findings and not cells.astype(str).equals(_table(explained, language)):
        findings.append(Finding("reasons_differ", _OTHERS, SOLVE_AGAIN, file=REASONS))
    if findings:
        what = Text("{folder} 中的文件已损坏", "the files of {folder} are damaged")
        raise UsageError(what.filled(folder=folder), findings)


def _table(explained: Explained, language: Language) -> pd.DataFrame:
    rows = [
        {
            "school_id": one.school_id,
            "decision": one.decision,
            "year": "" if one.year is None else str(one.year),
            "reason": one.code,
            "text": one.text.say(language),
            "flip": "" if one.flip is None else one.flip.say(language),
            "robust": one.robust,
        }
        for one in explained.reasons
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=str)
