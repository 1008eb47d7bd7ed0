"""Why every school closes or stays, as plain values for the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner import explanation
from planner.words import LANGUAGES

if TYPE_CHECKING:
    from planner.explanation import Explanation
    from planner.run import Run
    from planner.words import Text


def reasons(run: Run) -> dict[str, Any]:
    """Return the decision on each school with its reasons, and the words for them.

    `explained` is a list with one entry a school: decision, position of its year or None,
    firmness, and pairs of what holds and what would change it, in both languages; None for a
    school of which nothing is said. It is None where the plan is not explained.
    """
    known = explanation.explanations(run)
    schools = run.dataset.schools["school_id"]
    return {
        "explained": [_entry(run, known.get(school)) for school in schools] if known else None,
        "decisions": _pairs(explanation.DECISION_NAMES),
        "firmness": _pairs(explanation.FIRMNESS_NAMES),
        "firm_note": _pair(explanation.FIRMNESS_NOTE),
        "ranges": [
            _pair(explanation.range_words(one, line.asked))
            for one, line in explanation.telling(run)
        ],
    }


def _entry(run: Run, one: Explanation | None) -> list[Any] | None:
    if one is None:
        return None
    year = None if one.year is None else one.year - run.assumptions.years[0]
    told = [[_pair(why.text), _pair(why.flip) if why.flip else None] for why in one.reasons]
    return [one.decision, year, one.firmness, told]


def _pairs(texts: dict[str, Text]) -> dict[str, list[str]]:
    return {code: _pair(text) for code, text in texts.items() if text.zh}


def _pair(text: Text) -> list[str]:
    return [text.say(language) for language in LANGUAGES]
