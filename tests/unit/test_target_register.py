"""The published targets of a county side by side, and the warnings that bear on them."""

import re
from dataclasses import replace
from pathlib import Path

from planner import target_register
from tests.builders_explained import DIFFER, explained_run
from tests.builders_run import small_run


def test_every_version_stands_once_with_its_years_unit_and_source():
    entries = target_register.register(explained_run())
    assert [one.version for one in entries] == ["item-4", "empty", "item-26"]
    assert {year: text.en for year, text in entries[2].counts.items()} == {
        2023: "2",
        2024: "1",
        2025: "2",
    }
    assert entries[1].counts[2023].zh == "4（2023-08-31前）"
    assert entries[0].sources == ("通报第4项",)
    assert [one.unit.en for one in entries] == ["small school", "small school", "teaching point"]


def test_the_version_that_the_plan_takes_is_marked():
    assert [one.used for one in target_register.register(explained_run())] == [False, False, True]


def test_counts_that_contradict_each_other_stand_side_by_side():
    run = explained_run()
    targets = run.dataset.targets.assign(version="one", year=2023, unit="", deadline="")
    run = replace(run, dataset=replace(run.dataset, targets=targets))
    (entry,) = target_register.register(run)
    assert entry.counts[2023].en == "3 / 4 / 2 / 1"
    assert entry.unit.en == "not said"


def test_a_county_without_published_targets_has_an_empty_register():
    assert target_register.register(small_run()) == ()
    assert target_register.years(small_run()) == (2023, 2024, 2025)


def test_only_warnings_that_bear_on_targets_are_taken():
    assert target_register.target_warnings(explained_run()) == (DIFFER,)


def test_every_warning_of_the_audit_on_targets_bears_on_them(root: Path):
    text = (root / "planner" / "audit" / "targets.py").read_text(encoding="utf-8")
    codes = set(re.findall(r'code="(\w+)"', text)) | set(re.findall(r'warning\(\s*"(\w+)"', text))
    assert len(codes) >= 8
    assert codes <= target_register.TARGET_CODES
