"""The figures at the head of the report: everything that the plan decides, then whom it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import headline
from planner.presentation import Names, tenth, whole
from planner.words import Text

if TYPE_CHECKING:
    from planner.headline import Tally
    from planner.run import Run
    from planner.words import Language

# Longer lists stand below, in the section on seats.
RELIEVED_SHOWN = 8

_CLOSED = Text("撤并学校（所），目标{asked}所", "schools to close, {asked} asked")
_CLOSED_AND_MERGED = Text(
    "撤并学校（所）；与合并组建合计{planned}，目标{asked}",
    "schools to close; with mergers {planned} of {asked} asked",
)
_MERGED = Text("合并组建九年一贯制学校（组）", "mergers into nine-year schools")
_DOWNGRADED = Text("降格为教学点（所）", "schools reduced to teaching points")
_WORKS = Text("改扩建（项）{added}", "building works{added}")
_CONVERTED = Text("改制为九年一贯制学校（所）", "schools converted into nine-year schools")
_REDIRECTED = Text(
    "{year}年在接收学校就读的分流学生（人）", "redirected pupils at their new schools in {year}"
)
_MOVED = Text("转学学生（人）", "pupils change school")
_LONGEST = Text("转学走读学生单程最长（分钟）", "minutes, the longest daily way of those pupils")
_BUS = Text("乘校车学生（人）", "pupils come by bus")
_BOARDERS = Text("新增寄宿学生（人）", "new boarders")
_YOUNG = Text("1—3年级新增寄宿（人）", "new boarders of grades 1–3")
_MORE = Text("另有{n}所，见“学位预警”一节", "{n} more: see the section on seats")


def tiles(run: Run, language: Language) -> list[tuple[str, str]]:
    """Return the figures asked for first, as pairs of value and what it counts."""
    tally, of_plan = headline.whole_plan(run), run.plan.metrics["plan"]
    longest = of_plan.get("minutes_max_moved")
    decided = [
        (_MERGED, tally.merged),
        (_DOWNGRADED, tally.downgraded),
        (_WORKS.filled(added=headline.added(tally.seats, tally.beds)), tally.works),
        (_CONVERTED, tally.converted),
        (_REDIRECTED.filled(year=run.assumptions.years[-1]), tally.redirected),
    ]
    pupils = [
        (_MOVED, whole(of_plan.get("pupils_moved"))),
        *([(_LONGEST, tenth(longest))] if longest is not None else []),
        (_BUS, whole(of_plan.get("bus_pupils"))),
        *([(_BOARDERS, whole(of_plan["boarders"]))] if of_plan.get("boarders") else []),
        (_YOUNG, whole(of_plan.get("young_boarders"))),
    ]
    shown = [
        (_closed(run, tally), whole(tally.closed)),
        *((what, whole(n)) for what, n in decided if n),
        *pupils,
    ]
    return [(value, what.say(language)) for what, value in shown]


def _closed(run: Run, tally: Tally) -> Text:
    asked = sum(line.asked for line in run.plan.targets)
    planned = sum(line.planned for line in run.plan.targets)
    both = run.assumptions.merge.count and tally.merged
    return (_CLOSED_AND_MERGED if both else _CLOSED).filled(asked=asked, planned=planned)


def relieved(run: Run, language: Language) -> list[str]:
    """Return for each overfull school when it gets within its limits, where the plan relieves."""
    names, schools = Names.of(run.dataset), headline.relieved(run)
    said = [school.said(names).say(language) for school in schools[:RELIEVED_SHOWN]]
    more = len(schools) - RELIEVED_SHOWN
    return said + ([_MORE.filled(n=more).say(language)] if more > 0 else [])
