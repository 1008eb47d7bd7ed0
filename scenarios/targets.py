"""Targets that a scenario takes by version from the county's tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding, ScenarioError
from planner.words import Text
from scenarios.load import with_targets
from scenarios.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from scenarios.load import Scenario

TABLE = "targets.csv"
KEY = "closures.version"


def fill_targets(scenario: Scenario, targets: pd.DataFrame) -> Scenario:
    """Return `scenario` with the targets of the version it names.

    A year not named asks 0. Rows of one version and year that have the same unit and number say
    the same thing twice and count once; rows with different units are different schools, so they
    add up, with a warning; the same unit with different numbers is a contradiction.

    Parameters
    ----------
    scenario
        Returned as it is where it names no version.
    targets
        The data set's targets: `version`, `year`, `count` (schools), `unit`.

    Raises
    ------
    ScenarioError
        If the version is not in the table (naming those that are), or contradicts itself.
    """
    version = scenario.assumptions.closures.version
    if not version:
        return scenario
    rows = targets[targets["version"].astype(str) == version]
    if rows.empty:
        raise _refused(_unknown_version(scenario, targets))
    asked = _by_year_and_unit(rows)
    by_year = {year: sum(units.values()) for year, units in sorted(asked.items())}
    warnings = [*_added_up(asked, version), *_outside_years(by_year, scenario)]
    filled = {str(year): count for year, count in by_year.items()}
    return with_targets(scenario, filled, f"{TABLE} ({version})", warnings)


def _by_year_and_unit(rows: pd.DataFrame) -> dict[int, dict[str, int]]:
    asked: dict[int, dict[str, int]] = {}
    for year, unit, count in zip(rows["year"], rows["unit"], rows["count"], strict=True):
        units = asked.setdefault(int(year), {})
        if units.setdefault(str(unit), int(count)) != int(count):
            same = rows[(rows["year"] == year) & (rows["unit"].astype(str) == str(unit))]
            raise _refused(_contradiction(int(year), same))
    return asked


def _refused(finding: Finding) -> ScenarioError:
    return ScenarioError(Text("目标无法使用", "the target cannot be used"), [finding])


def _unknown_version(scenario: Scenario, targets: pd.DataFrame) -> Finding:
    version = scenario.assumptions.closures.version
    known = sorted({str(name) for name in targets["version"]})
    near = nearest(version, known)
    asked = Text("是否指“{n}”？", "Did you mean '{n}'? ").filled(n=near) if near else Text("", "")
    listed = Text("有：{k}。", "There are: {k}.").filled(k=", ".join(known))
    if not known:
        listed = Text("{t} 没有内容。", "{t} has no rows.").filled(t=TABLE)
    return Finding(
        code="unknown_version",
        what=Text("{t} 里没有目标版本“{v}”", "{t} has no version '{v}'").filled(t=TABLE, v=version),
        hint=Text(asked.zh + listed.zh, asked.en + listed.en),
        file=scenario.path.name,
        column=KEY,
        value=version,
    )


def _contradiction(year: int, rows: pd.DataFrame) -> Finding:
    """Return what a version says twice about a year; `rows`: its rows of that year and unit."""
    sources = rows["source"] if "source" in rows else [""] * len(rows)
    pairs = list(zip(rows["count"], sources, strict=True))
    said = "; ".join(f"{count} ({source})" if source else f"{count}" for count, source in pairs)
    return Finding(
        code="targets_contradict",
        what=Text(
            "版本“{v}”{y}年有不同的目标数：{s}", "version '{v}' gives different counts for {y}: {s}"
        ).filled(v=rows["version"].iloc[0], y=year, s=said),
        hint=Text("分成两个版本，或改正其中一个。", "Make them two versions, or correct one."),
        file=TABLE,
        column="count",
        value=str(pairs[-1][0]),
    )


def _added_up(asked: Mapping[int, Mapping[str, int]], version: str) -> Iterator[Finding]:
    for year, units in asked.items():
        if len(units) > 1:
            what = Text(
                "版本“{v}”{y}年有不同单位的目标，已相加：{p}",
                "version '{v}' has targets of several units for {y}, added up: {p}",
            )
            parts = " + ".join(f"{count} {unit}" for unit, count in units.items())
            yield _warning("targets_added_up", what.filled(v=version, y=year, p=parts))


def _outside_years(by_year: Mapping[int, int], scenario: Scenario) -> Iterator[Finding]:
    outside = [str(year) for year in by_year if year not in scenario.assumptions.years]
    if outside:
        what = Text(
            "目标年度{y}不在规划年度内，不起作用", "targets of {y}, no years planned: ignored"
        )
        yield _warning(
            "target_outside_years",
            what.filled(y=Text("、".join(outside), ", ".join(outside))),
        )


def _warning(code: str, what: Text) -> Finding:
    hint = Text("请核对 {t}。", "Check {t}.").filled(t=TABLE)
    return Finding(code, what, hint, "warning", file=TABLE, column="year")
