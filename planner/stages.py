"""Pupils of the county by year and stage, from the base year on, and what the outlook rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from planner.births import BORN
from planner.forecast import is_flat, outlook
from planner.once import once
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from planner.assumptions import DemandRules
    from planner.run import Run

STAGES: dict[str, Text] = {
    "primary": Text("小学", "primary"),
    "junior": Text("初中", "junior"),
}

VARIANTS: dict[str, Text] = {
    "low": Text("低方案", "low variant"),
    "middle": Text("中方案", "middle variant"),
    "high": Text("高方案", "high variant"),
}


@dataclass(frozen=True)
class StageLine:
    """Pupils of one stage, a number for each year of the outlook."""

    stage: str
    name: Text
    pupils: tuple[int, ...]


@dataclass(frozen=True)
class Counted:
    """Pupils of one stage really counted in another year than the base year.

    Parameters
    ----------
    forecast
        What the forecast says; None before the base year.
    """

    year: int
    stage: str
    name: Text
    actual: int
    forecast: int | None


@dataclass(frozen=True)
class StageOutlook:
    """Pupils of the whole county over the years.

    Parameters
    ----------
    years
        The base year, whose pupils were counted, then the years of the plan.
    lines
        One a stage; a stage without any pupils has none.
    basis
        What the numbers of later years rest on, in sentences.
    counted
        What was counted in other years, by year and stage.
    """

    years: tuple[int, ...]
    lines: tuple[StageLine, ...]
    basis: tuple[Text, ...]
    counted: tuple[Counted, ...] = ()

    @property
    def compared(self) -> tuple[Counted, ...]:
        """Return what was counted in years for which there is a forecast."""
        return tuple(one for one in self.counted if one.forecast is not None)


@once
def stage_outlook(run: Run) -> StageOutlook:
    """Return the pupils of the county by stage, whole pupils of each grade added up."""
    years = (run.dataset.base_year, *run.assumptions.years)
    whole = _by_grade(run, run.assumptions.years)
    # Where nobody is in grades 8 and 9, grade 7 is the end of a longer primary school.
    beyond = whole[0, 7:9].any()
    ends = {"primary": (0, 6), "junior": (6, 9)} if beyond else {"primary": (0, 9)}
    lines = [
        StageLine(stage, STAGES[stage], tuple(whole[:, first:last].sum(axis=1).tolist()))
        for stage, (first, last) in ends.items()
    ]
    shown = tuple(line for line in lines if any(line.pupils))
    return StageOutlook(years, shown, _basis(run), tuple(_counted(run, ends)))


def _by_grade(run: Run, years: tuple[int, ...]) -> NDArray[np.int64]:
    """Return whole pupils of the county by grade, of the base year and then of `years`."""
    ahead = outlook(run.dataset, replace(run.assumptions, years=years))
    totals = np.concatenate([ahead.base.sum(axis=0)[None], ahead.pupils.sum(axis=0)])
    return np.floor(totals + 0.5 + 1e-9).astype(np.int64)


def _counted(run: Run, ends: Mapping[str, tuple[int, int]]) -> Iterator[Counted]:
    base = run.dataset.base_year
    known = sorted(run.dataset.actuals)
    later = tuple(range(base + 1, known[-1] + 1)) if known else ()
    whole = _by_grade(run, later) if later else np.zeros((1, 12), dtype=np.int64)
    for year in known:
        rows = run.dataset.actuals[year]
        for stage, (first, last) in ends.items():
            here = rows["grade"].between(first + 1, last)
            actual = int(rows.loc[here, "pupils"].sum())
            expected = int(whole[year - base, first:last].sum()) if year > base else None
            if actual or expected:
                yield Counted(year, stage, STAGES[stage], actual, expected)


def _basis(run: Run) -> tuple[Text, ...]:
    counted = Text("{base}学年为实有在校生。", "Pupils of {base} were counted.").filled(
        base=run.dataset.base_year
    )
    if is_flat(run.dataset, run.assumptions):
        return (counted, _FLAT.filled(base=run.dataset.base_year))
    rules = run.assumptions.demand
    parts = [counted, _VARIANT.filled(name=VARIANTS[rules.variant], factor=_factor(rules))]
    parts.extend(_entrants(run))
    if rules.survival != 1:
        parts.append(_SURVIVAL.filled(share=f"{rules.survival:.1%}"))
    if len(run.dataset.forecast):
        parts.append(_OUTSIDE.filled(n=len(run.dataset.forecast)))
    return tuple(parts)


def _factor(rules: DemandRules) -> str:
    return f"{rules.variant_factor[rules.variant]:g}"


def _entrants(run: Run) -> list[Text]:
    """Return where the entrants of later years come from."""
    births = run.dataset.births
    if not len(births):
        change = run.assumptions.demand.entrants_change
        return [_NO_BIRTHS.filled(change=f"{change:+.1%}")]
    first, last = int(births["year"].min()), int(births["year"].max())
    by_township = births["township"].fillna("").astype(str).str.len().gt(0).any()
    level = Text("各乡镇", "by township") if by_township else Text("全县", "for the county")
    parts = [_BIRTHS.filled(level=level, first=first, last=last)]
    unborn = [y for y in run.assumptions.years if any(y - age > last for age, _ in BORN)]
    if unborn:
        parts.append(_UNBORN.filled(years=listed(unborn), last=last))
    return parts


_FLAT = Text(
    "没有出生人数和预测资料，以后各年按{base}学年的在校生计算。",
    "There are no births and no forecast; every later year is taken as {base}.",
)
_VARIANT = Text(
    "新生人数按{name}计算（乘以{factor}），其余各年级逐年升级。",
    "Entrants follow the {name} (times {factor}); all other grades move up year by year.",
)
_BIRTHS = Text(
    "新生按出生人数推算：入学前第7年出生的三分之一加第6年出生的三分之二"
    "（出生人数为{level}{first}—{last}年）。",
    "Entrants follow births: a third of those born seven years before and two thirds of those "
    "born six years before (births {level}, {first}–{last}).",
)
_UNBORN = Text(
    "{years}年的新生缺少出生人数，按{last}年的出生人数估计。",
    "Births for the entrants of {years} are not known; those of {last} are taken.",
)
_NO_BIRTHS = Text(
    "没有出生人数，新生按每年{change}变化计算。",
    "There are no births; entrants change by {change} a year.",
)
_SURVIVAL = Text("每升一个年级保留{share}的学生。", "Of each grade, {share} go on to the next one.")
_OUTSIDE = Text(
    "另有外部预测系数{n}条，优先采用。", "An outside forecast ({n} factors) wins over all this."
)
