"""Borders, rivers and roads survive as whole numbers, once each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString

from maps import ground as ground_module
from maps.ground import ground, road_lines
from maps.style import DEGREE_STEPS
from planner.dataset import Roads
from tests.builders_run import small_run


def unfolded(numbers: list[int]) -> list[np.ndarray]:
    """Return the lines that a list of counts, first points and steps tells."""
    lines, at = [], 0
    while at < len(numbers):
        count, at = numbers[at], at + 1
        steps = np.array(numbers[at : at + 2 * count]).reshape(count, 2)
        lines.append(np.cumsum(steps, axis=0) / DEGREE_STEPS)
        at += 2 * count
    return lines


def roads(*rows: tuple[list[tuple[float, float]], float]) -> Roads:
    shapes = [LineString(points) if points else None for points, _ in rows]
    edges = pd.DataFrame({"geometry": shapes, "kmh": [speed for _, speed in rows]})
    return Roads(nodes=pd.DataFrame(), edges=edges)


def test_a_river_keeps_its_course_to_a_metre() -> None:
    run = small_run()
    assert run.dataset.water is not None
    (river,) = ground(run)["water"]
    (line,) = unfolded(river["lines"])
    course = np.array(run.dataset.water.geometry[0].coords)
    assert np.abs(line - course).max() <= 0.5 / DEGREE_STEPS
    assert not river["closed"]


def test_townships_have_a_name_inside_them_and_the_county_one_border() -> None:
    found = ground(small_run())
    names = [township["name"] for township in found["townships"]]
    assert names == ["青石镇", "柳河乡"]
    lon, lat = np.array(found["townships"][0]["label"]) / DEGREE_STEPS
    assert 114.62 < lon < 114.75
    assert 32.24 < lat < 32.41
    assert len(unfolded(found["county"])) == 1


def test_a_road_told_in_both_directions_is_drawn_once_by_its_speed() -> None:
    there = [(114.0, 32.0), (114.1, 32.0)]
    wide, middling, thin = road_lines(
        roads((there, 60), (there[::-1], 60), ([(114.0, 32.1), (114.1, 32.1)], 40),
              ([(114.0, 32.2), (114.1, 32.2)], float("inf")), ([], 80))
    )  # fmt: skip
    assert [len(wide), len(middling), len(thin)] == [1, 1, 1]


def test_without_files_there_is_no_ground_and_no_error() -> None:
    run = small_run(roads=False)
    bare = replace(run, dataset=replace(run.dataset, townships=None, water=None))
    assert ground(bare) == {
        "townships": [], "county": [], "water": [], "roads": [[], [], []], "roads_thinned": False,
    }  # fmt: skip


def test_lanes_are_left_out_where_the_page_would_grow_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ground_module, "ROAD_POINTS_AT_MOST", 30)
    found = ground(small_run())
    assert found["roads_thinned"]
    assert found["roads"][2] == []
    assert found["roads"][0] != []
