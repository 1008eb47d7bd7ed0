"""The changes that turn one school's decision, searched kind by kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.answers import answers_of
from planner.flips.closing import stays_with
from planner.flips.flip import Flipped
from planner.flips.staying import closes_with
from planner.flips.subject import Subject
from planner.flips.words import CLOSER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.counterfactual import Decided
    from planner.flips.staying import Otherwise
    from planner.run import Run


def flips(
    run: Run,
    decided: Decided,
    school: int,
    alternatives: Mapping[int, Otherwise] | None = None,
) -> Flipped:
    """Return what would turn the decision of a school (a position), the most natural first.

    Each flip is tried by planning the county again: targets first, then money, proven to the yuan.
    What is planned again is kept with the run, so that further schools are quicker.

    Parameters
    ----------
    decided
        What the run decided.
    alternatives
        The best plans that decide otherwise, by school, where they are known: they save time.
    """
    subject = Subject(answers_of(run), decided, school)
    if school not in decided.case.problem.closable and not subject.closes:
        return Flipped((), None)
    if subject.turned(Change()):
        return Flipped((subject.flip("closer", Change(), CLOSER),), None)
    if subject.closes:
        return stays_with(subject)
    return closes_with(subject, (alternatives or {}).get(school))
