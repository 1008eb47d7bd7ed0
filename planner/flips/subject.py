"""The school whose decision is to turn, and whether a change turns it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from planner.change import Change
from planner.flips.flip import Flip
from planner.flips.words import LOOSENED, TURNED

if TYPE_CHECKING:
    from planner.counterfactual import Decided
    from planner.flips.answers import After, Answers
    from planner.flips.flip import Kind
    from planner.problem import Problem
    from planner.words import Text


@dataclass(frozen=True)
class Subject:
    """A school of a finished plan.

    Parameters
    ----------
    answers
        What is known of the county after changes.
    decided
        The plan.
    school
        Position of the school.
    unsettled
        Changes after which the best plan was not proven in the time given.
    """

    answers: Answers
    decided: Decided
    school: int
    unsettled: list[Change] = field(default_factory=list)

    @property
    def problem(self) -> Problem:
        """Return the question that the plan answers."""
        return self.decided.case.problem

    @property
    def closes(self) -> bool:
        """Tell whether the plan closes the school, or has it absorbed."""
        return self.school in self.decided.gone

    @property
    def id(self) -> str:
        """Return the school's id."""
        return self.id_of(self.school)

    def id_of(self, school: int) -> str:
        """Return the id of a school."""
        return str(self.decided.case.dataset.schools["school_id"].iloc[school])

    def name_of(self, school: int) -> str:
        """Return the name of a school."""
        return str(self.decided.case.dataset.schools["name"].iloc[school])

    def groups(self) -> list[int]:
        """Return the school's groups."""
        found: list[int] = np.flatnonzero(self.problem.homes == self.school).tolist()
        return found

    def after(self, change: Change) -> After | None:
        """Return what is decided after a change."""
        return self.answers.after(change)

    @property
    def base(self) -> After:
        """Return what is decided after no change, proven to the yuan."""
        found = self.after(Change())
        assert found is not None  # noqa: S101 - the plan itself keeps the rules
        return found

    def turned(self, change: Change) -> bool:
        """Tell whether the school is decided otherwise after a change."""
        found = self.after(change)
        if found is not None and not found.proven:
            self.unsettled.append(change)
            return False
        return found is not None and (self.school in found.gone) != self.closes

    def flip(  # noqa: PLR0913 - a flip has that many parts
        self,
        kind: Kind,
        change: Change,
        text: Text,
        *,
        amount: float | None = None,
        unit: str = "",
        half: Change | None = None,
        loosens: bool = False,
    ) -> Flip:
        """Return a flip in words; `text` says the change."""
        said = TURNED[self.closes].filled(change=text)
        said = LOOSENED.filled(said=said) if loosens else said
        return Flip(kind, change, amount, unit, said, half, loosens)
