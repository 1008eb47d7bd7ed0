"""Why the scenario does not ask whether a school closes: it is no candidate."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from planner.obstacles import hindrances
from planner.reasons.scene import NOTHING, PENNY, Told, in_yuan, joined
from planner.school_kinds import KIND_NAMES
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.reasons.scene import Scene

_PRIVATE = Text(
    "民办学校，不在公办学校布局调整范围内",
    "it is private: not part of the adjustment of public schools",
)
_OTHER_KIND = Text(
    "{kind}，本情景只考虑撤并{counts}（closures.counts）",
    "it is a {kind} school; the scenario only asks about: {counts} (closures.counts)",
)
_NO_KIND = Text(
    "{kind}，本情景不考虑撤并任何类型的学校（closures.counts）",
    "it is a {kind} school; the scenario asks about no kind of school (closures.counts)",
)
_NOT_SMALL = Text(
    "全校现有{roll}名学生，达到规模界限{limit}人，不属于小规模学校（closures.small）",
    "it has {roll} pupils, at or above the limit of {limit} for a small school (closures.small)",
)
_NOT_MERGED = Text(
    "与他校合并组建九年一贯制学校并不省钱：规划期内{least}多支出{amount}",
    "joining another school to form a nine-year school would cost {least}{amount} more over the plan",
)
_LEAST = Text("至少", "at least ")
_APART = Text(
    "有{n}名学生在{grades}年级，不属于任何年级段（bands），不能为他们安排去处",
    "{n} of its pupils are in grades outside all bands ({grades}): no place can be planned for them",
)


def outside(scene: Scene, s: int) -> tuple[Told, ...]:
    """Return everything that keeps school `s` out of the question."""
    return tuple(_outside(scene, s))


def _outside(scene: Scene, s: int) -> Iterator[Told]:
    standing, assumptions = scene.problem.standing, scene.decided.case.assumptions
    kind = str(scene.decided.case.dataset.schools["kind"].iloc[s])
    closures = assumptions.closures
    if not standing.public[s]:
        yield Told("private", _PRIVATE)
    if kind not in closures.counts:
        counts = joined(KIND_NAMES[one] for one in closures.counts)
        said = _OTHER_KIND if closures.counts else _NO_KIND
        yield Told("other_kind", said.filled(kind=KIND_NAMES[kind], counts=counts))
    elif standing.roll[s] >= (limit := closures.small_limit(kind)):
        roll = f"{int(standing.roll[s]):,}"
        yield Told("not_small", _NOT_SMALL.filled(roll=roll, limit=f"{limit:g}"))
    if found := _apart(scene, s):
        yield Told("grades_apart", found)
    if s in standing.kept:
        yield Told("keep", hindrances.keep(standing.kept[s]).what)
    if s in standing.against:
        yield Told("hearing", hindrances.hearing().what)


def not_merged(scene: Scene, s: int) -> Iterator[Told]:
    """Yield what absorbing school `s`, which may not close otherwise, would cost more."""
    found = scene.alternatives.get(s)
    if found is None or isinf(found.at_least):
        return
    amount = found.at_least if found.other is None else found.extra
    if amount > PENNY:
        least = _LEAST if found.other is None else NOTHING
        yield Told("not_worth", _NOT_MERGED.filled(least=least, amount=in_yuan(amount)))


def _apart(scene: Scene, s: int) -> Text | None:
    """Return how many pupils are in which grades outside all bands, or None."""
    case = scene.decided.case
    rows = case.dataset.pupils[case.dataset.pupils["school_id"] == scene.ids[s]]
    rows = rows[(rows["pupils"] > 0) & rows["grade"].map(case.assumptions.band_of).isna()]
    if rows.empty:
        return None
    grades = [same(grade) for grade in sorted(rows["grade"].unique().tolist())]
    return _APART.filled(n=int(rows["pupils"].sum()), grades=joined(grades))
