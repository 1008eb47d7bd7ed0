"""Pupils of every group by year and grade, reckoned again from pupils, births and forecast."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.checking.cohorts import Cohorts
from planner.checking.entrants import COUNTY, text
from planner.checking.whole import whole_pupils

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from planner.assumptions import Assumptions, Band
    from planner.checking.cohorts import Grades, Years
    from planner.checking.facts import Key
    from planner.dataset import Dataset


def coming(dataset: Dataset, rules: Assumptions, groups: Mapping[Key, Grades]) -> dict[Key, Years]:
    """Return the pupils of every group in every year of the plan, groups that appear later too.

    Parameters
    ----------
    groups
        The groups of the base year and their pupils by grade.
    """
    demand = rules.demand
    said = len(dataset.births) or len(dataset.forecast)
    if not said and demand.survival == 1 and demand.entrants_change == 0:
        return {key: {y: dict(now) for y in rules.years} for key, now in groups.items()}
    cohorts = Cohorts.of(dataset, rules)
    given = _factors(dataset)
    ahead = {home: _factored(cohorts, given, home, rules.years) for home in cohorts.homes}
    new = _appearing(rules, groups, ahead, cohorts.township)
    every = {**groups, **{key: {} for key in new}}
    return _rounded(rules, every, ahead, cohorts.township)


def _factors(dataset: Dataset) -> dict[tuple[str, int, int], float]:
    """Return factors on the base year by township, year and grade."""
    columns = (dataset.forecast[c].tolist() for c in ("township", "year", "grade", "factor"))
    return {
        (text(township), int(year), int(grade)): float(factor)
        for township, year, grade, factor in zip(*columns, strict=True)
    }


def _factored(
    cohorts: Cohorts,
    given: Mapping[tuple[str, int, int], float],
    home: str,
    years: Iterable[int],
) -> Years:
    """Return a home's pupils, by a given factor where there is one: the township's own first."""
    base, own, reckoned = cohorts.homes[home], cohorts.township[home], cohorts.pupils(home)
    found: Years = {}
    for year in years:
        grades = reckoned.get(year, base)
        found[year] = dict(grades)
        for grade in base.keys() | grades.keys():
            factor = given.get((own, year, grade), given.get((COUNTY, year, grade)))
            if factor is not None:
                found[year][grade] = base.get(grade, 0.0) * factor
    return found


def _within(band: Band, grades: Grades) -> float:
    return sum(number for grade, number in grades.items() if band.holds(grade))


def _appearing(
    rules: Assumptions,
    groups: Mapping[Key, Grades],
    ahead: Mapping[str, Years],
    township: Mapping[str, str],
) -> Iterator[Key]:
    """Give the groups of homes that have nobody in a band now, but will: at the usual school."""
    have = {(home, band) for home, band, _ in groups}
    for band in rules.bands:
        local: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for (home, name, school), grades in groups.items():
            if name == band.name:
                for where in (township[home], COUNTY):
                    local[where][school] += sum(grades.values())
        for home, years in ahead.items():
            later = any(_within(band, grades) > 0 for grades in years.values())
            schools = local.get(township[home]) or local.get(COUNTY)
            if later and (home, band.name) not in have and schools:
                most = min((-pupils, school) for school, pupils in schools.items())
                yield home, band.name, most[1]


def _rounded(
    rules: Assumptions,
    groups: Mapping[Key, Grades],
    ahead: Mapping[str, Years],
    township: Mapping[str, str],
) -> dict[Key, Years]:
    """Divide homes among their groups as in the base year, and round grade by grade."""
    total: dict[tuple[str, str], float] = defaultdict(float)
    for (home, name, _), grades in groups.items():
        total[home, name] += sum(grades.values())
    part = {
        key: sum(grades.values()) / total[key[:2]] if total[key[:2]] else 1.0
        for key, grades in groups.items()
    }
    where = {key: township[key[0]] for key in groups}
    found: dict[Key, Years] = {key: {year: {} for year in rules.years} for key in groups}
    for band in rules.bands:
        mine = [key for key in groups if key[1] == band.name]
        for year in rules.years:
            for grade in range(band.first, band.last + 1):
                exact = {key: ahead[key[0]][year].get(grade, 0.0) * part[key] for key in mine}
                for key, number in whole_pupils(exact, where).items():
                    found[key][year][grade] = number
    return found
