"""Seat warnings and the paths of schools over their limits."""

from dataclasses import replace

from planner.seat_warnings import over_paths, seat_table, seat_warnings
from tests.builders_decided import decided_run
from tests.builders_run import YEARS


def test_warnings_are_those_of_the_plan_the_gravest_first():
    found = seat_warnings(decided_run())
    first = found[found["year"] == 2023]
    assert list(zip(first["school_id"], first["level"], strict=True)) == [
        ("S01", "red"),
        ("S10", "orange"),
        ("S05", "yellow"),
    ]


def test_a_school_short_of_rooms_is_listed_though_its_seats_suffice():
    """S02 gets pupils from 2023 on: 9 classes need no more than 9 rooms, 8 rooms are one short."""
    run = decided_run()
    assert "S02" not in set(seat_warnings(run).query("year == 2023")["school_id"])
    rooms = run.dataset.schools["school_id"].map({"S01": 16, "S02": 8}).astype(float)
    tight = replace(run, dataset=replace(run.dataset, schools=run.dataset.schools.assign(
        classrooms=rooms)))  # fmt: skip
    found = seat_warnings(tight).query("year == 2023 and school_id == 'S02'").iloc[0]
    assert (found["level"], found["rooms_short"], found["rooms_short_today"]) == ("none", 1, 0)
    assert found["rooms_cause"] == "plan"


def test_a_school_that_is_no_longer_open_warns_of_nothing():
    run = decided_run()
    closed = run.plan.schools["open"] == 0
    schools = run.plan.schools.assign(seat_warning="red")
    found = seat_warnings(replace(run, plan=replace(run.plan, schools=schools)))
    assert len(found) == (~closed).sum()


def test_the_limit_is_the_smaller_of_seats_and_cap():
    table = seat_table(decided_run()).set_index(["year", "school_id"])
    assert table.loc[(2023, "S01"), "limit"] == 780
    assert table.loc[(2025, "S01"), "limit"] == 1680
    assert table.loc[(2023, "S01"), "cap"] == 800


def test_classes_stand_beside_the_classrooms_that_are_known():
    table = seat_table(decided_run())
    first = table[table["year"] == 2023].set_index("school_id")
    assert list(first.loc[["S01", "S02"], "classes"]) == [21, 9]
    assert list(first.loc[["S01", "S02"], "classrooms"]) == [16, 9]
    assert bool(first["classrooms"].isna()["S05"])


def test_the_path_of_an_overfull_school_ends_in_the_year_from_which_it_stays_within():
    paths = {path.school_id: path for path in over_paths(decided_run())}
    assert list(paths) == ["S01", "S10"]
    assert list(paths["S01"].pupils) == [801, 801, 668, 997]
    assert list(paths["S01"].limits) == [780, 780, 780, 1680]
    assert paths["S01"].since == 2024
    assert paths["S10"].since is None


def test_a_school_that_comes_back_over_its_limit_is_not_yet_within():
    run = decided_run()
    schools = run.plan.schools.copy()
    again = (schools["school_id"] == "S01") & (schools["year"] == YEARS[1])
    schools.loc[again, "pupils"] = 900
    paths = over_paths(replace(run, plan=replace(run.plan, schools=schools)))
    assert next(path for path in paths if path.school_id == "S01").since == YEARS[2]


def test_private_schools_have_no_path():
    run = decided_run()
    facts = run.dataset.schools
    seats = facts["seats"].where(facts["school_id"] != "S09", 1)
    full = replace(run, dataset=replace(run.dataset, schools=facts.assign(seats=seats)))
    assert "S09" not in {path.school_id for path in over_paths(full)}


def test_rooms_short_today_are_told_apart_from_those_that_the_plan_makes_short():
    table = seat_table(decided_run()).set_index(["year", "school_id"])
    assert table.loc[(2023, "S01"), "rooms_cause"] == "today"
    assert table.loc[(2023, "S01"), "rooms_short_today"] == table.loc[(2023, "S01"), "rooms_short"]
    assert table.loc[(2023, "S05"), "rooms_cause"] == ""


def test_the_rooms_of_a_site_next_door_count_once_the_schools_are_merged():
    run = decided_run()
    rooms = run.dataset.schools["school_id"].map({"S01": 16, "S07": 12}).astype(float)
    facts = run.dataset.schools.assign(classrooms=rooms)
    table = seat_table(replace(run, dataset=replace(run.dataset, schools=facts)))
    mine = table[table["school_id"] == "S01"].set_index("year")["classrooms"]
    assert list(mine) == [16, 16, 28]
