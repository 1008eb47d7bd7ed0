"""`planner explain`: why one school of a stored run closes or stays, or which must be kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from planner import runs
from planner.cli.asked import ASKED, speak
from planner.cli.naming import found_school
from planner.cli.screen import result, result_json
from planner.errors import UsageError
from planner.explanation import DECISION_NAMES, explanations, must_keep
from planner.presentation import Names, sentence
from planner.school_kinds import KIND_NAMES
from planner.words import Text, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.explanation import Explanation
    from planner.reason import Reason
    from planner.run import Run

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
_NO_MUST_KEEP = Text("没有列为应留必留的学校", "No school is listed as one that must be kept")
_UNEXPLAINED = Text(
    "{run} 没有逐校的理由；请用 planner solve 重新规划",
    "{run} holds no reasons; plan again with planner solve",
)


def explain_and_tell(folder: Path, school: str | None, *, data: Path | None, as_json: bool) -> None:
    """Print why a school of the run in `folder` closes or stays; without one, the must-keep list.

    Raises
    ------
    UsageError
        If the run holds no reasons, or there is no such school, or more than one of that name.
    """
    run = runs.read(folder, data=data).run
    speak(run.assumptions.language)
    known = explanations(run)
    if not known:
        raise UsageError(_UNEXPLAINED.filled(run=folder))
    if school is None:
        values, lines = _all_json(run), _all_lines(run)
    else:
        one = known[found_school(run, school)]
        values, lines = _school_json(run, one), _school_lines(run, one)
    if as_json:
        result_json({"run": str(folder), **values})
        return
    for line in lines:
        result(line.say(ASKED.get().spoken))


def _school_lines(run: Run, one: Explanation) -> Iterator[Text]:
    """Yield a school, what is decided of it, why, and what would change it."""
    yield _school(run, one.school_id)
    decided = DECISION_NAMES[one.decision]
    yield sentence(_IN_YEAR.filled(decision=decided, year=one.year) if one.year else decided)
    if one.firmness and one.decision != "must_keep":
        yield sentence(_FIRMNESS[one.firmness])
    yield _WHY
    for n, reason in enumerate(one.reasons, start=1):
        said = sentence(reason.text)
        yield Text(f"  {n}. {said.zh}", f"  {n}. {said.en}")
    if one.flips:
        yield _FLIPS
        yield from (Text(f"  · {sentence(f).zh}", f"  · {sentence(f).en}") for f in one.flips)


def _school(run: Run, school_id: str) -> Text:
    """Return a school with its township, kind and pupils of today."""
    schools, pupils = run.dataset.schools, run.dataset.pupils
    row = schools[schools["school_id"] == school_id].iloc[0]
    roll = int(pupils["pupils"][pupils["school_id"] == school_id].sum())
    return _SCHOOL.filled(
        id=school_id,
        name=row["name"],
        township=row["township"],
        kind=KIND_NAMES[row["kind"]],
        roll=numbered(roll, "{n}名学生", "{n} pupil", "{n} pupils"),
    )


def _all_lines(run: Run) -> Iterator[Text]:
    """Yield how many schools are decided how, and those that must be kept with their reasons."""
    counts = [_COUNT.filled(decision=DECISION_NAMES[d], n=n) for d, n in _counts(run).items()]
    said = Text("，".join(one.zh for one in counts), ", ".join(one.en for one in counts))
    yield sentence(_COUNTS.filled(counts=said))
    kept, names = must_keep(run), Names.of(run.dataset)
    yield _MUST_KEEP.filled(n=len(kept)) if kept else sentence(_NO_MUST_KEEP)
    for one in kept:
        why = [reason.text for reason in one.reasons]
        head = f"  {one.school_id} {names.school(one.school_id)}"
        texts = Text("；".join(text.zh for text in why), "; ".join(text.en for text in why))
        yield Text(f"{head}：{texts.zh}", f"{head}: {texts.en}")


def _counts(run: Run) -> dict[str, int]:
    """Return how many schools are decided how, in the order of `DECISION_NAMES`."""
    of = Counter[str](one.decision for one in explanations(run).values())
    return {decision: of[decision] for decision in DECISION_NAMES if of[decision]}


def _school_json(run: Run, one: Explanation) -> dict[str, Any]:
    return {
        "school_id": one.school_id,
        "name": Names.of(run.dataset).school(one.school_id),
        "decision": one.decision,
        "year": one.year,
        "robust": one.firmness,
        "reasons": [_reason_json(reason) for reason in one.reasons],
    }


def _all_json(run: Run) -> dict[str, Any]:
    kept = [
        {"school_id": one.school_id, "reasons": [_reason_json(reason) for reason in one.reasons]}
        for one in must_keep(run)
    ]
    return {"decisions": _counts(run), "must_keep": kept}


def _reason_json(one: Reason) -> dict[str, Any]:
    flip = None if one.flip is None else asdict(one.flip)
    return {"reason": one.code, "text": asdict(one.text), "flip": flip}
