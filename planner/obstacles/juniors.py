"""The last junior school of a township, and the conversions that would give it another."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from planner.obstacles import hindrances
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from planner.obstacles.aftermath import Aftermath
    from planner.obstacles.hindrances import Hindrance

_LATE = Text("最早{first}年才能启用（first_year）", "cannot be in use before {first} (first_year)")
_EARLIER = Text("使其不晚于{year}年启用", "in use by {year}")
_POOR = Text(
    "{year}年的工程预算（money.works_budget）只余{left}元",
    "only {left} yuan are left of the budget of {year} (money.works_budget)",
)
_RICHER = Text(
    "把{year}年的工程预算（money.works_budget）提高到{need}元以上",
    "at least {need} yuan in the budget of {year} (money.works_budget)",
)
_WORK = Text(
    "工程{works}（{school}改制为九年一贯制，投资{cost}元）",
    "works {works} ({school} becomes a nine-year school, {cost} yuan)",
)


@dataclass(frozen=True)
class _Conversion:
    """A work that would turn another school of the township into a nine-year school."""

    work: Text
    lacks: tuple[Text, ...]
    levers: tuple[Text, ...]


def last_junior(view: Aftermath, s: int) -> Hindrance | None:
    """Return that `s` is the last junior school of its township, or None if it is not."""
    for juniors, later in view.case.problem.junior_townships:
        if s not in juniors or not all(q == s or q in view.firm for q in juniors):
            continue
        if not view.converted.keys() & set(later):
            township = str(view.case.dataset.schools["township"].iloc[s])
            found = [_conversion(view, row) for row in _conversions(view, township, s)]
            return hindrances.last_junior(
                township, [_why(one) for one in found], [_change(one) for one in found]
            )
    return None


def _why(one: _Conversion) -> Text:
    if not one.lacks:
        return Text("{work}没有安排", "{work} is not planned").filled(work=one.work)
    lacks = Text("，".join(t.zh for t in one.lacks), ", and ".join(t.en for t in one.lacks))
    return Text("{work}：{lacks}", "{work}: {lacks}").filled(work=one.work, lacks=lacks)


def _change(one: _Conversion) -> Text:
    if not one.levers:
        return Text("安排{work}", "{work}").filled(work=one.work)
    levers = Text("，".join(t.zh for t in one.levers), ", and ".join(t.en for t in one.levers))
    return Text("安排{work}：{levers}", "{work}: {levers}").filled(work=one.work, levers=levers)


def _conversions(
    view: Aftermath, township: str, s: int
) -> Iterator[tuple[int, Mapping[Hashable, Any]]]:
    """Yield the conversions of other public schools of the township that stay open."""
    schools, works = view.case.dataset.schools, view.case.dataset.works
    position = {own: i for i, own in enumerate(schools["school_id"])}
    for row in works[works["converts_to"] == "nine_year"].to_dict("records"):
        q = position[row["school_id"]]
        public = schools["ownership"].iloc[q] != "private"
        if q != s and q not in view.gone and public and schools["township"].iloc[q] == township:
            yield q, row


def _conversion(view: Aftermath, found: tuple[int, Mapping[Hashable, Any]]) -> _Conversion:
    q, row = found
    years, cost, first = view.case.problem.years, float(row["cost"]), int(row["first_year"])
    limit = years[view.year]
    lacks, levers = [], []
    if first > limit:
        lacks.append(_LATE.filled(first=first))
        levers.append(_EARLIER.filled(year=limit))
    start = max(min(first, limit), years[0]) - years[0]
    spent = {t: _spent(view, t, str(row["works_id"])) for t in range(start, view.year + 1)}
    budget = {t: view.case.problem.budget.get(t, inf) for t in spent}
    best = max(spent, key=lambda t: budget[t] - spent[t])
    if budget[best] - spent[best] < cost:
        left, need = budget[best] - spent[best], spent[best] + cost
        lacks.append(_POOR.filled(year=years[best], left=f"{left:,.0f}"))
        levers.append(_RICHER.filled(year=years[best], need=f"{need:,.0f}"))
    work = _WORK.filled(works=row["works_id"], school=view.names[q], cost=f"{cost:,.0f}")
    return _Conversion(work, tuple(lacks), tuple(levers))


def _spent(view: Aftermath, t: int, works_id: str) -> float:
    """Return what the plan's other works cost in a year."""
    works = view.case.problem.works
    built = view.solution.built.items()
    return sum(float(works.cost[k]) for k, u in built if u == t and works.ids[k] != works_id)
