"""Km and minutes as recomputed, and the limits of each mode (rule 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case, Rule
    from planner.checking.rows import Placing
    from planner.errors import Finding

_FILE = "assignments.csv"
KM = 0.001
MINUTES = 0.02
"""Ways by road, measured twice, agree to the metre and to the second that it takes ..."""
_SHARE = 1e-5
"""... and to this share of long ones."""
_WRITTEN = 1e-5
"""Given and straight km are known exactly; tables write six places."""
_HAIR = 1e-6


def _said(row: Placing, want: float | None, have: float | None, zh: str, en: str) -> Text:
    def shown(number: float | None) -> str:
        return "-" if number is None else f"{number:.3f}"

    what = Text(
        f"{{place}}到{{school}}的{zh}应为{{want}}，表中为{{have}}",
        f"{en} from {{place}} to {{school}} are {{want}}, the table has {{have}}",
    )
    return what.filled(place=row.place, school=row.school, want=shown(want), have=shown(have))


def _apart(case: Case, want: float | None, have: float | None, most: float) -> bool:
    if want is None or have is None:
        return want is not have
    return abs(want - have) > (most + _SHARE * want if case.ways.by_road else _WRITTEN)


def km(case: Case) -> Iterator[Finding]:
    """Check that the km of every row are those of travel.csv, of the roads, or of the straight line."""
    for row in case.tables.assignments:
        way = case.ways.way(row.place, row.school)
        want = None if way is None else way.km
        if _apart(case, want, row.km, KM):
            what = _said(row, want, row.km, "公里数", "km")
            yield broken(what, file=_FILE, row=row.row, column="km", value=row.km)


def minutes(case: Case) -> Iterator[Finding]:
    """Check that the minutes of every row are those of its km and its mode."""
    for row in case.tables.assignments:
        want = case.ways.minutes(row.place, row.school, row.band, row.mode)
        wants = [want, *_at_the_limit(case, row)]
        if all(_apart(case, each, row.minutes, MINUTES) for each in wants):
            what = _said(row, want, row.minutes, "分钟数", "minutes")
            yield broken(what, file=_FILE, row=row.row, column="minutes", value=row.minutes)


def _at_the_limit(case: Case, row: Placing) -> Iterator[float | None]:
    """Give the minutes on foot and by bus of a stay just at the walking distance, by road."""
    way = case.ways.way(row.place, row.school)
    most = case.rules.travel.max_walk_km[row.band]
    near = way is not None and not _apart(case, way.km, most, KM)
    if near and row.mode == "stay":
        for mode in ("walk", "bus"):
            yield case.ways.minutes(row.place, row.school, row.band, mode)


def reached(case: Case) -> Iterator[Finding]:
    """Nobody is sent where no road leads."""
    for row in case.tables.assignments:
        if row.moved and case.ways.way(row.place, row.school) is None:
            what = Text(
                "{place}到{school}没有道路相通，却被安排到该校",
                "no road joins {place} and {school}, but its pupils are sent there",
            )
            said = what.filled(place=row.place, school=row.school)
            yield broken(said, file=_FILE, row=row.row)


def _sent(case: Case, mode: str) -> Iterator[tuple[Placing, float, float]]:
    """Give the rows of pupils sent by a mode, with km and minutes recomputed."""
    for row in case.tables.assignments:
        if row.moved and row.mode == mode:
            way = case.ways.way(row.place, row.school)
            spent = case.ways.minutes(row.place, row.school, row.band, mode)
            if way is not None and spent is not None:
                yield row, way.km, spent


def passed(case: Case, have: float, most: float, metres: float) -> bool:
    """Tell whether a limit is passed by more than a hair, or than roads can be measured apart."""
    spare = metres + _SHARE * have if case.ways.by_road else _HAIR
    return have > most + spare


def _over(row: Placing, text: Text, have: float, most: float) -> Finding:
    said = text.filled(
        year=row.year, place=row.place, band=row.band, school=row.school, have=have, most=most
    )
    return broken(said, file=_FILE, row=row.row)


_WALK_KM = Text(
    "{year}年{place}的{band}段步行{have:.2f}公里到{school}，上限{most:g}公里",
    "{year}: {place}, {band}, walks {have:.2f} km to {school}, at most {most:g} km",
)
_MINUTES = Text(
    "{year}年{place}的{band}段到{school}路上{have:.1f}分钟，上限{most:g}分钟",
    "{year}: {place}, {band}, needs {have:.1f} minutes to {school}, at most {most:g}",
)


def walk(case: Case) -> Iterator[Finding]:
    """On foot within the band's km and minutes."""
    rules = case.rules.travel
    for row, length, spent in _sent(case, "walk"):
        if passed(case, length, rules.max_walk_km[row.band], KM):
            yield _over(row, _WALK_KM, length, rules.max_walk_km[row.band])
        if passed(case, spent, rules.max_minutes[row.band], MINUTES):
            yield _over(row, _MINUTES, spent, rules.max_minutes[row.band])


def bus(case: Case) -> Iterator[Finding]:
    """By bus only where there are buses, within the band's minutes."""
    rules = case.rules.travel
    for row, _, spent in _sent(case, "bus"):
        if not rules.bus:
            what = Text("情景中没有校车，却安排乘车", "the scenario has no buses, but pupils ride")
            yield broken(what, file=_FILE, row=row.row, column="mode", value="bus")
        if passed(case, spent, rules.max_minutes[row.band], MINUTES):
            yield _over(row, _MINUTES, spent, rules.max_minutes[row.band])


def board(case: Case) -> Iterator[Finding]:
    """Boarders are of the bands listed, within the minutes of the weekly journey."""
    rules = case.rules.boarding
    for row, _, spent in _sent(case, "board"):
        if row.band not in rules.bands:
            what = Text("{band}段不得寄宿", "pupils of {band} may not board").filled(band=row.band)
            yield broken(what, file=_FILE, row=row.row, column="mode", value="board")
        if passed(case, spent, rules.max_minutes, MINUTES):
            yield _over(row, _MINUTES, spent, rules.max_minutes)


def labelled(case: Case) -> Iterator[Finding]:
    """Check that a plan says so where its km come from straight lines, and only there."""
    pairs = {(row.place, row.school) for row in case.tables.assignments}
    guessed = not case.ways.by_road and not all(case.ways.given(*pair) for pair in pairs)
    said = case.plan.travel_method
    claims = {"straight_line"} if guessed else {"network", "given"} if case.ways.by_road else None
    if claims is not None and said not in claims:
        what = Text(
            "距离来源标注为“{said}”，与数据不符", "km are said to come from '{said}'; they do not"
        )
        yield broken(what.filled(said=said), file="manifest.json", value=said)


RULES: tuple[Rule, ...] = (
    ("km", km),
    ("minutes", minutes),
    ("reached", reached),
    ("walk", walk),
    ("bus", bus),
    ("board", board),
    ("labelled", labelled),
)
