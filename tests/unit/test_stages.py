"""Pupils by year and stage, and the words for what they rest on."""

from dataclasses import replace

import pandas as pd

from planner.demand import demand
from planner.stages import stage_outlook
from tests.builders_decided import decided_run
from tests.builders_run import BASE, YEARS, small_run


def test_the_base_year_is_what_was_counted():
    run = small_run()
    found = stage_outlook(run)
    assert found.years == (2022, *YEARS)
    grades = run.dataset.pupils.groupby("grade")["pupils"].sum()
    primary, junior = found.lines
    assert primary.pupils[0] == grades.loc[1:6].sum()
    assert junior.pupils[0] == grades.loc[7:9].sum()


def test_without_births_every_year_is_the_base_year_and_says_so():
    found = stage_outlook(small_run())
    assert all(len(set(line.pupils)) == 1 for line in found.lines)
    assert "按2022学年的在校生计算" in found.basis[1].zh


def test_pupils_of_a_year_are_those_of_the_plan_s_demand():
    run = decided_run()
    found = stage_outlook(run)
    told = demand(run.dataset, run.assumptions).pupils.sum(axis=0)
    assert [sum(of_year) for of_year in zip(*(o.pupils for o in found.lines), strict=True)][
        1:
    ] == list(told)


def test_the_basis_names_variant_births_and_years_without_births():
    rules = {**BASE["demand"], "variant": "low", "survival": 0.99}
    said = [text.zh for text in stage_outlook(decided_run(demand=rules)).basis]
    assert any("低方案" in text and "0.85" in text for text in said)
    assert any("2015—2018年" in text for text in said)
    assert any("2025年的新生缺少出生人数" in text for text in said)
    assert any("99.0%" in text for text in said)


def test_without_births_a_yearly_change_is_named():
    rules = {**BASE["demand"], "entrants_change": -0.03}
    said = [text.en for text in stage_outlook(small_run(demand=rules)).basis]
    assert any("-3.0%" in text for text in said)


def test_an_outside_forecast_is_named():
    run = small_run()
    given = pd.DataFrame([(2023, "", 1, 0.9)], columns=["year", "township", "grade", "factor"])
    found = stage_outlook(replace(run, dataset=replace(run.dataset, forecast=given)))
    assert any("外部预测" in text.zh for text in found.basis)


def test_grade_7_of_a_county_without_higher_grades_belongs_to_its_primary_schools():
    run = small_run()
    pupils = run.dataset.pupils
    seven = replace(run, dataset=replace(run.dataset, pupils=pupils[pupils["grade"] <= 7]))
    (line,) = stage_outlook(seven).lines
    assert line.stage == "primary"
    assert line.pupils[0] == pupils.loc[pupils["grade"] <= 7, "pupils"].sum()


def _with_actuals(years):
    """Return a run that knows the pupils of further years: those of the base year and 5 more."""
    run = small_run()
    pupils = run.dataset.pupils
    first = pupils["grade"].eq(1) & ~pupils["grade"].eq(1).shift(fill_value=False).cummax()
    more = pupils.assign(pupils=pupils["pupils"] + 5 * first)
    return replace(run, dataset=replace(run.dataset, actuals=dict.fromkeys(years, more)))


def test_counts_of_later_years_stand_beside_the_forecast():
    found = stage_outlook(_with_actuals([2023]))
    primary, junior = found.compared
    assert (primary.year, primary.stage, primary.actual - primary.forecast) == (2023, "primary", 5)
    assert junior.actual == junior.forecast


def test_counts_of_a_year_before_the_base_year_have_no_forecast():
    found = stage_outlook(_with_actuals([2020, 2026]))
    assert {one.year for one in found.counted if one.forecast is None} == {2020}
    assert {one.year for one in found.compared} == {2026}


def test_without_further_counts_nothing_is_compared():
    assert stage_outlook(small_run()).counted == ()
