"""Why a school closes, is merged or gives up grades, and what that means."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from planner.reasons.moving import Leaving, leaving, money
from planner.reasons.scene import Told, in_yuan, joined
from planner.reasons.years import costs, years
from planner.standing import lowest_band, offers
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.reasons.scene import Scene

_DECIDED = Text("已定于{year}年撤并（{source}）", "its closing in {year} is decided ({source})")
_BY_SCENARIO = Text("情景 closures.close", "closures.close of the scenario")
_BY_TABLE = Text("已定事项 decisions.csv", "decisions.csv")
_BECAUSE = Text("{source}：{reason}", "{source}: {reason}")
_DUE = Text(
    "没有学生，按规定不晚于{year}年撤销（closures.empty_by）",
    "it has no pupils and is due to close by {year} (closures.empty_by)",
)
_EMPTY = Text("没有学生", "it has no pupils")
_SMALL = Text(
    "全校现有{roll}名学生，低于小规模学校的界限{limit}人（closures.small）",
    "its roll is {roll}, under the limit of {limit} for a small school (closures.small)",
)
_UNLIMITED = Text(
    "全校现有{roll}名学生；情景对撤并不设规模界限（closures.small = 0）",
    "its roll is {roll}; the scenario sets no limit of size (closures.small = 0)",
)
_MERGED = Text(
    "与{other}合并组建九年一贯制学校，学生转入{other}",
    "it joins {other}, which becomes a nine-year school and takes its pupils",
)
_MERGES = Text(
    "与{other}合并组建九年一贯制学校，{year}年起接收其学生",
    "it becomes a nine-year school with {other} and takes its pupils from {year} on",
)
_CONVERTS = Text(
    "{year}年起由工程{works}改制为九年一贯制学校",
    "works {works} make it a nine-year school from {year} on",
)
_REDUCED = Text(
    "{year}年起降格为教学点，不再开设{grades}，其余年级的学生留校",
    "from {year} on it is a teaching point without {grades}; pupils of the other grades stay",
)
_KEPT_INSTEAD = Text(
    "若予保留而各年撤并数不变，则要改撤{others}，{cost}",
    "keeping it with as many closures each year would close {others} instead and {cost}",
)
_KEPT = Text("若予保留，{cost}", "keeping it would {cost}")
_KEPT_AT_LEAST = Text(
    "若予保留而各年撤并数不变，规划期内至少多支出{amount}",
    "keeping it with as many closures each year would cost at least {amount} more over the plan",
)
_NEVER_KEPT = Text(
    "保留它就达不到同样的各年撤并数", "no lawful plan with as many closures each year keeps it"
)


def closing(scene: Scene, s: int) -> Iterator[Told]:
    """Yield why school `s` closes: the cause, then its pupils, money, alternative and year."""
    moved = Leaving.of(scene, s, scene.solution.closed[s])
    share = scene.problem.reduced_share if s in scene.solution.reduced else 1.0
    yield from _cause(scene, s)
    yield from leaving(moved)
    yield money(moved, float(scene.problem.running[s]) * share)
    yield from instead(scene, s)
    yield from years(scene, moved)


def merging(scene: Scene, s: int) -> Iterator[Told]:
    """Yield why school `s` is absorbed, and what that means."""
    [(p, t)] = [
        (p, t)
        for p, t in scene.solution.merged.items()
        if int(scene.problem.merges.absorbed[p]) == s
    ]
    moved = Leaving.of(scene, s, t)
    other = scene.school(int(scene.problem.merges.receiver[p]))
    yield Told("merge", _MERGED.filled(other=other))
    yield from leaving(moved)
    yield money(moved, float(scene.problem.running[s]))
    yield from instead(scene, s)


def reducing(scene: Scene, s: int) -> Iterator[Told]:
    """Yield what giving up grades means for school `s`."""
    t, case = scene.solution.reduced[s], scene.decided.case
    moved, lowest = Leaving.of(scene, s, t), lowest_band(case.assumptions)
    given_up = [
        Text("{first}—{last}年级", "grades {first}–{last}").filled(first=band.first, last=band.last)
        for band in case.assumptions.bands
        if band.name != lowest and offers(case.dataset.schools, case.assumptions, band.name)[s]
    ]
    yield Told("reduce", _REDUCED.filled(year=scene.year(t), grades=joined(given_up)))
    yield from leaving(moved)
    yield money(moved, float(scene.problem.running[s]) * (1 - scene.problem.reduced_share))


def becoming(scene: Scene, s: int) -> Iterator[Told]:
    """Yield what school `s`, which stays, becomes: the other half of a merge, or another kind."""
    merges, works = scene.problem.merges, scene.problem.works
    for p, t in scene.solution.merged.items():
        if int(merges.receiver[p]) == s:
            other = scene.school(int(merges.absorbed[p]))
            yield Told("merge_receives", _MERGES.filled(other=other, year=scene.year(t)))
    for k, t in scene.solution.built.items():
        if int(works.school[k]) == s and works.converts[k]:
            yield Told("convert", _CONVERTS.filled(works=works.ids[k], year=scene.year(t)))


def _cause(scene: Scene, s: int) -> Iterator[Told]:
    standing, problem = scene.problem.standing, scene.problem
    if s in standing.pinned:
        yield Told("decided", _DECIDED.filled(year=standing.pinned[s], source=_source(scene, s)))
    if s in problem.empty_due:
        by = scene.decided.case.assumptions.closures.empty_by
        yield Told("due", _DUE.filled(year=max(by, scene.year(0))))
    elif standing.empty[s]:
        yield Told("empty", _EMPTY)
    elif standing.small[s]:
        yield Told("small", _small(scene, s))


def _small(scene: Scene, s: int) -> Text:
    kind = str(scene.decided.case.dataset.schools["kind"].iloc[s])
    limit = scene.decided.case.assumptions.closures.small_limit(kind)
    roll = f"{int(scene.problem.standing.roll[s]):,}"
    return (_UNLIMITED if isinf(limit) else _SMALL).filled(roll=roll, limit=f"{limit:g}")


def _source(scene: Scene, s: int) -> Text:
    """Return who decided the closing, with the reason given for it."""
    case, school = scene.decided.case, scene.ids[s]
    if any(pin.school_id == school for pin in case.assumptions.closures.close):
        return _BY_SCENARIO
    rows = case.dataset.decisions
    why = rows["reason"][(rows["school_id"] == school) & (rows["decision"] == "close")]
    reason = next((str(one) for one in why if one and str(one) != "nan"), "")
    return _BECAUSE.filled(source=_BY_TABLE, reason=reason) if reason else _BY_TABLE


def instead(scene: Scene, s: int) -> Iterator[Told]:
    """Yield what keeping school `s` would come to, the targets being as near."""
    found = scene.alternatives.get(s)
    if found is None or s in scene.problem.standing.pinned or s in scene.problem.empty_due:
        return
    if found.other is not None:
        others = found.other.gone.keys() - scene.gone.keys()
        known = {"others": scene.schools(others), "cost": costs(found.extra)}
        yield Told("instead", (_KEPT_INSTEAD if others else _KEPT).filled(**known))
    elif isinf(found.at_least):
        yield Told("instead", _NEVER_KEPT)
    elif found.at_least > 0:
        yield Told("instead", _KEPT_AT_LEAST.filled(amount=in_yuan(found.at_least)))
