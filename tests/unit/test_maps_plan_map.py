"""The page as text: the same every time, safe, whole, and refused where it would be wrong."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import folium
import pytest

import maps
from maps.elements import SCRIPTS
from maps.payload import data_block
from maps.wording import WORDS
from planner.errors import DataError
from tests.builders_decided import decided_run
from tests.builders_run import BASE, small_run

HOSTILE = (
    "<img src=x onerror=window.__pwned=1>",
    "`;window.__pwned=1;`",
    "${window.__pwned=1}",
    "</script><script>window.__pwned=1</script>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "\u2028\u2029",
)


@pytest.fixture(scope="module")
def plain() -> str:
    return maps.plan_map(small_run())


def data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="hedian-data">(.*?)</script>', page)
    assert found is not None
    return json.loads(found[1])


def test_the_same_run_gives_the_same_bytes() -> None:
    assert maps.plan_map(small_run()) == maps.plan_map(small_run())


def test_the_page_opens_in_the_language_of_the_scenario_unless_told_otherwise() -> None:
    run = small_run()
    assert data(maps.plan_map(run))["language"] == "zh"
    assert data(maps.plan_map(run, "en"))["language"] == "en"
    assert data(maps.plan_map(small_run(language="en")))["language"] == "en"


def test_folium_serves_its_other_maps_as_before() -> None:
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    maps.plan_map(small_run())
    assert (folium.Map.default_js, folium.Map.default_css) == before


def test_no_other_library_than_leaflet_is_inside(plain: str) -> None:
    page = plain
    for name in ("jquery", "bootstrap", "awesome"):
        assert name not in page.lower()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_a_name(name: str, plain: str) -> None:
    page = maps.plan_map(small_run(names={"S03": name}))
    assert data(page)["schools"]["name"][2] == name
    assert page.count("<script") == plain.count("<script")


def test_a_hostile_title_stays_a_title(plain: str) -> None:
    page = maps.plan_map(small_run(title="</title><script>window.__pwned=1</script>"))
    assert page.count("<script") == plain.count("<script")


def test_the_data_block_holds_no_mark_that_ends_it() -> None:
    text = data_block(["</script>", "<!--", "&amp;", "\u2028\u2029"])
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == ["</script>", "<!--", "&amp;", "\u2028\u2029"]


def test_a_number_that_is_none_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        data_block(float("nan"))


def test_ways_that_no_road_gives_are_blank() -> None:
    run = small_run()
    rows = run.plan.assignments.copy()
    rows.loc[rows["place_id"] == "P06", ["km", "minutes"]] = float("nan")
    page = maps.plan_map(replace(run, plan=replace(run.plan, assignments=rows)))
    assert [None, None] in [span[6:8] for span in data(page)["spans"]]


@pytest.mark.parametrize(("column", "value"), [("lon", float("nan")), ("lat", 114.7)])
def test_positions_that_no_map_can_show_are_told_by_name(column: str, value: float) -> None:
    run = small_run()
    schools = run.dataset.schools.copy()
    schools.loc[schools["school_id"].isin(["S03", "S05"]), column] = value
    broken = replace(run, dataset=replace(run.dataset, schools=schools))
    with pytest.raises(DataError) as caught:
        maps.plan_map(broken)
    told = "\n".join(caught.value.lines("zh"))
    assert "S03" in told
    assert "S05" in told


def test_contact_date_and_run_are_on_the_page(plain: str) -> None:
    head = data(plain)["head"]
    assert head["as_of"] == "2023-07-14"
    assert head["contact"] == "教育体育局发展规划股"
    assert head["run"] == "20230714-5a3f1c"
    assert head["loosened"] == []


def test_loosened_rules_are_told_in_both_languages() -> None:
    travel = {**BASE["travel"], "max_minutes": {"lower": "inf", "upper": 40, "junior": 40}}
    ((zh, en),) = data(maps.plan_map(small_run(travel=travel)))["head"]["loosened"]
    assert "不限" in zh
    assert "no limit" in en


def test_straight_line_distances_are_labelled() -> None:
    assert data(maps.plan_map(small_run(roads=False)))["head"]["method"] == "straight_line"


def test_key_figures_are_those_of_targets_and_actions() -> None:
    run = small_run()
    found = data(maps.plan_map(run))
    for line, figure in zip(run.plan.targets, found["figures"], strict=True):
        actions = run.plan.actions.query("year == @line.year")
        assert figure["asked"] == line.asked
        assert figure["planned"] == line.planned
        assert figure["closed"] == len(actions)
        assert figure["pupils"] == actions["pupils"].sum()
        assert figure["longest"] == round(run.plan.metrics[str(line.year)]["minutes_max_moved"], 1)
    assert found["total"]["planned"] == 4
    assert found["total"]["pupils"] == run.plan.actions["pupils"].sum()


def test_a_boarder_s_weekly_way_is_no_part_of_the_longest_daily_way() -> None:
    run = small_run()
    moved = run.plan.assignments.query("year == 2023 and mode != 'stay'")
    board, daily = moved[moved["mode"] == "board"], moved[moved["mode"] != "board"]
    assert board["minutes"].max() > daily["minutes"].max()
    found = data(maps.plan_map(run))
    first, total = found["figures"][0], found["total"]
    assert first["longest"] == round(daily["minutes"].max(), 1)
    assert first["weekly"] == round(board["minutes"].max(), 1)
    assert total["longest"] == round(run.plan.metrics["plan"]["minutes_max_moved"], 1)
    assert total["weekly"] == first["weekly"]
    assert found["figures"][1]["weekly"] is None


def test_a_way_is_long_where_it_is_over_the_limits_of_the_scenario() -> None:
    """40 minutes are no limit of their own: 15 may be, and 60, and a week's way has its own."""
    strict = {**BASE["travel"], "max_minutes": {"lower": 15, "upper": 40, "junior": 40}}
    assert data(maps.plan_map(small_run(travel=strict)))["figures"][0]["long"]
    assert not data(maps.plan_map(small_run()))["figures"][0]["long"]
    weekly = {**BASE["boarding"], "max_minutes": 20}
    assert data(maps.plan_map(small_run(boarding=weekly)))["figures"][0]["long"]
    unlimited = {**BASE["travel"], "max_minutes": dict.fromkeys(("lower", "upper"), "inf")}
    unlimited["max_minutes"]["junior"] = 40
    limits = data(maps.plan_map(small_run(travel=unlimited)))["limits"]
    assert limits == {"lower": None, "upper": None, "junior": 40, "board": 90}


def test_closings_mergers_and_redirections_are_told_apart_on_the_map() -> None:
    found = data(maps.plan_map(decided_run()))
    by_year = dict(zip(found["years"], found["figures"], strict=True))
    assert (by_year[2025]["closed"], by_year[2025]["merged"]) == (0, 1)
    assert by_year[2025]["others"] == {"merge_form": 1, "works": 1, "convert": 1}
    assert [by_year[year]["redirected"] for year in found["years"]] == [0, 133, 266]
    assert by_year[2024]["sent_longest"] > 0
    total = found["total"]
    assert [total[name] for name in ("closed", "merged", "works", "redirected")] == [2, 1, 2, 266]
    assert [place for place, _ in found["relieved"]]


COMPOSED = ("is_", "state_", "warn_", "kind_", "level_", "mark_", "n_", "act_", "kept_", "rooms_")
"""Beginnings of words that the script completes by what it finds."""


def test_every_word_the_script_says_exists_and_every_word_is_said() -> None:
    folder = resources.files("maps").joinpath("templates")
    code = "\n".join(folder.joinpath(name).read_text("utf-8") for name in SCRIPTS)
    quoted = set(re.findall(r'"(\w+)"', code))
    composed = {w for w in WORDS if w.startswith(COMPOSED)}
    composed |= {"given", "straight_line"}  # how distances were found
    said = set(re.findall(r'say\("(\w+)"', code))
    assert said - set(COMPOSED) <= set(WORDS)
    assert set(WORDS) - composed - quoted == set()


def test_every_script_file_is_part_of_the_page() -> None:
    folder = resources.files("maps").joinpath("templates")
    assert {f.name for f in folder.iterdir() if f.name.endswith(".js")} == set(SCRIPTS)


def test_nothing_from_the_data_is_read_as_markup() -> None:
    folder = resources.files("maps").joinpath("templates")
    code = "\n".join(folder.joinpath(name).read_text("utf-8") for name in SCRIPTS)
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                 "bindPopup", "bindTooltip", "new Function"):  # fmt: skip
        assert sink not in code


def test_a_small_county_is_a_small_file(plain: str) -> None:
    assert len(plain.encode()) < 400_000
