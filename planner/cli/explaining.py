"""`planner explain`: why one school of a stored run closes or stays, or which must be kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from planner import runs
from planner.cli.asked import ASKED, speak
from planner.cli.screen import result, result_json
from planner.errors import UsageError
from planner.presentation import Names, sentence
from planner.school_kinds import KIND_NAMES
from planner.words import Text, numbered, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from planner.reason import Reason
    from planner.run import Run
    from planner.words import Language

DECISIONS: dict[str, Text] = {
    "close": Text("规划撤并", "planned to close"),
    "merge": Text("规划合并组建", "planned to merge"),
    "downgrade": Text("规划降格为教学点", "planned to become a teaching point"),
    "keep": Text("规划保留", "planned to stay"),
    "must_keep": Text("应留必留", "must be kept"),
    "not_candidate": Text("不在撤并范围", "not considered for closing"),
}
_FIRMNESS: dict[str, Text] = {
    "robust": Text(
        "稳定：资金相差1%以内的各种安排都作同样决定",
        "robust: decided alike in every plan whose money is within 1 %",
    ),
    "open": Text(
        "两可：资金相差1%以内的安排中，有的作不同决定",
        "open: a plan whose money is within 1 % decides otherwise",
    ),
}
_SCHOOL = Text(
    "{id} {name}（{township}，{kind}，现有{roll}）", "{id} {name} ({township}, {kind}, {roll})"
)
_IN_YEAR = Text("{decision}，{year}年", "{decision} in {year}")
_WHY = Text("理由：", "Why:")
_FLIPS = Text(
    "什么情况下可以改变（已重新测算证实）：", "What would change it (confirmed by planning again):"
)
_COUNTS = Text("各校的决定：{counts}", "What is decided: {counts}")
_COUNT = Text("{decision}{n}所", "{n} {decision}")
_MUST_KEEP = Text(
    "应留必留：下列{n}所学校，在现行规则下任何方案、任何年度都不能撤并：",
    "Must be kept: no plan may close these {n} schools in any year under the rules:",
)
_NO_MUST_KEEP = Text(
    "没有应留必留的学校：每所可撤并的学校都有合法的方案可以撤并",
    "No school must be kept: each that may close does so in some lawful plan",
)
_UNEXPLAINED = Text(
    "{run} 没有逐校的理由；请用 planner solve 重新规划",
    "{run} holds no reasons; plan again with planner solve",
)
_UNKNOWN = Text("没有学校“{word}”{near}", "there is no school '{word}'{near}")
_NEAR = Text("；是否指：{names}", "; did you mean {names}?")
_SEVERAL = Text(
    "有{n}所学校叫“{word}”，请写学校编码：{names}",
    "{n} schools are called '{word}'; give the id: {names}",
)
# So many schools are suggested for a word that is none.
SUGGESTED = 5


def explain_and_tell(folder: Path, school: str | None, *, data: Path | None, as_json: bool) -> None:
    """Print why a school of the run in `folder` closes or stays; without one, the must-keep list.

    Raises
    ------
    UsageError
        If the run holds no reasons, or there is no such school, or more than one of that name.
    """
    run = runs.read(folder, data=data).run
    speak(run.assumptions.language)
    reasons = run.plan.explained.reasons if run.plan.explained else ()
    if not reasons:
        raise UsageError(_UNEXPLAINED.filled(run=folder))
    if school is None:
        _tell(_all_json(folder, run, reasons), _all_lines(run, reasons), as_json=as_json)
        return
    own = found_school(run, school)
    mine = [one for one in reasons if one.school_id == own]
    _tell(_school_json(folder, run, mine), _school_lines(run, mine), as_json=as_json)


def _tell(values: dict[str, Any], lines: Iterator[Text], *, as_json: bool) -> None:
    if as_json:
        result_json(values)
        return
    language: Language = ASKED.get().spoken
    for line in lines:
        result(line.say(language))


def found_school(run: Run, word: str) -> str:
    """Return the id of the school that `word` names: its id, or its name if no other has it.

    Raises
    ------
    UsageError
        If there is none, with the nearest ones, or if several have that name.
    """
    schools = run.dataset.schools
    ids = {
        str(own): str(name) for own, name in zip(schools["school_id"], schools["name"], strict=True)
    }
    if word in ids:
        return word
    told = Names.of(run.dataset).schools
    called = [own for own, name in ids.items() if word in {name, told[own]}]
    if len(called) == 1:
        return called[0]
    if called:
        what = _SEVERAL.filled(n=len(called), word=word, names=_named(told, called))
        raise UsageError(what)
    near = _nearest(word, ids)
    hint = _NEAR.filled(names=_named(told, near)) if near else same("")
    raise UsageError(_UNKNOWN.filled(word=word, near=hint))


def _named(names: Any, ids: Sequence[str]) -> Text:  # noqa: ANN401 - a mapping of texts
    said = [f"{own} {names[own]}" for own in ids]
    return Text("、".join(said), ", ".join(said))


def _nearest(word: str, ids: dict[str, str]) -> list[str]:
    """Return the schools whose id or name looks most like `word`."""
    within = [own for own, name in ids.items() if word and (word in name or word in own)]
    by_id = get_close_matches(word, ids, n=SUGGESTED)
    names = get_close_matches(word, ids.values(), n=SUGGESTED)
    alike = [own for name in names for own, called in ids.items() if called == name]
    return list(dict.fromkeys((*by_id, *alike, *within)))[:SUGGESTED]


def _school_lines(run: Run, mine: Sequence[Reason]) -> Iterator[Text]:
    """Yield a school, what is decided of it, why, and what would change it."""
    first, schools = mine[0], run.dataset.schools
    row = schools[schools["school_id"] == first.school_id].iloc[0]
    pupils = run.dataset.pupils
    roll = int(pupils["pupils"][pupils["school_id"] == first.school_id].sum())
    yield _SCHOOL.filled(
        id=first.school_id,
        name=row["name"],
        township=row["township"],
        kind=KIND_NAMES[row["kind"]],
        roll=numbered(roll, "{n}名学生", "{n} pupil", "{n} pupils"),
    )
    decided = DECISIONS[first.decision]
    yield sentence(_IN_YEAR.filled(decision=decided, year=first.year) if first.year else decided)
    if first.robust and first.decision in {"close", "merge", "downgrade", "keep"}:
        yield sentence(_FIRMNESS[first.robust])
    yield _WHY
    for n, one in enumerate(mine, start=1):
        yield Text(f"  {n}. {sentence(one.text).zh}", f"  {n}. {sentence(one.text).en}")
    if flips := dict.fromkeys(one.flip for one in mine if one.flip is not None):
        yield _FLIPS
        yield from (Text(f"  · {sentence(f).zh}", f"  · {sentence(f).en}") for f in flips)


def _all_lines(run: Run, reasons: Sequence[Reason]) -> Iterator[Text]:
    """Yield how many schools are decided how, and those that must be kept with their reasons."""
    counts = [
        _COUNT.filled(decision=DECISIONS[decision], n=n) for decision, n in _counts(reasons).items()
    ]
    said = Text("，".join(one.zh for one in counts), ", ".join(one.en for one in counts))
    yield sentence(_COUNTS.filled(counts=said))
    kept = run.plan.explained.must_keep if run.plan.explained else ()
    if not kept:
        yield sentence(_NO_MUST_KEEP)
        return
    yield _MUST_KEEP.filled(n=len(kept))
    names = Names.of(run.dataset)
    for own in kept:
        why = [one.text for one in reasons if one.school_id == own]
        texts = Text("；".join(one.zh for one in why), "; ".join(one.en for one in why))
        yield Text(
            f"  {own} {names.school(own)}：{texts.zh}", f"  {own} {names.school(own)}: {texts.en}"
        )


def _counts(reasons: Sequence[Reason]) -> dict[str, int]:
    """Return how many schools are decided how, in the order of `DECISIONS`, none left out."""
    of = Counter[str]({one.school_id: one.decision for one in reasons}.values())
    return {decision: of[decision] for decision in DECISIONS if of[decision]}


def _school_json(folder: Path, run: Run, mine: Sequence[Reason]) -> dict[str, Any]:
    first = mine[0]
    return {
        "run": str(folder),
        "school_id": first.school_id,
        "name": Names.of(run.dataset).school(first.school_id),
        "decision": first.decision,
        "year": first.year,
        "robust": first.robust,
        "reasons": [_reason_json(one) for one in mine],
    }


def _all_json(folder: Path, run: Run, reasons: Sequence[Reason]) -> dict[str, Any]:
    kept = run.plan.explained.must_keep if run.plan.explained else ()
    listed = [[one for one in reasons if one.school_id == own] for own in kept]
    return {
        "run": str(folder),
        "decisions": _counts(reasons),
        "must_keep": [
            {"school_id": mine[0].school_id, "reasons": [_reason_json(one) for one in mine]}
            for mine in listed
        ],
    }


def _reason_json(one: Reason) -> dict[str, Any]:
    flip = None if one.flip is None else asdict(one.flip)
    return {"reason": one.code, "text": asdict(one.text), "flip": flip}
