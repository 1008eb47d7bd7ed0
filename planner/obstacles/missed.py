"""What to say of a year whose target is not met, and where there are too few schools at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from planner.errors import Finding
from planner.plan import FEW
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.assumptions import TargetRule
    from planner.case import Case
    from planner.plan import Obstacle, TargetLine

NOT_MET = "target_not_met"

_DUE = (
    Text(
        "{year}年目标撤并{asked}所，按期必须撤并的学校使规划数达到{planned}所",
        "closures in {year}: {asked} asked, {planned} planned, schools due by date or decision",
    ),
    Text(
        "无学生学校到期和已定的撤并总要执行；请核对目标数",
        "schools without pupils that are due, and decided closures, always close; check the target",
    ),
)
_PROVEN = Text(
    "{year}年目标撤并{asked}所，规划{planned}所；已证明依规不能更多",
    "closures in {year}: {asked} asked, {planned} planned, proven that no more is lawful",
)
_AT_MOST = Text(
    "{year}年目标撤并{asked}所，规划{planned}所；依规最多不超过{best}所，尚未证明能否达到",
    "closures in {year}: {asked} asked, {planned} planned; at most {best} can be lawful, not proven "
    "whether they are",
)
_OPEN = Text(
    "{year}年目标撤并{asked}所，规划{planned}所；尚未证明不能更多",
    "closures in {year}: {asked} asked, {planned} planned, not proven that no more is lawful",
)
_LISTED = Text("原因逐校列在“未能撤并”中", "each school that could not close is listed with why")
_NONE_LEFT = Text("可撤并的学校已全部列入方案", "every school that may close does in the plan")
_LONGER = Text("增大 solver.seconds 后重新测算", "solve again with more solver.seconds to find out")

_FEW = Text(
    "可撤并并计入目标的学校一共只有{n}所{beside}{causes}",
    "schools that may close and count: only {n}{beside}{causes}",
)
_FEW_HINT = Text(
    "请核对目标数，或 closures 中的 counts、small 和学段组",
    "check the target, or counts and small in closures and the bands",
)


def target_warnings(
    case: Case, targets: Sequence[TargetLine], obstacles: Sequence[Obstacle]
) -> tuple[Finding, ...]:
    """Return a warning for each year that does not meet its target, and one if few may close."""
    rule = case.assumptions.closures.rule
    missed = [line for line in targets if not line.met(rule)]
    found = [_not_met(line, rule, listed=bool(obstacles)) for line in missed]
    shortfall = sum(max(0, line.asked - line.planned) for line in missed)
    if shortfall > len(obstacles):
        found.append(_warning(FEW, few_candidates(case), _FEW_HINT))
    return tuple(found)


def _not_met(line: TargetLine, rule: TargetRule, *, listed: bool) -> Finding:
    hint = _LISTED if listed else _NONE_LEFT
    if line.planned > line.asked:
        what, hint = _DUE
    elif line.proven:
        what = _PROVEN
    else:
        # at least as many as asked may be planned: that the target is in reach is no limit
        best = line.best_possible
        limit = best is not None and (rule != "at_least" or best < line.asked)
        what, hint = (_AT_MOST if limit else _OPEN), _LONGER
    known = {"year": line.year, "asked": line.asked, "planned": line.planned}
    return _warning(NOT_MET, what.filled(**known, best=line.best_possible), hint)


def few_candidates(case: Case) -> Text:
    """Return how many schools may close and count at all, and why the others of their kinds may not."""
    problem, closures = case.problem, case.assumptions.closures
    standing = problem.standing
    may = np.zeros(len(standing.roll), dtype=bool)
    may[problem.closable] = True
    others = case.dataset.schools["kind"].isin(closures.counts).to_numpy(bool)
    others = others & ~(may & standing.counted)
    limit = (
        Text("规模界限（closures.small）", "closures.small")
        if isinstance(closures.small, Mapping)
        else Text(f"{closures.small:g}人", f"{closures.small:g} pupils")
    )
    counts = {
        Text("公办而学生达到{limit}", "public with {limit} or more"): standing.public
        & ~standing.small
        & ~may,
        Text("民办", "private"): ~standing.public,
        Text(
            "有学生所在年级不属于任何学段组", "with pupils in grades outside all bands"
        ): standing.small & ~may,
        Text("无学生而不计入目标", "without pupils and not counted"): may & ~standing.counted,
    }
    causes = [
        Text(f"{said.zh}的{n}所", f"{said.en} {n}").filled(limit=limit)
        for said, which in counts.items()
        if (n := int((others & which).sum()))
    ]
    return _FEW.filled(
        n=int((may & standing.counted).sum()),
        beside=Text("（合并组建的另计）", " (merges beside)")
        if problem.merges_count
        else Text("", ""),
        causes=_listed(causes),
    )


def _listed(causes: Sequence[Text]) -> Text:
    if not causes:
        return Text("，没有其他同类学校", "; there are no others of these kinds")
    return Text(
        "；同类学校中，" + "、".join(one.zh for one in causes),
        "; of the others of these kinds: " + ", ".join(one.en for one in causes),
    )


def _warning(code: str, what: Text, hint: Text) -> Finding:
    return Finding(code, what, hint, severity="warning")
