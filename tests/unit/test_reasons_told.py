"""What the screen says after solving about lawful ranges, the must-keep list and a missed target."""

from planner.cli.reasons_told import missed_lines, must_keep_lines, range_lines
from planner.reason import Explained
from tests.builders_explained import explained_run


def test_ranges_that_tell_stand_in_lines_of_their_own():
    assert list(range_lines(explained_run(), "en")) == [
        "2023: the rules allow 1 to 2 closures; 2 asked",
        (
            "2025: the rules allow no fewer than 0 and no more than 1 closures (the ends are not "
            "proven); 2 asked"
        ),
    ]


def test_schools_that_must_be_kept_are_counted():
    (line,) = must_keep_lines(explained_run(), "zh")
    assert line.startswith("应留必留学校：1所")
    (none,) = must_keep_lines(explained_run(Explained()), "zh")
    assert none.startswith("应留必留学校：0所")


def test_asked_and_lawful_come_before_what_each_school_would_need():
    assert list(missed_lines(explained_run(), "en")) == [
        "2025: asked 2, lawful no more than 1 (not proven), planned 1",
        "1 lacking in all; these 1 would all have to close, and would need:",
        "  · 石桥小学: must be kept; a new hearing with more for than against",
    ]


def test_without_an_explanation_the_reasons_of_the_plan_stand_alone():
    run = explained_run(None)
    assert list(range_lines(run, "zh")) == list(must_keep_lines(run, "zh")) == []
    head, line = missed_lines(run, "zh")
    assert head.startswith("未达到目标：1所学校未能撤并")
    assert "听证中家长反对31人" in line
