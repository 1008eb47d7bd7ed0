"""The figures that a meeting asks for first, by year and for the whole plan, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from planner import headline
from planner.planned_works import planned_works
from planner.presentation import ACCOUNT_NAMES
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.run import Run

WHOLE_PLAN = Text("全期", "Whole plan")


@dataclass(frozen=True)
class Figure:
    """One figure over the years.

    Parameters
    ----------
    label
        What it counts, with its unit.
    by_year
        One value a year, None where there is none.
    total
        The value of the whole plan.
    is_count
        Whether it is a whole number.
    """

    label: Text
    by_year: tuple[float | None, ...]
    total: float | None
    is_count: bool = True


COUNTS: dict[str, Text] = {
    "open": Text("保留开办学校（所）", "Schools that stay open"),
    "small_schools": Text("其中：不足100人的小规模学校", "Of them small schools under 100 pupils"),
    "pupils_moved": Text("转学学生（人）", "Pupils who change school"),
    "bus_pupils": Text("乘校车学生（人）", "Pupils who come by bus"),
    "boarders": Text("新增寄宿学生（人）", "New boarders"),
    "young_boarders": Text("其中：1—3年级", "Of them of grades 1–3"),
    "over_cap_pupils": Text(
        "超过学位或规模上限的学生（人）", "Pupils over the seats or the size cap of their school"
    ),
}

DECISIONS: dict[str, Text] = {
    "closed": Text("撤并学校（所）", "Schools to close"),
    "empty": Text("其中：无学生学校", "Of them without pupils"),
    "merged": Text("合并组建九年一贯制（组）", "Mergers into nine-year schools"),
    "downgraded": Text("降格为教学点（所）", "Schools reduced to teaching points"),
    "works": Text("改扩建（项）", "Building works"),
    "seats": Text("其中：新增学位（个）", "Seats that they add"),
    "beds": Text("其中：新增床位（张）", "Beds that they add"),
    "converted": Text("改制（所）", "Conversions"),
    "redirected": Text("在接收学校就读的分流学生（人）", "Redirected pupils at their new schools"),
}

MINUTES: dict[str, Text] = {
    "mean": Text("平均", "mean"),
    "p90": Text("90%的学生不超过", "nine in ten within"),
    "max": Text("最长", "longest"),
}


def counts(run: Run) -> tuple[Figure, ...]:
    """Return schools that stay, pupils moved, bus riders and boarders."""
    return tuple(_figure(run, name, label) for name, label in COUNTS.items())


def decisions(run: Run) -> tuple[Figure, ...]:
    """Return what the plan decides: closings, and what else occurs."""
    tallies, whole = headline.by_year(run).values(), headline.whole_plan(run)
    return tuple(
        Figure(label, tuple(getattr(tally, name) for tally in tallies), getattr(whole, name))
        for name, label in DECISIONS.items()
        if name == "closed" or any(getattr(tally, name) for tally in tallies)
    )


def works_cost(run: Run) -> Figure:
    """Return the whole cost of the works in the year of their first use, yuan."""
    works, years = planned_works(run), run.assumptions.years
    values = [sum(work.cost for work in works if work.year == year) for year in years]
    return _sum_of(
        Text("改扩建投资（启用当年全额）", "Cost of works, whole in the year of first use"), values
    )


def minutes(run: Run, which: str) -> tuple[Figure, ...]:
    """Return mean, ninth decile and longest one-way minutes of `moved` or of `all` pupils."""
    return tuple(
        _figure(run, f"minutes_{name}_{which}", label, is_count=False)
        for name, label in MINUTES.items()
    )


def target_figures(run: Run) -> tuple[Figure, ...]:
    """Return closures asked for, planned, and of them empty schools, others and mergers."""
    lines, mergers = run.plan.targets, headline.counted_mergers(run)
    merged = [mergers[line.year] for line in lines]
    rows = {
        Text("目标（所）", "Asked"): [line.asked for line in lines],
        Text("规划（所）", "Planned"): [line.planned for line in lines],
        Text("其中：撤并无学生学校", "Of them schools without pupils"): [x.empty for x in lines],
        Text("其中：撤并有学生学校", "Of them schools with pupils"): [
            line.planned - line.empty - n for line, n in zip(lines, merged, strict=True)
        ],
        **({Text("其中：合并组建", "Of them mergers"): merged} if any(merged) else {}),
        Text("规划与目标相差", "Planned less asked"): [line.planned - line.asked for line in lines],
    }
    return tuple(Figure(label, tuple(values), sum(values)) for label, values in rows.items())


def money(run: Run) -> tuple[Figure, ...]:
    """Return the money of each account that the plan uses, and their sum as the last row, yuan."""
    sums = run.plan.costs.groupby(["account", "year"])["amount"].sum()
    known = [*ACCOUNT_NAMES, *sorted(set(run.plan.costs["account"]) - set(ACCOUNT_NAMES))]
    rows = [
        _sum_of(
            ACCOUNT_NAMES.get(account, same(account)),
            [float(sums.get((account, year), 0.0)) for year in run.assumptions.years],
        )
        for account in known
        if account in sums.index
    ]
    years = range(len(run.assumptions.years))
    total = [sum(row.by_year[year] or 0.0 for row in rows) for year in years]
    return (*rows, _sum_of(Text("合计", "Total"), total))


def _sum_of(label: Text, values: Sequence[float]) -> Figure:
    return Figure(label, tuple(values), sum(values))


def _figure(run: Run, name: str, label: Text, *, is_count: bool = True) -> Figure:
    metrics = run.plan.metrics
    values = [_known(metrics.get(str(year), {}).get(name)) for year in run.assumptions.years]
    return Figure(label, tuple(values), _known(metrics.get("plan", {}).get(name)), is_count)


def _known(value: float | None) -> float | None:
    return None if value is None or not isfinite(value) else float(value)
