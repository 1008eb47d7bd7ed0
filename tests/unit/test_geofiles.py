"""Roads in four forms, boundaries and water: the same network comes out, nothing is followed."""

import json
import sqlite3
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely

from planner import datum
from planner.dataset import Dataset, Roads
from planner.errors import DataError
from planner.load import load
from planner.sphere import great_circle_km
from tests.builders import write_county

BEND = [(114.0, 32.0), (114.05, 32.05), (114.1, 32.0)]
STRAIGHT = [(114.1, 32.0), (114.2, 32.0)]
SQUARE = [[113.0, 31.0], [115.0, 31.0], [115.0, 33.0], [113.0, 33.0], [113.0, 31.0]]


def county(folder: Path, **more: object) -> Path:
    return write_county(
        folder,
        schools=[{"school_id": "S1"}, {"school_id": "S2", "lon": 114.2}],
        pupils=[
            {"school_id": "S1", "grade": 1, "pupils": 5},
            {"school_id": "S2", "grade": 1, "pupils": 5},
        ],
        **more,
    )


def geojson(path: Path, *features: tuple[dict[str, object], str, object], **top: object) -> Path:
    listed = [
        {"type": "Feature", "properties": p, "geometry": {"type": kind, "coordinates": at}}
        for p, kind, at in features
    ]
    whole = {"type": "FeatureCollection", "features": listed, **top}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def roads(county_: Dataset) -> Roads:
    assert county_.roads is not None
    return county_.roads


def length(points: list[tuple[float, float]]) -> float:
    lon, lat = np.array(points).T
    return float(great_circle_km(lon[:-1], lat[:-1], lon[1:], lat[1:]).sum())


def in_tables(folder: Path) -> None:
    county(
        folder,
        road_nodes=[
            {"node_id": "a", "lon": 114.0, "lat": 32.0},
            {"node_id": "b", "lon": 114.1, "lat": 32.0},
            {"node_id": "c", "lon": 114.2, "lat": 32.0},
        ],
        road_edges=[
            {"from": "a", "to": "b", "geometry": shapely.LineString(BEND[::-1]).wkt},
            {"from": "b", "to": "c", "km": 12.5, "kmh": 30, "oneway": "是"},
        ],
    )


def in_geojson(folder: Path) -> None:
    geojson(
        county(folder) / "roads.geojson",
        ({}, "LineString", BEND),
        ({"公里": 12.5, "kmh": 30, "oneway": True}, "MultiLineString", [STRAIGHT]),
    )


def in_geopackage(folder: Path) -> None:
    lines = gpd.GeoDataFrame(
        {"km": [np.nan, 12.5], "kmh": [np.nan, 30.0], "oneway": [False, True]},
        geometry=[shapely.LineString(BEND), shapely.LineString(STRAIGHT)],
        crs=4326,
    ).to_crs(4547)
    lines.to_file(county(folder) / "roads.gpkg", layer="edges")


def in_graphml(folder: Path) -> None:
    """As OSMnx writes it: text attributes, metres, a two-way street as two edges."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(crs="epsg:4326")
    for name, (x, y) in (("1", BEND[0]), ("2", BEND[2]), ("3", STRAIGHT[1])):
        graph.add_node(name, x=str(x), y=str(y))
    bend = shapely.LineString(BEND)
    metres = str(length(BEND) * 1000)
    graph.add_edge("1", "2", length=metres, oneway="False", geometry=bend.wkt)
    graph.add_edge("2", "1", length=metres, oneway="False", geometry=bend.reverse().wkt)
    graph.add_edge("2", "3", length="12500", oneway="True", maxspeed="['30', '50']")
    nx.write_graphml(graph, county(folder) / "roads.graphml")


@pytest.mark.parametrize("write", [in_tables, in_geojson, in_geopackage, in_graphml])
def test_the_four_forms_give_the_same_network(write, tmp_path: Path) -> None:
    write(tmp_path / "county")
    network = roads(load(tmp_path / "county"))
    assert len(network.nodes) == 3
    bend, straight = network.edges.to_dict("records")
    assert bend["km"] == pytest.approx(length(BEND), rel=1e-6)
    assert (bend["kmh"], bend["oneway"]) == (np.inf, False)
    assert (straight["km"], straight["kmh"], straight["oneway"]) == (12.5, 30, True)
    np.testing.assert_allclose(bend["geometry"].coords, BEND, atol=1e-7)
    assert bend["to"] == straight["from"], "the two roads meet in one node"
    at = network.nodes.set_index("node_id")
    np.testing.assert_allclose(
        at.loc[straight["to"], ["lon", "lat"]].tolist(), STRAIGHT[1], atol=1e-7
    )


def test_a_line_in_pieces_becomes_edges_that_share_its_length(tmp_path: Path) -> None:
    far = [(114.2, 32.0), (114.5, 32.0)]
    geojson(county(tmp_path) / "roads.geojson", ({"km": 40}, "MultiLineString", [STRAIGHT, far]))
    edges = roads(load(tmp_path)).edges
    assert edges["km"].tolist() == pytest.approx([10, 30], rel=1e-6)
    assert edges["to"][0] == edges["from"][1]


def test_ids_of_nodes_are_kept_where_a_file_gives_them(tmp_path: Path) -> None:
    geojson(
        county(tmp_path) / "roads.geojson",
        ({"from": "n2", "to": "b"}, "LineString", BEND),
        ({}, "LineString", STRAIGHT),
    )
    edges = roads(load(tmp_path)).edges
    assert edges[["from", "to"]].to_numpy().tolist() == [["n2", "b"], ["b", "nn2"]]


def test_roads_follow_the_datum_of_the_county(tmp_path: Path) -> None:
    """Tables, GeoJSON without a datum of its own and boundaries shift with the schools."""
    shifted = [
        tuple(float(v[0]) for v in datum.wgs84_to_gcj02(*np.array(p).reshape(2, 1))) for p in BEND
    ]
    geojson(
        county(tmp_path, county={"crs": "GCJ-02"}) / "roads.geojson", ({}, "LineString", shifted)
    )
    loaded = load(tmp_path)
    np.testing.assert_allclose(roads(loaded).edges["geometry"][0].coords, BEND, atol=1e-9)
    assert loaded.crs == "GCJ02"
    assert loaded.schools["lon"][0] != 114.0


def test_osm_stays_wgs84_in_a_county_of_gcj02(tmp_path: Path) -> None:
    in_graphml(tmp_path)
    text = (tmp_path / "county.toml").read_text(encoding="utf-8").replace("WGS84", "GCJ02")
    (tmp_path / "county.toml").write_text(text, encoding="utf-8")
    np.testing.assert_allclose(roads(load(tmp_path)).edges["geometry"][0].coords, BEND, atol=1e-9)


def test_a_geojson_file_may_name_its_datum(tmp_path: Path) -> None:
    metres = gpd.GeoSeries([shapely.LineString(BEND)], crs=4326).to_crs(4547)[0]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    at = [list(point) for point in metres.coords]
    geojson(county(tmp_path) / "roads.geojson", ({}, "LineString", at), crs=crs)
    np.testing.assert_allclose(roads(load(tmp_path)).edges["geometry"][0].coords, BEND, atol=1e-7)


def test_townships_in_pieces_become_one_row_and_names_are_trimmed(tmp_path: Path) -> None:
    half = [[[113, 31], [114, 31], [114, 33], [113, 33], [113, 31]]]
    other = [[[114, 31], [115, 31], [115, 33], [114, 33], [114, 31]]]
    geojson(
        county(tmp_path) / "townships.geojson",
        ({"乡镇": "中镇"}, "Polygon", half),
        ({"township": " 中镇 "}, "Polygon", other),
    )
    townships = load(tmp_path).townships
    assert townships is not None
    assert townships["township"].tolist() == ["中镇"]
    assert townships.geometry[0].area == pytest.approx(4)
    assert townships.crs == "EPSG:4326"


def test_a_boundary_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    bow = [[[113, 31], [115, 33], [115, 31], [113, 33], [113, 31]]]
    geojson(county(tmp_path) / "townships.geojson", ({"township": "中镇"}, "Polygon", bow))
    loaded = load(tmp_path)
    assert "boundary_crosses_itself" in {w.code for w in loaded.warnings}
    assert loaded.townships is not None
    assert loaded.townships.geometry.is_valid.all()


def test_water_may_be_a_line_or_an_area_without_a_name(tmp_path: Path) -> None:
    geojson(
        county(tmp_path) / "water.geojson",
        ({"name": "淮河"}, "LineString", BEND),
        ({}, "Polygon", [SQUARE]),
    )
    water = load(tmp_path).water
    assert water is not None
    assert water["name"].tolist() == ["淮河", ""]


def test_a_database_that_is_no_geopackage_is_refused(tmp_path: Path) -> None:
    base = sqlite3.connect(county(tmp_path) / "roads.gpkg")
    base.execute("create table roads (geom blob)")
    base.commit()
    base.close()
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert [f.code for f in caught.value.findings] == ["no_geopackage"]


def test_a_geopackage_of_two_unnamed_layers_asks_which(tmp_path: Path) -> None:
    lines = gpd.GeoDataFrame(geometry=[shapely.LineString(BEND)], crs=4326)
    path = county(tmp_path) / "roads.gpkg"
    for layer in ("x", "y"):
        lines.to_file(path, layer=layer)
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert [f.code for f in caught.value.findings] == ["which_layer"]
    assert "x、y" in caught.value.findings[0].hint.zh


@pytest.mark.parametrize(
    "at",
    [
        [[114, 32]],
        [[114, 32], [None, 32]],
        [[114, 32], ["114", 32]],
        [114, 32],
        [[114, 32], [1e300, 32]],
        [[[114, 32], [114.1, 32]]],
        "x",
        {},
        [],
    ],
    ids=str,
)
def test_a_line_that_is_none_is_refused_at_its_place(at, tmp_path: Path) -> None:
    geojson(county(tmp_path) / "roads.geojson", ({}, "LineString", BEND), ({}, "LineString", at))
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert [(f.code, f.column) for f in caught.value.findings] == [
        ("bad_geometry", "features[2].geometry")
    ]


@pytest.mark.parametrize("name", ["roads.geojson", "roads.graphml"])
def test_a_datum_that_does_not_exist_is_refused(name: str, tmp_path: Path) -> None:
    (in_geojson if name == "roads.geojson" else in_graphml)(tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    crs = '"crs": {"type": "name", "properties": {"name": "EPSG:999999"}}, "features"'
    changed = text.replace('"features"', crs).replace("epsg:4326", "epsg:999999")
    (tmp_path / name).write_text(changed, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    assert [(f.code, f.file) for f in caught.value.findings] == [("unknown_datum", name)]


def test_json_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    (county(tmp_path) / "roads.geojson").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(DataError):
        load(tmp_path)
