"""actions.csv against the schools that close and the pupils who move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.groups import EXACT
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.rows import Step
    from planner.errors import Finding

_FILE = "actions.csv"


def known_steps(case: Case) -> Iterator[Finding]:
    """Only steps that the scenario turns on are in the plan."""
    rules = case.rules
    allowed = {
        "merge_form": rules.merge.enabled,
        "downgrade": bool(rules.closures.downgrade),
        "relief": rules.relief.enabled,
    }
    for row in case.tables.actions:
        if not allowed.get(row.action, True):
            what = Text("情景没有启用此类事项", "the scenario does not turn on this kind of step")
            yield broken(what, file=_FILE, row=row.row, column="action", value=row.action)


def listed_closings(case: Case) -> Iterator[Finding]:
    """Every closing or merging is one row in its year, and every such row is one."""
    said: dict[str, int] = {}
    for row in case.tables.actions:
        if row.action in {"close", "merge_form"}:
            if case.closing.get(row.school) != row.year or row.school in said:
                what = Text(
                    "事项表写{school}于{year}年撤并，学校表并非如此",
                    "{school} is said to close in {year}; schools.csv does not say so",
                )
                said_so = what.filled(school=case.facts.schools[row.school], year=row.year)
                yield broken(said_so, file=_FILE, row=row.row, value=row.school)
            said[row.school] = row.year
    for school, year in case.closing.items():
        if school not in said:
            what = Text(
                "{school}于{year}年撤并，事项表中没有", "{school} closes in {year}; no row says so"
            )
            what = what.filled(school=case.facts.schools[school], year=year)
            yield broken(what, file=_FILE, value=school)


_MOVING = frozenset({"close", "merge_form", "downgrade"})
"""Steps because of which pupils change school."""


def _concerned(case: Case, row: Step) -> tuple[float, set[str]]:
    """Return the pupils whom a step sends elsewhere that year, and where to."""
    if row.action == "relief":
        places = set(row.detail.split(";"))
        entrants = (
            one.pupils
            for one in case.redirected
            if one.year == row.year and one.home == row.school and one.place in places
        )
        return sum(entrants), set(row.receivers[:1])
    leaving = case.leaving.get((row.year, row.school), ()) if row.action in _MOVING else ()
    return sum(one.pupils for one in leaving), {one.school for one in leaving}


def pupils(case: Case) -> Iterator[Finding]:
    """Check that the pupils of a step are those who move, or are redirected, because of it."""
    for row in case.tables.actions:
        want, _ = _concerned(case, row)
        if abs(row.pupils - want) > EXACT:
            what = Text(
                "{school}涉及学生应为{want:g}人，表中为{have:g}人",
                "{want:g} pupils move from {school}, the row says {have:g}",
            )
            said = what.filled(school=case.facts.schools[row.school], want=want, have=row.pupils)
            yield broken(said, file=_FILE, row=row.row, column="pupils", value=row.pupils)


def receivers(case: Case) -> Iterator[Finding]:
    """Check that the receivers of a step are the schools that its pupils go to, each once.

    A merge or redirection names the one school, even if nobody goes there that year.
    """
    for row in case.tables.actions:
        _, want = _concerned(case, row)
        if row.action in {"merge_form", "relief"}:
            want |= set(row.receivers[:1])
        wrong = sorted(row.receivers) != sorted(want)
        if wrong or (row.action in {"merge_form", "relief"} and len(row.receivers) != 1):
            what = Text("{school}的接收学校应为{want}", "the pupils of {school} go to {want}")
            said = what.filled(
                school=case.facts.schools[row.school], want=";".join(sorted(want)) or "-"
            )
            value = ";".join(row.receivers)
            yield broken(said, file=_FILE, row=row.row, column="receivers", value=value)


def names(case: Case) -> Iterator[Finding]:
    """Names and townships are those of the data; only a downgrade gives up single bands."""
    for row in case.tables.actions:
        school = case.facts.schools[row.school]
        for column, want, have in (
            ("name", school.name, row.name),
            ("township", school.township, row.township),
            ("band", "", "" if row.action == "downgrade" else row.band),
        ):
            if have != want:
                what = Text("应为“{want}”", "must be '{want}'").filled(want=want)
                yield broken(what, file=_FILE, row=row.row, column=column, value=have)


RULES = (
    ("action_known", known_steps),
    ("action_closings", listed_closings),
    ("action_pupils", pupils),
    ("action_receivers", receivers),
    ("action_names", names),
)
