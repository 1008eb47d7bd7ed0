"""The ground of the shipped county: townships, villages, rivers and roads."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from shapely import LineString

from planner.sphere import great_circle_km

METRES = "EPSG:32650"


@pytest.fixture(scope="module")
def places(xi_county: Path) -> gpd.GeoDataFrame:
    return points(xi_county, "places.csv")


@pytest.fixture(scope="module")
def townships(xi_county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(xi_county / "townships.geojson")


@pytest.fixture(scope="module")
def river(xi_county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(xi_county / "water.geojson")


def points(folder: Path, name: str) -> gpd.GeoDataFrame:
    rows = pd.read_csv(folder / name, encoding="utf-8-sig")
    return gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows.lon, rows.lat), crs=4326)


class Network:
    """The roads as a sparse graph; the first 364 nodes are the places."""

    def __init__(self, folder: Path) -> None:
        self.nodes = pd.read_csv(folder / "road_nodes.csv", encoding="utf-8-sig")
        self.edges = pd.read_csv(folder / "road_edges.csv", encoding="utf-8-sig")
        at = {node: k for k, node in enumerate(self.nodes.node_id)}
        self.start = self.edges["from"].map(at).to_numpy()
        self.end = self.edges["to"].map(at).to_numpy()
        size = (len(self.nodes), len(self.nodes))
        self.graph = csr_matrix((self.edges.km, (self.start, self.end)), shape=size)

    def km_between_places(self) -> np.ndarray:
        return dijkstra(self.graph, directed=False, indices=range(364))[:, :364]


@pytest.fixture(scope="module")
def network(xi_county: Path) -> Network:
    return Network(xi_county)


def straight_km(frame: pd.DataFrame) -> np.ndarray:
    lon, lat = frame.lon.to_numpy(), frame.lat.to_numpy()
    return great_circle_km(lon[:, None], lat[:, None], lon[None], lat[None])


def test_the_county_has_its_area_its_units_and_its_villages(places, townships):
    """22 units that do not overlap, 1,890 km2, 364 places, 10-25 in a rural township."""
    ground = townships.to_crs(METRES)
    sizes = places.township.value_counts()
    assert len(townships) == townships.township.nunique() == sizes.size == 22
    assert ground.area.sum() / 1e6 == pytest.approx(1_890, rel=0.01)
    assert ground.union_all().area / ground.area.sum() == pytest.approx(1, abs=1e-4)
    assert len(places) == places.place_id.nunique() == places.name.nunique() == 364
    assert sizes.between(10, 25).all()
    middle = townships.to_crs(METRES).union_all().centroid
    lonlat = gpd.GeoSeries([middle], crs=METRES).to_crs(4326)[0]
    assert (lonlat.x, lonlat.y) == pytest.approx((114.74, 32.34), abs=0.02)


def test_the_seats_lie_as_far_apart_as_in_such_a_county(places):
    """Seats about 7 km from the next; the county town 20 km from the middle one, 39 at most."""
    rows = pd.DataFrame(places)
    seats = rows[rows.area == "town"]
    town = rows[rows.area == "urban"][["lon", "lat"]].mean()
    apart = straight_km(seats)
    np.fill_diagonal(apart, np.inf)
    away = great_circle_km(seats.lon.to_numpy(), seats.lat.to_numpy(), town.lon, town.lat)
    assert len(seats) == 19
    assert 6 <= apart.min(axis=0).mean() <= 9
    assert 17 <= np.median(away) <= 22
    assert away.max() <= 39


def test_schools_and_places_stand_in_their_townships_and_on_dry_land(
    xi_county, places, townships, river
):
    schools = points(xi_county, "schools.csv")
    ground = townships.set_index("township").geometry
    for frame in (schools, places):
        assert ground[frame.township].reset_index(drop=True).contains(frame.geometry).all()
        assert not frame.within(river.union_all()).any()
    assert not schools.duplicated(["lon", "lat"]).any()


def test_the_network_joins_all_places_but_the_island(network):
    """2,000-4,000 nodes; one network, and the island's own lanes."""
    count, part = connected_components(network.graph, directed=False)
    apart = np.flatnonzero(part[:364] != part[0])
    assert 2_000 <= len(network.nodes) <= 4_000
    assert count == 2
    assert apart.tolist() == [363]


def test_no_road_is_shorter_than_the_straight_line(network):
    lonlat = network.nodes[["lon", "lat"]].to_numpy()
    (lon1, lat1), (lon2, lat2) = lonlat[network.start].T, lonlat[network.end].T
    straight = great_circle_km(lon1, lat1, lon2, lat2)
    assert (network.edges.km >= straight - 1e-9).all()
    assert (network.edges.km <= straight + 0.0011).all()
    assert set(network.edges.kmh) == {15, 25, 40, 60}


def test_the_straight_line_misleads_across_the_river_only(places, network, river):
    """On one bank the road is 1.2-1.4 times the straight line, across the river twice and more."""
    main = river[river.name == "澄河"].geometry.iloc[0]
    straight, road = straight_km(places), network.km_between_places()
    one, other = np.nonzero(np.triu((straight > 2) & (straight < 10) & np.isfinite(road), 1))
    lonlat = places[["lon", "lat"]].to_numpy()
    lines = [LineString(pair) for pair in zip(lonlat[one], lonlat[other], strict=True)]
    across = np.asarray(gpd.GeoSeries(lines).intersects(main))
    wet = np.asarray(gpd.GeoSeries(lines).intersects(river.union_all()))
    ratio = road[one, other] / straight[one, other]
    assert 1.2 <= np.median(ratio[~wet]) <= 1.4
    near = across & (straight[one, other] < 6)
    assert near.sum() > 100
    assert np.median(ratio[near]) > 2


def test_few_bridges_cross_the_rivers(network, river):
    lonlat = network.nodes[["lon", "lat"]].to_numpy()
    ends = zip(lonlat[network.start], lonlat[network.end], strict=True)
    edges = gpd.GeoSeries([LineString(pair) for pair in ends])
    tree = edges.sindex
    bridges = {
        name: len(tree.query(shape, predicate="intersects"))
        for name, shape in zip(river.name, river.geometry, strict=True)
    }
    assert {name: count > 0 for name, count in bridges.items()} == dict.fromkeys(bridges, True)
    assert sum(bridges.values()) <= 12
