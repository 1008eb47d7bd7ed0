"""The whole way from tables to a checked plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from planner import pipeline
from planner.errors import CheckFailed, NoAnswerInTime, ScenarioError
from planner.pipeline import Options, make_plan, plan
from planner.solve import Solved
from planner.solve_stages import Outcome
from planner.tabulate import tabulate
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.case import Case

HERE = Options(isolated=False)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return street(
        tmp_path,
        {"A": {}, "D": {"at": 1}},
        [("A", 4, 10), ("D", 4, 150)],
        scenario={"closures": {"targets": {2023: 1}}},
    )


def test_a_plan_comes_with_how_it_was_made(case: Case) -> None:
    made = make_plan(case.dataset, case.assumptions, HERE)
    assert made.stopped_by == "proof"
    assert made.report.failed == 0
    assert made.report.passed > 50
    assert {"travel", "model", "solve", "check"} <= set(made.seconds)
    assert min(made.seconds.values()) >= 0
    assert made.size["groups"] == 2
    assert made.size["options"] == 1
    assert made.size["variables"] > 0
    assert made.size["constraints"] > 0


def test_planning_twice_gives_the_same_tables(case: Case) -> None:
    one, two = (plan(case.dataset, case.assumptions, HERE) for _ in range(2))
    for name in ("actions", "assignments", "demand", "zones", "schools", "costs"):
        assert getattr(one, name).equals(getattr(two, name)), name


def test_no_plan_in_time_is_no_verdict(case: Case) -> None:
    """Neither a plan nor a proof that there is none: exit 4, not 3."""
    with pytest.raises(NoAnswerInTime) as ended:
        pipeline._refuse_without_plan(case, Solved(Outcome(None), "time", 1.0))
    assert ended.value.exit_code == 4


def test_a_plan_that_fails_its_check_is_not_returned(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan whose money was tampered with between making and checking is refused."""

    def tampered(*args, **kwargs):
        good = tabulate(*args, **kwargs)
        return replace(good, costs=good.costs.assign(amount=good.costs["amount"] + 1))

    monkeypatch.setattr(pipeline, "tabulate", tampered)
    with pytest.raises(CheckFailed) as failed:
        make_plan(case.dataset, case.assumptions, HERE)
    assert failed.value.exit_code == 1
    assert failed.value.findings


@pytest.mark.parametrize(("by", "said"), [("time", "time limit"), ("user", "by the user")])
def test_an_early_end_is_told(by, said: str) -> None:
    [finding] = pipeline._stopped(by)
    assert said in finding.what.en
    assert pipeline._stopped("proof") == ()


def test_progress_reaches_the_caller(case: Case) -> None:
    told = []
    make_plan(case.dataset, case.assumptions, Options(on_progress=told.append, isolated=False))
    assert told
    assert all(report.seconds >= 0 for report in told)


@pytest.mark.parametrize("year", [2020, 2021])
def test_years_before_the_base_year_are_refused(year: int, case: Case) -> None:
    """The base year of the street is 2022: what was before it cannot be planned."""
    past = replace(case.assumptions, years=tuple(range(year, 2024)))
    with pytest.raises(ScenarioError) as refused:
        make_plan(case.dataset, past, HERE)
    assert refused.value.exit_code == 2
    (finding,) = refused.value.findings
    assert (finding.code, finding.value) == ("years_before_base_year", str(year))
    assert "base_year = 2022" in finding.what.en
    assert "base_year = 2022" in finding.what.zh


def test_the_base_year_itself_is_planned_with_a_warning(case: Case) -> None:
    now = replace(case.assumptions, years=(2022, 2023))
    codes = [f.code for f in plan(case.dataset, now, HERE).warnings]
    assert codes.count("base_year_planned") == 1
    usual = [f.code for f in plan(case.dataset, case.assumptions, HERE).warnings]
    assert "base_year_planned" not in usual
