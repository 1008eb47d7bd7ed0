"""What explains a plan, school by school and year by year; and a target that is missed."""

from dataclasses import replace

import pytest

from planner import explanation, target_gap
from planner.plan import Obstacle, TargetLine
from planner.reason import Explained, LawfulRange
from planner.run import Run
from planner.words import LANGUAGES, Text
from tests.builders_explained import EXPLAINED, REASONS, explained_run


def with_plan(run: Run, **changes: object) -> Run:
    return replace(run, plan=replace(run.plan, **changes))  # type: ignore[arg-type]


def ids(schools: tuple[explanation.Explanation, ...]) -> list[str]:
    return [one.school_id for one in schools]


def test_every_school_stands_once_in_the_list_of_its_decision():
    run = explained_run()
    assert ids(explanation.must_keep(run)) == list(EXPLAINED.must_keep) == ["S05"]
    assert ids(explanation.changing(run)) == ["S03", "S06", "S04", "S11"]
    assert ids(explanation.staying(run)) == ["S10"]
    assert set(explanation.explanations(run)) == {one.school_id for one in REASONS}


def test_several_reasons_of_a_school_are_all_kept_and_its_firmness_said_once():
    of = explanation.explanations(explained_run())
    assert [one.code for one in of["S10"].reasons] == ["seats", "not_worth"]
    assert [flip.en for flip in of["S10"].flips] == ["9 more seats at 柳河乡中心小学 from 2025"]
    assert (of["S10"].firmness, of["S03"].firmness, of["S05"].firmness) == ("open", "robust", "")


def test_without_an_explanation_there_is_nothing_to_say():
    run = explained_run(None)
    assert not explanation.explanations(run)
    assert explanation.ranges(run) == explanation.telling(run) == explanation.worth(run) == ()


def test_only_targets_outside_or_near_an_end_are_told():
    run = explained_run(
        Explained(
            ranges=(
                LawfulRange(2023, 0, 20, proven=True),
                LawfulRange(2024, 0, 3, proven=True),
                LawfulRange(2025, 0, 1, proven=False),
            )
        )
    )
    run = with_plan(run, targets=(TargetLine(2023, 10, 10, 0, proven=True), *run.plan.targets[1:]))
    assert [one.year for one, _ in explanation.telling(run)] == [2025]
    assert "2023年0—20所" in explanation.all_within(run).zh


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (LawfulRange(2023, 0, 20, proven=True), "the rules allow 0 to 20 closures"),
        (LawfulRange(2023, 4, 4, proven=True), "allow 4 closures, no fewer and no more"),
        (LawfulRange(2023, 0, 20, proven=False), "the ends are not proven"),
    ],
    ids=["range", "one", "bounds"],
)
def test_a_range_says_what_is_proven(known: LawfulRange, said: str):
    words = explanation.range_words(known, 32)
    assert said in words.en
    assert "32" in words.zh


def test_asked_and_lawful_stand_side_by_side_for_a_missed_target():
    (gap,) = target_gap.missed(
        explained_run(Explained(ranges=(LawfulRange(2025, 0, 1, proven=True),)))
    )
    assert gap.said().en == "2025: asked 2, lawful 1, planned 1"
    assert gap.short == 1


def test_what_is_lawful_is_that_of_the_proof_where_no_range_is_known():
    run = explained_run(None)
    assert [gap.lawful for gap in target_gap.year_gaps(run)] == [None, None, 1]
    at_most = TargetLine(2025, 9, 4, 0, proven=False, best_possible=6)
    (gap,) = target_gap.missed(with_plan(run, targets=(at_most,)))
    assert "no more than 6 (not proven)" in gap.said().en
    unknown = TargetLine(2025, 9, 4, 0, proven=False)
    (gap,) = target_gap.missed(with_plan(run, targets=(unknown,)))
    assert "how many are lawful is not known" in gap.said().en


def test_a_target_that_is_a_limit_is_never_missed_by_closing_fewer():
    run = explained_run()
    closures = replace(run.assumptions.closures, rule="at_most")
    run = replace(run, assumptions=replace(run.assumptions, closures=closures))
    assert target_gap.missed(run) == target_gap.needs(run) == ()


WHY = Text("座位不足", "seats are lacking")


def obstacle(school: str) -> Obstacle:
    return Obstacle(school, "seats", WHY, Text("增加座位", "more seats"))


def test_needs_say_what_was_tried_first_and_what_must_be_kept_last():
    run = with_plan(explained_run(), obstacles=tuple(map(obstacle, ("S05", "S01", "S10"))))
    needs = target_gap.needs(run)
    assert [one.school_id for one in needs] == ["S10", "S01", "S05"]
    assert [one.tried for one in needs] == [True, False, True]
    assert [one.must_keep for one in needs] == [False, False, True]
    assert needs[0].change.en == "9 more seats at 柳河乡中心小学 from 2025"
    assert needs[1].change.en == "more seats"


@pytest.mark.parametrize(
    ("schools", "asked", "said"),
    [
        (("S05",), 2, "these 1 would all have to close"),
        (("S05", "S10"), 2, "1 of these 2 would have to close"),
        (("S05", "S10"), 6, "even if these 2 could all close, 3 would be lacking"),
    ],
    ids=["these", "some", "not enough"],
)
def test_how_many_of_the_schools_that_stay_are_wanted(schools, asked, said):
    target = TargetLine(2025, asked, 1, 0, proven=True)
    run = with_plan(explained_run(), targets=(target,), obstacles=tuple(map(obstacle, schools)))
    words = target_gap.needs_words(run)
    assert words is not None
    assert said in words.en


def test_nothing_is_wanted_where_no_target_is_missed():
    run = with_plan(explained_run(), targets=(TargetLine(2025, 1, 1, 0, proven=True),))
    assert target_gap.needs_words(run) is None
    assert target_gap.needs(run) == ()


@pytest.mark.parametrize("names", [explanation.DECISION_NAMES, explanation.FIRMNESS_NAMES])
def test_no_two_decisions_read_alike(names):
    for language in LANGUAGES:
        said = [text.say(language) for text in names.values()]
        assert len(set(said)) == len(said)
