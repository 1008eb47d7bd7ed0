"""Which of the decided closings cannot be carried out together, the rules being as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.change import Change
from planner.diagnosis.shrinking import smallest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.diagnosis.county import County


def impossible_closings(
    county: County, pins: Sequence[str], suspects: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Yield sets of schools whose closings cannot all be, none of which has one to spare.

    No school is in two of them, and without the schools of all of them the county has a plan.

    Parameters
    ----------
    pins
        Every school (id) that is to close by decision.
    suspects
        Those to be looked at first.
    """
    left = list(pins)
    for school in suspects:
        if _clash(county, pins, [school]):
            left.remove(school)
            yield (school,)
    while left and _clash(county, pins, left):
        together = smallest(left, lambda some: bool(some) and _clash(county, pins, some))
        left = [school for school in left if school not in together]
        yield together


def only(pins: Sequence[str], some: Sequence[str]) -> Change:
    """Return the change that leaves only some of the decided closings."""
    return Change(free=tuple(school for school in pins if school not in some))


def _clash(county: County, pins: Sequence[str], some: Sequence[str]) -> bool:
    return not county.has_plan(only(pins, some))
