"""Merges of a rural junior and a primary into one nine-year school."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.facts import JUNIOR
from planner.checking.journeys import passed
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.checking.changes import Merge
    from planner.checking.facts import School
    from planner.errors import Finding

_FILE = "actions.csv"
_PRIMARY = "primary"
_RURAL = "rural"
_METRES = 0.005


def _merges(case: Case) -> Iterator[tuple[Merge, School, School]]:
    for merge in case.changes.merges.values():
        yield merge, case.facts.schools[merge.absorbed], case.facts.schools[merge.receiver]


def _refused(merge: Merge, zh: str, en: str, absorbed: School, receiver: School) -> Finding:
    what = Text(f"{{a}}并入{{b}}：{zh}", f"{{a}} into {{b}}: {en}").filled(a=absorbed, b=receiver)
    return broken(what, file=_FILE, row=merge.row, value=merge.absorbed)


def kinds(case: Case) -> Iterator[Finding]:
    """Only a rural public junior and a public primary of one township, both with pupils, merge."""
    most = case.rules.merge.max_junior_pupils
    for merge, absorbed, receiver in _merges(case):
        pair = sorted((absorbed, receiver), key=lambda school: school.kind != JUNIOR)
        lawful = (
            [school.kind for school in pair] == [JUNIOR, _PRIMARY]
            and all(school.public for school in pair)
            and pair[0].area == _RURAL
            and pair[0].township == pair[1].township
            and all(case.facts.roll.get(school.school_id, 0) > 0 for school in pair)
            and case.facts.roll.get(pair[0].school_id, 0) <= most
        )
        if not lawful:
            zh, en = "不是同乡镇的农村公办小规模初中与公办小学", "no lawful pair of schools"
            yield _refused(merge, zh, en, absorbed, receiver)


def near_enough(case: Case) -> Iterator[Finding]:
    """Check that the way from one to the other is not too long."""
    most = case.rules.merge.max_km
    for merge, absorbed, receiver in _merges(case):
        way = case.ways.way(merge.absorbed, merge.receiver)
        if way is None or passed(case, way.km, most, _METRES):
            yield _refused(merge, "相距太远", "too far apart", absorbed, receiver)


def consent(case: Case) -> Iterator[Finding]:
    """Rules 6 and 8: neither school's hearing is against, neither is pinned, the absorbed not kept."""
    facts = case.facts
    for merge, absorbed, receiver in _merges(case):
        both = {merge.absorbed, merge.receiver}
        if both & (facts.against | facts.pins.keys()) or merge.absorbed in facts.keep:
            zh, en = (
                "听证反对、已定撤并或应保留",
                "a hearing is against, a pin or a keep list says no",
            )
            yield _refused(merge, zh, en, absorbed, receiver)


def once(case: Case) -> Iterator[Finding]:
    """No school takes part in two merges; the one that stays changes in no other way."""
    parts = Counter(
        name for merge in case.changes.merges.values() for name in (merge.absorbed, merge.receiver)
    )
    converted = {
        case.facts.works[key].school for key in case.changes.built if case.facts.works[key].converts
    }
    changed = case.closing.keys() | case.changes.reductions.keys() | converted
    for merge, absorbed, receiver in _merges(case):
        twice = parts[merge.absorbed] > 1 or parts[merge.receiver] > 1
        other = merge.absorbed in converted | case.changes.reductions.keys()
        if twice or other or merge.receiver in changed:
            zh, en = "其中一校另有变动", "one of them changes in another way too"
            yield _refused(merge, zh, en, absorbed, receiver)


def together(case: Case) -> Iterator[Finding]:
    """All groups of the absorbed school go to the other one, in that year."""
    for merge, absorbed, receiver in _merges(case):
        for key in case.facts.groups_of.get(merge.absorbed, []):
            path = case.paths.get(key, {})
            rows = [row for year, some in path.items() if year >= merge.year for row in some]
            if any(row.school != merge.receiver for row in rows):
                zh, en = "有学生去了别的学校", "some of its pupils go elsewhere"
                yield _refused(merge, zh, en, absorbed, receiver)
                break


RULES = (
    ("merge_kinds", kinds),
    ("merge_km", near_enough),
    ("merge_consent", consent),
    ("merge_once", once),
    ("merge_together", together),
)
