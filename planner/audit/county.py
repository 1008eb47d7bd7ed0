"""The county as a whole: its dates, its posts, its town schools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit.check import LAST_COMPULSORY, LAST_PRIMARY, ROLL, Check, rolls, warning
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.county import County
    from planner.errors import Finding

PUPILS_A_POST_PRIMARY = 19.0
PUPILS_A_POST_JUNIOR = 13.5
FIRST_MONTH_OF_SCHOOL_YEAR = 8


def base_year_and_date(county: County) -> Iterator[Finding]:
    """Find a base year that is not the school year of the day the figures hold."""
    facts = county.facts
    if facts is None:
        return
    running = facts.as_of.year - (facts.as_of.month < FIRST_MONTH_OF_SCHOOL_YEAR)
    if running != facts.base_year:
        yield warning(
            "base_year_and_date",
            facts.file,
            Text(
                "数据截至 {day}，属于{running}学年，而基准学年写的是{base}",
                "the figures are of {day}, in the school year {running}, and base_year is {base}",
            ).filled(day=facts.as_of.isoformat(), running=running, base=facts.base_year),
            Text("请核对 as_of 和 base_year", "see as_of and base_year"),
        )


def posts_by_ratio(county: County) -> Iterator[Finding]:
    """Say how many posts the standard ratios ask, as one ratio for all and by stage."""
    have = _posts(county)
    pupils = county.frame("pupils")
    by_grade = pupils.groupby("grade")["pupils"].sum()
    primary = float(by_grade[by_grade.index <= LAST_PRIMARY].sum())
    junior = float(by_grade[by_grade.index <= LAST_COMPULSORY].sum()) - primary
    if not have or not primary or not junior:
        return
    least = (primary + junior) / PUPILS_A_POST_PRIMARY
    by_stage = primary / PUPILS_A_POST_PRIMARY + junior / PUPILS_A_POST_JUNIOR
    yield warning(
        "posts_by_ratio",
        county.tables["schools"].file,
        Text(
            "学生{pupils:,.0f}人，在岗教职工{have:,.0f}人（1:{ratio:.1f}）。全部按1:19需{least:,.0f}人，"
            "差额{a:+,.0f}；小学1:19、初中1:13.5需{stage:,.0f}人，差额{b:+,.0f}",
            "{pupils:,.0f} pupils, {have:,.0f} posts on duty (1:{ratio:.1f}). At 1:19 for all {least:,.0f} "
            "are needed, balance {a:+,.0f}; at 1:19 primary and 1:13.5 junior {stage:,.0f}, "
            "balance {b:+,.0f}",
        ).filled(
            pupils=primary + junior,
            have=have,
            ratio=(primary + junior) / have,
            least=least,
            a=have - least,
            stage=by_stage,
            b=have - by_stage,
        ),
        Text(
            "是否超编须按学段计算，小规模学校还须按班配备",
            "whether posts are in surplus must be reckoned by stage, and by class for small schools",
        ),
    )


def town_schools_overfull(county: County) -> Iterator[Finding]:
    """Say that town schools over their seats can take nobody, and what room the others have."""
    schools, roll = county.frame("schools"), rolls(county)
    town = schools[schools["area"].eq("urban") & schools["ownership"].eq("public")]
    room = [
        seats - roll[school] for school, seats in zip(town["school_id"], town["seats"], strict=True)
    ]
    over = [-left for left in room if left < 0]
    if over:
        yield warning(
            "town_schools_overfull",
            county.tables["schools"].file,
            Text(
                "城区有{n}所公办学校超员，共超{over:,}人，不再接收；城区其他公办学校共有空余学位{free:,}个",
                "Public schools in the town that are over their seats: {n}, by {over:,} pupils "
                "together; they receive nobody. The other public town schools have {free:,} free "
                "seats",
            ).filled(n=len(over), over=sum(over), free=sum(left for left in room if left > 0)),
            Text(
                "撤并学生进城须先看学位",
                "see the seats before pupils of closed schools are sent to town",
            ),
        )


CHECKS = (
    Check(base_year_and_date, {}),
    Check(
        posts_by_ratio,
        {"schools": ("staff",), "pupils": ("grade", "pupils"), "staff": ("headcount", "duty")},
        whole=True,
    ),
    Check(
        town_schools_overfull,
        {"schools": ("school_id", "area", "ownership", "seats"), "pupils": ROLL},
        whole=True,
    ),
)


def _posts(county: County) -> float:
    """Return the posts on duty: of the schools where they give any, else of the staff table."""
    given = float(county.frame("schools")["staff"].sum())
    if given:
        return given
    staff = county.frame("staff")
    return float(staff["headcount"][staff["duty"].eq("on")].sum())
