"""The GeoPackage, read back layer by layer as QGIS reads it."""

from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest

from planner import geopackage
from tests.builders_run import YEARS, small_run


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("geopackage") / "plan.gpkg"
    geopackage.write(path, small_run(), "zh")
    return path


def test_there_is_a_layer_a_year_and_the_ground(path):
    found = {name for name, _ in pyogrio.list_layers(path)}
    expected = {f"{kind}_{y}" for kind in ("schools", "moves", "zones") for y in YEARS}
    assert found == expected | {"roads", "townships"}


def test_every_layer_is_in_degrees_and_has_short_plain_names(path):
    for name, _ in pyogrio.list_layers(path):
        layer = gpd.read_file(path, layer=name)
        assert layer.crs.to_epsg() == 4326
        assert not layer.geometry.isna().any()
        for column in layer.columns:
            assert column.isascii()
            assert len(column) <= 10


def test_schools_of_a_year_are_those_of_the_plan(path):
    run = small_run()
    for year in YEARS:
        layer = gpd.read_file(path, layer=f"schools_{year}").set_index("school_id")
        plan = run.plan.schools[run.plan.schools.year == year].set_index("school_id")
        assert list(layer.index) == list(plan.index)
        for column in ("pupils", "seats", "open", "boarders"):
            assert list(layer[column]) == list(plan[column])
        assert layer.geometry["S03"].coords[0] == pytest.approx((114.84, 32.38))


def test_a_school_closes_once_and_is_closed_after(path):
    states = [gpd.read_file(path, layer=f"schools_{y}").set_index("school_id").state for y in YEARS]
    assert [state["S03"] for state in states] == ["closes", "closed", "closed"]
    assert [state["S11"] for state in states] == ["open", "open", "closes"]
    assert [state["S02"] for state in states] == ["receives", "receives", "open"]
    assert states[0]["S09"] == "private"


def test_moves_run_from_home_to_the_new_school(path):
    run = small_run()
    layers = [gpd.read_file(path, layer=f"moves_{year}") for year in YEARS]
    assert sum(layer.pupils.sum() for layer in layers) == run.plan.actions.pupils.sum()
    bus = layers[0].set_index("band").loc["lower"]
    assert (bus["from_id"], bus["to_id"], bus["mode"], bus["pupils"]) == ("S03", "S02", "bus", 15)
    assert bus["place"] == "枣林村"
    assert bus["mode_txt"] == "校车"
    start, end = bus.geometry.coords
    assert start == pytest.approx((114.843, 32.383))
    assert end == pytest.approx((114.80, 32.35))


def test_zones_are_those_of_the_plan(path):
    run = small_run()
    for year in YEARS:
        layer = gpd.read_file(path, layer=f"zones_{year}")
        plan = run.plan.zones[run.plan.zones.year == year]
        keys = ["band", "place_id", "school_id"]
        assert sorted(map(tuple, layer[keys].values)) == sorted(map(tuple, plan[keys].values))


def test_a_year_without_moves_has_an_empty_layer(tmp_path):
    run = small_run()
    stay = run.plan.assignments[run.plan.assignments["mode"] == "stay"]
    geopackage.write(
        tmp_path / "p.gpkg", replace(run, plan=replace(run.plan, assignments=stay)), "en"
    )
    layer = gpd.read_file(tmp_path / "p.gpkg", layer="moves_2023")
    assert layer.empty
    assert "minutes" in layer.columns


def test_a_county_without_roads_has_no_layer_of_roads(tmp_path):
    geopackage.write(tmp_path / "p.gpkg", small_run(roads=False), "en")
    assert "roads" not in {name for name, _ in pyogrio.list_layers(tmp_path / "p.gpkg")}


def test_writing_twice_replaces_the_file(tmp_path):
    path = tmp_path / "p.gpkg"
    geopackage.write(path, small_run(names={"S01": "="}), "zh")
    geopackage.write(path, small_run(roads=False), "en")
    assert "roads" not in {name for name, _ in pyogrio.list_layers(path)}
    layer = gpd.read_file(path, layer="schools_2023")
    assert len(layer) == 11
    assert layer.kind_txt[0] == "primary"
