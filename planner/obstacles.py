"""Why a school cannot close: the rule that stands in the way, with numbers, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding
from planner.modes import BOARD
from planner.over import places
from planner.plan import Obstacle
from planner.school_kinds import BAND_NAMES
from planner.standing import offers
from planner.words import Text, same

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.case import Case
    from planner.problem import Problem
    from planner.solution import Solution
    from planner.solve_stages import Outcome


def obstacles(case: Case, solution: Solution) -> tuple[Obstacle, ...]:
    """Return one obstacle for each small school that counts and stays open, by position."""
    standing, view = case.problem.standing, _View.of(case, solution)
    absorbed = case.problem.merges.absorbed[list(solution.merged)]
    gone = {*solution.closed, *absorbed.tolist()}
    return tuple(
        _obstacle(view, s)
        for s in case.problem.closable.tolist()
        if standing.counted[s] and s not in gone
    )


def broken_pins(case: Case, outcome: Outcome) -> tuple[Finding, ...]:
    """Return why each decided closure that no plan can carry out is impossible."""
    assert outcome.solution is not None  # noqa: S101 - the plan that breaks fewest
    view, standing = _View.of(case, outcome.solution), case.problem.standing
    schools = case.dataset.schools
    findings = []
    for s in outcome.broken_pins:
        found = _obstacle(view, s)
        what = Text(
            "{school}定于{year}年撤并，但{why}", "{school} is to close in {year}, but {why}"
        ).filled(school=schools["name"].iloc[s], year=standing.pinned[s], why=found.what)
        findings.append(
            Finding(found.rule, what, found.change, value=str(schools["school_id"].iloc[s]))
        )
    return tuple(findings)


@dataclass(frozen=True)
class _View:
    """A solution with what is left of seats and beds under it, at its fullest year."""

    case: Case
    solution: Solution
    room: NDArray[np.float64]
    beds: NDArray[np.float64]
    senders: dict[int, set[int]]

    @classmethod
    def of(cls, case: Case, solution: Solution) -> _View:
        problem = case.problem
        room = places(problem, solution) - problem.left.own
        beds = _beds(problem, solution)
        senders: dict[int, set[int]] = {}
        for o, t, share in zip(solution.option, solution.year, solution.share, strict=True):
            g, r = int(problem.options.group[o]), int(problem.options.school[o])
            room[r, t:] -= problem.pupils[g, t:] * share
            if problem.options.mode[o] == BOARD:
                beds[r, t:] -= problem.pupils[g, t:] * share
            senders.setdefault(r, set()).add(int(problem.homes[g]))
        for i in solution.relieved:
            room[problem.reliefs.school[i]] -= problem.reliefs.redirected[i]
            beds[problem.reliefs.school[i]] -= problem.reliefs.boarding[i]
        return cls(case, solution, room.min(axis=1), beds.min(axis=1), senders)

    def name(self, school: int) -> str:
        return str(self.case.dataset.schools["name"].iloc[school])

    def names(self, schools: set[int]) -> Text:
        listed = [self.name(s) for s in sorted(schools)]
        return Text("、".join(listed), ", ".join(listed))


def _beds(problem: Problem, solution: Solution) -> NDArray[np.float64]:
    """Return free beds by school and year, with works in use."""
    beds = problem.beds.copy()
    for k, t in solution.built.items():
        beds[problem.works.school[k], t:] += problem.works.beds[k]
    return beds


def _obstacle(view: _View, s: int) -> Obstacle:
    """Return what holds school `s` open under the plan of `view`."""
    standing = view.case.problem.standing
    if s in standing.kept:
        found = _kept(standing.kept[s])
    elif s in standing.against:
        found = _hearing()
    elif (lonely := _groups_without_place(view, s)) is not None:
        found = _no_place(view, lonely)
    elif _is_last_junior(view, s):
        found = _last_junior(view, s)
    elif s in view.senders:
        found = _receives(view, s)
    else:
        found = _full(view, s) or _other()
    rule, what, change = found
    return Obstacle(str(view.case.dataset.schools["school_id"].iloc[s]), rule, what, change)


type _Found = tuple[str, Text, Text]


def _kept(reason: str) -> _Found:
    what = Text("该校在保留名单中{why}", "it is on the keep list{why}")
    why = Text(f"（{reason}）", f" ({reason})") if reason else same("")
    return "keep", what.filled(why=why), Text("移出保留名单", "take it off the keep list")


def _hearing() -> _Found:
    return (
        "hearing",
        Text("最近一次听证反对者多于赞成者", "more were against than for at its latest hearing"),
        Text("重新听证并获多数赞成", "a new hearing with more for than against"),
    )


def _groups_without_place(view: _View, s: int) -> int | None:
    """Return the largest group of school `s` that has no lawful place anywhere, or None."""
    problem = view.case.problem
    placed = set(problem.options.group.tolist())
    alone = [g for g in np.flatnonzero(problem.homes == s).tolist() if g not in placed]
    return max(alone, key=lambda g: problem.pupils[g].max(), default=None)


def _no_place(view: _View, g: int) -> _Found:
    case = view.case
    band = case.demand.bands[g]
    pupils = int(case.problem.pupils[g].max())
    limit = case.assumptions.travel.max_minutes[band]
    who = Text("{band}的{n}名学生", "{n} pupils of {band}").filled(band=_band(case, band), n=pupils)
    nearest = _nearest(view, g)
    if nearest is None:
        what = Text(
            "在规定的最远路程以内，没有道路可达的学校可以接收{who}",
            "no school that could take {who} lies on any road within the longest way allowed",
        )
        change = Text("补通道路，或在近处增设学位", "a road, or seats at a school nearby")
        return "no_place", what.filled(who=who), change
    school, minutes = nearest
    known = {
        "who": who,
        "school": view.name(school),
        "minutes": f"{minutes:.0f}",
        "limit": f"{limit:g}",
    }
    if minutes > limit:
        what = Text(
            "{who}在{limit}分钟内没有接收学校，最近的{school}需{minutes}分钟",
            "no school is within {limit} minutes for {who}; the nearest, {school}, is {minutes} away",
        )
        change = Text(
            "开通更快的线路，使到{school}的时间不超过{limit}分钟",
            "a faster way to {school}, within {limit} minutes",
        )
        return "no_place", what.filled(**known), change.filled(**known)
    room = int(case.problem.room[school].min())
    known["missing"] = str(max(1, pupils - room))
    what = Text(
        "{who}在规定时间内可到的学校都没有足够学位，最近的{school}尚缺{missing}个",
        "no school within reach of {who} has the seats; the nearest, {school}, lacks {missing}",
    )
    change = Text("{school}增加{missing}个学位", "{missing} more seats at {school}")
    return "seats", what.filled(**known), change.filled(**known)


def _nearest(view: _View, g: int) -> tuple[int, float] | None:
    """Return the public school offering the group's band that is quickest to reach, and minutes."""
    case = view.case
    travel, band = case.travel, case.demand.bands[g]
    origin = travel.position(case.demand.places[g])
    rows = slice(int(travel.indptr[origin]), int(travel.indptr[origin + 1]))
    school, km = travel.school[rows], travel.km[rows]
    may = case.problem.standing.public & offers(case.dataset.schools, case.assumptions, band)
    may[case.problem.homes[g]] = False
    rules = case.assumptions.travel
    walk = np.where(km <= rules.max_walk_km[band], km / rules.walk_kmh[band] * 60, np.inf)
    ride = travel.bus_minutes[rows] if rules.bus else km / rules.walk_kmh[band] * 60
    minutes = np.where(may[school], np.minimum(walk, ride), np.inf)
    if not len(minutes) or not np.isfinite(minutes.min()):
        return None
    return int(school[minutes.argmin()]), float(minutes.min())


def _band(case: Case, name: str) -> Text:
    band = case.assumptions.band(name)
    return BAND_NAMES.filled(first=band.first, last=band.last)


def _is_last_junior(view: _View, s: int) -> bool:
    absorbed = view.case.problem.merges.absorbed
    gone = {*view.solution.closed, *(int(absorbed[p]) for p in view.solution.merged)}
    return any(
        s in juniors and all(q == s or q in gone for q in juniors)
        for juniors, _ in view.case.problem.junior_townships
    )


def _last_junior(view: _View, s: int) -> _Found:
    township = view.case.dataset.schools["township"].iloc[s]
    what = Text("它是{township}最后一所初中", "it is the last junior school of {township}")
    change = Text("{township}保留另一所初中", "another junior school kept in {township}")
    return "last_junior", what.filled(township=township), change.filled(township=township)


def _receives(view: _View, s: int) -> _Found:
    senders = view.names(view.senders[s])
    what = Text("它接收{senders}的学生", "it receives the pupils of {senders}")
    change = Text("{senders}的学生改由他校接收", "another place for the pupils of {senders}")
    return "receives", what.filled(senders=senders), change.filled(senders=senders)


def _full(view: _View, s: int) -> _Found | None:
    """Return the first of the school's groups that the seats and beds left would not take."""
    problem = view.case.problem
    for g in np.flatnonzero(problem.homes == s).tolist():
        rows = np.flatnonzero(problem.options.group == g)
        rows = rows[[int(r) not in view.solution.closed for r in problem.options.school[rows]]]
        n = problem.pupils[g].max()
        school = problem.options.school[rows]
        boards = problem.options.mode[rows] == BOARD
        lack = np.where(
            boards, np.maximum(n - view.room[school], n - view.beds[school]), n - view.room[school]
        )
        if len(rows) and lack.min() <= 0:
            continue
        return _lacking(view, g, school, lack, boards)
    return None


def _lacking(
    view: _View,
    g: int,
    school: NDArray[np.int64],
    lack: NDArray[np.float64],
    boards: NDArray[np.bool_],
) -> _Found:
    who = Text("{band}的{n}名学生", "{n} pupils of {band}").filled(
        band=_band(view.case, view.case.demand.bands[g]), n=int(view.case.problem.pupils[g].max())
    )
    if not len(school):
        what = Text(
            "可接收{who}的学校本身也在撤并之列", "every school that could take {who} closes too"
        )
        return "receives", what.filled(who=who), Text("保留其中一所", "one of them kept")
    least = int(lack.argmin())
    beds = bool(boards[least]) and view.beds[school[least]] < view.room[school[least]]
    unit = Text("床位", "beds") if beds else Text("学位", "seats")
    known = {
        "who": who,
        "school": view.name(int(school[least])),
        "n": int(np.ceil(lack[least])),
        "unit": unit,
    }
    what = Text(
        "可接收{who}的学校在接收其他学生后已满，{school}尚缺{n}个{unit}",
        "the schools that could take {who} are full with others; {school} lacks {n} {unit}",
    )
    change = Text("{school}增加{n}个{unit}", "{n} more {unit} at {school}")
    return "beds" if beds else "seats", what.filled(**known), change.filled(**known)


def _other() -> _Found:
    return (
        "other",
        Text(
            "与其他撤并合在一起，没有合法的安排",
            "together with the other closures there is no lawful arrangement",
        ),
        Text("减少同期撤并，或增加学位", "fewer closures at the same time, or more seats"),
    )
