"""Targets against rules: what is published, what was asked, what is lawful and what is planned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner import target_gap, target_register
from planner.explanation import DECISION_NAMES
from planner.obstacles.missed import NOT_MET
from planner.presentation import MISSING, Names, listed, sentence, target_basis, whole
from planner.words import Text

if TYPE_CHECKING:
    from planner.errors import Finding
    from planner.run import Run
    from planner.target_gap import YearGap
    from planner.target_register import Entry
    from planner.words import Language

# The page of targets stays one page.
NEEDS_SHOWN = 12

_MORE = Text(
    "其余{n}所见“未能撤并的学校及原因”一节。",
    "The other {n} stand in the section on what could not be closed.",
)
# A name at the start keeps its own letters.
_SAID = Text("{said}。", "{said}.")
_USED = Text("本方案采用", "used by this plan")
_LAWFUL = Text("{n}所", "{n}")
_AT_MOST = Text("不超过{n}所", "no more than {n}")
_MET = Text("达到", "met")
_SHORT = Text("差{n}所", "{n} lacking")
_OVER = Text("多{n}所", "{n} more")


def facts(run: Run, language: Language) -> dict[str, Any]:
    """Return everything that the page of targets shows; `facts` is None where there is none."""
    entries, warnings = target_register.register(run), target_register.target_warnings(run)
    if not (entries or warnings or run.plan.explained):
        return {"facts": None}
    missed = target_gap.missed(run)
    needs, wanted = target_gap.needs(run), target_gap.needs_words(run)
    return {
        "facts": {
            "years": target_register.years(run),
            "entries": [_entry(one, target_register.years(run), language) for one in entries],
            "basis": sentence(target_basis(run)).say(language),
            "rows": [_row(gap, missed, language) for gap in target_gap.year_gaps(run)],
            "missed": [sentence(gap.said()).say(language) for gap in missed],
            "wanted": wanted.say(language) if wanted else "",
            "needs": [_need(run, one, language) for one in needs[:NEEDS_SHOWN]],
            "more": _more(len(needs) - NEEDS_SHOWN, language),
            "warnings": _warnings(warnings, language),
        }
    }


def _more(n: int, language: Language) -> str:
    return _MORE.filled(n=n).say(language) if n > 0 else ""


def _warnings(findings: tuple[Finding, ...], language: Language) -> list[tuple[list[str], str]]:
    """Return what contradicts what, kind by kind, each with what to do about it."""
    kinds: dict[str, list[Finding]] = {}
    for one in findings:
        if one.code != NOT_MET:  # that stands above, in numbers
            kinds.setdefault(one.code, []).append(one)
    return [
        (
            [_SAID.filled(said=one.what).say(language) for one in of],
            sentence(of[0].hint).say(language),
        )
        for of in kinds.values()
    ]


def _entry(one: Entry, years: tuple[int, ...], language: Language) -> dict[str, Any]:
    return {
        "version": one.version,
        "unit": one.unit.say(language),
        "counts": [one.counts[y].say(language) if y in one.counts else MISSING for y in years],
        "source": listed(one.sources, language),
        "used": _USED.say(language) if one.used else "",
    }


def _row(gap: YearGap, missed: tuple[YearGap, ...], language: Language) -> dict[str, str]:
    more = gap.planned - gap.asked
    difference = _SHORT if gap in missed else _OVER if more > 0 else _MET
    lawful = _LAWFUL if gap.proven else _AT_MOST
    return {
        "year": str(gap.year),
        "asked": whole(gap.asked),
        "lawful": MISSING if gap.lawful is None else lawful.filled(n=gap.lawful).say(language),
        "planned": whole(gap.planned),
        "difference": difference.filled(n=abs(more)).say(language),
        "missed": "short" if gap in missed else "",
    }


def _need(run: Run, one: target_gap.Need, language: Language) -> dict[str, str]:
    names = Names.of(run.dataset)
    return {
        "school": names.school(one.school_id),
        "kept": DECISION_NAMES["must_keep"].say(language) if one.must_keep else "",
        "why": one.why.say(language),
        "change": one.change.say(language),
    }
