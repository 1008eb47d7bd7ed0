"""What explains a plan, shortly: lawful ranges, schools that must be kept, what is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import explanation, target_gap
from planner.cli.told import MORE_SCHOOLS, remark
from planner.presentation import Names
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.run import Run
    from planner.words import Language

# Schools that are named before the rest is only counted.
SCHOOLS = 6

_MUST_KEEP = Text(
    "应留必留学校：{n}所，名单和理由见 report.html 和 ledger.xlsx",
    "Schools that must be kept: {n}, listed with why in report.html and ledger.xlsx",
)
_KEPT = Text(
    "未达到目标：{n}所学校未能撤并，逐校原因见 report.html：",
    "A target is missed; schools that stay: {n}, each with its reason in report.html:",
)
_SCHOOL = Text("{name}：{what}", "{name}: {what}")
_NEEDS = Text("{name}：{kept}{change}", "{name}: {kept}{change}")
_MUST = Text("应留必留；", "must be kept; ")
_WANTED = Text("{said}：", "{said}:")


def range_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield how many closures the rules allow, in the years where that tells something."""
    for one, line in explanation.telling(run):
        yield explanation.range_words(one, line.asked).say(language)


def must_keep_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield how many schools must be kept, where the plan is explained."""
    if run.plan.explained:
        yield _MUST_KEEP.filled(n=len(explanation.must_keep(run))).say(language)


def missed_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield which schools a missed target could not close; explained, what each would need."""
    wanted = target_gap.needs_words(run)
    if not run.plan.explained or wanted is None:
        yield from _obstacle_lines(run, language)
        return
    for gap in target_gap.missed(run):
        yield gap.said().say(language)
    yield _WANTED.filled(said=wanted).say(language)
    yield from _first(
        [
            _NEEDS.filled(
                name=Names.of(run.dataset).school(one.school_id),
                kept=_MUST if one.must_keep else Text("", ""),
                change=one.change,
            )
            for one in target_gap.needs(run)
        ],
        language,
    )


def _obstacle_lines(run: Run, language: Language) -> Iterator[str]:
    """Yield which schools stay, the first ones with the reason."""
    obstacles, names = run.plan.obstacles, Names.of(run.dataset)
    if not obstacles:
        return
    yield _KEPT.filled(n=len(obstacles)).say(language)
    yield from _first(
        [_SCHOOL.filled(name=names.school(one.school_id), what=one.what) for one in obstacles],
        language,
    )


def _first(remarks: list[Text], language: Language) -> Iterator[str]:
    for said in remarks[:SCHOOLS]:
        yield remark(said.say(language), "")
    if (more := len(remarks) - SCHOOLS) > 0:
        yield f"  · {MORE_SCHOOLS.filled(n=more).say(language)}"
