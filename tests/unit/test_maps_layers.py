"""The tables behind the map say what the run says."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from maps.layers import closure_table, move_table, school_table, school_years, span_table
from planner.run import Run
from tests.builders_run import YEARS, small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


def states(run: Run, school_id: str) -> list[str]:
    table = school_years(run)
    return list(table.loc[table["school_id"] == school_id, "state"])


def with_actions(run: Run, *rows: dict[str, object]) -> Run:
    blank = {"name": "", "township": "", "band": "", "pupils": 0, "receivers": "", "detail": ""}
    actions = pd.DataFrame([{**blank, **row} for row in rows])
    return replace(run, plan=replace(run.plan, actions=actions))


def test_a_group_moves_once_in_the_first_year_at_its_new_school(run: Run) -> None:
    moves = move_table(run)
    rows = run.plan.assignments
    moved = rows[rows["mode"] != "stay"]
    key = ["place_id", "band", "from_school_id", "school_id"]
    first = moved.groupby(key)["year"].min()
    assert dict(first) == dict(moves.set_index(key)["year"])


def test_pupils_that_move_in_a_year_are_those_of_its_actions(run: Run) -> None:
    by_year = move_table(run).groupby("year")["pupils"].sum()
    assert dict(by_year) == dict(run.plan.actions.groupby("year")["pupils"].sum())


def test_lines_run_from_home_to_the_new_school(run: Run) -> None:
    move = move_table(run).iloc[0]
    home = run.dataset.places.set_index("place_id").loc[move["place_id"]]
    school = run.dataset.schools.set_index("school_id").loc[move["school_id"]]
    assert list(move.geometry.coords) == [(home.lon, home.lat), (school.lon, school.lat)]


def test_pupils_without_a_place_start_at_their_school(run: Run) -> None:
    moves = move_table(run)
    own = moves[moves["place_id"] == "S11"].iloc[0]
    assert own.geometry.coords[0] == (114.7150, 32.2700)


def test_closures_name_receivers_ways_and_the_longest_minutes(run: Run) -> None:
    found = closure_table(run).set_index("school_id")
    moved = run.plan.assignments.query("from_school_id == 'S03' and mode != 'stay'")
    assert found.loc["S03", "receivers"] == ("S02", "S08")
    assert found.loc["S03", "modes"] == ("board", "bus")
    assert found.loc["S03", "minutes"] == moved["minutes"].max()
    assert found.loc["S06", "receivers"] == ()
    assert pd.isna(found.loc["S06", "minutes"])


@pytest.mark.parametrize(
    ("school_id", "expected"),
    [
        ("S03", ["closes", "closed", "closed"]),
        ("S11", ["open", "open", "closes"]),
        ("S02", ["receives", "receives", "received"]),
        ("S08", ["receives", "received", "received"]),
        ("S09", ["private"] * 3),
        ("S05", ["open"] * 3),
    ],
)
def test_states_follow_the_years(run: Run, school_id: str, expected: list[str]) -> None:
    assert states(run, school_id) == expected


def test_a_downgraded_and_a_merged_school_have_their_own_state(run: Run) -> None:
    changed = with_actions(
        run,
        {"year": 2024, "school_id": "S05", "action": "downgrade"},
        {"year": 2025, "school_id": "S07", "action": "merge_form", "receivers": "S01"},
    )
    assert states(changed, "S05") == ["open", "downgraded", "downgraded"]
    assert states(changed, "S07") == ["open", "open", "closes"]
    assert states(changed, "S01") == ["open", "open", "merged"]


def test_schools_that_must_stay_say_why(run: Run) -> None:
    kept = school_table(run).set_index("school_id")["kept"]
    assert "深山区" in kept["S10"].zh
    assert "反对多于赞成" in kept["S05"].zh
    assert kept["S04"] is None, "its hearing was in favour"


def test_the_scenario_keeps_schools_too() -> None:
    closures = {**small_run_closures(), "keep": [{"school_id": "S01", "reason": "示范校"}]}
    kept = school_table(small_run(closures=closures)).set_index("school_id")["kept"]
    assert "示范校" in kept["S01"].zh


def small_run_closures() -> dict[str, object]:
    from tests.builders_run import BASE

    return dict(BASE["closures"])


def test_spans_are_the_assignments_with_equal_years_folded(run: Run) -> None:
    spans = span_table(run)
    rows = [
        {**row, "year": year}
        for row in spans.to_dict("records")
        for year in range(row.pop("first"), row.pop("last") + 1)
    ]
    key = ["year", "place_id", "band", "from_school_id"]
    columns = list(run.plan.assignments.columns)
    unfolded = pd.DataFrame(rows)[columns].sort_values(key).reset_index(drop=True)
    told = run.plan.assignments.sort_values(key).reset_index(drop=True)
    pd.testing.assert_frame_equal(unfolded, told, check_dtype=False)
    assert len(spans) < len(told)


def test_a_span_ends_where_the_number_of_pupils_changes(run: Run) -> None:
    rows = run.plan.assignments.copy()
    rows.loc[(rows["year"] == YEARS[-1]) & (rows["place_id"] == "P01"), "pupils"] += 3
    spans = span_table(replace(run, plan=replace(run.plan, assignments=rows)))
    assert set(spans.loc[spans["place_id"] == "P01", "last"]) == {YEARS[-2], YEARS[-1]}


def test_a_group_that_no_road_reaches_is_still_one_span(run: Run) -> None:
    rows = run.plan.assignments.copy()
    rows.loc[rows["place_id"] == "P06", ["km", "minutes"]] = float("nan")
    spans = span_table(replace(run, plan=replace(run.plan, assignments=rows)))
    assert len(spans[spans["place_id"] == "P06"]) == len(
        rows[(rows["place_id"] == "P06") & (rows["year"] == YEARS[0])]
    )
