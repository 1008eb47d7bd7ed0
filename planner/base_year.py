"""Whether the years of a plan come after the school year whose pupils were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding, ScenarioError
from planner.words import Text, listed

if TYPE_CHECKING:
    from planner.assumptions import Assumptions
    from planner.dataset import Dataset

_HINT = Text(
    "base_year是pupils.csv所属的学年（2023年7月的人数属于2022学年），规划年度应在其后；"
    "请核对county.toml的base_year和情景的years。",
    "the years planned come after base_year, the school year of pupils.csv (counts of July 2023 "
    "belong to 2022): see base_year in county.toml and years in the scenario.",
)


def refuse_past(dataset: Dataset, assumptions: Assumptions) -> None:
    """Refuse to plan years before the base year.

    Raises
    ------
    ScenarioError
        If there is such a year.
    """
    past = [year for year in assumptions.years if year < dataset.base_year]
    if not past:
        return
    what = Text(
        "规划年度{years}早于基年（base_year = {base}）",
        "years before the base year (base_year = {base}) cannot be planned: {years}",
    ).filled(years=listed(past), base=dataset.base_year)
    finding = Finding("years_before_base_year", what, _HINT, column="years", value=str(past[0]))
    raise ScenarioError(Text("情景与数据不符", "the scenario does not fit the tables"), [finding])


def same_year(dataset: Dataset, assumptions: Assumptions) -> tuple[Finding, ...]:
    """Return a warning if the base year itself is planned: that school year has begun."""
    if dataset.base_year not in assumptions.years:
        return ()
    what = Text(
        "规划年度{base}就是基年（base_year），这一学年已经开始",
        "{base} is the base year itself (base_year): that school year has begun",
    ).filled(base=dataset.base_year)
    year = str(dataset.base_year)
    return (Finding("base_year_planned", what, _HINT, "warning", column="years", value=year),)
