"""Which decisions are alike in all plans that are nearly as good, and which could go either way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.counterfactual import near

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.counterfactual import Alternative, Decided
    from planner.reason import Firmness


def robust(decided: Decided, alternatives: Mapping[int, Alternative]) -> dict[int, Firmness]:
    """Return for each school that may close whether its decision is firm, by position.

    `open`: a plan as near to the targets, with as few pupils over seats or cap, decides otherwise
    and costs at most 1 % of the controllable money more. `robust`: proven that none does. A school
    of which neither is known is left out.

    Parameters
    ----------
    alternatives
        The best plan that decides otherwise of each school, by position.
    """
    allowed = near(decided)
    known = {s: one.firmness(allowed) for s, one in alternatives.items()}
    return {s: firm for s, firm in known.items() if firm}
