"""The page: a comparison put into the words and tables of its template."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from planner import presentation
from planner.presentation import Names, listed, whole
from planner.report.paper import paper
from planner.school_kinds import ACTION_NAMES
from scenarios.comparison import said, words
from scenarios.comparison.charts import closures, scatter
from scenarios.comparison.costs import cost_lines
from scenarios.comparison.county import shared_years
from scenarios.comparison.decisions import TAKES_IN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.run import Run
    from planner.words import Language
    from scenarios.comparison.compare import Comparison, School
    from scenarios.comparison.costs import CostLine
    from scenarios.comparison.figures import Row


def render(comparison: Comparison, language: Language) -> str:
    """Return the comparison as one HTML page without scripts and without outside files.

    Parameters
    ----------
    language
        The language of everything but the names in the county's tables.
    """
    ids = " ".join(run.run_id for run in comparison.runs)
    view = _view(comparison, language)
    return paper("compare", view, run=ids, language=language, package="scenarios")


def _view(comparison: Comparison, language: Language) -> dict[str, Any]:
    """Return everything the page shows, as text in its language."""
    runs, names = comparison.runs, Names.of(comparison.runs[0].dataset)
    plans = [words.PLAN.filled(n=n).say(language) for n in range(1, len(runs) + 1)]
    years = said.span(shared_years(runs))
    texts = {
        **{name: text for name, text in words.WORDS.items() if name != "kept"},
        "cost_note": words.WORDS["cost_note"].filled(years=years),
    }
    return {
        "w": {name: text.say(language) for name, text in texts.items()},
        "heading": words.HEADING.filled(county=runs[0].dataset.name).say(language),
        "labels": [label.say(language) for label in _common_labels(runs)],
        "plans": plans,
        "runs": _runs(comparison, language),
        "warnings": [_begun(one.line(language)) for one in comparison.warnings],
        "settings": [
            (one.title.say(language), one.key, [value.say(language) for value in one.each])
            for one in comparison.settings
        ],
        "figures": _figures(comparison, language),
        "closures": closures(runs, language),
        "scatter": scatter(runs, language),
        "unproven": [said_ for said_ in _unproven(runs, language) if said_],
        "kinds": _kinds(comparison.schools, names, language),
        "costs": [_cost(line, language) for line in cost_lines(comparison)],
        "shared": _shared(comparison, names, language),
        "run_ids": listed((run.run_id for run in runs), language),
    }


def _begun(sentence: str) -> str:
    """Return a sentence with a capital where the script has any."""
    return sentence[:1].upper() + sentence[1:]


def _common_labels(runs: Sequence[Run]) -> list[Any]:
    """Return what stands beside every plan's title and is true of all."""
    rest = [presentation.labels(run) for run in runs[1:]]
    return [label for label in presentation.labels(runs[0]) if all(label in of for of in rest)]


def _runs(comparison: Comparison, language: Language) -> list[dict[str, Any]]:
    common = _common_labels(comparison.runs)
    return [
        {
            "title": run.assumptions.title.say(language),
            "source": source,
            "id": run.run_id,
            "years": said.span(run.assumptions.years),
            "proof": presentation.proof_words(run.plan.proof).say(language),
            "labels": listed(
                (one.say(language) for one in presentation.labels(run) if one not in common),
                language,
            ),
            "loosened": [text.say(language) for text in presentation.loosened(run.assumptions)],
        }
        for run, source in zip(comparison.runs, comparison.sources, strict=True)
    ]


def _figures(comparison: Comparison, language: Language) -> list[tuple[str, list[Any]]]:
    """Return the key figures by what they are about."""
    parts = comparison.figures
    return [
        (
            words.WORDS[part.name].say(language),
            [_row(row, language) for row in getattr(parts, part.name)],
        )
        for part in fields(parts)
    ]


def _row(row: Row, language: Language) -> tuple[str, bool, list[tuple[str, str]]]:
    """Return label, whether it is a sum, and for each run the figure and its difference."""
    cells = [
        (
            said.figure(value, row.unit, language),
            said.more(change, row.unit, language) if n else "",
        )
        for n, (value, change) in enumerate(zip(row.each, row.differences, strict=True))
    ]
    return row.label.say(language), row.key == "total", cells


def _unproven(runs: Sequence[Run], language: Language) -> Iterable[str]:
    """Yield a sentence where two plans' money is nearer than what is proven of it."""
    first, *others = [run.plan.proof for run in runs]
    for n, proof in enumerate(others, start=2):
        apart = abs(proof.objective - first.objective)
        left = max(proof.objective - proof.bound, first.objective - first.bound)
        if 0 < apart <= left:
            gap = presentation.yuan(left, language)
            yield words.UNPROVEN.filled(n=n, gap=gap).say(language)


def _kinds(
    schools: Sequence[School], names: Names, language: Language
) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the schools about which the runs differ, by the kind of difference."""
    parts = []
    for kind, heading in words.KINDS.items():
        of_kind = [school for school in schools if school.kind == kind]
        if of_kind:
            rows = [_school(school, names, language) for school in of_kind]
            parts.append((heading.filled(n=len(rows)).say(language), rows))
    return parts


def _school(school: School, names: Names, language: Language) -> dict[str, Any]:
    return {
        "name": school.name,
        "township": school.township,
        "pupils": whole(school.pupils),
        "cells": [
            (said.decision(steps, names, language), said.way(way, language))
            for steps, way in zip(school.decided, school.ways, strict=True)
        ],
    }


def _cost(line: CostLine, language: Language) -> dict[str, Any]:
    label = line.school.name if line.school else words.WORDS[line.kind].say(language)
    first = line.money[0]
    return {
        "label": label,
        "kind": line.kind,
        "first": presentation.money(sum(first.values()), language),
        "others": [
            {
                "amount": presentation.money(sum(other.values()), language),
                "more": said.more(change, "yuan", language),
                "accounts": said.accounts(first, other, language),
                "minutes": said.more(minutes, "minutes", language),
            }
            for other, change, minutes in zip(
                line.money[1:], line.differences[1:], line.minutes[1:], strict=True
            )
        ],
    }


def _shared(
    comparison: Comparison, names: Names, language: Language
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what all plans do alike, each with its schools by township."""
    shared, parts = comparison.shared, []
    for action, schools in shared.done.items():
        if action == TAKES_IN:
            continue
        heading = words.DONE.filled(
            action=ACTION_NAMES[action], n=len(schools), same=shared.same_year[action]
        )
        parts.append((heading.say(language), _by_township(comparison, schools, names, language)))
    kept = words.WORDS["kept"].filled(n=len(shared.kept)).say(language)
    parts.append((kept, _by_township(comparison, shared.kept, names, language)))
    return parts


def _by_township(
    comparison: Comparison, schools: Sequence[str], names: Names, language: Language
) -> list[tuple[str, str]]:
    table = comparison.runs[0].dataset.schools
    rows = table[table["school_id"].isin(schools)]
    return [
        (str(township), listed((names.school(one) for one in of["school_id"]), language))
        for township, of in rows.groupby("township", sort=False)
    ]
