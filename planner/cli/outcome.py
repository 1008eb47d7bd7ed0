"""`planner solve` and `planner demo`: do the job, then say what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import headline
from planner.cli.job import Finished, Order, carry_out
from planner.cli.reasons_told import missed_lines, must_keep_lines, range_lines
from planner.cli.screen import result, result_json, talk
from planner.cli.told import decided_lines, warning_lines
from planner.presentation import (
    loosened,
    money_words,
    proof_words,
    target_basis,
    target_words,
    whole,
)
from planner.words import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.assumptions import TargetRule
    from planner.plan import TargetLine


def solve_and_tell(order: Order, *, as_json: bool) -> bool:
    """Carry out `order`, print the result, and return whether every target was reached."""
    finished = carry_out(order, say=talk)
    language, rule = finished.run.assumptions.language, finished.run.assumptions.closures.rule
    if as_json:
        result_json({"run": str(finished.folder), **finished.manifest})
    else:
        for line in lines(finished, language):
            result(line)
    return all(line.met(rule) for line in finished.run.plan.targets)


def lines(finished: Finished, language: Language) -> Iterator[str]:
    """Return the result in words, one line each."""
    run, plan = finished.run, finished.run.plan
    for rule in loosened(run.assumptions):
        yield LOOSENED.filled(r=rule).say(language)
    if run.assumptions.closures.version:
        yield target_basis(run).say(language)
    mergers = headline.counted_mergers(run)
    for line in plan.targets:
        yield _target(line, mergers[line.year], run.assumptions.closures.rule).say(language)
    yield from range_lines(run, language)
    yield from decided_lines(run, language)
    yield from must_keep_lines(run, language)
    yield from missed_lines(run, language)
    yield _pupils(finished).say(language)
    yield proof_words(plan.proof).say(language)
    yield from money_words(plan.proof, language)
    yield CHECKED.filled(n=finished.made.report.passed).say(language)
    yield from warning_lines(plan.warnings, language)
    yield WRITTEN.filled(folder=finished.folder).say(language)


LOOSENED = Text("【注意】本方案放宽了规定：{r}", "NOTE: a rule is loosened: {r}")
CHECKED = Text("独立复核：{n}项全部通过", "Independent check: all {n} rules hold")
WRITTEN = Text("结果在 {folder}", "Written to {folder}")


def _target(line: TargetLine, mergers: int, rule: TargetRule) -> Text:
    return Text("{year}年：{said}，{words}", "{year}: {said}; {words}").filled(
        year=line.year,
        said=headline.target_line(line, mergers),
        words=target_words(line, rule),
    )


def _pupils(finished: Finished) -> Text:
    figures = finished.run.plan.metrics["plan"]
    said = Text(
        "{moved}；新增寄宿{boarders}名，其中1—3年级{young}名",
        "{moved}; {boarders} newly board, {young} of them in grades 1–3",
    )
    return said.filled(
        moved=headline.moved(figures),
        boarders=whole(figures["boarders"]),
        young=whole(figures["young_boarders"]),
    )
