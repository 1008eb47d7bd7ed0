"""All tables of a county as data: columns, types, units, ranges, keys, titles in both languages.

Nothing here reads a file. `planner.tables` reads by it, `planner.reference` writes the reference
page from it. Ranges refuse only what is impossible, never what is unusual.
"""

from __future__ import annotations

from planner.schema.column import CellKind, Choice, Column, Table
from planner.schema.county import (
    ACTUALS_TABLE,
    PLACES_TABLE,
    PUPILS_TABLE,
    SCHOOLS,
    actuals_table,
    actuals_year,
)
from planner.schema.decided import DECISIONS_TABLE, HEARINGS, LEDGER, STAFF, TARGETS, WORKS
from planner.schema.outlook import BIRTHS, FORECAST, TRAVEL
from planner.schema.roads import ROAD_EDGES, ROAD_NODES

__all__ = [
    "ACTUALS_TABLE",
    "COUNTY_TABLES",
    "ROAD_TABLES",
    "TABLES",
    "CellKind",
    "Choice",
    "Column",
    "Table",
    "actuals_table",
    "actuals_year",
]

COUNTY_TABLES: tuple[Table, ...] = (
    SCHOOLS,
    PLACES_TABLE,
    PUPILS_TABLE,
    BIRTHS,
    FORECAST,
    TRAVEL,
    DECISIONS_TABLE,
    HEARINGS,
    TARGETS,
    WORKS,
    STAFF,
    LEDGER,
)
ROAD_TABLES: tuple[Table, ...] = (ROAD_NODES, ROAD_EDGES)

TABLES: dict[str, Table] = {table.name: table for table in (*COUNTY_TABLES, *ROAD_TABLES)}
