"""What holds a school open, in words: the rule with its numbers, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.obstacles.lacks import Lack


@dataclass(frozen=True)
class Hindrance:
    """Why a school cannot close; `rule` as in `planner.plan.Obstacle`."""

    rule: str
    what: Text
    change: Text
    lack: Lack | None = None


def pupils(n: int, band: Text | None) -> Text:
    """Return a number of pupils, of a band where all are of one."""
    said = Text(f"{n}名学生", "1 pupil" if n == 1 else f"{n} pupils")
    if band is None:
        return said
    return Text("{band}的{said}", "{said} of {band}").filled(band=band, said=said)


def keep(reason: str) -> Hindrance:
    """Return that the school is on a keep list."""
    what = Text("该校在保留名单中{why}", "it is on the keep list{why}")
    why = Text(f"（{reason}）", f" ({reason})") if reason else same("")
    change = Text("移出保留名单", "take it off the keep list")
    return Hindrance("keep", what.filled(why=why), change)


def hearing() -> Hindrance:
    """Return that more were against than for."""
    return Hindrance(
        "hearing",
        Text("最近一次听证反对者多于赞成者", "more were against than for at its latest hearing"),
        Text("重新听证并获多数赞成", "a new hearing with more for than against"),
    )


def no_moves() -> Hindrance:
    """Return that the scenario lets no pupil change school."""
    return Hindrance(
        "no_moves",
        Text(
            "该校有学生，而情景不允许学生转学（schools.moves_per_pupil = 0）",
            "it has pupils, and the scenario lets no pupil change school "
            "(schools.moves_per_pupil = 0)",
        ),
        Text("允许转学一次（schools.moves_per_pupil = 1）", "schools.moves_per_pupil = 1"),
    )


def only_reduced() -> Hindrance:
    """Return that schools with pupils in the lowest band are reduced, never closed."""
    return Hindrance(
        "reduced",
        Text(
            "情景规定低年级有学生的学校只降格、不撤并",
            "the scenario only reduces schools that have pupils in the lowest grades",
        ),
        Text("允许撤并（closures.downgrade = true）", "closures.downgrade = true"),
    )


def nobody_teaches(who: Text) -> Hindrance:
    """Return that no other public school has the grades."""
    what = Text("全县没有其他公办学校可以接收{who}", "no other public school could take {who}")
    change = Text("他校开设这些年级", "another school that teaches these grades")
    return Hindrance("no_place", what.filled(who=who), change)


def no_road(who: Text) -> Hindrance:
    """Return that no road leads to a school that could take them."""
    what = Text(
        "在规定的最远路程以内，没有道路可达的学校可以接收{who}",
        "no school that could take {who} lies on any road within the longest way allowed",
    )
    change = Text("补通道路，或在近处增设学位", "a road, or seats at a school nearby")
    return Hindrance("no_place", what.filled(who=who), change)


def too_far(who: Text, km: float) -> Hindrance:
    """Return that no school lies within the longest way that any rule allows."""
    what = Text(
        "在规定的最远路程（{km}公里）以内，没有学校可以接收{who}",
        "no school that could take {who} lies within {km} km, the longest way allowed",
    )
    change = Text("在近处增设学位", "seats at a school nearby")
    return Hindrance("no_place", what.filled(who=who, km=f"{km:.4g}"), change)


def too_long(who: Text, school: str, minutes: float, limit: float) -> Hindrance:
    """Return that the quickest way takes too many minutes."""
    known = {"who": who, "school": school, "minutes": _up(minutes), "limit": f"{limit:g}"}
    what = Text(
        "{who}在{limit}分钟内没有接收学校，最近的{school}需{minutes}分钟",
        "no school is within {limit} minutes for {who}; the nearest, {school}, is {minutes} away",
    )
    change = Text(
        "开通更快的线路，使到{school}的时间不超过{limit}分钟",
        "a faster way to {school}, within {limit} minutes",
    )
    return Hindrance("no_place", what.filled(**known), change.filled(**known))


def too_far_on_foot(
    who: Text, school: str, *, km: float, limit: float, bus_helps: bool
) -> Hindrance:
    """Return that they would have to walk, and that it is too far."""
    known = {"who": who, "school": school, "km": _up(km * 10, 10), "limit": f"{limit:.3g}"}
    what = Text(
        "{who}步行{limit}公里以内没有接收学校，最近的{school}有{km}公里，又没有校车，也不能寄宿",
        "no school is within {limit} km on foot for {who}; the nearest, {school}, is {km} km away, "
        "and they have neither a bus nor a bed",
    )
    change = (
        Text("开通校车，或在近处增设学位", "a school bus, or seats at a school nearby")
        if bus_helps
        else Text("在近处增设学位", "seats at a school nearby")
    )
    return Hindrance("no_place", what.filled(**known), change)


def _up(value: float, parts: int = 1) -> str:
    """Return a number rounded up, so that it never reads as within a limit that it exceeds."""
    return f"{ceil(value - 1e-6) / parts:g}"


def all_close(who: Text, schools: Sequence[str], *, decided: bool) -> Hindrance:
    """Return that every school that could take them closes, by decision or in the plan."""
    one = len(schools) == 1
    verb = Text(
        "已定撤并" if decided else "本身也在撤并之列",
        ("closes" if one else "close") + (" by decision" if decided else " too"),
    )
    what = (
        Text(
            "只有{names}可以接收{who}，而该校{verb}", "only {names} could take {who}, and it {verb}"
        )
        if one
        else Text(
            "可接收{who}的{names}{verb}", "the schools that could take {who}, {names}, {verb}"
        )
    )
    change = (
        Text("保留{names}", "{names} kept") if one else Text("保留其中一所", "one of them kept")
    )
    names = Text("、".join(schools), ", ".join(schools))
    return Hindrance(
        "receives", what.filled(names=names, who=who, verb=verb), change.filled(names=names)
    )


def not_taught(who: Text, schools: Sequence[str]) -> Hindrance:
    """Return that who could take them teaches other grades under the plan."""
    names = Text("、".join(schools), ", ".join(schools))
    what = Text(
        "可接收{who}的{names}在本方案中不开设这些年级",
        "where {who} could go, {names}, these grades are not taught under the plan",
    )
    change = Text("{names}开设这些年级", "these grades taught at {names}")
    return Hindrance("no_place", what.filled(who=who, names=names), change.filled(names=names))


def last_junior(township: str, because: Sequence[Text], levers: Sequence[Text]) -> Hindrance:
    """Return that the school is the last junior school of its township.

    Parameters
    ----------
    because, levers
        Why no other school becomes a nine-year school in its stead, and what would let it.
    """
    what = Text("它是{township}最后一所初中", "it is the last junior school of {township}")
    change = Text("{township}保留另一所初中", "another junior school kept in {township}")
    whats = [what.filled(township=township), *because]
    changes = [change.filled(township=township), *levers]
    return Hindrance(
        "last_junior",
        Text("；".join(t.zh for t in whats), "; ".join(t.en for t in whats)),
        Text("；或".join(t.zh for t in changes), "; or ".join(t.en for t in changes)),
    )


@dataclass(frozen=True)
class Costly:
    """A work and the school where it would be, its cost in yuan."""

    works_id: str
    school: str
    cost: float


def over_budget(who: Text, work: Costly, budget: float) -> Hindrance:
    """Return that a place would need a work that is beyond the budget of every year."""
    what = Text(
        "{who}只有在{school}建成工程{works}后才有学位或床位，其投资{cost}元超过各年工程预算（最多{budget}元）",
        "{who} would have places only with works {works} at {school}, whose {cost} yuan are beyond "
        "the budget of every year (at most {budget})",
    )
    known = {"who": who, "school": work.school, "works": work.works_id}
    change = Text(
        "把工程预算（money.works_budget）提高到{cost}元以上",
        "at least {cost} yuan in the budget of a year (money.works_budget)",
    )
    cost = f"{work.cost:,.0f}"
    return Hindrance(
        "budget",
        what.filled(**known, cost=cost, budget=f"{budget:,.0f}"),
        change.filled(cost=cost),
    )


def receives(senders: Text) -> Hindrance:
    """Return that the school takes the pupils of others."""
    what = Text("它接收{senders}的学生", "it receives the pupils of {senders}")
    change = Text("{senders}的学生改由他校接收", "another place for the pupils of {senders}")
    return Hindrance("receives", what.filled(senders=senders), change.filled(senders=senders))


def other(*, settled: bool) -> Hindrance:
    """Return that no single rule stands in the way, or that the search ended before it was known."""
    if settled:
        return Hindrance(
            "other",
            Text(
                "与其他撤并合在一起，没有合法的安排",
                "together with the other closures there is no lawful arrangement",
            ),
            Text("减少同期撤并，或增加学位", "fewer closures at the same time, or more seats"),
        )
    return Hindrance(
        "other",
        Text(
            "测算在用完时间或被停止时结束，尚未确定能否撤并",
            "the search ended before it was settled whether it can close",
        ),
        Text("增大 solver.seconds 后重新测算", "solve again with more solver.seconds"),
    )
