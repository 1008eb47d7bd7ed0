"""The rows of a sweep: what each combination of values comes to."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.plan import Plan, TargetLine
    from planner.words import Language
    from scenarios.sweep.combinations import Swept

FIGURES: dict[str, Text] = {
    "pupils_moved": Text("转学学生（人）", "pupils moved"),
    "minutes_p90_moved": Text("90%的单程不超过（分钟）", "nine in ten within (min)"),
    "minutes_max_moved": Text("最长单程（分钟）", "longest way (min)"),
    "boarders": Text("新增寄宿（人）", "new boarders"),
}
STATUS: dict[str, Text] = {
    "optimal": Text("已证明", "proven"),
    "feasible": Text("有方案", "planned"),
    "infeasible": Text("无方案", "no plan"),
    "failed": Text("未完成", "failed"),
    "waiting": Text("未进行", "not done"),
}


@dataclass(frozen=True)
class Row:
    """One combination.

    Parameters
    ----------
    number
        From 1, in the order of the combinations.
    values
        As written, one a setting.
    status
        `optimal`, `feasible`, `infeasible`, `failed` or `waiting`.
    run
        Name of its run's folder within the sweep's; blank where none was written.
    targets
        One a year; none without a plan.
    figures
        Of the whole plan, by name as in `FIGURES`; None where nobody is counted.
    money, bound, do_nothing
        Yuan over the plan; None without one.
    seconds
        That planning took.
    why
        Why there is no plan.
    """

    number: int
    values: tuple[str, ...]
    status: str = "waiting"
    run: str = ""
    targets: tuple[TargetLine, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)
    money: float | None = None
    bound: float | None = None
    do_nothing: float | None = None
    seconds: float | None = None
    why: Text | None = None

    @classmethod
    def of(
        cls, number: int, values: tuple[str, ...], plan: Plan, *, run: str, seconds: float
    ) -> Row:
        """Return the row of a finished plan."""
        whole, proof = plan.metrics["plan"], plan.proof
        return cls(
            number,
            values,
            proof.status,
            run,
            plan.targets,
            {name: whole.get(name) for name in FIGURES},
            proof.objective,
            proof.bound,
            proof.do_nothing,
            seconds,
        )

    @property
    def saved(self) -> float | None:
        """Return the yuan that the plan saves against closing nothing."""
        if self.money is None or self.do_nothing is None:
            return None
        return self.do_nothing - self.money


@dataclass(frozen=True)
class Sweep:
    """A sweep as far as it went.

    Parameters
    ----------
    county, scenario
        What people call them.
    labels
        What must stand beside every title of these plans.
    settings
        What varies.
    rows
        One a combination.
    entries
        Bands and kinds of school in words.
    """

    county: str
    scenario: Text
    labels: tuple[Text, ...]
    settings: tuple[Swept, ...]
    rows: tuple[Row, ...]
    entries: Mapping[str, Text] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        """Return every year that a combination plans."""
        return sorted({line.year for row in self.rows for line in row.targets})


def as_csv(sweep: Sweep, language: Language) -> str:
    """Return the rows as CSV; names of columns are keys, words are in the language."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    years = sweep.years
    writer.writerow(
        [
            "run",
            *(one.key for one in sweep.settings),
            "status",
            *(f"{what}_{year}" for year in years for what in ("asked", "planned")),
            *FIGURES,
            "money",
            "bound",
            "do_nothing",
            "seconds",
            "why",
        ]
    )
    writer.writerows(_cells(row, years, language) for row in sweep.rows)
    return out.getvalue()


def _cells(row: Row, years: Sequence[int], language: Language) -> list[str]:
    by_year = {line.year: line for line in row.targets}
    counts = [_counts(by_year.get(year)) for year in years]
    money = [row.money, row.bound, row.do_nothing]
    return [
        row.run,
        *row.values,
        row.status,
        *(cell for pair in counts for cell in pair),
        *(_number(row.figures.get(name)) for name in FIGURES),
        *(_number(None if n is None else round(n, 2)) for n in money),
        "" if row.seconds is None else f"{row.seconds:.3f}",
        row.why.say(language) if row.why else "",
    ]


def _counts(line: TargetLine | None) -> tuple[str, str]:
    return ("", "") if line is None else (str(line.asked), str(line.planned))


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 4):.15g}"


def as_values(sweep: Sweep) -> dict[str, Any]:
    """Return the sweep as plain values, for JSON."""
    return {
        "county": sweep.county,
        "settings": [{"key": one.key, "values": list(one.values)} for one in sweep.settings],
        "rows": list(_rows(sweep)),
    }


def _rows(sweep: Sweep) -> Iterator[dict[str, Any]]:
    keys = [one.key for one in sweep.settings]
    for row in sweep.rows:
        yield {
            "run": row.run,
            "values": dict(zip(keys, row.values, strict=True)),
            "status": row.status,
            "targets": [
                {"year": line.year, "asked": line.asked, "planned": line.planned}
                for line in row.targets
            ],
            **{name: row.figures.get(name) for name in FIGURES},
            "money": row.money,
            "bound": row.bound,
            "do_nothing": row.do_nothing,
            "seconds": row.seconds,
            "why": {"zh": row.why.zh, "en": row.why.en} if row.why else None,
        }
