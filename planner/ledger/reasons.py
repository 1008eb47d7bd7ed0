"""The lists of reasons: schools that must be kept, and what is decided of every school and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import explanation
from planner.explanation import DECISION_NAMES, FIRMNESS_NAMES
from planner.ledger.table import Column, Table, draw
from planner.presentation import Names
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.explanation import Explanation
    from planner.ledger.book import Book
    from planner.ledger.table import Row
    from planner.run import Run
    from planner.words import Language

_NUMBER = Column(Text("序号", "No."), "count")
_SCHOOL = Column(Text("学校", "School"), narrow=16)
_TOWNSHIP = Column(Text("乡镇", "Township"), narrow=8)
_ROLL = Column(Text("学生数", "Pupils"), "count", narrow=9)
_WHY = Column(Text("原因", "Why"), narrow=36, wide=56)
_CHANGE = Column(Text("什么情况下可以改变", "What would change it"), narrow=30, wide=46)


def draw_must_keep(book: Book) -> None:
    """Draw the schools that must be kept, where the plan is explained."""
    if book.run.plan.explained:
        note = explanation.MUST_KEEP_NOTE.say(book.language)
        draw(book, must_keep_list(book.run, book.language), extra=(note,))


def draw_reasons(book: Book) -> None:
    """Draw the decision on every school with its reasons, where the plan is explained."""
    if book.run.plan.explained:
        note = explanation.FIRMNESS_NOTE.say(book.language)
        draw(book, reasons_list(book.run, book.language), extra=(note,))


def must_keep_list(run: Run, language: Language) -> Table:
    """Return the schools that no lawful plan closes, why, and what would change it."""
    kept, known = explanation.must_keep(run), _known(run)
    rows: list[Row] = [
        (
            number,
            *known[one.school_id],
            _joined(_reasons(one), language),
            _joined(one.flips, language),
        )
        for number, one in enumerate(kept, start=1)
    ]
    return Table(
        sheet=Text("应留必留", "Must be kept").say(language),
        title=Text("应留必留学校", "schools that must be kept").say(language),
        columns=(_NUMBER, _SCHOOL, _TOWNSHIP, _ROLL, _WHY, _CHANGE),
        rows=rows,
        empty=Text("没有这样的学校。", "There are none."),
    )


def reasons_list(run: Run, language: Language) -> Table:
    """Return every school with its decision, the reasons, what would change it and how firm it is."""
    known = _known(run)
    rows: list[Row] = [
        (
            *known[one.school_id],
            DECISION_NAMES[one.decision].say(language),
            one.year,
            _joined(_reasons(one), language),
            _joined(one.flips, language),
            FIRMNESS_NAMES[one.firmness].say(language) or None,
        )
        for one in explanation.explanations(run).values()
    ]
    return Table(
        sheet=Text("逐校理由", "Reasons").say(language),
        title=Text("逐校理由", "reasons, school by school").say(language),
        columns=(
            _SCHOOL,
            _TOWNSHIP,
            _ROLL,
            Column(Text("决定", "Decision"), narrow=12),
            Column(Text("年度", "Year"), "year", narrow=8),
            _WHY,
            _CHANGE,
            Column(Text("稳定或两可", "Robust or open"), narrow=9),
        ),
        rows=rows,
        empty=Text("没有列出理由的学校。", "No reasons are listed."),
    )


def _known(run: Run) -> dict[str, tuple[str, str, int]]:
    """Return name, township and roll of every school, by id."""
    names = Names.of(run.dataset)
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    pairs = run.dataset.schools[["school_id", "township"]].itertuples(index=False, name=None)
    return {own: (names.school(own), str(town), int(rolls.get(own, 0))) for own, town in pairs}


def _reasons(one: Explanation) -> tuple[Text, ...]:
    return tuple(reason.text for reason in one.reasons)


def _joined(texts: Iterable[Text], language: Language) -> str | None:
    """Return sentences one below the other, None for none."""
    return "\n".join(text.say(language) for text in texts) or None
