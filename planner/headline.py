"""What a plan decides, counted one way for every paper, page and screen.

A school that closes and one that joins another to form a nine-year school are told apart: `closed`
counts the first, `merged` the second. Only a target may count both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.planned_works import planned_works
from planner.presentation import tenth, whole
from planner.redirections import redirections
from planner.seat_warnings import over_paths
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from planner.plan import TargetLine
    from planner.presentation import Names
    from planner.run import Run


@dataclass(frozen=True)
class Tally:
    """What is decided in a year, or in all years together.

    Parameters
    ----------
    closed, empty
        Schools that close, and those of them that have no pupils in the base year.
    merged
        Schools that join another to form a nine-year school.
    downgraded, converted
        Schools.
    works, seats, beds
        Building works by the year of first use, and what they add.
    redirected
        Pupils who attend another school because entrants were redirected: in the year, or in the
        last one.
    """

    closed: int = 0
    empty: int = 0
    merged: int = 0
    downgraded: int = 0
    works: int = 0
    seats: int = 0
    beds: int = 0
    converted: int = 0
    redirected: int = 0

    def parts(self) -> tuple[Text, ...]:
        """Return closings, and everything else that is done, in words."""
        closed = _EMPTY if self.empty else _CLOSED
        return (closed.filled(n=self.closed, empty=self.empty), *self.others())

    def others(self) -> tuple[Text, ...]:
        """Return everything but closings that is done, in words."""
        known = (
            (_MERGED, self.merged),
            (_DOWNGRADED, self.downgraded),
            (_WORKS, self.works),
            (_CONVERTED, self.converted),
            (_REDIRECTED, self.redirected),
        )
        places = added(self.seats, self.beds)
        return tuple(text.filled(n=f"{n:,}", added=places) for text, n in known if n)


_CLOSED = Text("撤并{n}所", "closed: {n}")
_EMPTY = Text("撤并{n}所（其中无学生{empty}所）", "closed: {n} ({empty} without pupils)")
_MERGED = Text("合并组建九年一贯制学校{n}组", "mergers into nine-year schools: {n}")
_DOWNGRADED = Text("降格为教学点{n}所", "reduced to teaching points: {n}")
_WORKS = Text("改扩建{n}项{added}", "building works: {n}{added}")
_CONVERTED = Text("改制为九年一贯制学校{n}所", "converted into nine-year schools: {n}")
_REDIRECTED = Text(
    "期末有{n}名分流学生在接收学校就读", "redirected pupils at their new schools at the end: {n}"
)
_SEATS, _BEDS = Text("学位{n}个", "{n} seats"), Text("床位{n}张", "{n} beds")
_ADDED = Text("（新增{places}）", " (adding {places})")


def added(seats: int, beds: int) -> Text:
    """Return in brackets what works add; nothing where they add no places."""
    parts = [text.filled(n=f"{n:,}") for text, n in ((_SEATS, seats), (_BEDS, beds)) if n]
    if not parts:
        return Text("", "")
    said = Text("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
    return _ADDED.filled(places=said)


def by_year(run: Run) -> dict[int, Tally]:
    """Return what is decided in each year of the plan."""
    return {year: _tally(run, (year,)) for year in run.assumptions.years}


def whole_plan(run: Run) -> Tally:
    """Return what is decided in all years."""
    return _tally(run, run.assumptions.years)


def _tally(run: Run, years: Collection[int]) -> Tally:
    actions = run.plan.actions
    done = actions[actions["year"].isin(years)]
    schools = {action: set(rows["school_id"]) for action, rows in done.groupby("action")}
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    closed = schools.get("close", set())
    works = [work for work in planned_works(run) if work.year in years]
    sent = redirections(run.plan)
    return Tally(
        closed=len(closed),
        empty=sum(rolls.get(school, 0) == 0 for school in closed),
        merged=len(schools.get("merge_form", ())),
        downgraded=len(schools.get("downgrade", ())),
        works=len(works),
        seats=sum(work.seats for work in works),
        beds=sum(work.beds for work in works),
        converted=len(schools.get("convert", ())),
        redirected=int(sent.loc[sent["year"] == max(years), "pupils"].sum()),
    )


def moved(figures: Mapping[str, Any]) -> Text:
    """Return how many pupils change school and how far they come daily, from a run's metrics."""
    if not figures["pupils_moved"]:
        return _NOBODY
    said = _MOVED if figures["minutes_p90_moved"] is None else _MOVED_DAILY
    return said.filled(
        moved=whole(figures["pupils_moved"]),
        p90=tenth(figures["minutes_p90_moved"]),
        longest=tenth(figures["minutes_max_moved"]),
    )


_NOBODY = Text("没有学生转学", "no pupil changes school")
_MOVED = Text("转学学生{moved}名，均寄宿", "{moved} pupils change school, all of them to board")
_MOVED_DAILY = Text(
    "转学学生{moved}名：走读生单程90%不超过{p90}分钟，最长{longest}分钟",
    "{moved} pupils change school: one way 90% of those who come daily within {p90} minutes, "
    "{longest} at most",
)


def counted_mergers(run: Run) -> dict[int, int]:
    """Return by year the mergers that count toward the target."""
    counts = run.assumptions.merge.count
    return {year: counts * tally.merged for year, tally in by_year(run).items()}


def target_line(line: TargetLine, mergers: int) -> Text:
    """Return what is planned toward a year's target, closings and mergers told apart."""
    said = _PLANNED_MERGED if mergers else _PLANNED
    return said.filled(
        asked=line.asked, closed=line.planned - mergers, empty=line.empty, merged=mergers
    )


_PLANNED = Text(
    "目标{asked}所，规划撤并{closed}所（其中无学生{empty}所）",
    "{asked} asked, {closed} planned ({empty} of them without pupils)",
)
_PLANNED_MERGED = Text(
    "目标{asked}所，规划撤并{closed}所（其中无学生{empty}所）、合并组建{merged}组",
    "{asked} asked; planned closings: {closed} ({empty} of them without pupils), mergers: {merged}",
)


@dataclass(frozen=True)
class Relieved:
    """A school over its seats or size cap before the plan.

    Parameters
    ----------
    since
        The first year from which it stays within both; None if it never does.
    over
        Pupils over in the last year of the plan.
    """

    school_id: str
    since: int | None
    over: int

    def said(self, names: Names) -> Text:
        """Return in words when the school is within its limits."""
        said = _NEVER if self.since is None else _SINCE
        school = names.school(self.school_id)
        return said.filled(school=school, year=self.since, over=f"{self.over:,}")


_SINCE = Text(
    "{school}：{year}年起不超学位和规模上限",
    "{school}: within its seats and size cap from {year}",
)
_NEVER = Text(
    "{school}：期末仍超学位或规模上限{over}人",
    "{school}: still {over} pupils over its seats or size cap at the end",
)


def relieved(run: Run) -> tuple[Relieved, ...]:
    """Return the schools that are overfull before a plan that relieves such schools."""
    if not run.assumptions.relief.enabled:
        return ()
    return tuple(_relieved(run))


def _relieved(run: Run) -> Iterator[Relieved]:
    for path in over_paths(run):
        now, limit = path.pupils[0], path.limits[0]
        if now is None or limit is None or now <= limit:
            continue
        last, top = path.pupils[-1], path.limits[-1]
        over = 0 if last is None or top is None else max(0, round(last - top))
        yield Relieved(path.school_id, path.since, over)
