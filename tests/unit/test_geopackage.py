"""The GeoPackage, read back layer by layer as QGIS reads it."""

from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest
import shapely

from planner import geopackage
from tests.builders_decided import decided_run
from tests.builders_explained import explained_run
from tests.builders_run import YEARS, small_run

KINDS = ("schools", "moves", "zones", "zone_places")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("geopackage") / "plan.gpkg"
    geopackage.write(path, small_run(), "zh")
    return path


@pytest.fixture(scope="module")
def decided(tmp_path_factory):
    path = tmp_path_factory.mktemp("geopackage") / "decided.gpkg"
    geopackage.write(path, decided_run(), "zh")
    return path


def test_there_is_a_layer_a_year_and_the_ground(path):
    found = {name for name, _ in pyogrio.list_layers(path)}
    expected = {f"{kind}_{y}" for kind in KINDS for y in YEARS}
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
        layer = gpd.read_file(path, layer=f"zone_places_{year}")
        plan = run.plan.zones[run.plan.zones.year == year]
        keys = ["band", "place_id", "school_id"]
        assert sorted(map(tuple, layer[keys].values)) == sorted(map(tuple, plan[keys].values))


def test_zones_cover_the_county_once_for_each_band(path):
    run = small_run()
    assert run.dataset.townships is not None
    county = run.dataset.townships.union_all()
    for year in YEARS:
        layer = gpd.read_file(path, layer=f"zones_{year}")
        for _, band in layer.groupby("band"):
            known = set(run.plan.zones.query("year == @year")["school_id"])
            assert set(band["school_id"]) <= known
            assert band.geometry.geom_type.eq("MultiPolygon").all()
            parts = shapely.area(band.geometry.to_numpy()).sum()
            assert parts == pytest.approx(band.geometry.union_all().area), "zones overlap"
            assert band.geometry.union_all().difference(county.buffer(1e-9)).is_empty
        assert layer["band_txt"].str.contains("年级").all()


def test_works_stand_at_their_schools_with_their_year_and_cost(decided):
    works = gpd.read_file(decided, layer="works").set_index("works_id")
    assert list(works.index) == ["W1", "W2"]
    assert list(works.loc["W2", ["school_id", "year", "seats", "becomes", "cost"]]) == [
        "S02", 2025, 90, "nine_year", 3e6,
    ]  # fmt: skip
    assert works.loc["W1", "what_txt"] == "新增学位60个、新增床位40张"
    assert works.geometry["W2"].coords[0] == pytest.approx((114.80, 32.35))


def test_redirections_run_from_the_overfull_school_to_the_receiver(decided):
    layers = {year: gpd.read_file(decided, layer=f"redirections_{year}") for year in YEARS}
    assert {year: int(layer.pupils.sum()) for year, layer in layers.items()} == {
        2023: 0, 2024: 133, 2025: 266,
    }  # fmt: skip
    row = layers[2025].iloc[0]
    assert (row["from_id"], row["to_id"], row["since"], row["place"]) == (
        "S01", "S08", 2024, "青石社区",
    )  # fmt: skip
    assert row.geometry.coords[0] == pytest.approx((114.70, 32.34))


def test_states_and_kinds_of_schools_follow_every_kind_of_action(decided):
    layer = gpd.read_file(decided, layer="schools_2025").set_index("school_id")
    assert list(layer.loc[["S07", "S01", "S04", "S03"], "state"]) == [
        "absorbed", "merged", "downgraded", "closed",
    ]  # fmt: skip
    assert layer.loc["S02", "state"] == "converted"
    assert layer.loc["S02", "kind_txt"] == "九年一贯制"
    assert layer.loc["S10", "warn_txt"] == "橙色"


def test_a_school_that_joined_another_is_told_from_one_that_closed_in_later_years():
    """The merger happens a year early, so that the plan has a year after it."""
    run = decided_run()
    early = run.plan.actions.assign(year=run.plan.actions["year"].replace({2025: 2024}))
    plan = replace(run.plan, actions=early)
    layer = geopackage.schools_layer(replace(run, plan=plan), 2025, "zh").set_index("school_id")
    assert list(layer.loc[["S07", "S03", "S02"], "state"]) == ["joined", "closed", "converted"]
    assert layer.loc["S07", "state_txt"] == "此前并入九年一贯制学校"
    assert layer.loc["S03", "state_txt"] == "此前撤并"
    assert layer.loc["S02", "state_txt"] == "改制为九年一贯制学校"
    assert layer.loc["S01", "state"] == "merged"


def test_a_plan_that_only_closes_has_neither_works_nor_redirections(path):
    names = {name for name, _ in pyogrio.list_layers(path)}
    assert not any(name.startswith(("works", "redirections")) for name in names)


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


def test_schools_carry_the_decision_and_its_reasons_where_the_plan_is_explained(tmp_path):
    path = tmp_path / "explained.gpkg"
    geopackage.write(path, explained_run(), "zh")
    layer = gpd.read_file(path, layer="schools_2024").set_index("school_id")
    assert all(len(column) <= 10 for column in layer.columns)
    assert list(layer.loc["S05", ["decision", "decide_txt", "reason"]]) == [
        "must_keep",
        "应留必留",
        "hearing",
    ]
    kept = layer.loc["S10"]
    assert (kept.reason, kept.robust, kept.robust_txt) == ("seats;not_worth", "open", "两可")
    assert kept.reason_txt == "2025年柳河乡中心小学缺9个学位\n保留比撤并节省1.2万元"
    assert kept.flip_txt == "柳河乡中心小学2025年起增加9个学位"
    assert layer.loc["S07", "decision"] in {"", None}


def test_a_plan_that_is_not_explained_has_no_such_columns(path):
    assert "decision" not in gpd.read_file(path, layer="schools_2024").columns
