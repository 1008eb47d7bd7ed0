"""Decisions, ways and differences as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.presentation import MISSING, listed, money, tenth, whole, yuan
from planner.school_kinds import ACTION_NAMES
from planner.words import same
from scenarios.comparison import words
from scenarios.comparison.decisions import GIVES_UP, TAKES_IN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.presentation import Names
    from planner.words import Language, Text
    from scenarios.comparison.decisions import Step, Steps
    from scenarios.comparison.figures import Unit
    from scenarios.comparison.ways import Way

# Below half a unit of the last place shown a difference is none.
_PLACES = {"count": 0.5, "minutes": 0.05}
_MINUS = "−"
RELIEF = "relief"


def decision(steps: Steps, names: Names, language: Language) -> tuple[str, ...]:
    """Return what happens to a school, one line a step; what keeps all its grades says so.

    All that redirects its entrants is one line: there may be dozens of such steps.
    """
    redirected = [step for step in steps if step.action == RELIEF]
    others = [step for step in steps if step.action != RELIEF]
    done = tuple(_step(step, names, language) for step in others)
    if redirected:
        done += (_redirected(redirected, names, language),)
    if any(step.action in GIVES_UP for step in steps):
        return done
    return (words.KEEPS.say(language), *done)


def _redirected(steps: Sequence[Step], names: Names, language: Language) -> str:
    to = dict.fromkeys(one for step in steps for one in step.receivers)
    said = words.STEP.filled(year=span([step.year for step in steps]), action=ACTION_NAMES[RELIEF])
    schools = listed((names.school(one) for one in to), language)
    return words.REDIRECTED.filled(said=said, schools=schools).say(language)


def span(years: Sequence[int]) -> str:
    """Return years by the first and the last, or a dash where there are none."""
    if not years:
        return MISSING
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _step(step: Step, names: Names, language: Language) -> str:
    schools = listed((names.school(one) for one in step.receivers), language)
    if step.action == TAKES_IN:
        return words.TAKES_IN.filled(year=step.year, schools=schools).say(language)
    said = words.STEP.filled(year=step.year, action=ACTION_NAMES[step.action])
    if step.action == "works" and step.detail:
        said = _work(step, said, language)
    if schools:
        to = words.REDUCED if step.action == "downgrade" else words.TO
        said = to.filled(said=said, schools=schools)
    return said.say(language)


def _work(step: Step, said: Text, language: Language) -> Text:
    """Return what a work adds and costs behind `said`; its id alone where the tables lack it."""
    if step.what is None or not step.what.zh:
        return words.WORKS_ID.filled(said=said, detail=step.detail)
    cost = yuan(step.cost or 0.0, language)
    return words.WORKS.filled(said=said, what=step.what, cost=cost, detail=step.detail)


def way(of: Way, language: Language) -> str:
    """Return how far a school's pupils travel at the end of a plan; nothing where there are none."""
    parts = []
    if of.mean is not None:
        text = words.WAY if of.before is None else words.WAY_NOW
        numbers = {"mean": of.mean, "before": of.before, "longest": of.longest}
        said = text.filled(**{name: tenth(value) for name, value in numbers.items()})
        parts.append(said.say(language))
    if of.boarders:
        parts.append(words.BOARDERS.filled(n=whole(of.boarders)).say(language))
    return ("；" if language == "zh" else "; ").join(parts)


def figure(value: float | None, unit: Unit, language: Language) -> str:
    """Return a figure in its unit."""
    if unit == "yuan":
        return MISSING if value is None else money(value, language).replace("-", _MINUS)
    return whole(value) if unit == "count" else tenth(value)


def more(value: float | None, unit: Unit, language: Language) -> str:
    """Return a difference with its sign; nothing where it is not known."""
    if value is None:
        return ""
    least = (50 if language == "zh" else 0.5) if unit == "yuan" else _PLACES[unit]
    if abs(value) < least:
        return "0"
    sign = "+" if value > 0 else _MINUS
    return sign + figure(abs(value), unit, language)


def accounts(first: Mapping[str, float], other: Mapping[str, float], language: Language) -> str:
    """Return by how much each account of `other` is more or less, those that are not the same."""
    known = dict.fromkeys((*words.SHORT_ACCOUNTS, *first, *other))
    parts = []
    for account in known:
        change = more(other.get(account, 0.0) - first.get(account, 0.0), "yuan", language)
        if change != "0":
            name: Text = words.SHORT_ACCOUNTS.get(account, same(account))
            parts.append(f"{name.say(language)} {change}")
    return listed(parts, language)
