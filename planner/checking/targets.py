"""What was asked, planned and proven for each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.nearer import nearer_plan
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case, Rule
    from planner.errors import Finding
    from planner.plan import TargetLine

_FILE = "manifest.json"


def planned(case: Case, year: int) -> list[str]:
    """Return the schools whose closing or merging in `year` counts toward the target."""
    return [s for s, closes in case.closing.items() if closes == year and _counts(case, s)]


def _counts(case: Case, school: str) -> bool:
    if school in case.absorbed:
        return case.rules.merge.count
    return case.facts.counts(school)


def distance(case: Case, asked: float, number: float) -> float:
    """Return how far a number of closures is from what was asked."""
    short, over = max(0, asked - number), max(0, number - asked)
    return {"at_least": short, "at_most": over}.get(case.rules.closures.rule, short + over)


def _lines(case: Case) -> Iterator[TargetLine]:
    """Give the lines of the plan's years; the others are told by `every_year`."""
    yield from (line for line in case.plan.targets if line.year in case.years)


def every_year(case: Case) -> Iterator[Finding]:
    """Every year has one line."""
    years = [line.year for line in case.plan.targets]
    if len(years) != len(case.years) or any(year not in years for year in case.years):
        what = Text(
            "目标应每年一行，现有{years}", "targets need one line a year, there are {years}"
        )
        yield broken(what.filled(years=years), file=_FILE, column="targets")


def _differs(line: TargetLine, column: str, want: float, have: object) -> Iterator[Finding]:
    if have != want or isinstance(have, bool):
        what = Text(
            "{year}年的{column}应为{want:g}，写为{have}",
            "{year}: {column} is {want:g}, the plan says {have}",
        )
        said = what.filled(year=line.year, column=column, want=want, have=have)
        yield broken(said, file=_FILE, column=f"targets.{column}", value=have)


def asked(case: Case) -> Iterator[Finding]:
    """Check that what was asked is what the scenario asks."""
    for line in _lines(case):
        want = case.rules.closures.targets.get(line.year, 0)
        yield from _differs(line, "asked", want, line.asked)


def counted(case: Case) -> Iterator[Finding]:
    """Check that the planned number is that of the schools that close and count."""
    for line in _lines(case):
        yield from _differs(line, "planned", len(planned(case, line.year)), line.planned)


def empties(case: Case) -> Iterator[Finding]:
    """Check that the empty ones among them are those without pupils."""
    for line in _lines(case):
        want = sum(case.facts.empty(school) for school in planned(case, line.year))
        yield from _differs(line, "empty", want, line.empty)


def no_more(case: Case) -> Iterator[Finding]:
    """`exact` and `at_most` never close more than asked, but for empties due and pins."""
    if case.rules.closures.rule == "at_least":
        return
    by = case.rules.closures.empty_by
    due = max(by, case.years[0]) if by else 0
    for year in case.years:
        closed = planned(case, year)
        forced = [
            s for s in closed if s in case.facts.pins or (year == due and case.facts.empty(s))
        ]
        most = max(case.rules.closures.targets.get(year, 0), len(forced))
        if len(closed) > most:
            what = Text(
                "{year}年撤并{have}所，最多应为{most}所",
                "{year}: {have} closures, at most {most} may be planned",
            )
            said = what.filled(year=year, have=len(closed), most=most)
            yield broken(said, file=_FILE, column="targets.planned", value=len(closed))


def plausible(case: Case) -> Iterator[Finding]:
    """`proven` and `best_possible` agree with each other and with the numbers."""
    for line in _lines(case):
        want = case.rules.closures.targets.get(line.year, 0)
        have = len(planned(case, line.year))
        missed, best = distance(case, want, have), line.best_possible
        wrong = not isinstance(line.proven, bool)
        if line.proven:
            wrong = wrong or best is not None
        else:
            named = isinstance(best, int) and not isinstance(best, bool)
            wrong = wrong or not named or distance(case, want, float(best or 0)) >= missed
        if wrong:
            what = Text(
                "{year}年要求{want}所、计划{have}所，“已证明”为{proven}、“至多可达”为{best}，互相矛盾",
                "{year}: {want} asked, {have} planned; proven {proven} and best possible {best} "
                "contradict this",
            )
            said = what.filled(year=line.year, want=want, have=have, proven=line.proven, best=best)
            yield broken(said, file=_FILE, column="targets.proven", value=line.proven)


def nearer(case: Case) -> Iterator[Finding]:
    """No single further closing, everything else unchanged, comes nearer to a proven target."""
    if case.rules.closures.rule == "at_most":
        return
    for line in _lines(case):
        want = case.rules.closures.targets.get(line.year, 0)
        if line.proven and len(planned(case, line.year)) < want:
            school = nearer_plan(case, line.year)
            if school is not None:
                what = Text(
                    "{year}年的目标写为已证明无法更接近，但{school}当年还可以撤并",
                    "{year}: the target is said to be proven, but {school} could close as well",
                )
                said = what.filled(year=line.year, school=case.facts.schools[school])
                yield broken(said, file=_FILE, column="targets.proven", value=school)


def obstacles(case: Case) -> Iterator[Finding]:
    """Check that a missed target names every school that could count and why it stays."""
    named = {obstacle.school_id for obstacle in case.plan.obstacles}
    for school in sorted(named - case.facts.schools.keys() | named & case.closing.keys()):
        what = Text("“未能撤并”中的{school}并非在办学校", "{school} is said to stay; it does not")
        yield broken(what.filled(school=school), file=_FILE, column="obstacles", value=school)
    missed = any(
        len(planned(case, year)) < case.rules.closures.targets.get(year, 0) for year in case.years
    )
    if not missed or case.rules.closures.rule == "at_most":
        return
    for school, facts in case.facts.schools.items():
        could = case.facts.may_close(school) and case.facts.counts(school)
        if could and school not in case.closing and school not in named:
            what = Text(
                "目标未达到，却没有说明{school}为何保留",
                "a target is missed, but nothing says why {school} stays",
            )
            yield broken(what.filled(school=facts), file=_FILE, column="obstacles", value=school)


RULES: tuple[Rule, ...] = (
    ("target_years", every_year),
    ("target_asked", asked),
    ("target_planned", counted),
    ("target_empty", empties),
    ("target_no_more", no_more),
    ("target_plausible", plausible),
    ("target_nearer", nearer),
    ("target_obstacles", obstacles),
)
