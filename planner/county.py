"""A county as it was read: typed tables that still know their cells, for checks across them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

from planner.school_kinds import KIND_GRADES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    import pandas as pd

    from planner.dataset import Roads
    from planner.facts import CountyFacts
    from planner.tables import TypedTable


@dataclass(frozen=True)
class County:
    """Everything that was read, positions in WGS-84.

    Parameters
    ----------
    facts
        From county.toml; None where they could not be read.
    tables
        Every table of the schema by its name, absent ones without rows.
    roads, townships, water
        As in `planner.dataset.Dataset`.
    """

    facts: CountyFacts | None
    tables: Mapping[str, TypedTable]
    roads: Roads | None = None
    townships: gpd.GeoDataFrame | None = None
    water: gpd.GeoDataFrame | None = None

    def frame(self, name: str) -> pd.DataFrame:
        """Return the typed frame of the table `name`."""
        return self.tables[name].frame

    def sound(self, *names: str) -> bool:
        """Tell whether every cell of the tables `names` could be read."""
        return all(self.tables[name].sound for name in names)

    def readable(self, columns: Mapping[str, Sequence[str]]) -> County:
        """Return the county with those records whose cells in `columns`, by table, were read."""
        cut = {name: self.tables[name].readable(needed) for name, needed in columns.items()}
        return replace(self, tables={**self.tables, **cut})


def taught(kind: str, first: float, last: float) -> tuple[int, int]:
    """Return the first and last grade of a school, those of its kind where it gives none (NaN)."""
    usual = KIND_GRADES[kind]
    low, high = (
        usual[end] if isnan(given) else int(given) for end, given in enumerate((first, last))
    )
    return low, high
