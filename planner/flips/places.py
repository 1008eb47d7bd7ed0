"""More seats or beds at one school: how many, and at which schools that is worth trying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from planner.change import Change
from planner.flips.tries import Try
from planner.flips.words import BED, BEDS, SEAT, SEATS
from planner.modes import BOARD
from planner.options import NO_MERGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.flips.answers import After
    from planner.flips.running import Dearer
    from planner.flips.subject import Subject
    from planner.flips.whereto import Whereto
    from planner.words import Text

_FEW = 2


def place_tries(subject: Subject, where: Whereto, schools: Iterable[int]) -> list[Try]:
    """Return the tries of beds and seats at some schools, where the fewest are lacking first."""
    tries = [_try(subject, where, r, beds=beds) for r, beds in _kinds(where, schools)]
    return sorted(tries, key=lambda one: (one.doubtful, one.guess if one.guess > 0 else one.most))


def _kinds(where: Whereto, schools: Iterable[int]) -> Iterator[tuple[int, bool]]:
    for r in schools:
        if r in where.boarding:
            yield r, True
        yield r, False


def _try(subject: Subject, where: Whereto, r: int, *, beds: bool) -> Try:
    school = subject.id_of(r)

    def change(n: int) -> Change:
        return Change(beds={school: n}) if beds else Change(seats={school: n})

    def say(n: int) -> Text:
        words = ((SEAT, SEATS), (BED, BEDS))[beds][n > 1]
        year = _from(subject, subject.after(change(n)), r, beds=beds)
        return words.filled(n=n, school=subject.name_of(r), year=year)

    kind: Literal["beds", "seats"] = "beds" if beds else "seats"
    return Try(
        kind,
        kind,
        change,
        where.most(r),
        where.short(r, beds=beds),
        say,
        doubtful=r in where.view.firm,
    )


def _from(subject: Subject, after: After | None, r: int, *, beds: bool) -> int:
    """Return the first year in which somebody comes to a school, as a boarder where beds count."""
    assert after is not None  # noqa: S101 - it turned the decision
    comes = (after.receiver == r) & ((after.mode == BOARD) | (not beds))
    return subject.problem.years[int(after.year[comes].min()) if comes.any() else 0]


def helpful(where: Whereto) -> list[int]:
    """Return the schools where more places could help, those first where all could go who lack one.

    Where some have no place at all, it must be a school to which they all may go.
    """
    lacking, needed = set(where.lacking), set(where.placeless)
    able = [r for r, who in where.lawful.items() if needed <= who]
    return sorted(able, key=lambda r: (not lacking <= where.lawful[r], r))


def worthwhile(subject: Subject, closing: Dearer) -> list[int]:
    """Return the schools where more places could save what closing costs more than staying."""
    saved = _saved(subject, closing.after)
    best = sorted((r for r in saved if saved[r] >= closing.extra), key=lambda r: -saved[r])
    return list(dict.fromkeys([*best, *_crowded(subject, closing.after)]))[:_FEW]


def _saved(subject: Subject, after: After) -> dict[int, float]:
    """Return by school the yuan that the groups would save if it had room for those who gain."""
    options, t = subject.problem.options, after.gone[subject.school]
    saved: dict[int, float] = {}
    for g in subject.groups():
        rows = ((options.group == g) & (options.merge == NO_MERGE)).nonzero()[0].tolist()
        yuan = {
            (int(options.school[o]), int(options.mode[o])): float(options.money[o, t]) for o in rows
        }
        now = yuan.get(_taken(after, g), 0.0)
        for (r, _), less in yuan.items():
            saved[r] = saved.get(r, 0.0) + max(now - less, 0.0)
    return saved


def _taken(after: After, g: int) -> tuple[int, int]:
    """Return where a group goes, and how; (-1, -1) where it has nobody who moves."""
    rows = (after.group == g).nonzero()[0]
    return (int(after.receiver[rows[0]]), int(after.mode[rows[0]])) if len(rows) else (-1, -1)


def _crowded(subject: Subject, after: After) -> list[int]:
    """Return the schools that take this school's pupils instead of others who would go there."""
    base, homes = subject.base, subject.problem.homes
    before, then = (_moves(one) for one in (base, after))
    driven = {r for g, r in before - then if int(homes[g]) in after.gone}
    mine = {r for g, r in then if homes[g] == subject.school}
    return sorted(driven & mine)


def _moves(after: After) -> set[tuple[int, int]]:
    return set(zip(after.group.tolist(), after.receiver.tolist(), strict=True))
