"""More money for works in one year."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from planner.change import Change
from planner.flips.tries import Try
from planner.flips.words import BUDGET

if TYPE_CHECKING:
    from planner.flips.subject import Subject
    from planner.words import Text

_STEP = 10_000
"""Yuan: 1 万元, in which budgets are written."""


def budget_tries(subject: Subject) -> list[Try]:
    """Return the tries of a higher budget in each year that has one."""
    return [_try(subject, t) for t in sorted(subject.problem.budget)]


def _try(subject: Subject, t: int) -> Try:
    year, before = subject.problem.years[t], subject.problem.budget[t]

    def change(n: int) -> Change:
        return Change(works_budget={year: before + n * _STEP})

    def say(n: int) -> Text:
        after = before + n * _STEP
        return BUDGET.filled(year=year, before=f"{before:,.0f}", after=f"{after:,.0f}")

    cost = subject.problem.works.cost
    most = ceil(float(cost.sum()) / _STEP)
    guess = ceil(float(cost.min()) / _STEP) if len(cost) else 0
    return Try("budget", "yuan", change, most, guess, say, amount=lambda n: float(n * _STEP))
