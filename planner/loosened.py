"""Which hard rules a plan's assumptions loosen, in words for the head of the plan.

Compared are the rules that protect pupils and townships. Walking speed, waiting time and detour
are assumptions about the world, not rules, and so is the speed of the bus up to the speed that
the law allows. A rule that is stricter than the national one is no loosening.

Sources: Guobanfa [2018] 27 (half an hour and no boarding in grades 1-3, build before closing),
Guobanfa [2012] 48 (a junior school in every township), the balanced-development indicators
(school sizes), School Bus Safety Regulations art. 35 (60 km/h); walking distances as in Henan
2011 for grades 1-3. How far each is verified stands in the reference of the scenario file.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf
from typing import TYPE_CHECKING

from planner.school_kinds import KIND_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.assumptions import Assumptions, Band


@dataclass(frozen=True)
class Loosened:
    """A hard rule that is looser than the national one.

    Parameters
    ----------
    key
        Dotted key of the scenario file.
    text
        The value used and the national one.
    """

    key: str
    text: Text


@dataclass(frozen=True)
class GradeRule:
    """National limits of the daily way for a range of grades: minutes one way, km on foot."""

    first: int
    last: int
    minutes: float
    walk_km: float

    def touches(self, band: Band) -> bool:
        """Tell whether `band` holds a grade of this range."""
        return band.first <= self.last and self.first <= band.last


GRADE_RULES = (GradeRule(1, 3, 30, 2.0), GradeRule(4, 6, 40, 2.5), GradeRule(7, 9, 40, 3.0))
SIZE_CAPS = {
    "teaching_point": 2000,
    "primary": 2000,
    "junior": 2000,
    "nine_year": 2500,
    "twelve_year": 2500,
}
FIRST_BOARDING_GRADE = 4
BOARDING_MINUTES = 90
BUS_KMH = 60
MOVES = 1
JUNIOR = "junior"
NO_JUNIOR_BAND = Text(
    "没有名为junior的年级段：每个乡镇保留一所初中的规则不起作用",
    "no band called junior: the rule that keeps one junior per township has no effect",
)


def loosened(assumptions: Assumptions) -> tuple[Loosened, ...]:
    """Return the hard rules that `assumptions` loosen, in the order of the scenario file."""
    return (
        *_junior(assumptions),
        *_daily_way(assumptions),
        *_bus(assumptions),
        *_boarding(assumptions),
        *_sizes(assumptions),
        *_moves(assumptions),
    )


def junior_unnamed(bands: Iterable[Band]) -> bool:
    """Tell whether grades 7-9 are planned, wholly or partly, and no band is called `junior`.

    The rule of one junior school per township speaks of that band.
    """
    bands = tuple(bands)
    return all(b.name != JUNIOR for b in bands) and any(GRADE_RULES[-1].touches(b) for b in bands)


def loosened_keys(assumptions: Assumptions) -> tuple[str, ...]:
    """Return the dotted keys of the loosened rules, each once."""
    return tuple(dict.fromkeys(rule.key for rule in loosened(assumptions)))


def _number(value: float) -> Text:
    if isinf(value):
        return Text("不限", "no limit")
    return Text(f"{value:g}", f"{value:g}")


def _instead(subject: Text, used: float, national: float, unit: Text) -> Text:
    said = Text("{s}：{u}{t}（国家规定{n}{t}）", "{s}: {u} {t} instead of {n}")
    if isinf(used):  # no number that the unit could follow
        said = Text("{s}：{u}（国家规定{n}{t}）", "{s}, {t}: {u} instead of {n}")
    return said.filled(s=subject, u=_number(used), n=_number(national), t=unit)


def _junior(assumptions: Assumptions) -> Iterator[Loosened]:
    if not assumptions.closures.keep_junior_per_township:
        yield Loosened(
            "closures.keep_junior_per_township",
            Text("不要求每个乡镇保留一所初中", "a township may lose its last junior school"),
        )
    elif junior_unnamed(assumptions.bands):
        yield Loosened("closures.keep_junior_per_township", NO_JUNIOR_BAND)


def _daily_way(assumptions: Assumptions) -> Iterator[Loosened]:
    minutes, km = Text("分钟", "minutes one way"), Text("公里", "km on foot")
    travel = assumptions.travel
    held = [
        (band, rule) for band in assumptions.bands for rule in GRADE_RULES if rule.touches(band)
    ]
    for band, rule in held:
        used = travel.max_minutes[band.name]
        if used > rule.minutes:
            said = _instead(_grades(band, rule, way=True), used, rule.minutes, minutes)
            yield Loosened(f"travel.max_minutes.{band.name}", said)
    for band, rule in held:
        used = travel.max_walk_km[band.name]
        if used > rule.walk_km:
            said = _instead(_grades(band, rule, way=False), used, rule.walk_km, km)
            yield Loosened(f"travel.max_walk_km.{band.name}", said)


def _grades(band: Band, rule: GradeRule, *, way: bool) -> Text:
    first, last = max(band.first, rule.first), min(band.last, rule.last)
    zh, en = (f"{first}–{last}", f"grades {first}-{last}")
    if first == last:
        zh, en = (f"{first}", f"grade {first}")
    return Text(f"{zh}年级{'路途时间' if way else '步行距离'}", en)


def _bus(assumptions: Assumptions) -> Iterator[Loosened]:
    used = assumptions.travel.bus_kmh
    if used > BUS_KMH:
        said = _instead(Text("校车速度", "bus speed"), used, BUS_KMH, Text("公里/小时", "km/h"))
        yield Loosened("travel.bus_kmh", said)


def _boarding(assumptions: Assumptions) -> Iterator[Loosened]:
    rules = assumptions.boarding
    young = [
        b for b in assumptions.bands if b.name in rules.bands and b.first < FIRST_BOARDING_GRADE
    ]
    if young:
        first = min(band.first for band in young)
        yield Loosened(
            "boarding.bands",
            Text(
                "{f}年级起可寄宿（国家规定：小学1–3年级原则上不寄宿）",
                "boarding from grade {f} instead of {n}",
            ).filled(f=first, n=FIRST_BOARDING_GRADE),
        )
    if rules.bands and rules.max_minutes > BOARDING_MINUTES:
        subject = Text("寄宿生每周路途时间", "weekly journey of boarders")
        unit = Text("分钟", "minutes")
        said = _instead(subject, rules.max_minutes, BOARDING_MINUTES, unit)
        yield Loosened("boarding.max_minutes", said)


def _sizes(assumptions: Assumptions) -> Iterator[Loosened]:
    for kind, national in SIZE_CAPS.items():
        used = assumptions.schools.size_cap[kind]
        if used > national:
            name = KIND_NAMES[kind]
            subject = Text(f"{name.zh}办学规模", f"size of a {name.en} school")
            said = _instead(subject, used, national, Text("人", "pupils"))
            yield Loosened(f"schools.size_cap.{kind}", said)


def _moves(assumptions: Assumptions) -> Iterator[Loosened]:
    rules = assumptions.schools
    if rules.split_places:
        text = Text(
            "同村同年级段的学生可分到不同学校", "pupils of one village and band may be divided"
        )
        yield Loosened("schools.split_places", text)
    if rules.moves_per_pupil > MOVES:
        subject = Text("每名学生转学次数上限", "moves of one pupil")
        yield Loosened(
            "schools.moves_per_pupil",
            _instead(subject, rules.moves_per_pupil, MOVES, Text("次", "times")),
        )
    if not rules.build_before_close:
        text = Text("不要求先建后撤", "a school may close before its replacement is built")
        yield Loosened("schools.build_before_close", text)
