"""The page: a finished run put into the words and tables of the template."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from planner import headline, key_figures, presentation
from planner.plan import FEW
from planner.presentation import Names, listed, tenth, whole
from planner.report.chart import chart
from planner.report.decided import decided
from planner.report.explained import explained
from planner.report.facts import facts
from planner.report.paper import paper
from planner.report.tiles import relieved, tiles
from planner.report.words import WORDS
from planner.roadmap import lines, moves
from planner.school_kinds import MODE_NAMES
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from planner.errors import Finding
    from planner.key_figures import Figure
    from planner.plan import Proof
    from planner.roadmap import Line
    from planner.run import Run
    from planner.words import Language

# Longer lists stand in the ledger; the report stays short enough to be read.
WARNINGS_SHOWN = 5

_HINT = Text("处理办法：{hint}。", "What to do: {hint}.")
_MORE = Text(
    "此类共{n}条，其余{more}条见台账“提示”表。",
    " {n} of this kind; the other {more} stand in the ledger, sheet Warnings.",
)
_BOARDERS = Text("寄宿{n}人", "{n} board")
_WEEKLY = Text("寄宿{n}人，每周单程{minutes}分钟", "{n} board, {minutes} min once a week")
_WORKS = Text("改扩建：{school}{what}，投资{cost}。", "Works: {school} {what}; {cost}.")
_CONVERTS = Text("改制：{school}{what}。", "Conversion: {school} {what}.")
_EMPTY = Text("无学生学校{n}所：{names}。", "{n} without pupils: {names}.")
_SENTENCE = Text("{said}。", "{said}.")
_HEADING = Text("{county}学校布局调整方案报告", "{county}: school layout adjustment")


@dataclass(frozen=True)
class _Year:
    """The roadmap of one year: who moves, what the columns add up to, the rest in sentences."""

    year: int
    lines: tuple[dict[str, str], ...]
    total: dict[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Group:
    """Warnings of one kind, as far as they are shown, and what to do about them."""

    shown: tuple[str, ...]
    hint: str


def render(run: Run, language: Language) -> str:
    """Return the report of a run as one HTML page without scripts and without outside files.

    Parameters
    ----------
    run
        The finished run.
    language
        The language of everything but the names in the county's tables.
    """
    return paper("report", _view(run, language), run=run.run_id, language=language)


def _view(run: Run, language: Language) -> dict[str, Any]:
    """Return everything the page shows, as text in its language."""
    plan, rule = run.plan, run.assumptions.closures.rule
    targets = [line for line in plan.targets if line.asked or line.planned] or plan.targets
    words = {name: text.say(language) for name, text in WORDS.items()}
    mergers = headline.counted_mergers(run)
    return {
        "w": words,
        "run": run,
        "subtitle": run.assumptions.title.say(language),
        "heading": _HEADING.filled(county=run.dataset.name).say(language),
        "labels": [label.say(language) for label in presentation.labels(run)],
        "loosened": [text.say(language) for text in presentation.loosened(run.assumptions)],
        "tiles": tiles(run, language),
        "relieved": relieved(run, language),
        "proof": presentation.proof_words(plan.proof).say(language),
        "chart": chart(targets, mergers, language),
        "target_basis": presentation.sentence(presentation.target_basis(run)).say(language),
        "targets": [
            (line.year, presentation.target_words(line, rule).say(language)) for line in targets
        ],
        "roadmap": _roadmap(run, language),
        "obstacles": _obstacles(run, language),
        "without_obstacles": _without_obstacles(run, language),
        "minutes": _minutes(run, language),
        "bands": _bands(run, language),
        "money": _money(run, language),
        "change": presentation.money_words(plan.proof, language),
        "compared": _compared(plan.proof, language),
        "warnings": _warnings(plan.warnings, language),
        "basis": presentation.basis(run, language),
        "years": run.assumptions.years,
        **decided(run, language),
        **explained(run, language),
        **facts(run, language),
    }


def _roadmap(run: Run, language: Language) -> list[_Year]:
    by_year = {year: tuple(of) for year, of in groupby(lines(run), key=lambda line: line.year)}
    return [_year(year, by_year.get(year, ()), language) for year in run.assumptions.years]


def _year(year: int, of_year: tuple[Line, ...], language: Language) -> _Year:
    """Return a year; what moves nobody needs a sentence, not a row."""
    empty = [line for line in of_year if _needs_no_row(line)]
    built = {line.school_id for line in of_year if line.action_code == "works"}
    by_works = [c for c in of_year if c.action_code == "convert" and c.school_id in built]
    building = [c for c in of_year if c.action_code in _BUILDING and c not in by_works]
    shown = [c for c in of_year if c not in (*empty, *building, *by_works)]
    known_km = [line.km for line in shown if line.km is not None]
    known_minutes = [line.minutes for line in shown if line.minutes is not None]
    boarders = sum(line.boarders for line in shown)
    total = {
        "roll": whole(sum({line.school_id: line.roll for line in shown}.values())),
        "pupils": whole(sum(line.pupils for line in shown)),
        "km": tenth(max(known_km, default=None)),
        "minutes": tenth(max(known_minutes, default=None)),
        "boarders": _BOARDERS.filled(n=whole(boarders)).say(language) if boarders else "",
    }
    names = listed((line.school for line in empty), language)
    notes = [_EMPTY.filled(n=len(empty), names=names).say(language)] if empty else []
    notes += [_built(line, language) for line in building]
    again = [a.school_id == b.school_id for a, b in pairwise(shown)]
    rows = [
        _said(line, language) | (_SAME_SCHOOL if follows else {})
        for line, follows in zip(shown, [False, *again], strict=False)
    ]
    return _Year(year, tuple(rows), total, tuple(notes))


_SAME_SCHOOL = dict.fromkeys(("school", "township", "kind", "roll"), "")


_BUILDING = {"works": _WORKS, "convert": _CONVERTS}


def _built(line: Line, language: Language) -> str:
    """Return a work or a conversion in a sentence."""
    cost = presentation.yuan(line.cost or 0.0, language)
    said = _BUILDING[line.action_code].filled(school=line.school, what=line.what, cost=cost)
    return said.say(language)


def _needs_no_row(line: Line) -> bool:
    return line.action_code == "close" and line.roll == line.pupils == 0


def _none_yet(line: Line) -> bool:
    """Tell whether entrants will be redirected, and there are none in the first year."""
    return line.action_code == "relief" and line.pupils == 0


def _said(line: Line, language: Language) -> dict[str, str]:
    modes = [mode.say(language) for mode in line.modes if mode != MODE_NAMES["board"]]
    weekly = {"n": whole(line.boarders), "minutes": tenth(line.weekly_minutes)}
    boarders = [_WEEKLY.filled(**weekly).say(language)] if line.boarders else []
    return {
        "school": line.school,
        "township": line.township,
        "kind": line.kind.say(language),
        "roll": whole(line.roll),
        "action": line.action.say(language),
        "what": line.what.say(language),
        "receivers": listed(line.receivers, language) or presentation.MISSING,
        "pupils": presentation.MISSING if _none_yet(line) else whole(line.pupils),
        "km": tenth(line.km),
        "minutes": tenth(line.minutes),
        "modes": listed([*modes, *boarders], language) or presentation.MISSING,
    }


def _obstacles(run: Run, language: Language) -> list[dict[str, str]]:
    names = Names.of(run.dataset)
    townships = run.dataset.schools.set_index("school_id")["township"]
    return [
        {
            "school": names.school(one.school_id),
            "township": str(townships.get(one.school_id, "")),
            "what": one.what.say(language),
            "change": one.change.say(language),
        }
        for one in run.plan.obstacles
    ]


def _without_obstacles(run: Run, language: Language) -> list[str]:
    """Return what else there is to say of closings that were asked for and are not planned."""
    few = [one.what for one in run.plan.warnings if one.code == FEW]
    if few:
        return [_SENTENCE.filled(said=said).say(language) for said in few]
    if run.plan.obstacles:
        return []
    rule = run.assumptions.closures.rule
    met = all(line.met(rule) for line in run.plan.targets)
    return [WORDS["no_obstacles" if met else "none_listed"].say(language)]


def _minutes(run: Run, language: Language) -> list[tuple[str, list[str]]]:
    """Return mean, ninth decile and longest minutes: of pupils who change school, and of all."""
    return [
        (
            WORDS[f"way_{which}"].say(language),
            [tenth(figure.total) for figure in key_figures.minutes(run, which)],
        )
        for which in ("moved", "all")
    ]


def _bands(run: Run, language: Language) -> list[dict[str, str]]:
    """Return for each band the limit of the daily way beside the longest planned one."""
    moved = moves(run.plan)
    daily, board = moved[moved["mode"] != "board"], moved[moved["mode"] == "board"]
    grades, limits = presentation.bands(run.assumptions), run.assumptions.travel.max_minutes
    return [
        {
            "grades": grades[band.name].say(language),
            "pupils": whole(int(moved.loc[moved["band"] == band.name, "pupils"].sum())),
            "limit": tenth(limits[band.name]),
            "daily": _longest_of(daily, band.name),
            "weekly": _longest_of(board, band.name),
        }
        for band in run.assumptions.bands
    ]


def _longest_of(rows: pd.DataFrame, band: str) -> str:
    return tenth(rows.loc[rows["band"] == band, "minutes"].dropna().max())


def _money(run: Run, language: Language) -> list[tuple[str, list[str]]]:
    return [
        (
            figure.label.say(language),
            [presentation.money(value, language) for value in _cells(figure)],
        )
        for figure in key_figures.money(run)
    ]


def _compared(proof: Proof, language: Language) -> list[tuple[str, str]]:
    """Return the money of closing nothing, and what the plan saves or spends more."""
    change = presentation.saving(proof)
    if change is None:
        return []
    word, amount = change
    return [
        (WORDS["nothing"].say(language), presentation.money(proof.do_nothing, language)),
        (WORDS[word].say(language), presentation.money(amount, language)),
    ]


def _cells(figure: Figure) -> tuple[float, ...]:
    return tuple(value or 0.0 for value in (*figure.by_year, figure.total))


def _warnings(findings: Iterable[Finding], language: Language) -> list[_Group]:
    """Return the warnings by kind, in the order in which each kind first appears."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.code, []).append(finding)
    return [_group(of_kind, language) for of_kind in kinds.values()]


def _group(of_kind: list[Finding], language: Language) -> _Group:
    colon = "：" if language == "zh" else ": "
    shown = [
        colon.join(part for part in (one.place(language), one.what.say(language)) if part)
        for one in of_kind[:WARNINGS_SHOWN]
    ]
    hint = _HINT.filled(hint=of_kind[0].hint.say(language).rstrip("。.")).say(language)
    more = len(of_kind) - len(shown)
    rest = _MORE.filled(n=len(of_kind), more=more).say(language) if more else ""
    return _Group(tuple(shown), f"{hint}{rest}")
