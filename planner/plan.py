"""A finished plan as a value: the tables people and programs read, and how far it is proven."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from planner.assumptions import TargetRule
    from planner.errors import Finding
    from planner.reason import Explained
    from planner.words import Text

# Code of the warning that there are too few schools that may close at all.
FEW = "few_candidates"

type Status = Literal["optimal", "feasible", "infeasible"]


@dataclass(frozen=True)
class TargetLine:
    """What was asked and what is planned in one year.

    Parameters
    ----------
    asked, planned
        Closures that count toward the target.
    empty
        Of the planned ones, schools without pupils.
    proven
        No lawful plan comes nearer to the target.
    best_possible
        Where `proven` is false, the number no lawful plan can pass; else None.
    """

    year: int
    asked: int
    planned: int
    empty: int
    proven: bool
    best_possible: int | None = None

    def met(self, rule: TargetRule) -> bool:
        """Tell whether the year comes to what its rule asks for."""
        missing, beyond = self.planned < self.asked, self.planned > self.asked
        return not {"exact": missing or beyond, "at_least": missing, "at_most": beyond}[rule]


@dataclass(frozen=True)
class Obstacle:
    """Why one school is not closed although a target asks for more.

    Parameters
    ----------
    school_id
        The school that stays.
    rule
        Code of what stands in the way: `no_place`, `seats`, `beds`, `hearing`, `keep`, `no_moves`,
        `reduced`, `last_junior`, `receives`, `other`.
    what
        The rule in words, with numbers.
    change
        What would change it.
    """

    school_id: str
    rule: str
    what: Text
    change: Text


@dataclass(frozen=True)
class Proof:
    """What the solver proved; all money in yuan over the plan's years."""

    status: Status
    objective: float
    bound: float
    do_nothing: float

    @property
    def gap(self) -> float:
        """Return the part of the money that is not proven."""
        missing = self.objective - self.bound
        if self.objective == 0:
            return 0.0 if missing == 0 else 1.0
        return missing / abs(self.objective)

    @property
    def gap_controllable(self) -> float | None:
        """Return the same as part of the money that the plan decides; None where that is 0."""
        decided = abs(self.objective - self.do_nothing)
        if decided == 0:
            return 0.0 if self.objective == self.bound else None
        return (self.objective - self.bound) / decided


@dataclass(frozen=True)
class Plan:
    """A plan: every table of the run folder, with the columns of the contract.

    Parameters
    ----------
    actions, assignments, demand, zones, schools, costs
        As the contract's section 4 names them. `assignments.km` and `.minutes` are NaN where a
        group stays at a school that no road reaches; `mode` is `stay`, `walk`, `bus`, `board`;
        `actions.receivers` is text, ids joined by `;`.
    targets
        One line a year.
    obstacles
        Schools that a missed target could not close, and why.
    proof
        How far the plan is proven.
    metrics
        `{"plan": {...}, "2023": {...}, ...}`, names as in the contract's section 5; None where
        nobody is counted.
    travel_method
        `network`, `straight_line` or `given`: where the km come from.
    warnings
        Everything that people should know: of the data, the scenario, travel and the plan.
    explained
        Why every school closes or stays; None where that was not asked.
    """

    actions: pd.DataFrame
    assignments: pd.DataFrame
    demand: pd.DataFrame
    zones: pd.DataFrame
    schools: pd.DataFrame
    costs: pd.DataFrame
    targets: tuple[TargetLine, ...]
    obstacles: tuple[Obstacle, ...]
    proof: Proof
    metrics: Mapping[str, Mapping[str, float | None]]
    travel_method: str
    warnings: tuple[Finding, ...] = field(default=())
    explained: Explained | None = None
