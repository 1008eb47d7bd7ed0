"""The page of a sweep: small charts, then the table of all combinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.presentation import MISSING, listed, money, tenth, whole
from planner.report.paper import paper
from scenarios.sweep import words
from scenarios.sweep.charts import charts
from scenarios.sweep.combinations import words_of
from scenarios.sweep.table import FIGURES, STATUS

if TYPE_CHECKING:
    from planner.words import Language
    from scenarios.sweep.combinations import Swept
    from scenarios.sweep.table import Row, Sweep


def render(sweep: Sweep, language: Language) -> str:
    """Return the sweep as one HTML page without scripts and without outside files.

    Parameters
    ----------
    language
        The language of everything but the names in the county's tables.
    """
    scenario = sweep.scenario.say(language)
    return paper(
        "sweep", _view(sweep, language), run=scenario, language=language, package="scenarios"
    )


def _view(sweep: Sweep, language: Language) -> dict[str, Any]:
    """Return everything the page shows, as text in its language."""
    drawn = charts(sweep, language)
    texts = dict(words.WORDS)
    texts["across"] = texts["across"].filled(name=drawn.across if drawn else "")
    return {
        "w": {name: text.say(language) for name, text in texts.items()},
        "heading": words.HEADING.filled(county=sweep.county).say(language),
        "labels": [label.say(language) for label in sweep.labels],
        "scenario": sweep.scenario.say(language),
        "settings": [_setting(one, sweep, language) for one in sweep.settings],
        "drawn": drawn,
        "heads": heads(sweep, language),
        "rows": [_row(row, sweep, language) for row in sweep.rows],
    }


def _setting(one: Swept, sweep: Sweep, language: Language) -> tuple[str, str, str, str]:
    """Return what a setting means, its key, its values and their unit."""
    values = listed((value.say(language) for value in one.said), language)
    return one.title(sweep.entries).say(language), one.key, values, one.unit.say(language)


def heads(sweep: Sweep, language: Language) -> list[str]:
    """Return the headings behind those of the settings: closures, figures, money, seconds."""
    shown = [words.WORDS["closures"].filled(year=year) for year in sweep.years]
    shown += [*FIGURES.values(), *(words.WORDS[name] for name in ("money", "saved", "seconds"))]
    return [text.say(language) for text in shown]


def cells(row: Row, sweep: Sweep, language: Language) -> list[str]:
    """Return the figures of a row below `heads`; dashes without a plan."""
    lines = {line.year: line for line in row.targets}
    closures = [
        f"{lines[year].planned}/{lines[year].asked}" if year in lines else MISSING
        for year in sweep.years
    ]
    figures = [
        (tenth if name.startswith("minutes") else whole)(row.figures.get(name)) for name in FIGURES
    ]
    sums = [
        MISSING if n is None else money(n, language).replace("-", "−")
        for n in (row.money, row.saved)
    ]
    return [*closures, *figures, *sums, tenth(row.seconds)]


def _row(row: Row, sweep: Sweep, language: Language) -> dict[str, Any]:
    return {
        "number": row.number,
        "values": [words_of(value).say(language) for value in row.values],
        "run": row.run,
        "planned": bool(row.targets),
        "status": STATUS[row.status].say(language),
        "cells": cells(row, sweep, language),
        "why": row.why.say(language) if row.why else "",
    }
