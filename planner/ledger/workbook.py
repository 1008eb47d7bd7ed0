"""The workbook as a whole: which sheets, in which order."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import xlsxwriter

from planner import presentation
from planner.ledger.book import Book
from planner.ledger.lists import draw_lists
from planner.ledger.summary import draw_summary
from planner.ledger.year import draw_year
from planner.roadmap import lines

if TYPE_CHECKING:
    from pathlib import Path

    from planner.run import Run
    from planner.words import Language

# Text from a table stays text, also where it looks like a formula, a link or a number.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(path: Path, run: Run, language: Language) -> None:
    """Write the ledger of a run.

    Parameters
    ----------
    path
        The workbook to write, `.xlsx`.
    run
        The finished run.
    language
        The language of everything but the names in the county's tables.
    """
    with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
        workbook.set_properties(
            {"title": presentation.title(run, language), "created": run.created.astimezone(UTC)}
        )
        book = Book(workbook=workbook, run=run, language=language)
        draw_summary(book)
        roadmap = lines(run)
        for year in run.assumptions.years:
            of_year = [line for line in roadmap if line.year == year]
            draw_year(book, year, of_year, works=any(line.cost is not None for line in roadmap))
        draw_lists(book)
