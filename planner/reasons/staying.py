"""Why a school that may close stays: the rules that hold it, or schools with a better case."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from planner.obstacles import hindrances, hindrances_of
from planner.presentation import tenth
from planner.reasons.exchange import instead_of_another
from planner.reasons.moving import Leaving
from planner.reasons.scene import NOTHING, Told, count, in_yuan, joined
from planner.reasons.years import costs
from planner.solve_stages import planned_closures
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.counterfactual import Alternative
    from planner.reasons.exchange import Exchange
    from planner.reasons.scene import Scene

_MET = Text(
    "各年目标（{asked}）已由条件更合适的学校完成",
    "the targets ({asked}) are met by schools with a better case",
)
_ASKED = Text("{year}年{n}所", "{n} in {year}")
_INSTEAD = Text(
    "；撤并它而各年撤并数不变，则要保留{others}，{cost}",
    "; closing it with as many closures each year would keep {others} and {cost}",
)
_EXCHANGED = Text(
    "；在{year}年撤并它而保留{other}（其余不变），{cost}：本校{mine}，{other}{theirs}",
    "; closing it in {year} and keeping {other} (all else as planned) would {cost}: here {mine}, "
    "at {other} {theirs}",
)
_PUPILS = Text("有{who}转学、单程最长{minutes}分钟", "{who} would move, {minutes} minutes at most")
_NOBODY = Text("没有学生转学", "nobody would move")
_AT_LEAST = Text(
    "；凡撤并它而各年撤并数不变的方案，规划期内至少多支出{amount}",
    "; every plan that closes it with as many closures each year costs at least {amount} more",
)
_EITHER = Text(
    "撤并它而各年撤并数不变，则要保留{others}，{cost}",
    "closing it with as many closures each year would keep {others} and {cost}",
)
_NOT_WORTH = Text(
    "撤并它比保留更费钱：规划期内多支出{amount}",
    "closing it costs more than keeping it: {amount} more over the plan",
)
_EVEN = Text(
    "撤并它不比保留省钱：支出相同", "closing it saves nothing over keeping it: as much is spent"
)
_NOT_WORTH_AT_LEAST = Text(
    "撤并它比保留更费钱：规划期内至少多支出{amount}",
    "closing it costs more than keeping it: at least {amount} more over the plan",
)
_NOT_TRIED = Text(
    "没有单独一条规定阻止撤并它；撤并它的得失没有逐校测算",
    "no single rule keeps it; what closing it would mean was not tried school by school",
)
_NO_PLAN = Text(
    "撤并它就达不到同样的各年撤并数", "no lawful plan with as many closures each year closes it"
)


def staying(scene: Scene, s: int) -> tuple[Told, ...]:
    """Return everything that keeps school `s`, what holds it first."""
    rules = tuple(_told(one) for one in hindrances_of(scene.view, s))
    found = scene.alternatives.get(s)
    if found is None:
        untried = Told("target_met", _met(scene)) if _full(scene) else Told("not_tried", _NOT_TRIED)
        return rules or (untried,)
    if isinf(found.at_least):
        return (*rules, Told("never_as_many", _NO_PLAN))
    weighed = tuple(_weighed(scene, found))
    either = (*weighed, *rules) if found.other and _full(scene) else (*rules, *weighed)
    return either or (_told(hindrances.other(settled=False)),)


def must_keep(scene: Scene, s: int) -> tuple[Told, ...]:
    """Return the rules that let no lawful plan close school `s`."""
    rules = hindrances_of(scene.bare, s, ever=True) or hindrances_of(scene.bare, s)
    return tuple(_told(one) for one in rules) or (_told(hindrances.other(settled=True)),)


def _told(one: hindrances.Hindrance) -> Told:
    return Told(one.rule, one.what)


def _weighed(scene: Scene, found: Alternative) -> Iterator[Told]:
    """Yield how closing a school compares with what the plan does."""
    if found.other is not None:
        yield _against_other(scene, found)
        return
    exchange = instead_of_another(scene, found.school)
    beyond = _AT_LEAST.filled(amount=in_yuan(found.at_least)) if found.at_least > 0 else NOTHING
    if _full(scene):
        said = _exchanged(scene, found.school, exchange) if exchange else beyond
        text = Text("{met}{said}", "{met}{said}").filled(met=_met(scene), said=said)
        yield Told("target_met", text)
    elif found.at_least > 0:
        amount = in_yuan(found.at_least)
        yield Told("not_worth", _NOT_WORTH_AT_LEAST.filled(amount=amount))


def _against_other(scene: Scene, found: Alternative) -> Told:
    """Return what the best plan that closes the school does with the others."""
    assert found.other is not None  # noqa: S101 - the caller looked
    kept = scene.gone.keys() - found.other.gone.keys()
    if not kept:
        said = _NOT_WORTH if found.extra > 0 else _EVEN
        return Told("not_worth", said.filled(amount=in_yuan(found.extra)))
    known = {"others": scene.schools(kept), "cost": costs(found.extra)}
    if not _full(scene):
        return Told("in_place_of", _EITHER.filled(**known))
    text = Text("{met}{said}", "{met}{said}")
    return Told("target_met", text.filled(met=_met(scene), said=_INSTEAD.filled(**known)))


def _full(scene: Scene) -> bool:
    """Tell whether every year closes what its target asks for, and the target asks for no more."""
    return scene.problem.rule != "at_least" and not any(_short(scene))


def _short(scene: Scene) -> list[bool]:
    planned = planned_closures(scene.problem, scene.solution)
    return [n < asked for n, asked in zip(planned, scene.problem.asked.tolist(), strict=True)]


def _met(scene: Scene) -> Text:
    asked = zip(scene.problem.years, scene.problem.asked.tolist(), strict=True)
    return _MET.filled(asked=joined(_ASKED.filled(year=year, n=n) for year, n in asked))


def _exchanged(scene: Scene, s: int, found: Exchange) -> Text:
    """Return what closing the school in the place of another would mean."""
    assert found.other is not None  # noqa: S101 - it is in another's place
    mine = Leaving.of(scene, s, found.year, found.solution)
    theirs = Leaving.of(scene, found.other, scene.solution.closed[found.other])
    return _EXCHANGED.filled(
        year=scene.year(found.year),
        other=scene.school(found.other),
        cost=costs(found.extra),
        mine=_pupils(mine),
        theirs=_pupils(theirs),
    )


def _pupils(moved: Leaving) -> Text:
    number = moved.pupils[:, moved.year].sum()
    if not number:
        return _NOBODY
    return _PUPILS.filled(who=count(number), minutes=tenth(moved.longest))
