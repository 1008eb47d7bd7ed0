"""Works of a plan: what each adds, when, for how much."""

from dataclasses import replace

from planner.planned_works import planned_works, works_id
from tests.builders_decided import decided_run
from tests.builders_run import small_run


def test_works_carry_what_their_table_says():
    first, second = planned_works(decided_run())
    assert (first.year, first.school_id, first.seats, first.beds) == (2024, "S08", 60, 40)
    assert (first.cost, first.yearly) == (2.4e6, 1.2e5)
    assert first.converts_to == ""
    assert second.converts_to == "nine_year"


def test_what_a_work_adds_is_said_in_both_languages():
    _, work = planned_works(decided_run())
    assert work.what.zh == "新增学位90个、改制为九年一贯制学校"
    assert work.what.en == "adds 90 seats, turns into a nine-year school"


def test_the_id_is_the_first_word_of_the_detail():
    assert works_id("W1 west wing") == "W1"


def test_a_work_that_no_table_knows_is_shown_without_numbers():
    run = decided_run()
    empty = replace(run.dataset, works=run.dataset.works.iloc[:0])
    assert [work.cost for work in planned_works(replace(run, dataset=empty))] == [0.0, 0.0]


def test_a_plan_without_works_has_none():
    assert planned_works(small_run()) == ()
