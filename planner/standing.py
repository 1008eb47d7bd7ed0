"""Which schools may close at all, and what stands in the way of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding, ScenarioError
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset


@dataclass(frozen=True)
class Standing:
    """Where each school stands before any planning; arrays follow `Dataset.schools`.

    Parameters
    ----------
    roll
        Pupils now, all grades.
    public, empty, small, counted
        Public; without pupils; of a kind and size that may close; closing it counts.
    candidate
        May close: small, public, no pupils in grades that take no part; or pinned.
    kept
        school position -> reason, from the keep lists.
    against
        Schools whose latest hearing has more against than for.
    pinned
        school position -> year in which it must close.
    junior
        Public schools that offer the band `junior`.
    reducible
        Candidates that may give up the bands above the one that holds grade 1.
    """

    roll: NDArray[np.int64]
    public: NDArray[np.bool_]
    empty: NDArray[np.bool_]
    small: NDArray[np.bool_]
    counted: NDArray[np.bool_]
    candidate: NDArray[np.bool_]
    kept: Mapping[int, str]
    against: frozenset[int]
    pinned: Mapping[int, int]
    junior: NDArray[np.bool_]
    reducible: NDArray[np.bool_]


def standing(dataset: Dataset, assumptions: Assumptions) -> Standing:
    """Return where each school stands.

    Raises
    ------
    ScenarioError
        If the tables alone show that a pinned closure cannot be: unknown or private school, also
        kept, hearing against, pupils in grades that take no part, year outside the plan.
    """
    schools, closures = dataset.schools, assumptions.closures
    position = {s: i for i, s in enumerate(schools["school_id"])}
    roll = dataset.pupils.groupby("school_id")["pupils"].sum()
    rolls = schools["school_id"].map(roll).fillna(0).to_numpy(np.int64)
    public = (schools["ownership"] != "private").to_numpy(bool)
    limits = np.array([closures.small_limit(kind) for kind in schools["kind"]])
    counts = schools["kind"].isin(closures.counts).to_numpy(bool)
    kept, pinned = _kept(dataset, assumptions), _pinned(dataset, assumptions)
    against = _against(dataset.hearings)
    apart = _apart(dataset, assumptions)
    _refuse_pins(dataset, assumptions, kept=kept, pinned=pinned, against=against, apart=apart)
    small = public & counts & (rolls < limits)
    pins = {position[s]: year for s, year in pinned.items()}
    candidate = small & ~schools["school_id"].isin(apart).to_numpy(bool)
    candidate[list(pins)] = True
    return Standing(
        roll=rolls,
        public=public,
        empty=rolls == 0,
        small=small,
        counted=counts & (closures.empty_count | (rolls > 0)),
        candidate=candidate,
        kept={position[s]: reason for s, reason in kept.items() if s in position},
        against=frozenset(position[s] for s in against if s in position),
        pinned=pins,
        junior=public & offers(schools, assumptions, "junior"),
        reducible=small & candidate & _may_reduce(schools, assumptions),
    )


def lowest_band(assumptions: Assumptions) -> str | None:
    """Return the band that holds grade 1, or None if none does."""
    return assumptions.band_of(1)


def _may_reduce(schools: pd.DataFrame, assumptions: Assumptions) -> NDArray[np.bool_]:
    """Tell which schools offer the lowest band and another, where reducing is allowed."""
    lowest = lowest_band(assumptions)
    if not assumptions.closures.downgrade or lowest is None:
        return np.zeros(len(schools), dtype=bool)
    others = [b.name for b in assumptions.bands if b.name != lowest]
    more = np.logical_or.reduce([offers(schools, assumptions, band) for band in others])
    may: NDArray[np.bool_] = offers(schools, assumptions, lowest) & more
    return may


def offers(schools: pd.DataFrame, assumptions: Assumptions, band: str) -> NDArray[np.bool_]:
    """Tell for each school whether its grades contain `band`; none does if there is no such band."""
    found = next((b for b in assumptions.bands if b.name == band), None)
    if found is None:
        return np.zeros(len(schools), dtype=bool)
    whole = (schools["first_grade"] <= found.first) & (schools["last_grade"] >= found.last)
    return whole.to_numpy(bool)


def _kept(dataset: Dataset, assumptions: Assumptions) -> dict[str, str]:
    rows = dataset.decisions[dataset.decisions["decision"] == "keep"]
    reasons = dict(zip(rows["school_id"], rows["reason"].fillna(""), strict=True))
    return reasons | {keep.school_id: keep.reason for keep in assumptions.closures.keep}


def _pinned(dataset: Dataset, assumptions: Assumptions) -> dict[str, int]:
    rows = dataset.decisions[dataset.decisions["decision"] == "close"]
    years = {s: int(year) for s, year in zip(rows["school_id"], rows["year"], strict=True)}
    return years | {pin.school_id: pin.year for pin in assumptions.closures.close}


def _against(hearings: pd.DataFrame) -> frozenset[str]:
    """Return the schools where more were against than for, among parents or among delegates."""
    columns = ["parents_for", "parents_against", "delegates_for", "delegates_against"]
    votes = hearings[columns].astype(float).fillna(0)
    more = (votes["parents_against"] > votes["parents_for"]) | (
        votes["delegates_against"] > votes["delegates_for"]
    )
    return frozenset(hearings["school_id"][more])


def _apart(dataset: Dataset, assumptions: Assumptions) -> frozenset[str]:
    """Return the schools with pupils in grades outside all bands."""
    rows = dataset.pupils[dataset.pupils["pupils"] > 0]
    return frozenset(rows["school_id"][rows["grade"].map(assumptions.band_of).isna()])


def _refuse_pins(
    dataset: Dataset,
    assumptions: Assumptions,
    *,
    kept: Mapping[str, str],
    pinned: Mapping[str, int],
    against: frozenset[str],
    apart: frozenset[str],
) -> None:
    known = set(dataset.schools["school_id"])
    private = set(dataset.schools["school_id"][dataset.schools["ownership"] == "private"])
    causes = (
        (lambda s, _: s not in known, Text("学校表中没有该学校", "no such school in schools.csv")),
        (lambda s, _: s in private, Text("民办学校不在撤并范围", "a private school never closes")),
        (lambda s, _: s in kept, Text("该校同时在保留名单中", "the school is also kept")),
        (
            lambda s, _: s in against,
            Text(
                "最近一次听证反对者多于赞成者", "more were against than for at its latest hearing"
            ),
        ),
        (
            lambda s, _: s in apart,
            Text("该校有学生所在年级不属于任何学段组", "it has pupils in grades outside all bands"),
        ),
        (
            lambda _, year: year not in assumptions.years,
            Text("撤并年度不在规划年度内", "the year is not one of the plan's years"),
        ),
    )
    hint = Text("请修改 closures.close 或 decisions.csv", "change closures.close or decisions.csv")
    findings = [
        Finding("pin_impossible", what, hint, column="closures.close", value=f"{school} {year}")
        for school, year in pinned.items()
        for test, what in causes
        if test(school, year)
    ]
    known_keeps = [Text("学校表中没有该学校", "no such school in schools.csv")]
    findings += [
        Finding("keep_unknown", what, hint, column="closures.keep", value=school)
        for school in kept
        if school not in known
        for what in known_keeps
    ]
    if findings:
        what = Text("指定的撤并或保留无法执行", "a pinned closure or keep cannot be carried out")
        raise ScenarioError(what, findings)
