"""Why a school closes in its year and in no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.reasons.exchange import in_other_year
from planner.reasons.scene import NOTHING, PENNY, Told, in_yuan, joined
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.reasons.exchange import Exchange
    from planner.reasons.moving import Leaving
    from planner.reasons.scene import Scene

_READY = Text(
    "{year}年以前，{school}容不下转去的学生{works}",
    "before {year} {school} has no places for the pupils who come{works}",
)
_WORKS = Text("（工程{works}于{year}年启用）", " (works {works} are in use from {year})")
_SAME_YEAR = Text(
    "{school}用{year}年启用的工程{works}接收转去的学生",
    "{school} takes the pupils with works {works}, in use from {year}",
)
_EARLIER = Text("提前到{year}年", "Closing it in {year} already")
_LATER = Text("推迟到{year}年", "Closing it in {year} only")
_ALONE = Text("{when}撤并、其余不变，{cost}", "{when}, all else as planned, would {cost}")
_AGAINST = Text(
    "{when}撤并，而{other}改在{now}年（各年撤并数和其余不变），{cost}",
    "{when} and {other} in {now} instead (as many a year, all else as planned) would {cost}",
)
_COSTS = Text("规划期内多支出{amount}", "cost {amount} more over the plan")
_NO_COST = Text("规划期内支出不会增加", "cost no more over the plan")
_FIXED = Text(
    "{year}年的目标是{asked}所；其余不变时，本校改在其他年度或与他校对调年度，都会违反规定或改变各年撤并数",
    "{asked} closures are asked for in {year}; all else as planned, closing it in another year, alone "
    "or in exchange with another school, would break a rule or change the closures of a year",
)


def years(scene: Scene, moved: Leaving) -> Iterator[Told]:
    """Yield why a school closes in its year, unless it is decided or due."""
    s, now = moved.school, moved.year
    if s not in scene.free:
        return
    ready = tuple(_ready(scene, moved))
    others = [t for t in range(len(scene.problem.years)) if t != now]
    found = {t: one for t in others if (one := in_other_year(scene, s, t))}
    near = [
        max((t for t in found if t < now), default=now),
        min((t for t in found if t > now), default=now),
    ]
    yield from ready
    for t in near:
        if t != now:
            yield Told("year", _exchanged(scene, now, t, found[t]))
    if others and not ready and not found:
        asked = int(scene.problem.asked[now])
        yield Told("year", _FIXED.filled(year=scene.year(now), asked=asked))


def _exchanged(scene: Scene, now: int, t: int, found: Exchange) -> Text:
    """Return what closing a school in another year would come to."""
    when = (_EARLIER if t < now else _LATER).filled(year=scene.year(t))
    known = {"when": when, "cost": costs(found.extra)}
    if found.other is None:
        return _ALONE.filled(**known)
    other = scene.school(found.other)
    return _AGAINST.filled(**known, other=other, now=scene.year(now))


def costs(extra: float) -> Text:
    """Return that something costs more, or does not."""
    return _COSTS.filled(amount=in_yuan(extra)) if extra > PENNY else _NO_COST


def _ready(scene: Scene, moved: Leaving) -> Iterator[Told]:
    """Yield which receivers are ready only in the year of the closing."""
    options, works = scene.problem.options, scene.problem.works
    for r in np.unique(moved.to).tolist():
        mine = moved.option[moved.to == r]
        late = bool((options.first[mine] == moved.year).any()) and moved.year > 0
        built = [works.ids[k] for k in works.at(r) if scene.solution.built.get(k) == moved.year]
        if not late and not built:
            continue
        said = _READY if late else _SAME_YEAR
        ids = joined(same(one) for one in built)
        known = {"year": scene.year(moved.year), "school": scene.school(r)}
        work = _WORKS.filled(works=ids, year=scene.year(moved.year)) if built else NOTHING
        yield Told("year_ready", said.filled(**known, works=work if late else ids))
