"""Pupils against seats, grades and beds."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from planner.audit.check import ROLL, Check, all_rolls, rolls, warning
from planner.county import taught
from planner.words import Text, listed, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.county import County
    from planner.errors import Finding


def pupils_above_seats(county: County) -> Iterator[Finding]:
    """Find schools with more pupils than approved places."""
    schools, roll = county.tables["schools"], rolls(county)
    for index, (school, name, seats) in enumerate(
        schools.frame[["school_id", "name", "seats"]].itertuples(index=False, name=None)
    ):
        if roll[school] > seats:
            yield schools.finding(
                index,
                "seats",
                code="pupils_above_seats",
                what=Text(
                    "{name}有学生{n}人，超过核定学位{seats}个，超{over}人",
                    "{name} has {pupils} in {room}, {over} too many",
                ).filled(
                    name=name,
                    n=roll[school],
                    seats=seats,
                    over=roll[school] - seats,
                    pupils=_pupils(roll[school]),
                    room=numbered(seats, "{n}", "{n} seat", "{n} seats"),
                ),
                hint=Text(
                    "现有学生可留，超员期间不再接收；请核对学位数",
                    "they may stay, and it receives nobody while over; see the number of seats",
                ),
                severity="warning",
            )


def pupils_outside_grades(county: County) -> Iterator[Finding]:
    """Find schools with pupils in grades they do not teach."""
    outside: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    schools, pupils = county.tables["schools"], county.frame("pupils")
    ranges = {
        school: sorted(taught(kind, first, last))
        for school, kind, first, last in schools.frame[
            ["school_id", "kind", "first_grade", "last_grade"]
        ].itertuples(index=False, name=None)
    }
    columns = (pupils[name].tolist() for name in ROLL)
    for school, grade, number in zip(*columns, strict=True):
        first, last = ranges.get(school, (grade, grade))
        if number and not first <= grade <= last:
            outside[school][int(grade)] += int(number)
    for index, school in enumerate(schools.frame["school_id"]):
        if school in outside:
            first, last = ranges[school]
            yield schools.finding(
                index,
                "last_grade" if max(outside[school]) > last else "first_grade",
                code="pupils_outside_grades",
                what=Text(
                    "{name}设{first}–{last}年级，却有{n}人在{grades}年级",
                    "{name} teaches grades {first}-{last} and has {pupils} in {grades_en} {grades}",
                ).filled(
                    name=schools.frame["name"].iloc[index],
                    first=first,
                    last=last,
                    n=sum(outside[school].values()),
                    pupils=_pupils(sum(outside[school].values())),
                    grades=listed(sorted(outside[school])),
                    grades_en="grade" if len(outside[school]) == 1 else "grades",
                ),
                hint=Text("请核对起止年级或在校生表", "see its grades, or the table of pupils"),
                severity="warning",
            )


def boarders_above_beds(county: County) -> Iterator[Finding]:
    """Find schools with more boarders than lawful beds."""
    schools = county.tables["schools"]
    for index, (name, boarders, beds) in enumerate(
        schools.frame[["name", "boarders", "beds"]].itertuples(index=False, name=None)
    ):
        if boarders > beds:
            yield schools.finding(
                index,
                "boarders",
                code="boarders_above_beds",
                what=Text(
                    "{name}有寄宿生{n}人，床位{beds}张", "{name} has {boarders} and {places}"
                ).filled(
                    name=name,
                    n=boarders,
                    beds=beds,
                    boarders=numbered(boarders, "{n}", "{n} boarder", "{n} boarders"),
                    places=numbered(beds, "{n}", "{n} bed", "{n} beds"),
                ),
                hint=Text("没有空余床位；请核对两个数", "no bed is free there; see both numbers"),
                severity="warning",
            )


def schools_without_pupils(county: County) -> Iterator[Finding]:
    """Name the schools that have no pupils in any grade, in one line."""
    roll = all_rolls(county)
    schools = county.tables["schools"]
    names = [
        name
        for school, name in zip(schools.frame["school_id"], schools.frame["name"], strict=True)
        if not roll[school]
    ]
    if names:
        yield warning(
            "schools_without_pupils",
            schools.file,
            Text("{n}没有学生：{names}", "{n} no pupils: {names}").filled(
                n=numbered(len(names), "{n}所学校", "{n} school has", "{n} schools have"),
                names=listed(names),
            ),
            Text(
                "若确为0人学校则无需改动；否则请补在校生表",
                "nothing to do if they are empty; else add their pupils",
            ),
        )


CHECKS = (
    Check(pupils_above_seats, {"schools": ("school_id", "name", "seats"), "pupils": ROLL}),
    Check(
        pupils_outside_grades,
        {"schools": ("school_id", "name", "kind", "first_grade", "last_grade"), "pupils": ROLL},
    ),
    Check(boarders_above_beds, {"schools": ("name", "boarders", "beds")}),
    Check(schools_without_pupils, {"schools": ("school_id", "name"), "pupils": ROLL}, whole=True),
)


def _pupils(number: int) -> Text:
    return numbered(number, "{n}人", "{n} pupil", "{n} pupils")
