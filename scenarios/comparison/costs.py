"""What each difference costs: lines of money and minutes that add up to the plans' totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.comparison.compare import Amounts, Comparison, School


@dataclass(frozen=True)
class CostLine:
    """One line; all tuples hold one value a run.

    Parameters
    ----------
    kind
        `school`: one about which the runs differ; `rest`: all others; `other_years`: the years
        that not all runs plan; `total`.
    school
        The school of such a line.
    money
        Yuan by account.
    minutes
        Mean one-way minutes of the school's day pupils less those of the first run; None where
        it is no school's line or a mean is not known.
    """

    kind: Literal["school", "rest", "other_years", "total"]
    school: School | None
    money: tuple[Amounts, ...]
    minutes: tuple[float | None, ...]

    @property
    def differences(self) -> tuple[float, ...]:
        """Return each run's yuan less the first run's."""
        sums = [sum(of.values()) for of in self.money]
        return tuple(value - sums[0] for value in sums)


def cost_lines(comparison: Comparison) -> tuple[CostLine, ...]:
    """Return the schools with the largest difference first, then the rest, then the total."""
    nothing: tuple[None, ...] = (None,) * len(comparison.runs)
    schools = [
        CostLine("school", school, school.money, _minutes(school)) for school in comparison.schools
    ]
    schools.sort(key=lambda line: -max(abs(change) for change in line.differences))
    lines = [*schools, CostLine("rest", None, comparison.rest, nothing)]
    if any(comparison.other_years):
        lines.append(CostLine("other_years", None, comparison.other_years, nothing))
    return (*lines, CostLine("total", None, _sums(lines), nothing))


def _minutes(school: School) -> tuple[float | None, ...]:
    first = school.ways[0].mean
    return tuple(
        None if first is None or way.mean is None else way.mean - first for way in school.ways
    )


def _sums(lines: Sequence[CostLine]) -> tuple[Amounts, ...]:
    sums = []
    for each in zip(*(line.money for line in lines), strict=True):
        total: dict[str, float] = {}
        for amounts in each:
            for account, amount in amounts.items():
                total[account] = total.get(account, 0.0) + amount
        sums.append(total)
    return tuple(sums)
