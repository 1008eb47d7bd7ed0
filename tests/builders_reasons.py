"""Reasons of small counties: planned, weighed against what could be otherwise, and told."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from planner.counterfactual import Decided, Lawful, alternatives
from planner.money import money_of
from planner.reasons import reasons
from tests.builders_model import case_of, solved, write_street

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from planner.counterfactual import Alternative
    from planner.reason import Reason

FULL = ("D", 4, 150)


class Told:
    """A county's plan with its reasons by school.

    Parameters
    ----------
    scenario
        Its file, with the county beside it.
    """

    def __init__(self, scenario: Path) -> None:
        self.case = case_of(scenario)
        self.outcome = outcome = solved(self.case)
        assert outcome.solution is not None
        money = money_of(self.case.problem, outcome.solution)
        self.decided = Decided(self.case, outcome.solution, money, outcome.bound)

    @cached_property
    def alternatives(self) -> Mapping[int, Alternative]:
        """What deciding otherwise costs."""
        return alternatives(self.decided)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of all schools."""
        never = Lawful(self.decided).unclosable()
        return reasons(self.decided, self.alternatives, never, {})

    def of(self, school: str) -> list[Reason]:
        """Return the reasons of one school."""
        return [one for one in self.reasons if one.school_id == school]

    def codes(self, school: str) -> list[str]:
        """Return their codes."""
        return [one.code for one in self.of(school)]

    def decision(self, school: str) -> str:
        """Return what is decided of it."""
        [decision] = {one.decision for one in self.of(school)}
        return decision

    def said(self, school: str, code: str) -> Reason:
        """Return its one reason of a code."""
        [found] = [one for one in self.of(school) if one.code == code]
        return found

    def position(self, school: str) -> int:
        """Return its position."""
        return self.case.dataset.schools["school_id"].tolist().index(school)


def told(
    folder: Path, schools: dict[str, Any], pupils: list[Any], targets: Any = 9, **more: Any
) -> Told:
    """Return the reasons of a street of schools in which so many are to close.

    Parameters
    ----------
    targets
        Closures of 2023, or of each year.
    """
    by_year = targets if isinstance(targets, dict) else {2023: targets}
    closing = {"targets": by_year, **more.pop("closures", {})}
    scenario = {"closures": closing, "years": list(by_year), **more.pop("scenario", {})}
    return Told(write_street(folder, schools, pupils, scenario=scenario, **more))
