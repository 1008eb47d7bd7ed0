"""On random small counties with closings decided at random: what is said of a conflict is true.

The search that tries everything (`tests.everything`) says whether there is a plan; it shares nothing
with the planner. The real solver says so of the rules that only the model can leave out.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.change import Change, changed_assumptions
from planner.diagnosis import diagnose
from planner.diagnosis.asking import Asking
from planner.diagnosis.county import County, joined
from planner.diagnosis.members import _in_question, clash_of, elastic_of
from planner.diagnosis.pins import only
from planner.diagnosis.wide import wide
from planner.load import load
from planner.pipeline import solver_options
from scenarios.load import load as load_scenario
from tests.builders_whole import Whole, whole_counties
from tests.everything import Everything
from tests.properties.test_brute_force_whole import _pupils

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.conflict import Conflict
    from planner.dataset import Dataset

# So many of which one fewer must not do.
COUNTED = {"seats", "beds", "budget"}
# The changes behind them: works_budget is all of a year, the others what is added.
KINDS = ("seats", "beds", "works_budget")


@st.composite
def decided_counties(draw: st.DrawFn) -> Whole:
    """Draw a county in which one to three closings are decided, whatever their pupils need."""
    whole = draw(whole_counties())
    spared = {row["school_id"] for name in ("hearings", "decisions") for row in whole.tables[name]}
    able = [
        row["school_id"]
        for row in whole.schools
        if row["ownership"] == "public" and row["school_id"] not in spared
    ]
    assume(able)
    number = draw(st.integers(1, min(3, len(able))))
    chosen = draw(st.permutations(able))[:number]
    years = st.sampled_from(whole.scenario["years"])
    pins = [{"school_id": school, "year": draw(years)} for school in sorted(chosen)]
    closures = {**whole.scenario["closures"], "close": pins}
    return replace(whole, scenario={**whole.scenario, "closures": closures})


@dataclass(frozen=True)
class Asked:
    """A county that can be asked whether it has a plan after a change, by trying everything."""

    whole: Whole
    dataset: Dataset
    rules: Assumptions

    @classmethod
    def of(cls, whole: Whole, folder: Path) -> Asked:
        data, scenario = whole.write(folder)
        return cls(whole, load(data), load_scenario(str(scenario)).assumptions)

    @property
    def pins(self) -> list[str]:
        return [pin.school_id for pin in self.rules.closures.close]

    def has_plan(self, change: Change) -> bool:
        rules = changed_assumptions(self.rules, change)
        search = Everything(_changed(self.whole, change), rules, _pupils(self.dataset, rules))
        return search.best() is not None


def _changed(whole: Whole, change: Change) -> Whole:
    """Return the plain values of a county after a change of its tables."""
    schools = [
        {
            **row,
            "seats": row["seats"] + change.seats.get(row["school_id"], 0),
            "beds": row["beds"] + change.beds.get(row["school_id"], 0),
        }
        for row in whole.schools
    ]
    kept = [{"school_id": key, "decision": "keep", "reason": "必要"} for key in change.keep]
    hearings = [row for row in whole.tables["hearings"] if row["school_id"] not in change.against]
    decisions = [
        row for row in [*whole.tables["decisions"], *kept] if row["school_id"] not in change.free
    ]
    tables = {**whole.tables, "hearings": hearings, "decisions": decisions}
    return replace(whole, schools=schools, tables=tables)


def _outside_bands(whole: Whole) -> bool:
    """Tell whether a school that is to close has pupils who take no part: the tables refuse it."""
    ends = whole.scenario["bands"].values()
    pinned = {pin["school_id"] for pin in whole.scenario["closures"]["close"]}
    return any(
        row["school_id"] in pinned and not any(a <= row["grade"] <= b for a, b in ends)
        for row in whole.pupils
        if row["pupils"]
    )


def tell_the_truth(whole: Whole, folder: Path) -> None:
    """Diagnose a county and hold everything that is said against trying everything."""
    assume(not _outside_bands(whole))
    asked = Asked.of(whole, folder)
    found = diagnose(asked.dataset, asked.rules)
    assert bool(found.conflicts) is not asked.has_plan(Change())
    made = Change()
    for n, conflict in enumerate(found.conflicts):
        _cannot_hold(asked, conflict)
        later = Change(free=tuple(s for one in found.conflicts[n + 1 :] for s in one.schools))
        base = joined(made, later)
        assert conflict.repairs, "what closes may always stay"
        for repair in conflict.repairs:
            _works(asked, base, repair.code, Change(**repair.change), repair.amount)
        made = joined(made, Change(**conflict.repairs[0].change))


def _cannot_hold(asked: Asked, conflict: Conflict) -> None:
    """Tell that the closings of a conflict cannot be, and that without any one of them they can."""
    assert not asked.has_plan(only(asked.pins, conflict.schools))
    for school in conflict.schools:
        rest = [other for other in conflict.schools if other != school]
        assert asked.has_plan(only(asked.pins, rest))


def _works(asked: Asked, base: Change, code: str, change: Change, amount: float) -> None:
    assert asked.has_plan(joined(base, change))
    if code in COUNTED:
        [(kind, values)] = [(k, dict(getattr(change, k))) for k in KINDS if getattr(change, k)]
        [(key, much)] = values.items()
        assert amount > 0
        fewer: dict[str, Any] = {kind: {key: much - 1}}
        assert not asked.has_plan(joined(base, Change(**fewer)))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give one folder after the other, so that no case sees the files of another."""
    return (tmp_path_factory.mktemp("decided") for _ in itertools.count())  # type: ignore[return-value]


QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=25, suppress_health_check=QUIET)
@given(whole=decided_counties())
def test_trying_everything_agrees(scratch: Iterator[Path], whole: Whole) -> None:
    tell_the_truth(whole, next(scratch))


def none_can_be_left_out(whole: Whole, folder: Path) -> None:
    """Find the rules of each conflict, and ask a model stated anew about every part of them."""
    assume(not _outside_bands(whole))
    asked = Asked.of(whole, folder)
    asking = Asking(solver_options(asked.rules))
    county = County.of(asked.dataset, asked.rules, asking, None)
    for conflict in diagnose(asked.dataset, asked.rules).conflicts:
        case = county.case(only(asked.pins, conflict.schools))
        members = clash_of(case, asking).members
        whole_question = wide(case)
        anew = elastic_of(case, whole_question, asking)
        others = anew.ways_out.keys() - set(_in_question(case, whole_question, anew))
        assert not anew.has_plan(others | set(members))
        for member in members:
            assert anew.has_plan(others | (set(members) - {member})), member


@settings(max_examples=25, suppress_health_check=QUIET)
@given(whole=decided_counties())
def test_no_rule_of_a_conflict_can_be_left_out(scratch: Iterator[Path], whole: Whole) -> None:
    none_can_be_left_out(whole, next(scratch))
