"""Counties and assumptions held in memory, with only what travel looks at.

The equator is a ruler here: `KM` degrees are one kilometre, so a point at `(3 * KM, 0)` lies
3 km east of the origin.
"""

from __future__ import annotations

from datetime import date
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from shapely import LineString

from planner.assumptions import Assumptions
from planner.dataset import Dataset, Roads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

KM = 180 / 3.141592653589793 / 6371.0088

type Point = tuple[float, float]

TABLES = ["births", "forecast", "decisions", "hearings", "targets", "works", "staff", "ledger"]

RESOLVED: dict[str, Any] = {
    "title": "A test",
    "data": ".",
    "years": [2023],
    "language": "en",
    "bands": {"lower": [1, 3], "upper": [4, 6]},
    "closures": {
        "targets": {2023: 1},
        "rule": "exact",
        "counts": ["primary"],
        "small": 100,
        "empty_by": 2023,
        "empty_count": True,
        "keep": [],
        "close": [],
        "keep_junior_per_township": True,
        "downgrade": False,
    },
    "travel": {
        "max_minutes": {"lower": 30, "upper": 40},
        "walk_kmh": {"lower": 3.5, "upper": 4.5},
        "max_walk_km": {"lower": 2.0, "upper": 2.5},
        "bus": True,
        "bus_kmh": 30,
        "bus_wait_minutes": 5,
        "detour": 1.3,
    },
    "boarding": {"bands": ["upper"], "max_minutes": 90},
    "schools": {
        "size_cap": {"primary": 2000},
        "class_size": {"lower": 45, "upper": 45},
        "split_places": False,
        "moves_per_pupil": 1,
        "build_before_close": True,
    },
    "merge": {"enabled": False, "max_junior_pupils": 400, "max_km": 8, "count": False},
    "relief": {"enabled": False},
    "staff": {"pupils_per_teacher": {}, "teachers_per_class": 2.0, "max_move_km": 30},
    "demand": {"variant": "middle", "variant_factor": {}, "survival": 1.0, "entrants_change": 0.0},
    "money": {
        "pupil_km": 300,
        "bus_pupil": 1500,
        "boarder": 3000,
        "boarding_upper": 1500,
        "running_fixed": 120000,
        "running_downgraded": 0.6,
        "move": 2000,
        "works_years": 20,
        "works_budget": {},
    },
    "solver": {"name": "HiGHS", "gap": 0.0001, "seconds": 60, "threads": 1, "seed": 1},
}


def rules(*, boarding: Mapping[str, Any] | None = None, **travel: Any) -> Assumptions:
    """Return the base assumptions with other keys of `[travel]` and `[boarding]`."""
    changed = {
        **RESOLVED,
        "travel": {**RESOLVED["travel"], **travel},
        "boarding": {**RESOLVED["boarding"], **(boarding or {})},
    }
    return Assumptions.from_resolved(changed)


def no_limits(**travel: Any) -> Assumptions:
    """Return assumptions under which every way is lawful."""
    return rules(max_minutes={"lower": inf, "upper": inf}, **travel)


def county(
    schools: Mapping[str, Point],
    places: Mapping[str, Point] | None = None,
    *,
    attend: Iterable[tuple[str, str]] = (),
    given: Sequence[tuple[str, str, float, float]] = (),
    roads: Roads | None = None,
) -> Dataset:
    """Return a county.

    Parameters
    ----------
    schools, places
        Position in km east and north of the origin, by id; the name of X is "Name X".
    attend
        Home (place or school) and the school that 10 of its pupils attend.
    given
        Rows of travel.csv.
    roads
        As `network` returns them.
    """
    empty = pd.DataFrame()
    attend = list(attend)
    return Dataset(
        folder=Path(),
        name="试验县",
        as_of=date(2023, 7, 14),
        base_year=2022,
        synthetic=True,
        sources=(),
        contact="",
        crs="WGS84",
        schools=_points("school_id", schools),
        places=_points("place_id", places or {}),
        pupils=pd.DataFrame(
            {
                "school_id": [school for _, school in attend],
                "place_id": [home for home, _ in attend],
                "grade": 1,
                "pupils": 10,
            }
        ),
        travel=pd.DataFrame(given, columns=["from_id", "school_id", "km", "minutes"]),
        roads=roads,
        townships=None,
        water=None,
        sha256="",
        **dict.fromkeys(TABLES, empty),
    )


def network(nodes: Mapping[str, Point], edges: Iterable[Mapping[str, Any]]) -> Roads:
    """Return roads; an edge is straight, both ways, as long as it looks, without a speed.

    Parameters
    ----------
    nodes
        Position in km east and north of the origin, by id.
    edges
        `from`, `to` and what differs: `km`, `kmh`, `oneway`, `via` (points between the ends).
    """
    rows = [{"km": float("nan"), "kmh": inf, "oneway": False, "via": (), **edge} for edge in edges]
    for row in rows:
        line = [nodes[row["from"]], *row.pop("via"), nodes[row["to"]]]
        row["geometry"] = LineString([(x * KM, y * KM) for x, y in line])
    columns = ["from", "to", "km", "kmh", "oneway", "geometry"]
    frame = _points("node_id", nodes)[["node_id", "lon", "lat"]]
    return Roads(nodes=frame, edges=pd.DataFrame(rows, columns=columns))


def _points(key: str, points: Mapping[str, Point]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            key: pd.Series(list(points), dtype=str),
            "name": pd.Series([f"Name {point}" for point in points], dtype=str),
            "lon": [x * KM for x, _ in points.values()],
            "lat": [y * KM for _, y in points.values()],
        }
    )
