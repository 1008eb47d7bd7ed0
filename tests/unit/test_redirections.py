"""Redirected entrants are told from pupils who move, by the rows of their group."""

from dataclasses import replace

from planner.redirections import is_redirected, redirections
from planner.roadmap import moves
from tests.builders_decided import decided_run
from tests.builders_run import small_run


def test_a_group_that_stays_and_goes_in_one_year_is_redirected():
    rows = decided_run().plan.assignments
    sent = rows[is_redirected(rows)]
    assert list(zip(sent["year"], sent["pupils"], sent["school_id"], strict=True)) == [
        (2024, 133, "S08"),
        (2025, 266, "S08"),
    ]


def test_entrants_know_the_year_in_which_their_place_began_to_send():
    assert list(redirections(decided_run().plan)["since"]) == [2024, 2024]


def test_a_group_that_leaves_whole_is_not_redirected():
    rows = small_run().plan.assignments
    assert not is_redirected(rows).any()


def test_a_redirection_without_pupils_is_one_all_the_same():
    plan = decided_run().plan
    rows = plan.assignments.copy()
    rows.loc[is_redirected(rows), "pupils"] = 0
    assert len(redirections(replace(plan, assignments=rows))) == 2


def test_redirected_entrants_are_not_among_the_moves():
    found = moves(decided_run().plan)
    assert set(found["from_school_id"]) == {"S03", "S04", "S07"}
