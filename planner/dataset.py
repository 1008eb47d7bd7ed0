"""A county as the planner holds it: typed tables, positions in WGS-84, and what was noticed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from planner.errors import Finding


@dataclass(frozen=True)
class Roads:
    """A road network.

    Parameters
    ----------
    nodes
        Columns `node_id` (str), `lon`, `lat` (degrees, WGS-84).
    edges
        Columns `from`, `to` (node_id), `km`, `kmh` (speed; inf where none is given),
        `oneway` (bool), `geometry` (shapely LineString lon/lat from `from` to `to`).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


@dataclass(frozen=True)
class Dataset:
    """A county's tables, complete and typed.

    Every optional column is there, filled with its default or with NaN / empty text where the
    contract has no default; every optional table is there, with no rows where the file is absent.
    Rows stand in the order of the files. All ids are text, and so are dates (ISO, may be empty).
    A column that the schema does not know is kept as text, called ``extra:`` and its header.

    Parameters
    ----------
    folder
        The folder or workbook that was read.
    name, as_of, base_year, synthetic, sources, contact
        From `county.toml`.
    crs
        The datum that the files declare; the frames below are WGS-84 already.
    schools
        `school_id`, `name`, `township`, `kind`, `lon`, `lat`, `area` (text, may be empty),
        `ownership`, `first_grade`, `last_grade` (int), `seats`, `beds`, `boarders` (int),
        `classrooms`, `staff`, `running_cost`, `quality` (float, NaN where not given),
        `managing_unit` (text, may be empty).
    places
        `place_id`, `name`, `township`, `lon`, `lat`, `area`.
    pupils
        `school_id`, `place_id` (the school_id itself where the file leaves it blank),
        `grade`, `pupils` (int).
    births, forecast, travel, decisions, hearings, targets, works, staff, ledger
        Columns as in the contract; `travel.minutes` is NaN where blank, `hearings` holds only
        the latest count of each school, decisions are `keep` / `close`.
    roads
        The network, or None.
    townships
        `township`, `geometry` (EPSG:4326), or None.
    water
        Rivers and lakes for the map alone: `name`, `geometry` (EPSG:4326), or None.
    sha256
        Hash of the content of all input files.
    warnings
        What the load and the audit noticed and did not stop for.
    actuals
        School year -> pupils counted in it, columns as in `pupils`; never the base year.
    """

    folder: Path
    name: str
    as_of: date
    base_year: int
    synthetic: bool
    sources: tuple[str, ...]
    contact: str
    crs: str
    schools: pd.DataFrame
    places: pd.DataFrame
    pupils: pd.DataFrame
    births: pd.DataFrame
    forecast: pd.DataFrame
    travel: pd.DataFrame
    decisions: pd.DataFrame
    hearings: pd.DataFrame
    targets: pd.DataFrame
    works: pd.DataFrame
    staff: pd.DataFrame
    ledger: pd.DataFrame
    roads: Roads | None
    townships: gpd.GeoDataFrame | None
    water: gpd.GeoDataFrame | None
    sha256: str
    warnings: tuple[Finding, ...] = ()
    actuals: Mapping[int, pd.DataFrame] = field(default_factory=dict)
