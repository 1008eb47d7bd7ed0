"""The plan's money, its bound and its status, as far as they can be held against the tables."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from planner.checking.broken import broken
from planner.checking.cheaper import spared
from planner.checking.money import apart, do_nothing, total
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.checking.case import Case
    from planner.errors import Finding

_FILE = "manifest.json"
_STATES = ("optimal", "feasible")
SHARE = 1e-6
"""Part of the money by which a proven bound may pass it: what solvers allow themselves."""


def number(value: object) -> float | None:
    """Return a finite number, or None where `value` is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if isfinite(found) else None


def numbers(case: Case) -> Iterator[Finding]:
    """Objective, bound and the money of closing nothing are numbers."""
    for name in ("objective", "bound", "do_nothing"):
        value = getattr(case.plan.proof, name)
        if number(value) is None:
            what = Text("应为数", "must be a number")
            yield broken(what, file=_FILE, column=name, value=value)


def _compare(  # noqa: PLR0917 - one comparison, all of its words
    name: str, want: float, have: object, zh: str, en: str, share: float = 0
) -> Iterator[Finding]:
    said = number(have)
    if said is not None and apart(want, said) and abs(said - want) > share * want:
        what = Text(f"{zh}应为{{want:.2f}}元", f"{en} is {{want:.2f}} yuan").filled(want=want)
        yield broken(what, file=_FILE, column=name, value=have)


def objective(case: Case) -> Iterator[Finding]:
    """Check that the objective is the sum of costs.csv, and of the accounts recomputed."""
    have = case.plan.proof.objective
    summed = sum(row.amount for row in case.tables.costs)
    yield from _compare("objective", summed, have, "费用表合计", "the sum of costs.csv")
    yield from _compare("objective", total(case), have, "重新计算的总费用", "the money recomputed")


def nothing(case: Case) -> Iterator[Finding]:
    """Check that the money of closing nothing is that of all schools open and everybody staying."""
    have = case.plan.proof.do_nothing
    zh, en = "一校不撤的费用", "the money of closing nothing"
    # The km of stays that the plan ends at once are in no table, so roads may differ by a hair.
    share = SHARE if case.ways.by_road else 0
    yield from _compare("do_nothing", do_nothing(case), have, zh, en, share)


def bound(case: Case) -> Iterator[Finding]:
    """No bound is above the money of the plan."""
    low, high = number(case.plan.proof.bound), number(case.plan.proof.objective)
    if low is not None and high is not None and low > high + SHARE * abs(high) + SHARE:
        what = Text(
            "下界{low:.2f}元高于方案费用{high:.2f}元",
            "the bound {low:.2f} is above the plan's money {high:.2f}",
        ).filled(low=low, high=high)
        yield broken(what, file=_FILE, column="bound", value=low)


def believable(case: Case) -> Iterator[Finding]:
    """Check that no lawful plan found by simple exchanges is cheaper than the bound."""
    low, high = number(case.plan.proof.bound), number(case.plan.proof.objective)
    if low is None or high is None:
        return
    found = high - spared(case)
    if apart(low, found) and found < low - SHARE * abs(low):
        what = Text(
            "存在{found:.2f}元的合规方案，低于声称的下界{low:.2f}元",
            "there is a lawful plan for {found:.2f} yuan, below the bound {low:.2f} that is claimed",
        ).filled(found=found, low=low)
        yield broken(what, file=_FILE, column="bound", value=low)


def status(case: Case) -> Iterator[Finding]:
    """`optimal` is said only within the gap asked and with every target proven."""
    proof = case.plan.proof
    if proof.status not in _STATES:
        what = Text("有方案时状态应为optimal或feasible", "a plan is 'optimal' or 'feasible'")
        yield broken(what, file=_FILE, column="status", value=proof.status)
    if proof.status != "optimal":
        return
    low, high = number(proof.bound), number(proof.objective)
    gap = 1.0 if low is None or high is None else (high - low) / max(abs(high), SHARE)
    if gap > case.rules.solver.gap + SHARE * SHARE:
        what = Text(
            "写为optimal，但差距{gap:.6f}大于要求的{most:g}",
            "'optimal' with a gap of {gap:.6f}, {most:g} asked",
        ).filled(gap=gap, most=case.rules.solver.gap)
        yield broken(what, file=_FILE, column="status", value=proof.status)
    if not all(line.proven for line in case.plan.targets):
        what = Text("写为optimal，但有目标未证明", "'optimal' with a target that is not proven")
        yield broken(what, file=_FILE, column="status", value=proof.status)


RULES = (
    ("proof_numbers", numbers),
    ("objective", objective),
    ("do_nothing", nothing),
    ("bound", bound),
    ("bound_believable", believable),
    ("status", status),
)
