"""What is left of the question, stated in PuLP: only sites and ways that a better plan could use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
import pulp

from planner.classical.siting import SMALLEST_SHARE, Sited

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.classical.siting import Siting

HALF = 1 / 2


@dataclass(frozen=True)
class Program:
    """A stated question.

    Parameters
    ----------
    program
        As PuLP holds it.
    siting
        What it is about.
    opens
        Site -> 1 if it opens.
    serves
        Site, customer -> the part of the customer that the site serves.
    """

    program: pulp.LpProblem
    siting: Siting
    opens: dict[int, pulp.LpVariable]
    serves: dict[tuple[int, int], pulp.LpVariable]

    @cached_property
    def columns(self) -> list[pulp.LpVariable]:
        """The variables in the order in which the solver sees them."""
        return list(self.program.exported_variables())

    @cached_property
    def _places(self) -> dict[int, int]:
        return {variable.id: n for n, variable in enumerate(self.columns)}

    def values_of(self, plan: Sited) -> NDArray[np.float64]:
        """Return a plan as one value a variable."""
        values = np.zeros(len(self.columns))
        for site, variable in self.opens.items():
            values[self._places[variable.id]] = float(plan.open[site])
        for (site, customer), variable in self.serves.items():
            values[self._places[variable.id]] = plan.share[site, customer]
        return values

    def plan_of(self, values: NDArray[np.float64]) -> Sited:
        """Return one value a variable as a plan."""
        siting, share = self.siting, np.zeros(self.siting.cost.shape)
        opened = np.zeros(len(siting.fixed), dtype=bool)
        for site, variable in self.opens.items():
            opened[site] = values[self._places[variable.id]] > HALF
        for key, variable in self.serves.items():
            share[key] = values[self._places[variable.id]]
        if siting.whole:
            share = (share > HALF).astype(float)
        share = np.where(share > SMALLEST_SHARE, share, 0.0)
        share /= np.maximum(share.sum(axis=0), SMALLEST_SHARE)
        used = share > 0
        total = float((siting.cost[used] * share[used]).sum() + siting.fixed[opened].sum())
        return Sited(opened, share, total)


def state(
    siting: Siting,
    ways: NDArray[np.bool_],
    *,
    opens: NDArray[np.bool_],
    closes: NDArray[np.bool_],
) -> Program:
    """Return the question over `ways`.

    Parameters
    ----------
    ways
        Shape (sites, customers), who may be served where.
    opens, closes
        Shape (sites,), settled.
    """
    program = pulp.LpProblem("siting", pulp.LpMinimize)
    sites = np.flatnonzero(~closes).tolist()
    open_ = {
        i: program.add_variable(f"open_{n}", int(opens[i]), 1, "Binary")
        for n, i in enumerate(sites, start=1)
    }
    kind: Literal["Binary", "Continuous"] = "Binary" if siting.whole else "Continuous"
    pairs = [(int(i), int(j)) for i, j in np.argwhere(ways) if not closes[i]]
    serves = {
        pair: program.add_variable(f"serve_{n}", 0, 1, kind)
        for n, pair in enumerate(pairs, start=1)
    }
    stated = Program(program, siting, open_, serves)
    _everyone_served(stated)
    _within_capacity(stated)
    _together(stated)
    return stated


def cost_of(stated: Program) -> pulp.LpAffineExpression:
    """Return the cost of a plan."""
    siting = stated.siting
    terms = [(v, float(siting.fixed[i])) for i, v in stated.opens.items()]
    terms += [(v, float(siting.cost[pair])) for pair, v in stated.serves.items()]
    return pulp.LpAffineExpression.from_list([(v, n) for v, n in terms if n])


def _everyone_served(stated: Program) -> None:
    rows: dict[int, list[tuple[pulp.LpVariable, float]]] = {
        j: [] for j in range(len(stated.siting.demand))
    }
    for (_, j), variable in stated.serves.items():
        rows[j].append((variable, 1.0))
    for j, terms in rows.items():
        stated.program.addConstraint(
            pulp.LpAffineExpression.from_list(terms) == 1, f"served_{j + 1}"
        )


def _within_capacity(stated: Program) -> None:
    siting = stated.siting
    asked: dict[int, list[tuple[pulp.LpVariable, float]]] = {i: [] for i in stated.opens}
    for n, ((i, j), variable) in enumerate(stated.serves.items(), start=1):
        asked[i].append((variable, float(siting.demand[j])))
        if not stated.opens[i].lowBound:
            stated.program.addConstraint(variable - stated.opens[i] <= 0, f"from_{n}")
    for i, terms in asked.items():
        capacity = float(siting.capacity[i])
        if np.isfinite(capacity) and sum(n for _, n in terms) > capacity:
            row = pulp.LpAffineExpression.from_list([*terms, (stated.opens[i], -capacity)])
            stated.program.addConstraint(row <= 0, f"places_{i + 1}")


def _together(stated: Program) -> None:
    siting, opens = stated.siting, list(stated.opens.items())
    count = pulp.LpAffineExpression.from_list([(v, 1.0) for _, v in opens])
    if siting.least > 0:
        stated.program.addConstraint(count >= siting.least, "least")
    if siting.most < len(siting.fixed):
        stated.program.addConstraint(count <= siting.most, "most")
    if np.isfinite(siting.capacity).all():
        places = [(v, float(siting.capacity[i])) for i, v in opens]
        row = pulp.LpAffineExpression.from_list(places) >= float(siting.demand.sum())
        stated.program.addConstraint(row, "enough")
