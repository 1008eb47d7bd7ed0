"""The independent check reads the county for itself and imports nothing that made the plan."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from planner.assumptions import Assumptions, Pin
from planner.check import CheckReport, check, check_manifest, rule_names
from planner.checking.broken import broken, listed
from planner.checking.changes import Changes
from planner.checking.facts import gather
from planner.checking.in_force import InForce
from planner.dataset import Dataset
from planner.load import load
from planner.pipeline import Options, plan
from planner.plan import Plan
from planner.words import Text
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "planner.model",
    "planner.solve",
    "planner.solver",
    "planner.solve_stages",
    "planner.problem",
    "planner.solution",
    "planner.demand",
    "planner.costs",
    "planner.schedule",
    "planner.metrics",
    "planner.tabulate",
    "planner.travel",
    "planner.roadgraph",
    "planner.shortest",
    "pulp",
    "highspy",
}
ALLOWED = {
    "planner.assumptions",
    "planner.dataset",
    "planner.errors",
    "planner.plan",
    "planner.school_kinds",
    "planner.words",
}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


def test_the_check_imports_only_values_and_words() -> None:
    """Its modules name no module of the planner but plain values and its own parts."""
    files = [ROOT / "planner" / "check.py", *(ROOT / "planner" / "checking").glob("*.py")]
    assert len(files) > 10
    for path in files:
        own = {name for name in _imports(path) if name.startswith("planner.")}
        strange = {
            name
            for name in own
            if not name.startswith("planner.checking")
            and not any(name == word or name.startswith(f"{word}.") for word in ALLOWED)
        }
        assert not strange, path.name
        assert not {name.split(".")[0] for name in _imports(path)} & {"pulp", "highspy"}


def test_importing_the_check_loads_nothing_that_makes_plans() -> None:
    """In a fresh interpreter none of the forbidden modules is loaded, directly or through others."""
    code = f"import sys, planner.check; print(sorted({FORBIDDEN!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_rule_names_are_said_once() -> None:
    """A finding's code tells one rule."""
    names = list(rule_names())
    assert len(names) == len(set(names))


def test_a_report_counts_rules_not_places() -> None:
    """Two findings of one rule are one failed rule; reports add up."""
    what = Text("不对", "wrong")
    found = tuple(listed("seats", [broken(what, row=2), broken(what, row=3)]))
    report = CheckReport(5, found) + CheckReport(1, ())
    assert (report.passed, report.failed, len(report.findings)) == (6, 1, 2)


def test_long_lists_are_cut_and_counted() -> None:
    """Of thirty places twenty are shown and ten are counted."""
    found = list(listed("km", (broken(Text("不对", "wrong"), row=n) for n in range(30))))
    assert len(found) == 21
    assert "10" in found[-1].what.zh
    assert {finding.code for finding in found} == {"km"}


# --- what the check reads for itself -------------------------------------------------------------


def _given(
    tmp_path: Path, tables: Mapping[str, Any], **scenario: Any
) -> tuple[Dataset, Assumptions]:
    data = write_county(tmp_path / "county", **tables)
    path = write_scenario(tmp_path / "plan.toml", data=data, **scenario)
    return load(data), load_scenario(path).assumptions


TABLES: dict[str, Any] = {
    "schools": [
        {"school_id": "A", "kind": "teaching_point", "lon": 114.0},
        {"school_id": "B", "kind": "primary", "lon": 114.01, "boarders": 9, "beds": 5},
        {"school_id": "C", "kind": "primary", "lon": 114.02, "ownership": "private"},
        {"school_id": "D", "kind": "nine_year", "lon": 114.03},
    ],
    "places": [{"place_id": "P"}],
    "pupils": [
        {"school_id": "A", "place_id": "P", "grade": 1, "pupils": 3},
        {"school_id": "A", "place_id": "P", "grade": 2, "pupils": 4},
        {"school_id": "A", "grade": 4, "pupils": 2},
        {"school_id": "B", "grade": 1, "pupils": 0},
        {"school_id": "D", "grade": 8, "pupils": 5},
        {"school_id": "D", "grade": 1, "pupils": 5},
    ],
}


def test_groups_are_places_bands_and_schools(tmp_path: Path) -> None:
    """A blank place is the school's own point; rows without pupils make no group."""
    facts = gather(*_given(tmp_path, TABLES))
    assert facts.groups == {
        ("P", "lower", "A"): {1: 3, 2: 4},
        ("A", "upper", "A"): {4: 2},
        ("D", "junior", "D"): {8: 5},
        ("D", "lower", "D"): {1: 5},
    }
    assert facts.empty("B")
    assert InForce(facts, Changes({}, {}, {}, {})).free_beds(2023, "B") == 0


def test_candidates_are_public_small_and_of_a_kind_that_counts(tmp_path: Path) -> None:
    """Size is read with 0 as no limit, by kind where the scenario says so."""
    dataset, rules = _given(tmp_path, TABLES)
    closable = {key for key in "ABCD" if gather(dataset, rules).may_close(key)}
    assert closable == {"A", "B"}
    for small, closable in ((9, {"B"}), (0, {"A", "B"}), ({"teaching_point": 9}, {"B"})):
        other = replace(rules, closures=replace(rules.closures, small=small))
        assert {key for key in "ABCD" if gather(dataset, other).may_close(key)} == closable


def test_pupils_outside_all_bands_keep_a_school(tmp_path: Path) -> None:
    """A school with pupils in grades that no band holds is no candidate."""
    dataset, rules = _given(
        tmp_path, TABLES, bands={"lower": [1, 3]}, closures={"counts": ["teaching_point"]}
    )
    facts = gather(dataset, rules)
    assert facts.outside == {"A", "D"}
    assert not facts.may_close("A")


def test_the_scenario_year_wins_over_the_decided_one(tmp_path: Path) -> None:
    """decisions.csv adds to the scenario, which wins for the same school."""
    decisions = [
        {"school_id": "A", "decision": "close", "year": 2023},
        {"school_id": "B", "decision": "keep", "year": ""},
    ]
    tables = {**TABLES, "decisions": decisions}
    dataset, rules = _given(tmp_path, tables, years=[2023, 2024])
    assert dict(gather(dataset, rules).pins) == {"A": 2023}
    pinned = replace(rules, closures=replace(rules.closures, close=(Pin("A", 2024),)))
    facts = gather(dataset, pinned)
    assert (dict(facts.pins), facts.keep) == ({"A": 2024}, {"B"})


def test_the_latest_hearing_counts(tmp_path: Path) -> None:
    """An old majority against does not bind where a later hearing is in favour, and the reverse."""
    votes = {"delegates_for": 0, "delegates_against": 0}
    rows = [
        {"school_id": "A", "date": "2023-06-01", "parents_for": 9, "parents_against": 1},
        {"school_id": "A", "date": "2022-06-01", "parents_for": 1, "parents_against": 9},
        {"school_id": "B", "date": "2022-06-01", "parents_for": 9, "parents_against": 1},
        {"school_id": "B", "date": "2023-06-01", "parents_for": 5, "parents_against": 6},
        {"school_id": "D", "date": "2023-06-01", "parents_for": 5, "parents_against": 5},
    ]
    tables = {**TABLES, "hearings": [row | votes for row in rows]}
    dataset, rules = _given(tmp_path, tables)
    assert gather(dataset, rules).against == {"B"}
    raw = replace(dataset, hearings=pd.DataFrame([row | votes for row in rows]))
    assert gather(raw, rules).against == {"B"}


# --- plans as files ------------------------------------------------------------------------------


def _planned(tmp_path: Path, **scenario: Any) -> tuple[Dataset, Assumptions, Plan]:
    tables = {
        "schools": [
            {"school_id": "A", "seats": 50, "kind": "teaching_point"},
            {"school_id": "B", "seats": 215, "lon": 114.01},
            {"school_id": "C", "seats": 220, "lon": 114.02},
        ],
        "places": [{"place_id": "P"}],
        "pupils": [
            {"school_id": "A", "place_id": "P", "grade": 4, "pupils": 30},
            {"school_id": "B", "grade": 4, "pupils": 200},
            {"school_id": "C", "grade": 4, "pupils": 200},
        ],
    }
    dataset, rules = _given(tmp_path, tables, closures={"targets": {2023: 1}}, **scenario)
    return dataset, rules, plan(dataset, rules, Options(isolated=False))


def test_groups_may_be_divided_where_the_scenario_says_so(tmp_path: Path) -> None:
    """Thirty pupils go to two schools with fifteen and twenty seats; whole, they go nowhere."""
    parts = _planned(tmp_path / "parts", schools={"split_places": True})
    assert not check(*parts).findings
    rows = parts[2].assignments.query("from_school_id == 'A'")
    assert set(rows["school_id"]) == {"B", "C"}
    assert rows["pupils"].sum() == pytest.approx(30)
    whole = _planned(tmp_path / "whole")
    assert [line.planned for line in whole[2].targets] == [0]
    assert not check(*whole).findings
    accused = {finding.code for finding in check(parts[0], whole[1], parts[2]).findings}
    assert "whole" in accused


def test_a_plan_over_straight_lines_says_so(tmp_path: Path) -> None:
    """Called a network's, the same km are refused."""
    dataset, rules, made = _planned(tmp_path, schools={"split_places": True})
    assert made.travel_method == "straight_line"
    codes = {f.code for f in check(dataset, rules, replace(made, travel_method="network")).findings}
    assert codes == {"labelled"}


def _manifest(rules: Assumptions, made: Plan) -> dict[str, Any]:
    proof = made.proof
    tables = ("closures", "travel", "boarding", "schools", "merge", "relief", "staff", "demand",
              "money", "solver")  # fmt: skip
    return {
        "scenario": {
            "title": rules.title.zh,
            "data": rules.data,
            "years": list(rules.years),
            "language": rules.language,
            "bands": {band.name: [band.first, band.last] for band in rules.bands},
            **{table: dict(vars(getattr(rules, table))) for table in tables},
        },
        "objective": proof.objective,
        "bound": proof.bound,
        "status": proof.status,
        "gap": proof.gap,
        "gap_controllable": proof.gap_controllable,
        "targets": [vars(line) for line in made.targets],
        "checks": {"passed": 90, "failed": 0},
    }


MANIFEST_FAULTS: dict[str, tuple[str, Any]] = {
    "manifest_gap": ("gap", -0.5),
    "manifest_gap_controllable": ("gap_controllable", 0.5),
    "manifest_objective": ("objective", 1.0),
    "manifest_bound": ("bound", None),
    "manifest_status": ("status", "feasible"),
    "manifest_targets": ("targets", [{"year": 2023, "asked": 1, "planned": 2}]),
    "manifest_checks": ("checks", {"passed": 90, "failed": 1}),
    "manifest_scenario": ("scenario", {}),
}


def test_a_true_manifest_passes_and_each_fault_is_caught(tmp_path: Path) -> None:
    """Every number of the manifest that a plan does not carry is held against the plan."""
    dataset, rules, made = _planned(tmp_path, schools={"split_places": True})
    good = _manifest(rules, made)
    assert not check_manifest(good, dataset, rules, made).findings
    assert set(MANIFEST_FAULTS) == {n for n in rule_names() if n.startswith("manifest_")}
    for rule, (key, value) in MANIFEST_FAULTS.items():
        for bad in ({**good, key: value}, {k: v for k, v in good.items() if k != key}):
            codes = {f.code for f in check_manifest(bad, dataset, rules, made).findings}
            assert codes == {rule}


def test_a_scenario_without_a_key_or_a_band_is_not_resolved(tmp_path: Path) -> None:
    """The run must say every value it used."""
    dataset, rules, made = _planned(tmp_path, schools={"split_places": True})
    good = _manifest(rules, made)
    for table, key in (("money", "move"), ("closures", "targets"), ("travel", "bus")):
        bad = {**good["scenario"], table: dict(good["scenario"][table])}
        del bad[table][key]
        found = check_manifest({**good, "scenario": bad}, dataset, rules, made).findings
        assert [f.column for f in found] == [f"scenario.{table}.{key}"]
    speeds = {**good["scenario"]["travel"], "walk_kmh": {"lower": 3.5}}
    bad = {**good["scenario"], "travel": speeds}
    found = check_manifest({**good, "scenario": bad}, dataset, rules, made).findings
    assert {f.column for f in found} == {"scenario.travel.walk_kmh"}
