"""A plan that has chosen its targets is not asked to choose."""

from dataclasses import replace

from planner.errors import Finding
from planner.targets_used import with_choice
from planner.words import same
from tests.builders_run import small_run

DIFFER = Finding("targets_differ", same("2 (a); 3 (b)"), same("choose"), severity="warning")
OTHER = Finding("other", same("x"), same("y"), severity="warning")


def test_the_version_that_is_used_is_named():
    rules = small_run().assumptions
    rules = replace(rules, closures=replace(rules.closures, version="a"))
    differ, other = with_choice((DIFFER, OTHER), rules)
    assert "采用版本“a”" in differ.hint.zh
    assert differ.what == DIFFER.what
    assert other == OTHER


def test_targets_of_the_scenario_itself_are_said_to_be_used():
    rules = small_run().assumptions
    rules = replace(rules, closures=replace(rules.closures, version="", targets={2023: 1}))
    (differ,) = with_choice((DIFFER,), rules)
    assert "情景文件给出" in differ.hint.zh


def test_without_targets_the_warning_stays():
    rules = small_run().assumptions
    rules = replace(rules, closures=replace(rules.closures, version="", targets={}))
    assert with_choice((DIFFER,), rules) == (DIFFER,)
