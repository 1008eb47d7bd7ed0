"""Small counties and scenarios written as files, in the form that the file contract fixes.

Tests say only what matters to them; everything else has a plain default::

    folder = write_county(
        tmp_path / "county",
        schools=[{"school_id": "A", "seats": 50}, {"school_id": "B", "lon": 114.1}],
        pupils=[{"school_id": "A", "grade": 1, "pupils": 20}],
        hearings=[{"school_id": "A", "parents_for": 3, "parents_against": 9}],
    )
    scenario = write_scenario(tmp_path / "plan.toml", data=folder, closures={"targets": {2023: 1}})
"""

from __future__ import annotations

import csv
from datetime import date
from math import isinf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

type Row = Mapping[str, Any]

COUNTY: dict[str, Any] = {
    "name": "试验县",
    "as_of": date(2023, 7, 14),
    "base_year": 2022,
    "crs": "WGS84",
    "synthetic": True,
    "sources": ["invented for a test"],
}

SCHOOL: dict[str, Any] = {
    "township": "中镇",
    "kind": "primary",
    "lon": 114.0,
    "lat": 32.0,
    "seats": 1000,
}

PLACE: dict[str, Any] = {"township": "中镇", "lon": 114.0, "lat": 32.0}

SCENARIO: dict[str, Any] = {
    "title": "A test",
    "extends": "base",
    "years": [2023],
}


def write_county(
    folder: Path,
    *,
    schools: Iterable[Row],
    pupils: Iterable[Row],
    places: Iterable[Row] = (),
    county: Row | None = None,
    **tables: Sequence[Row],
) -> Path:
    """Write a county's tables and return the folder.

    Parameters
    ----------
    folder
        Made if it does not exist.
    schools, places
        Rows; a school or place without a name is called by its id, other gaps take `SCHOOL`
        and `PLACE`.
    pupils
        Rows; `place_id` may be left out (they live at the school).
    county
        Keys of county.toml that differ from `COUNTY`; None removes a key.
    tables
        Further tables by file name without ending, such as `hearings`, `travel`, `road_nodes`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    filled = {
        "schools": [{"name": row["school_id"], **SCHOOL, **row} for row in schools],
        "places": [{"name": row["place_id"], **PLACE, **row} for row in places],
        "pupils": [{"place_id": "", **row} for row in pupils],
        **tables,
    }
    head = {key: value for key, value in {**COUNTY, **(county or {})}.items() if value is not None}
    (folder / "county.toml").write_text(toml_of(head), encoding="utf-8")
    for name, rows in filled.items():
        if rows:
            write_table(folder / f"{name}.csv", rows)
    return folder


def write_table(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as CSV (UTF-8 with BOM), their columns in the order of first appearance."""
    rows = list(rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_scenario(path: Path, **overrides: Any) -> Path:
    """Write a scenario that extends `base` and return its path.

    Parameters
    ----------
    path
        The file.
    overrides
        Keys and tables of the scenario, nested as in the file; `data` may be a path. None
        removes a key of `SCENARIO`.
    """
    merged = {**SCENARIO, **overrides}
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in merged.items() if value is not None}
    path.write_text(toml_of(kept), encoding="utf-8")
    return path


def toml_of(table: Row) -> str:
    """Return nested values as TOML: plain keys first, then one section for each inner table."""
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    lines = [f"{_key(key)} = {_value(value)}" for key, value in plain.items()]
    for name, rows in inner.items():
        lines += ["", f"[{_key(name)}]"]
        lines += [f"{_key(key)} = {_value(value)}" for key, value in rows.items()]
    return "\n".join(lines) + "\n"


def _key(key: object) -> str:
    word = str(key)
    return word if word.replace("_", "").replace("-", "").isascii() else _value(word)


def _value(value: Any) -> str:  # noqa: PLR0911 - one kind of TOML value a line
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    if isinstance(value, float) and isinf(value):
        return "inf"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
