"""A finished run of a small county, made by hand: eleven schools, three years, every state.

What a reader of a run meets is all there: an empty school, moves on foot, by bus and to a
dormitory, a school kept by decision, one kept by its hearing, a private one, a year whose target
is missed, and a group that is far from its school today. Distances are straight lines x 1.3.
"""

from __future__ import annotations

import itertools
import math
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, box

from planner.assumptions import Assumptions
from planner.dataset import Dataset, Roads
from planner.errors import Finding
from planner.plan import Obstacle, Plan, Proof, TargetLine
from planner.run import Run
from planner.words import Text

YEARS = (2023, 2024, 2025)
BANDS = {"lower": (1, 3), "upper": (4, 6), "junior": (7, 9)}

_WEST, _EAST = "青石镇", "柳河乡"
_SCHOOLS = (  # id, name, township, kind, lon, lat, area, ownership, seats, beds, boarders
    ("S01", "青石镇中心小学", _WEST, "primary", 114.7000, 32.3400, "town", "public", 1000, 0, 0),
    ("S02", "柳河乡中心小学", _EAST, "primary", 114.8000, 32.3500, "town", "public", 420, 0, 0),
    ("S03", "枣林教学点", _EAST, "teaching_point", 114.8400, 32.3800, "rural", "public", 60, 0, 0),
    ("S04", "白沙小学", _EAST, "primary", 114.8100, 32.3590, "rural", "public", 120, 0, 0),
    ("S05", "石桥小学", _EAST, "primary", 114.7700, 32.3050, "rural", "public", 120, 0, 0),
    ("S06", "竹园教学点", _WEST, "teaching_point", 114.6600, 32.3700, "rural", "public", 40, 0, 0),
    ("S07", "青石镇初级中学", _WEST, "junior", 114.7060, 32.3440, "town", "public", 900, 120, 40),
    (
        "S08",
        "柳河九年一贯制学校",
        _EAST,
        "nine_year",
        114.7900,
        32.3560,
        "town",
        "public",
        700,
        80,
        0,
    ),
    ("S09", "育才学校", _WEST, "primary", 114.6900, 32.3460, "urban", "private", 240, 0, 0),
    (
        "S10",
        "黄泥坳教学点",
        _EAST,
        "teaching_point",
        114.8500,
        32.3000,
        "rural",
        "public",
        45,
        0,
        0,
    ),
    ("S11", "南湾小学", _WEST, "primary", 114.7150, 32.2700, "rural", "public", 90, 0, 0),
)
_PLACES = (  # id, name, township, lon, lat
    ("P01", "青石社区", _WEST, 114.7020, 32.3380),
    ("P02", "柳河村", _EAST, 114.8010, 32.3520),
    ("P03", "枣林村", _EAST, 114.8430, 32.3830),
    ("P04", "白沙村", _EAST, 114.8080, 32.3580),
    ("P05", "石桥村", _EAST, 114.7720, 32.3020),
    ("P06", "竹园村", _WEST, 114.6620, 32.3730),
    ("P07", "南湾村", _WEST, 114.7180, 32.2660),
    ("P08", "黄泥坳村", _EAST, 114.8540, 32.2960),
)
_GROUPS = (  # place, band, present school, pupils (a multiple of 3, the grades of the band)
    ("P01", "lower", "S01", 399), ("P01", "upper", "S01", 384), ("P01", "lower", "S09", 90),
    ("P01", "upper", "S09", 84), ("P01", "junior", "S07", 420), ("P02", "lower", "S02", 126),
    ("P02", "upper", "S02", 120), ("P02", "lower", "S08", 45), ("P02", "upper", "S08", 60),
    ("P02", "junior", "S08", 240), ("P03", "lower", "S03", 15), ("P03", "upper", "S03", 9),
    ("P03", "junior", "S08", 30), ("P04", "lower", "S04", 33), ("P04", "upper", "S04", 27),
    ("P05", "lower", "S05", 42), ("P05", "upper", "S05", 39), ("P06", "lower", "S01", 18),
    ("P06", "junior", "S07", 24), ("P07", "lower", "S11", 24), ("S11", "upper", "S11", 21),
    ("P08", "lower", "S10", 12), ("P08", "upper", "S10", 6), ("P08", "junior", "S07", 18),
)  # fmt: skip
_MOVES = {  # (present school, band): (year, receiver, mode)
    ("S03", "lower"): (2023, "S02", "bus"),
    ("S03", "upper"): (2023, "S08", "board"),
    ("S04", "lower"): (2024, "S02", "walk"),
    ("S04", "upper"): (2024, "S02", "walk"),
    ("S11", "lower"): (2025, "S01", "bus"),
    ("S11", "upper"): (2025, "S01", "bus"),
}
_CLOSED = {"S06": 2023, "S03": 2023, "S04": 2024, "S11": 2025}

BASE: dict[str, Any] = {
    "title": "布局调整路线图 2023—2025",
    "data": "small",
    "years": list(YEARS),
    "language": "zh",
    "bands": {name: list(ends) for name, ends in BANDS.items()},
    "closures": {
        "targets": {2023: 2, 2024: 1, 2025: 2},
        "rule": "exact",
        "counts": ["teaching_point", "primary"],
        "small": 100,
        "empty_by": 2023,
        "empty_count": True,
        "keep": [],
        "close": [],
        "keep_junior_per_township": True,
        "downgrade": False,
    },
    "travel": {
        "max_minutes": {"lower": 30, "upper": 40, "junior": 40},
        "walk_kmh": {"lower": 3.5, "upper": 4.5, "junior": 4.5},
        "max_walk_km": {"lower": 2.0, "upper": 2.5, "junior": 3.0},
        "bus": True,
        "bus_kmh": 30,
        "bus_wait_minutes": 5,
        "detour": 1.3,
    },
    "boarding": {"bands": ["upper", "junior"], "max_minutes": 90},
    "schools": {
        "size_cap": {
            "teaching_point": 2000,
            "primary": 2000,
            "junior": 2000,
            "nine_year": 2500,
            "twelve_year": 2500,
        },
        "class_size": {"lower": 45, "upper": 45, "junior": 50},
        "split_places": False,
        "moves_per_pupil": 1,
        "build_before_close": True,
    },
    "merge": {"enabled": False, "max_junior_pupils": 400, "max_km": 8, "count": False},
    "relief": {"enabled": False},
    "staff": {
        "pupils_per_teacher": {"primary": 19, "junior": 13.5},
        "teachers_per_class": 2.0,
        "max_move_km": 30,
    },
    "demand": {
        "variant": "middle",
        "variant_factor": {"low": 0.85, "middle": 1.0, "high": 1.15},
        "survival": 1.0,
        "entrants_change": 0.0,
    },
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
    "solver": {"name": "HiGHS", "gap": 0.0001, "seconds": 300, "threads": 1, "seed": 1},
}


def small_assumptions(**changes: object) -> Assumptions:
    """Return the assumptions of the small run, with top-level keys replaced by `changes`."""
    return Assumptions.from_resolved({**BASE, **changes})


def small_dataset(
    *,
    names: dict[str, str] | None = None,
    roads: bool = True,
    synthetic: bool = True,
) -> Dataset:
    """Return the small county; `names` renames schools, without `roads` there is no network."""
    points = {row[0]: row[-2:] for row in _PLACES} | {row[0]: row[4:6] for row in _SCHOOLS}
    schools = pd.DataFrame([_school_row(row, names or {}) for row in _SCHOOLS])
    places = pd.DataFrame(
        [(*row, "rural") for row in _PLACES],
        columns=["place_id", "name", "township", "lon", "lat", "area"],
    )
    return Dataset(
        folder=Path("small"),
        name="息水县（示例）",
        as_of=date(2023, 7, 14),
        base_year=2022,
        synthetic=synthetic,
        sources=("编制的示例数据",),
        contact="教育体育局发展规划股",
        crs="WGS84",
        schools=schools,
        places=places,
        pupils=_pupils(),
        births=_empty("township", "year", "births"),
        forecast=_empty("year", "township", "grade", "factor"),
        travel=_empty("from_id", "school_id", "km", "minutes"),
        decisions=pd.DataFrame(
            [("S10", "keep", float("nan"), "深山区，附近没有其他学校")],
            columns=["school_id", "decision", "year", "reason"],
        ),
        hearings=_hearings(),
        targets=_empty("version", "year", "count", "unit", "deadline", "source"),
        works=_empty("works_id", "school_id", "adds_seats", "adds_beds", "first_year", "cost"),
        staff=_empty("school_id", "stage", "subject", "duty", "headcount"),
        ledger=_empty("school_id", "action", "year", "status"),
        roads=_roads(points) if roads else None,
        townships=_townships(),
        water=_water(),
        sha256="0" * 64,
    )


def small_run(
    *,
    names: dict[str, str] | None = None,
    roads: bool = True,
    synthetic: bool = True,
    **changes: object,
) -> Run:
    """Return a finished run of the small county; `changes` replace keys of the scenario."""
    dataset = small_dataset(names=names, roads=roads, synthetic=synthetic)
    return Run(
        dataset=dataset,
        assumptions=small_assumptions(**changes),
        plan=_plan(dataset),
        run_id="20230714-5a3f1c",
        created=datetime(2023, 7, 20, 9, 30, tzinfo=UTC),
    )


def _empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in columns})


def _school_row(row: tuple, names: dict[str, str]) -> dict[str, object]:
    school_id, name, township, kind, lon, lat, area, ownership, seats, beds, boarders = row
    first, last = {"junior": (7, 9), "nine_year": (1, 9)}.get(kind, (1, 6))
    return {
        "school_id": school_id,
        "name": names.get(school_id, name),
        "township": township,
        "kind": kind,
        "lon": lon,
        "lat": lat,
        "area": area,
        "ownership": ownership,
        "first_grade": first,
        "last_grade": last,
        "seats": seats,
        "beds": beds,
        "boarders": boarders,
        "classrooms": math.nan,
        "staff": math.nan,
        "running_cost": math.nan,
        "quality": math.nan,
        "managing_unit": "",
    }


def _pupils() -> pd.DataFrame:
    rows = [
        (school, place, grade, pupils // 3)
        for place, band, school, pupils in _GROUPS
        for grade in range(BANDS[band][0], BANDS[band][1] + 1)
    ]
    return pd.DataFrame(rows, columns=["school_id", "place_id", "grade", "pupils"])


def _hearings() -> pd.DataFrame:
    columns = ["parents_for", "parents_against", "delegates_for", "delegates_against"]
    rows = [("S05", "2023-06-02", 12, 31, 4, 9), ("S04", "2023-06-05", 40, 6, 11, 2)]
    return pd.DataFrame(rows, columns=["school_id", "date", *columns])


def _roads(points: dict[str, tuple]) -> Roads:
    """Return one road through all points by longitude, and a fast one along the middle."""
    order = sorted(points, key=lambda key: points[key])
    nodes = pd.DataFrame([(key, *points[key]) for key in order], columns=["node_id", "lon", "lat"])
    pairs = [*itertools.pairwise(order), ("S01", "S02")]
    edges = pd.DataFrame(
        {
            "from": [a for a, _ in pairs],
            "to": [b for _, b in pairs],
            "km": [_km(points[a], points[b]) for a, b in pairs],
            "kmh": [*([20.0, 40.0] * len(pairs))[: len(pairs) - 1], 60.0],
            "oneway": False,
            "geometry": [LineString([points[a], points[b]]) for a, b in pairs],
        }
    )
    return Roads(nodes=nodes, edges=edges)


def _townships() -> gpd.GeoDataFrame:
    shapes = [box(114.62, 32.24, 114.75, 32.41), box(114.75, 32.24, 114.88, 32.41)]
    return gpd.GeoDataFrame({"township": [_WEST, _EAST]}, geometry=shapes, crs="EPSG:4326")


def _water() -> gpd.GeoDataFrame:
    river = LineString([(114.62, 32.295), (114.70, 32.300), (114.76, 32.320), (114.88, 32.335)])
    return gpd.GeoDataFrame({"name": ["息水"]}, geometry=[river], crs="EPSG:4326")


def _km(start: tuple, end: tuple) -> float:
    (lon1, lat1), (lon2, lat2) = start, end
    east = math.radians(lon2 - lon1) * math.cos(math.radians((lat1 + lat2) / 2))
    return 1.3 * 6371.0088 * math.hypot(east, math.radians(lat2 - lat1))


def _plan(dataset: Dataset) -> Plan:
    assignments = _assignments(dataset)
    schools = _school_years(dataset, assignments)
    actions = _actions(dataset, assignments)
    return Plan(
        actions=actions,
        assignments=assignments,
        demand=assignments[["year", "place_id", "band", "from_school_id", "pupils"]].copy(),
        zones=_zones(assignments),
        schools=schools,
        costs=_costs(dataset, assignments, schools),
        targets=(
            TargetLine(year=2023, asked=2, planned=2, empty=1, proven=True),
            TargetLine(year=2024, asked=1, planned=1, empty=0, proven=True),
            TargetLine(year=2025, asked=2, planned=1, empty=0, proven=True),
        ),
        obstacles=(
            Obstacle(
                school_id="S05",
                rule="hearing",
                what=Text(
                    "听证中家长反对31人、赞成12人，不得强行撤并",
                    "31 parents were against and 12 for at the hearing; it must not be forced",
                ),
                change=Text(
                    "重新征求意见且赞成多于反对后方可撤并",
                    "a new hearing with more for than against",
                ),
            ),
        ),
        proof=Proof(status="optimal", objective=4.0e6, bound=4.0e6, do_nothing=4.2e6),
        metrics=_metrics(assignments, schools, actions),
        travel_method="network" if dataset.roads is not None else "straight_line",
        warnings=(
            Finding(
                code="far_from_school",
                what=Text(
                    "黄泥坳村至青石镇初级中学单程超过40分钟（现状）",
                    "the way from 黄泥坳村 to 青石镇初级中学 is over 40 minutes today",
                ),
                hint=Text("核实是否寄宿", "check whether these pupils board"),
                severity="warning",
                file="pupils.csv",
            ),
        ),
    )


def _assignments(dataset: Dataset) -> pd.DataFrame:
    places = dataset.places.set_index("place_id")
    schools = dataset.schools.set_index("school_id")
    where = {key: (row.lon, row.lat) for f in (places, schools) for key, row in f.iterrows()}
    rows = []
    for year in YEARS:
        for place, band, school, pupils in _GROUPS:
            moved = _MOVES.get((school, band))
            now, mode = moved[1:] if moved and moved[0] <= year else (school, "stay")
            km = _km(where[place], where[now])
            minutes = km / 4 * 60 if mode == "walk" or km <= 2 else 5 + km / 30 * 60
            rows.append((year, place, band, school, now, mode, pupils, round(km, 3), minutes))
    columns = [
        "year",
        "place_id",
        "band",
        "from_school_id",
        "school_id",
        "mode",
        "pupils",
        "km",
        "minutes",
    ]
    return pd.DataFrame(rows, columns=columns)


def _actions(dataset: Dataset, assignments: pd.DataFrame) -> pd.DataFrame:
    schools = dataset.schools.set_index("school_id")
    rows = []
    for school, year in sorted(_CLOSED.items(), key=lambda item: (item[1], item[0])):
        is_moved = (assignments.year == year) & (assignments.from_school_id == school)
        moved = assignments[is_moved & (assignments["mode"] != "stay")]
        receivers = ";".join(sorted(set(moved.school_id)))
        name, township = schools.loc[school, ["name", "township"]]
        pupils = int(moved.pupils.sum())
        rows.append((year, school, name, township, "close", "", pupils, receivers, ""))
    columns = [
        "year",
        "school_id",
        "name",
        "township",
        "action",
        "band",
        "pupils",
        "receivers",
        "detail",
    ]
    return pd.DataFrame(rows, columns=columns)


def _school_years(dataset: Dataset, assignments: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for year in YEARS:
        this_year = assignments[assignments.year == year]
        for school in dataset.schools.itertuples():
            here = this_year[this_year.school_id == school.school_id]
            pupils = int(here.pupils.sum())
            boarders = school.boarders + int(here.pupils[here["mode"] == "board"].sum())
            share = pupils / school.seats
            classes = sum(3 * math.ceil(n / 3 / 45) for n in here.groupby("band").pupils.sum())
            rows.append(
                {
                    "year": year,
                    "school_id": school.school_id,
                    "name": school.name,
                    "kind": school.kind,
                    "open": int(_CLOSED.get(school.school_id, 9999) > year),
                    "pupils": pupils,
                    "seats": school.seats,
                    "boarders": boarders,
                    "beds": school.beds,
                    "classes": classes,
                    "staff_needed": max(classes * 2, math.ceil(pupils / 19)),
                    "seat_warning": "orange" if share > 1 else "yellow" if share > 0.9 else "none",
                }
            )
    frame = pd.DataFrame(rows)
    frame["name"] = frame.school_id.map(dataset.schools.set_index("school_id").name)
    return frame


def _zones(assignments: pd.DataFrame) -> pd.DataFrame:
    by_size = assignments.sort_values(["pupils", "school_id"], ascending=[False, True])
    zones = by_size.drop_duplicates(["year", "band", "place_id"])
    columns = ["year", "band", "place_id", "school_id"]
    return zones[columns].sort_values(columns).reset_index(drop=True)


def _costs(dataset: Dataset, assignments: pd.DataFrame, schools: pd.DataFrame) -> pd.DataFrame:
    private = set(dataset.schools.school_id[dataset.schools.ownership == "private"])
    rows = []
    for row in schools.itertuples():
        here = assignments[
            (assignments.year == row.year) & (assignments.school_id == row.school_id)
        ]
        km = here.km.where(here["mode"] != "board", here.km / 5)
        rows.append((row.year, "pupil_km", row.school_id, 300 * float((km * here.pupils).sum())))
        bus, board = (int(here.pupils[here["mode"] == mode].sum()) for mode in ("bus", "board"))
        rows.append((row.year, "bus_pupil", row.school_id, 1500.0 * bus))
        rows.append((row.year, "boarder", row.school_id, 3000.0 * board))
        if row.open and row.school_id not in private:
            rows.append((row.year, "running", row.school_id, 120000.0))
    frame = pd.DataFrame(rows, columns=["year", "account", "school_id", "amount"])
    return frame[frame.amount > 0].reset_index(drop=True)


def _metrics(
    assignments: pd.DataFrame, schools: pd.DataFrame, actions: pd.DataFrame
) -> dict[str, dict[str, float]]:
    """Return the figures of each year and of the plan (the last year, sums where they add up)."""
    found: dict[str, dict[str, float]] = {}
    for year in YEARS:
        now = assignments[assignments.year == year]
        moved = now[now["mode"] != "stay"]
        new = moved[moved.from_school_id.map(_CLOSED) == year]
        closed = actions[actions.year == year]
        found[str(year)] = {
            "closed": len(closed),
            "open": int(schools[schools.year == year].open.sum()),
            "pupils_moved": int(new.pupils.sum()),
            "moved_twice": 0,
            **_minutes(new, "moved"),
            **_minutes(now, "all"),
            "young_boarders": 0,
            "boarders": int(schools[schools.year == year].boarders.sum()),
            "beds_short": 0,
            "bus_pupils": int(moved.pupils[moved["mode"] == "bus"].sum()),
            "over_cap_pupils": 0,
            "small_schools": int(
                ((schools.year == year) & schools.open & (schools.pupils < 100)).sum()
            ),
            "last_in_township": 0,
            "money": 1.3e6,
        }
    every = assignments[assignments["mode"] != "stay"].drop_duplicates(
        ["place_id", "band", "from_school_id"]
    )
    last = found[str(YEARS[-1])]
    plan = {
        **last,
        "closed": len(actions),
        "pupils_moved": int(actions.pupils.sum()),
        "money": 4.0e6,
    }
    return {"plan": {**plan, **_minutes(every, "moved")}, **found}


def _minutes(rows: pd.DataFrame, which: str) -> dict[str, float]:
    """Return mean, ninth decile and longest minutes of day pupils, each pupil counting once."""
    rows = rows[rows["mode"] != "board"]
    each = rows.loc[rows.index.repeat(rows.pupils)].minutes
    if each.empty:
        return {f"minutes_{name}_{which}": 0.0 for name in ("mean", "p90", "max")}
    values = {"mean": each.mean(), "p90": each.quantile(0.9), "max": each.max()}
    return {f"minutes_{name}_{which}": float(value) for name, value in values.items()}
