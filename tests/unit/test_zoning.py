"""Attendance zones: land of places, merged by school, and how they change."""

from dataclasses import replace

import pytest
import shapely

from planner.zoning import place_cells, zone_areas, zone_changes
from tests.builders_decided import decided_run
from tests.builders_run import _PLACES, YEARS, _km, small_run


def test_the_land_of_a_township_is_divided_among_its_places():
    run = small_run()
    cells = place_cells(run)
    assert set(cells) == set(run.plan.zones["place_id"])
    assert run.dataset.townships is not None
    borders = run.dataset.townships.set_index("township").geometry
    places = run.dataset.places.set_index("place_id")
    for township, border in borders.items():
        own = [cells[p] for p in places.index[places["township"] == township] if p in cells]
        assert all(cell.within(border.buffer(1e-9)) for cell in own)
    whole = sum(cell.area for cell in cells.values())
    assert whole == pytest.approx(shapely.area(borders.to_numpy()).sum())


def test_every_place_lies_on_its_own_land():
    run = small_run()
    cells = place_cells(run)
    for row in run.dataset.places.to_dict("records"):
        assert cells[str(row["place_id"])].covers(shapely.Point(row["lon"], row["lat"]))


def test_land_belongs_to_the_nearest_place_in_kilometres():
    run = small_run()
    bare = replace(run, dataset=replace(run.dataset, townships=None))
    cells = place_cells(bare)
    places = {row[0]: row[-2:] for row in _PLACES if row[0] in cells}
    places["S11"] = (114.7150, 32.2700)
    inside = 0
    for lon in (114.66, 114.70, 114.75, 114.80, 114.85):
        for lat in (32.28, 32.32, 32.36):
            owners = [place for place in cells if cells[place].covers(shapely.Point(lon, lat))]
            near = min(places, key=lambda place: _km((lon, lat), places[place]))
            assert owners in ([near], [])
            inside += len(owners)
    assert inside > 8


def test_the_zone_of_a_school_is_the_land_of_its_places():
    run = small_run()
    cells = place_cells(run)
    areas = zone_areas(run).set_index(["year", "band", "school_id"])
    zones = run.plan.zones
    here = zones.query("year == 2025 and band == 'lower' and school_id == 'S02'")
    assert len(here) > 1
    area = areas.loc[(2025, "lower", "S02")]
    assert area["places"] == len(here)
    assert area.geometry.area == pytest.approx(sum(cells[p].area for p in here["place_id"]))


def test_a_zone_that_does_not_change_is_drawn_once():
    areas = zone_areas(small_run())
    same = areas[(areas["band"] == "lower") & (areas["school_id"] == "S05")]
    assert len({id(shape) for shape in same.geometry}) == 1


def test_two_places_at_one_point_share_their_land():
    run = small_run()
    places = run.dataset.places.copy()
    places.loc[places["place_id"] == "P04", ["lon", "lat"]] = places.loc[
        places["place_id"] == "P02", ["lon", "lat"]
    ].to_numpy()
    cells = place_cells(replace(run, dataset=replace(run.dataset, places=places)))
    assert "P02" in cells
    assert "P04" not in cells


def test_without_borders_the_land_ends_around_the_places():
    run = small_run()
    bare = replace(run, dataset=replace(run.dataset, townships=None))
    cells = place_cells(bare)
    assert set(cells) == set(run.plan.zones["place_id"])
    outline = shapely.union_all(list(cells.values()))
    assert outline.geom_type == "Polygon"
    assert all(outline.covers(shapely.Point(p.lon, p.lat)) for p in run.dataset.places.itertuples())


def test_a_place_of_a_township_without_border_still_has_land():
    run = small_run()
    places = run.dataset.places.assign(township="别处")
    cells = place_cells(replace(run, dataset=replace(run.dataset, places=places)))
    assert all(cells[place].area > 0 for place in places["place_id"])


def test_changes_are_told_in_the_year_in_which_they_happen():
    found = zone_changes(decided_run())
    told = set(found.itertuples(index=False, name=None))
    assert (2023, "P03", "lower", "S03", "S02") in told
    assert (2024, "P01", "lower", "S01", "S08") in told
    assert (2024, "P04", "upper", "S04", "S02") in told
    assert (2025, "P01", "junior", "S07", "S01") in told


def test_changes_added_to_the_first_zones_give_the_last():
    run = decided_run()
    zones = run.plan.zones.set_index(["year", "place_id", "band"])["school_id"]
    now = zones.loc[YEARS[0]].to_dict()
    for row in zone_changes(run).to_dict("records"):
        if row["year"] > YEARS[0]:
            assert now[row["place_id"], row["band"]] == row["from_school_id"]
            now[row["place_id"], row["band"]] = row["school_id"]
    assert now == zones.loc[YEARS[-1]].to_dict()


def test_a_plan_that_does_nothing_changes_no_zone():
    run = small_run()
    first = run.plan.assignments["year"] == YEARS[0]
    stay = run.plan.assignments[first].assign(mode="stay")
    stay = stay.assign(school_id=stay["from_school_id"])
    best = stay.sort_values(["pupils", "school_id"], ascending=[False, True])
    zones = best.drop_duplicates(["place_id", "band"])[["year", "band", "place_id", "school_id"]]
    still = replace(run.plan, assignments=stay, zones=zones)
    found = zone_changes(replace(run, plan=still))
    assert found.empty
