"""The mathematical model, stated in PuLP: see `docs/model.md` for the formulas side by side.

`build` takes a problem and returns the program with its variables and a register of its rows.
Names are made of a family's prefix and an ordinal, never of a school's id: PuLP rewrites names,
and two ids may become one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pulp

from planner.model.families import CONSTRAINTS
from planner.model.variables import declare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.model.families import Family
    from planner.model.variables import Variables
    from planner.problem import Problem


@dataclass(frozen=True)
class Model:
    """A stated problem.

    Parameters
    ----------
    program
        The linear program with whole-number variables, as PuLP holds it.
    variables
        Its variables by meaning.
    rows
        Row name -> (family, index), the index being what the family yielded.
    """

    program: pulp.LpProblem
    variables: Variables
    rows: dict[str, tuple[str, tuple[int, ...]]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> list[pulp.LpVariable]:
        """The variables in the order in which the solver sees them."""
        return list(self.program.exported_variables())

    @cached_property
    def positions(self) -> dict[int, int]:
        """Where the variable with a given number stands in `columns`."""
        return {variable.id: n for n, variable in enumerate(self.columns)}


def build(problem: Problem, families: Sequence[Family] = CONSTRAINTS) -> Model:
    """Return the model of `problem` with the constraint families given, without an objective."""
    program = pulp.LpProblem("hedian", pulp.LpMinimize)
    model = Model(program, declare(program, problem))
    for family in families:
        for n, (index, row) in enumerate(family.rows(problem, model.variables), start=1):
            name = f"{family.prefix}_{n}"
            program.addConstraint(row, name)
            model.rows[name] = (family.prefix, index)
    return model
