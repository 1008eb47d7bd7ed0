"""Why every school closes or stays, as the report shows it: lists, lawful ranges, additions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from planner import explanation
from planner.presentation import MISSING, Names, listed, whole
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.explanation import Explanation
    from planner.reason import LawfulRange
    from planner.run import Run
    from planner.words import Language

# A longer list shows so many rows until it is unfolded; on paper it is whole.
ROWS_UNFOLDED = 12
# Of the schools that hold at the upper end of a year, so many are named.
HOLDING_SHOWN = 12

_FOLD = Text("显示全部{n}行", "show all {n} rows")
_EMPTY = Text(
    "其中{n}所没有学生，到期撤销，不列在表中。",
    "{n} of them have no pupils and close when due; they are not in the table.",
)
_NTH = Text("（{n}）{said}", "({n}) {said}")
_YEAR = Text("{year}年", "{year}")
_FIRM = Text(
    "{robust}所稳定，{open}所两可",
    "robust: {robust}; open: {open}",
)


@dataclass(frozen=True)
class _School:
    """One school in the words of a table."""

    school: str
    township: str
    roll: str
    decision: str
    firmness: str
    firm: str
    why: str
    change: str


@dataclass(frozen=True)
class _List:
    """A table of schools.

    Parameters
    ----------
    fold
        What unfolds it, blank where it is short.
    firm
        How many are decided alike in every near plan, blank where that is not known.
    flips
        There is a school of which it is known what would change it.
    note
        What is not in the table, blank for nothing.
    """

    schools: tuple[_School, ...]
    fold: str
    firm: str
    flips: bool
    note: str = ""


def explained(run: Run, language: Language) -> dict[str, Any]:
    """Return everything that the sections on reasons show, as text; empty lists for no reasons."""
    return {
        "must_keep": _list(run, explanation.must_keep(run), language),
        "must_keep_note": explanation.MUST_KEEP_NOTE.say(language),
        "changing": _changing(run, language),
        "staying": _list(run, explanation.staying(run), language),
        "firm_note": explanation.FIRMNESS_NOTE.say(language),
        "lawful": _lawful(run, language),
        "all_within": _all_within(run, language),
        "worth": [one.text.say(language) for one in explanation.worth(run)],
    }


def fold(rows: int, language: Language) -> str:
    """Return what unfolds a table of so many rows, blank where nothing is folded."""
    return _FOLD.filled(n=rows).say(language) if rows > ROWS_UNFOLDED else ""


def _list(run: Run, schools: Iterable[Explanation], language: Language) -> _List:
    names = Names.of(run.dataset)
    townships = dict(
        run.dataset.schools[["school_id", "township"]].itertuples(index=False, name=None)
    )
    rolls = run.dataset.pupils.groupby("school_id")["pupils"].sum().to_dict()
    rows = tuple(
        _School(
            school=names.school(one.school_id),
            township=str(townships.get(one.school_id, "")),
            roll=whole(rolls.get(one.school_id, 0)),
            decision=_decision(one).say(language),
            firmness=one.firmness,
            firm=explanation.FIRMNESS_NAMES[one.firmness].say(language),
            why=_joined((reason.text for reason in one.reasons), language),
            change=_joined(one.flips, language) or MISSING,
        )
        for one in schools
    )
    flips = any(row.change != MISSING for row in rows)
    return _List(rows, fold(len(rows), language), _firm(rows, language), flips)


def _changing(run: Run, language: Language) -> _List:
    """Return the schools with a planned change, those that close without pupils only counted."""
    whole_list = _list(run, explanation.changing(run), language)
    shown = tuple(one for one in whole_list.schools if one.roll != "0")
    empty = len(whole_list.schools) - len(shown)
    return replace(
        whole_list,
        schools=shown,
        fold=fold(len(shown), language),
        note=_EMPTY.filled(n=empty).say(language) if empty else "",
    )


def _joined(texts: Iterable[Text], language: Language) -> str:
    """Return remarks one after the other, numbered where there are several."""
    said = [text.say(language) for text in texts]
    if len(said) > 1:
        said = [_NTH.filled(n=n, said=one).say(language) for n, one in enumerate(said, start=1)]
    return ("；" if language == "zh" else "; ").join(said)


def _decision(one: Explanation) -> Text:
    name = explanation.DECISION_NAMES[one.decision]
    if one.year is None:
        return name
    return Text("{year}年{name}", "{name} in {year}").filled(year=one.year, name=name)


def _firm(rows: Iterable[_School], language: Language) -> str:
    """Return how many are decided alike in every near plan, and how many not; blank if unknown."""
    known = [row.firmness for row in rows if row.firmness]
    counts = {which: known.count(which) for which in ("robust", "open")}
    return _FIRM.filled(**counts).say(language) if known else ""


def _lawful(run: Run, language: Language) -> list[dict[str, Any]]:
    """Return the range of every year, where that of any tells something."""
    if not explanation.telling(run):
        return []
    names = Names.of(run.dataset)
    return [
        {
            "year": _YEAR.filled(year=one.year).say(language),
            "asked": whole(line.asked),
            "planned": whole(line.planned),
            "least": whole(one.least),
            "most": whole(one.most),
            "proven": (_PROVEN if one.proven else _NOT_PROVEN).say(language),
            "binding": _holding(one, names, language),
        }
        for one, line in explanation.ranges(run)
    ]


_HOLDING = Text("{names}等{n}所", "{names} and {more} more")
_FOUND = Text(
    "已试出的安排中留下{n}所，未必都须留下", "{n} stay in the plan found; not all need to"
)


def _holding(one: LawfulRange, names: Names, language: Language) -> str:
    """Return the schools that stay at the upper end, only their number where it is not proven."""
    if not one.binding:
        return MISSING
    more = len(one.binding) - HOLDING_SHOWN
    if not one.proven:
        return _FOUND.filled(n=len(one.binding)).say(language)
    shown = listed((names.school(school) for school in one.binding[:HOLDING_SHOWN]), language)
    if more <= 0:
        return shown
    return _HOLDING.filled(names=shown, n=len(one.binding), more=more).say(language)


_PROVEN = Text("已证明", "yes")
_NOT_PROVEN = Text("只知不超出", "no: not beyond these")


def _all_within(run: Run, language: Language) -> str:
    if explanation.telling(run) or not explanation.ranges(run):
        return ""
    return explanation.all_within(run).say(language)
