"""Whether runs can be compared at all: they must be about the same schools of the same county."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import Finding, UsageError
from planner.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from planner.dataset import Dataset
    from planner.run import Run

# So many ids are named before the rest is only counted.
NAMED = 8
TABLES: dict[str, Text] = {
    "schools": Text("学校", "schools"),
    "places": Text("村居", "places"),
    "pupils": Text("在校生", "pupils"),
    "births": Text("出生", "births"),
    "forecast": Text("预测", "forecast"),
    "travel": Text("距离", "travel"),
    "decisions": Text("决定", "decisions"),
    "hearings": Text("听证", "hearings"),
    "targets": Text("目标", "targets"),
    "works": Text("工程", "works"),
    "staff": Text("教职工", "staff"),
}
ROADS = Text("道路及其他", "roads and others")


def refuse_too_few(runs: Sequence[object]) -> None:
    """Stop where there are not two runs to compare.

    Raises
    ------
    UsageError
        If there are fewer than two.
    """
    if len(runs) > 1:
        return
    what = Text("请给出两个或更多结果文件夹", "give the folders of two runs or more")
    raise UsageError(what)


def same_county(runs: Sequence[Run]) -> tuple[Finding, ...]:
    """Return what should be known where the tables or the years of the runs are not the same.

    Raises
    ------
    UsageError
        If the runs are not about the same schools of the same county.
    """
    first = runs[0]
    for n, run in enumerate(runs[1:], start=2):
        _refuse_other(first.dataset, run.dataset, n)
    return (*_tables(runs), *_years(runs))


def _refuse_other(first: Dataset, other: Dataset, n: int) -> None:
    if first.name != other.name:
        what = Text(
            "方案1是{a}的，方案{n}是{b}的；只能对比同一个县的方案",
            "plan 1 is of {a} and plan {n} of {b}; only plans of one county can be compared",
        )
        raise UsageError(what.filled(a=first.name, b=other.name, n=n))
    ours, theirs = set(first.schools["school_id"]), set(other.schools["school_id"])
    if ours == theirs:
        return
    what = Text(
        "方案1与方案{n}的学校不同（{ids}），不能对比；请用同一份学校表重新规划",
        "plan 1 and plan {n} are not about the same schools ({ids}) and cannot be compared; "
        "plan both again from the same table of schools",
    )
    raise UsageError(what.filled(n=n, ids=_few(sorted(ours ^ theirs))))


def _few(ids: Sequence[str]) -> Text:
    named = listed(ids[:NAMED])
    if len(ids) <= NAMED:
        return named
    return Text("{named}等，共{n}所", "{named} and others, {n} in all").filled(
        named=named, n=len(ids)
    )


def _tables(runs: Sequence[Run]) -> Iterator[Finding]:
    """Say which tables of a run are not those of the first."""
    first = runs[0].dataset
    for n, run in enumerate(runs[1:], start=2):
        if run.dataset.sha256 == first.sha256:
            continue
        tables = [name for name in TABLES if not _same(first, run.dataset, name)]
        other = [TABLES[name] for name in tables] or [ROADS]
        what = Text(
            "方案{n}与方案1所用的表格不同：{tables}",
            "plan {n} was made from other tables than plan 1: {tables}",
        ).filled(n=n, tables=_joined(other))
        hint = Text(
            "两个方案的差别有一部分来自表格，不全是设定的结果",
            "part of the difference comes from the tables, not from the settings",
        )
        yield Finding("other_tables", what, hint, severity="warning")


def _same(one: Dataset, other: Dataset, name: str) -> bool:
    a: pd.DataFrame = getattr(one, name).reset_index(drop=True)
    b: pd.DataFrame = getattr(other, name).reset_index(drop=True)
    return (a.empty and b.empty) or a.equals(b)


def _joined(texts: Sequence[Text]) -> Text:
    return Text(
        listed(text.zh for text in texts).zh,
        listed(text.en for text in texts).en,
    )


def _years(runs: Sequence[Run]) -> Iterator[Finding]:
    """Say so where the runs do not plan the same years."""
    if len({run.assumptions.years for run in runs}) == 1:
        return
    what = Text("各方案的年度不同", "the plans do not cover the same years")
    hint = Text(
        "合计不可直接相比，请看年均数；逐校的资金和分钟只计共有的年度",
        "totals cannot be compared as they stand, see the figures per year; the money and minutes "
        "of single schools are of the years that all plans share",
    )
    yield Finding("other_years", what, hint, severity="warning")


def shared_years(runs: Sequence[Run]) -> tuple[int, ...]:
    """Return the years that all runs plan."""
    years = set.intersection(*(set(run.assumptions.years) for run in runs))
    return tuple(sorted(years))


def all_years(runs: Sequence[Run]) -> tuple[int, ...]:
    """Return the years that any run plans."""
    return tuple(sorted({year for run in runs for year in run.assumptions.years}))
