"""The tables behind the map say what the run says."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from maps.layers import move_table, school_table, school_years, span_table
from planner.roadmap import lines
from planner.run import Run
from tests.builders_decided import decided_run
from tests.builders_run import YEARS, small_run


@pytest.fixture(scope="module")
def run() -> Run:
    return small_run()


def states(run: Run, school_id: str, column: str = "state") -> list[str]:
    table = school_years(run)
    return list(table.loc[table["school_id"] == school_id, column])


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
    found = {line.school_id: line for line in lines(run)}
    moved = run.plan.assignments.query("from_school_id == 'S03' and mode != 'stay'")
    assert found["S03"].receiver_ids == ("S02", "S08")
    assert set(found["S03"].mode_codes) == {"board", "bus"}
    board = moved["mode"] == "board"
    assert found["S03"].minutes == moved.loc[~board, "minutes"].max()
    assert found["S03"].weekly_minutes == moved.loc[board, "minutes"].max()
    assert found["S06"].receiver_ids == ()
    assert found["S06"].minutes is None


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


def test_what_a_school_has_become_stays_in_sight_in_later_years() -> None:
    run = decided_run()
    assert states(run, "S04", "form") == ["", "downgraded", "downgraded"]
    assert states(run, "S01", "form") == ["", "", "merged"]
    assert states(run, "S07") == ["open", "open", "absorbed"]
    assert states(run, "S01") == ["open", "open", "receives"]
    assert states(run, "S02", "kind") == ["primary", "primary", "nine_year"]


def test_a_school_that_joined_another_is_not_shown_as_closed_in_later_years() -> None:
    run = decided_run()
    early = run.plan.actions.assign(year=run.plan.actions["year"].replace({2025: 2024}))
    moved = replace(run, plan=replace(run.plan, actions=early))
    assert states(moved, "S07") == ["open", "absorbed", "joined"]
    assert states(moved, "S03") == ["closes", "closed", "closed"]


def test_a_school_that_takes_redirected_entrants_receives_from_the_year_in_which_they_begin():
    assert states(decided_run(), "S08") == ["receives", "receives", "received"]


def test_redirected_entrants_are_no_moves() -> None:
    run = decided_run()
    moves, spans = move_table(run), span_table(run)
    assert not moves["place_id"].eq("P01").all()
    assert "S08" not in set(moves.loc[moves["from_school_id"] == "S01", "school_id"])
    sent = spans[spans["redirected"]]
    assert list(sent["pupils"]) == [133, 266]
    assert set(sent["school_id"]) == {"S08"}


def test_schools_that_must_stay_say_why(run: Run) -> None:
    kept = school_table(run).set_index("school_id")["kept"]
    assert "深山区" in kept["S10"].zh
    assert "反对多于赞成" in kept["S05"].zh
    assert kept["S04"] is None, "its hearing was in favour"


def test_schools_kept_by_decision_are_told_from_those_whose_closing_must_not_be_forced() -> None:
    keep = [{"school_id": "S01", "reason": "照常办学"}, {"school_id": "S02"},
            {"school_id": "S05", "reason": "照常办学"}]  # fmt: skip
    run = small_run(closures={**small_run_closures(), "keep": keep})
    table = school_table(run).set_index("school_id")
    assert set(table.index[table["must"]]) == {"S05"}, "its hearing was against"
    assert "反对多于赞成" in table.loc["S05", "kept"].zh
    said = {school: table.loc[school, "kept"].zh for school in ("S01", "S02", "S10")}
    assert said["S01"] == "本方案保留：照常办学"
    assert said["S02"] == "本方案保留"
    assert said["S10"].startswith("已决定保留：深山区")


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
