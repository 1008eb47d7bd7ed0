"""Entrants of oversize schools who go elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.fewer import fewer_over, may_be_relieved
from planner.checking.groups import EXACT, named
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.errors import Finding

_FILE = "actions.csv"


def sources(case: Case) -> Iterator[Finding]:
    """Only from public schools that stay, no candidates, over seats or cap in the base year."""
    for step in case.changes.redirections.values():
        if not may_be_relieved(case, step.source):
            school = case.facts.schools[step.source]
            what = Text(
                "{school}不是超出学位或规模的公办学校，不应分流新生",
                "{school} is no public school over its seats or cap, its entrants stay",
            )
            yield broken(what.filled(school=school), file=_FILE, row=step.row, value=step.source)


def once(case: Case) -> Iterator[Finding]:
    """Check that the entrants of a place and school go to one other school, said once."""
    seen: set[tuple[str, str]] = set()
    for row in (row for row in case.tables.actions if row.action == "relief"):
        for place in row.detail.split(";"):
            known = place in case.facts.points
            if not known or (place, row.school) in seen or row.school in row.receivers:
                what = Text(
                    "{place}的新生分流重复或去向不明",
                    "entrants of {place} are redirected twice, or to nowhere",
                ).filled(place=place)
                yield broken(what, file=_FILE, row=row.row, column="detail", value=row.detail)
            seen.add((place, row.school))


def when_over(case: Case) -> Iterator[Finding]:
    """Check that a redirection starts only in a year in which the school would be over without it."""
    for step in case.changes.redirections.values():
        starting = sum(
            row.pupils
            for row in case.redirected
            if row.year == step.year
            and row.home == step.source
            and case.changes.redirections[row.place, row.home].year == step.year
        )
        otherwise = case.load.get((step.year, step.source), 0) + starting
        most = case.force.places(step.year, step.source)
        if otherwise <= most + EXACT:
            what = Text(
                "{year}年{school}不分流也只有{have:g}人，未超出{most:g}人",
                "{year}: without this {school} has {have:g} pupils, no more than {most:g}",
            ).filled(
                year=step.year,
                school=case.facts.schools[step.source],
                have=otherwise,
                most=most,
            )
            yield broken(what, file=_FILE, row=step.row, value=step.source)


def entrants(case: Case) -> Iterator[Finding]:
    """Exactly the pupils who entered since are redirected, in two rows a year of every group.

    The rows begin in the first year in which the group has such pupils.
    """
    sent = {(row.key, row.year): row for row in case.redirected}
    for key in case.facts.coming:
        started = False
        for year in case.years:
            found = case.changes.redirected(case.facts, key, year)
            if found is None:
                continue
            row, want = sent.get((key, year)), sum(found[1].values())
            started = started or want > 0
            stays = any(r.school == key[2] for r in case.paths.get(key, {}).get(year, ()))
            missing = started and (row is None or not stays)
            early = row is not None and not started
            if missing or early or (row is not None and abs(row.pupils - want) > EXACT):
                have = "-" if row is None else f"{row.pupils:g}"
                what = Text(
                    "{year}年{place}的{band}段（现在{home}）应分流{want:g}人，表中为{have}",
                    "{year}: {want:g} pupils of {place}, {band}, at {home}, are redirected, "
                    "the table has {have}",
                )
                filled = what.filled(year=year, want=want, have=have, **named(key))
                yield broken(filled, file="assignments.csv", row=row.row if row else 0)


def nearer(case: Case) -> Iterator[Finding]:
    """No single further redirection leaves fewer pupils over, where the plan is called optimal."""
    if not case.rules.relief.enabled or case.plan.proof.status != "optimal":
        return
    step = fewer_over(case)
    if step is not None:
        what = Text(
            "方案写为最优，但{year}年起{place}的新生可由{source}分流到{receiver}，超额人数更少",
            "the plan is called optimal, but from {year} on entrants of {place} could go to "
            "{receiver} instead of {source}, and fewer pupils would be over",
        ).filled(
            year=step.year,
            place=step.place,
            source=case.facts.schools[step.source],
            receiver=case.facts.schools[step.receiver],
        )
        yield broken(what, file="manifest.json", column="status", value=case.plan.proof.status)


RULES = (
    ("relief_sources", sources),
    ("relief_once", once),
    ("relief_when_over", when_over),
    ("relief_entrants", entrants),
    ("relief_nearer", nearer),
)
