"""The tables of the county, as the bytes of their files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import numpy as np
from shapely import set_precision
from shapely.geometry import Polygon
from shapely.geometry.polygon import orient

from maker import names
from maker.births import births
from maker.capacity import capacities
from maker.land import water
from maker.network import network
from maker.opinions import TARGETS, alliances, decisions, hearings
from maker.plane import degrees
from maker.posts import on_duty, posts
from maker.pupils import pupils
from maker.roster import EMPTY_WITHIN
from maker.sites import positions, schools
from maker.villages import ESTATES, township_areas, township_names, villages
from maker.works import works

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely.geometry import MultiPolygon

    from maker.sites import School

_KINDS = {
    "urban_primary": "primary", "urban_junior": "junior", "central": "primary",
    "second": "primary", "large_primary": "primary", "small_primary": "primary",
    "large_point": "teaching_point", "small_point": "teaching_point", "empty": "teaching_point",
    "town_junior": "junior", "rural_junior": "junior", "nine_year": "nine_year",
}  # fmt: skip
_AREAS = {
    "urban_primary": "urban", "urban_junior": "urban", "private": "urban", "central": "town",
    "second": "town", "town_junior": "town",
}  # fmt: skip
_RUNS_ITSELF_FROM = 355  # pupils of a rural junior school
_PRIVATE_KINDS = {6: "primary", 9: "nine_year", 12: "twelve_year"}

_READINGS = {
    False: "小规模学校118所均有学生，另有0人学校25所 (118 small schools with pupils, 25 more without)",
    True: "小规模学校118所，其中0人学校25所 (118 small schools, 25 of them without pupils)",
}
_COUNTY = """\
# 由 make.py 生成；真实与虚构之分见 SOURCE.md。
# Written by make.py; SOURCE.md says what is real and what is invented.
name = "%s"
as_of = 2023-07-14
base_year = 2022
crs = "WGS84"
synthetic = true
sources = [
  "总数：县教育部门公开通报，截至2023年7月14日 (totals: the county bureau's published notice)",
  "地名、校名、位置、道路、各校人数：虚构 (names, positions, roads, single rolls: invented)",
  "出生人数、可能的工程：虚构；2023、2024年出生人数为估计 (births and possible works: invented; \
births of 2023 and 2024: estimates)",
  "%s",
]
contact = ""
"""


def _county() -> bytes:
    return (_COUNTY % (names.COUNTY, _READINGS[EMPTY_WITHIN.get()])).encode()


def _csv(header: str, rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _place_id(place: int | None) -> str:
    return "" if place is None else f"P{place + 1:03d}"


def _school_id(position: int) -> str:
    return schools()[position].school_id


def _degree(value: float) -> str:
    return f"{value:.5f}"


def _kind(school: School) -> str:
    entry = school.entry
    if entry.sort == "private":
        return _PRIVATE_KINDS[entry.last_grade]
    return "primary" if entry.mark == "primary" else _KINDS[entry.sort]


def _managing_unit(school: School) -> str:
    """Return the school of the township that runs this one, empty for one that runs itself.

    Central primaries run the other primaries and the teaching points, and the junior school of a
    township's seat the smaller ones of its villages: 68 public schools run themselves.
    """
    junior = school.entry.sort == "rural_junior" and school.entry.roll < _RUNS_ITSELF_FROM
    runs = {"rural_junior": "town_junior"} if junior else {}
    own = {"second", "large_primary", "small_primary", "large_point", "small_point", "empty"}
    wanted = "central" if school.entry.sort in own else runs.get(school.entry.sort)
    here = (s for s in schools() if s.entry.sort == wanted and s.township == school.township)
    return next((s.school_id for s in here), "")


def _schools() -> bytes:
    header = (
        "school_id,name,township,kind,lon,lat,area,ownership,first_grade,last_grade,seats,"
        "classrooms,beds,boarders,staff,running_cost,managing_unit"
    )
    rows = []
    lonlat = degrees(positions())
    for school, (lon, lat), room, staff in zip(
        schools(), lonlat, capacities(), on_duty(), strict=True
    ):
        private = school.entry.sort == "private"
        rows.append(
            [
                school.school_id, school.name, school.township, _kind(school),
                _degree(lon), _degree(lat), _AREAS.get(school.entry.sort, "rural"),
                "private" if private else "public", school.offers.start, school.offers.stop - 1,
                room.seats, room.classrooms, room.beds, room.boarders, staff,
                None if private else room.running_cost, _managing_unit(school),
            ]
        )  # fmt: skip
    return _csv(header, rows)


def _places() -> bytes:
    v, titles = villages(), township_names()
    seats = {int(s) for s in v.seats}
    area = ["urban" if i < ESTATES else "town" if i in seats else "rural" for i in range(len(v.at))]
    rows = (
        [_place_id(i), v.name[i], titles[v.township[i]], _degree(lon), _degree(lat), area[i]]
        for i, (lon, lat) in enumerate(degrees(v.at))
    )
    return _csv("place_id,name,township,lon,lat,area", rows)


def _pupils() -> bytes:
    rows = ([_school_id(k), _place_id(place), grade, n] for k, place, grade, n in pupils())
    return _csv("school_id,place_id,grade,pupils", rows)


def _nodes() -> bytes:
    rows = (
        [f"N{i + 1:04d}", _degree(lon), _degree(lat)]
        for i, (lon, lat) in enumerate(network().lonlat)
    )
    return _csv("node_id,lon,lat", rows)


def _edges() -> bytes:
    net = network()
    rows = (
        [f"N{a + 1:04d}", f"N{b + 1:04d}", f"{km:.3f}", kmh]
        for (a, b), km, kmh in zip(net.edges, net.km, net.kmh, strict=True)
    )
    return _csv("from,to,km,kmh", rows)


def _decisions() -> bytes:
    rows = ([_school_id(k), *rest] for k, *rest in decisions())
    return _csv("school_id,decision,year,reason", rows)


def _hearings() -> bytes:
    rows = ([_school_id(k), *rest] for k, *rest in hearings())
    return _csv("school_id,date,parents_for,parents_against,delegates_for,delegates_against", rows)


def _targets() -> bytes:
    return _csv("version,year,count,unit,deadline,source", TARGETS)


def _staff() -> bytes:
    rows = ([_school_id(k), *rest] for k, *rest in posts())
    return _csv("school_id,stage,subject,duty,headcount", rows)


def _births() -> bytes:
    return _csv("township,year,births", births())


def _works() -> bytes:
    header = "works_id,school_id,adds_seats,adds_beds,converts_to,first_year,cost"
    return _csv(header, ([works_id, _school_id(k), *rest] for works_id, k, *rest in works()))


def _alliances() -> bytes:
    rows = ([_school_id(a), _school_id(b)] for a, b in alliances())
    return _csv("town_school_id,rural_school_id", rows)


def _rings(shape: Polygon | MultiPolygon) -> list[list[list[list[float]]]]:
    parts = [shape] if isinstance(shape, Polygon) else list(shape.geoms)
    made = []
    for part in (orient(p) for p in parts):
        rings = [part.exterior, *part.interiors]
        made.append([degrees(np.asarray(ring.coords)).tolist() for ring in rings])
    return made


def _geojson(key: str, shapes: Iterable[tuple[str, Polygon | MultiPolygon]]) -> bytes:
    features = []
    for name, shape in shapes:
        # A grid of a metre first, so that a last bit that differs decides nothing.
        rings = _rings(set_precision(shape, 0.001).normalize())
        geometry = {"type": "MultiPolygon", "coordinates": rings}
        features.append({"type": "Feature", "properties": {key: name}, "geometry": geometry})
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def _townships() -> bytes:
    return _geojson("township", zip(township_names(), township_areas(), strict=True))


def _water() -> bytes:
    return _geojson("name", water())


FILES: dict[str, Callable[[], bytes]] = {
    "county.toml": _county,
    "schools.csv": _schools,
    "places.csv": _places,
    "pupils.csv": _pupils,
    "road_nodes.csv": _nodes,
    "road_edges.csv": _edges,
    "townships.geojson": _townships,
    "water.geojson": _water,
    "decisions.csv": _decisions,
    "hearings.csv": _hearings,
    "targets.csv": _targets,
    "staff.csv": _staff,
    "births.csv": _births,
    "works.csv": _works,
    "extra/alliances.csv": _alliances,
}
