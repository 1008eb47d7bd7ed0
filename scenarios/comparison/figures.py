"""The key figures of several runs, one row a figure and one column a run."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Literal

from planner import headline, key_figures
from planner.presentation import ACCOUNT_NAMES
from planner.school_kinds import ACTION_NAMES
from planner.words import Text, same
from scenarios.comparison.county import all_years

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.run import Run

type Unit = Literal["count", "minutes", "yuan"]

_SCHOOLS = Text("{action}（所）", "Schools: {action}")
_REDIRECTED = Text("分流的新生（人，起始年度）", "Entrants redirected in their first year")
_OVER_CAP = Text("{year}年超学位或规模的学生（人）", "{year}: pupils over seats or cap")
_ASKED = Text("{year}年：目标（所）", "{year}: asked")
_PLANNED = Text("{year}年：计入目标的规划（所）", "{year}: planned toward it")
_MERGERS = Text("{year}年：其中合并组建（组）", "{year}: mergers among them")
_ATTENDING = Text(
    "期末在接收学校就读的分流学生（人）", "Redirected pupils at their new schools at the end"
)
_TOTAL = Text("合计", "Total")
_PER_YEAR = Text("年均", "Per year")
_NOTHING = Text("不撤并任何学校时", "If nothing were closed")
_SAVED = Text("比不撤并节省（−为多支出）", "Saved against closing nothing (−: spent more)")


@dataclass(frozen=True)
class Row:
    """One figure.

    Parameters
    ----------
    key
        Name in the JSON file.
    label
        What it counts.
    each
        One a run; None where the run has none.
    unit
        Schools or pupils, minutes one way, or yuan.
    """

    key: str
    label: Text
    each: tuple[float | None, ...]
    unit: Unit = "count"

    @property
    def differences(self) -> tuple[float | None, ...]:
        """Return each run's value less the first run's."""
        first = self.each[0]
        return tuple(None if v is None or first is None else v - first for v in self.each)


@dataclass(frozen=True)
class Figures:
    """The rows by what they are about."""

    targets: tuple[Row, ...]
    decisions: tuple[Row, ...]
    pupils: tuple[Row, ...]
    minutes_moved: tuple[Row, ...]
    minutes_all: tuple[Row, ...]
    over_cap: tuple[Row, ...]
    money: tuple[Row, ...]


def figures(runs: Sequence[Run]) -> Figures:
    """Return the key figures of `runs`."""
    return Figures(
        targets=tuple(_targets(runs)),
        decisions=tuple(_decisions(runs)),
        pupils=tuple(_metric(runs, name, label) for name, label in key_figures.COUNTS.items()),
        minutes_moved=tuple(_minutes(runs, "moved")),
        minutes_all=tuple(_minutes(runs, "all")),
        over_cap=tuple(_over_cap(runs)),
        money=tuple(_money(runs)),
    )


def _targets(runs: Sequence[Run]) -> Iterator[Row]:
    lines = [{line.year: line for line in run.plan.targets} for run in runs]
    mergers = [headline.counted_mergers(run) for run in runs]
    for year in target_years(runs):
        known = [of.get(year) for of in lines]
        asked = tuple(None if line is None else float(line.asked) for line in known)
        planned = tuple(None if line is None else float(line.planned) for line in known)
        yield Row(f"asked_{year}", _ASKED.filled(year=year), asked)
        yield Row(f"planned_{year}", _PLANNED.filled(year=year), planned)
        merged = tuple(None if n is None else float(n) for n in (of.get(year) for of in mergers))
        if any(merged):
            yield Row(f"mergers_{year}", _MERGERS.filled(year=year), merged)


def target_years(runs: Sequence[Run]) -> tuple[int, ...]:
    """Return the years in which any run asks for or plans closures; all where none does."""
    busy = {line.year for run in runs for line in run.plan.targets if line.asked or line.planned}
    return tuple(sorted(busy)) or all_years(runs)


def _decisions(runs: Sequence[Run]) -> Iterator[Row]:
    """Yield how many schools each action happens to; closing also where no run closes any."""
    actions = [run.plan.actions for run in runs]
    for action, name in ACTION_NAMES.items():
        of = [frame[frame["action"] == action] for frame in actions]
        counts = tuple(float(frame["school_id"].nunique()) for frame in of)
        if any(counts) or action == "close":
            yield Row(action, _SCHOOLS.filled(action=name), counts)
        if any(counts) and action == "relief":
            pupils = tuple(float(frame["pupils"].sum()) for frame in of)
            yield Row("redirected", _REDIRECTED, pupils)
            attending = tuple(float(headline.whole_plan(run).redirected) for run in runs)
            yield Row("redirected_end", _ATTENDING, attending)


def _metric(
    runs: Sequence[Run], name: str, label: Text, *, of: str = "plan", unit: Unit = "count"
) -> Row:
    values = (run.plan.metrics.get(of, {}).get(name) for run in runs)
    key = name if of == "plan" else f"{name}_{of}"
    return Row(key, label, tuple(_known(value) for value in values), unit)


def _known(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(value)


def _minutes(runs: Sequence[Run], which: str) -> Iterator[Row]:
    for name, label in key_figures.MINUTES.items():
        yield _metric(runs, f"minutes_{name}_{which}", label, unit="minutes")


def _over_cap(runs: Sequence[Run]) -> Iterator[Row]:
    for year in all_years(runs):
        label = _OVER_CAP.filled(year=year)
        yield _metric(runs, "over_cap_pupils", label, of=str(year))


def _money(runs: Sequence[Run]) -> Iterator[Row]:
    """Yield yuan by account, their sum, the sum per year, and what closing nothing would cost."""
    sums = [run.plan.costs.groupby("account")["amount"].sum() for run in runs]
    used = {str(account) for of in sums for account in of.index}
    for account in (*ACCOUNT_NAMES, *sorted(used - set(ACCOUNT_NAMES))):
        if account in used:
            label = ACCOUNT_NAMES.get(account, same(account))
            yield _yuan(account, label, [float(of.get(account, 0.0)) for of in sums])
    totals = [float(of.sum()) for of in sums]
    yield _yuan("total", _TOTAL, totals)
    if len({run.assumptions.years for run in runs}) > 1:
        yield _yuan("per_year", _PER_YEAR, _per_year(runs, totals))
    nothing = [run.plan.proof.do_nothing for run in runs]
    yield _yuan("do_nothing", _NOTHING, nothing)
    yield _yuan("saved", _SAVED, [a - b for a, b in zip(nothing, totals, strict=True)])


def _per_year(runs: Sequence[Run], totals: Sequence[float]) -> list[float]:
    return [sum_ / len(run.assumptions.years) for run, sum_ in zip(runs, totals, strict=True)]


def _yuan(key: str, label: Text, values: Sequence[float]) -> Row:
    return Row(key, label, tuple(values), "yuan")
