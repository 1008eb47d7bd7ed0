"""`batch.json`: what has become of every county, and their sums; written whenever one is done."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from planner import __version__
from planner.plan import Proof, TargetLine
from planner.runs import Place, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from planner.batch.counties import County
    from planner.batch.crew import Done
    from planner.batch.province import Province
    from planner.batch.sharing import Split

FILE = "batch.json"
WAITING = "waiting"
FAILED = "failed"
NO_PLAN = "infeasible"
# Exit codes: a target missed where that is not accepted; no plan exists; no answer yet.
MISSED, IMPOSSIBLE, UNANSWERED = 1, 3, 4
# A split is called proven within this part of all money, as a plan is by default.
NEAR = 1e-4


@dataclass
class Row:
    """What has become of one county.

    Parameters
    ----------
    county, scenario, run
        Its name, its scenario file, and the folder of its run inside the batch's ("" while there
        is none).
    status
        `waiting`, `failed`, or as in the run's manifest.
    exit_code
        As `planner solve` would have given; None while waiting.
    kept
        The run was there already, from the same tables and scenario.
    attempts
        Times that the work was begun: more than 1 where a process ended in the middle.
    figures
        From the run's manifest.
    error, findings
        What went wrong, in both languages.
    """

    county: str
    scenario: str
    run: str = ""
    status: str = WAITING
    exit_code: int | None = None
    kept: bool = False
    attempts: int = 0
    figures: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, str] | None = None
    findings: Sequence[Mapping[str, Any]] = ()

    @property
    def planned(self) -> bool:
        """Tell whether there is a plan."""
        return "objective" in self.figures

    @property
    def targets(self) -> list[TargetLine]:
        """Return what was asked and what is planned, by year."""
        return [TargetLine(**line) for line in self.figures.get("targets", [])]

    @property
    def missed(self) -> bool:
        """Tell whether the plan misses a target."""
        return not all(line.met(self.figures["rule"]) for line in self.targets)

    def as_dict(self) -> dict[str, Any]:
        """Return the row as plain values; what is not known is None."""
        names = ("objective", "bound", "gap", "gap_controllable", "do_nothing")
        return {
            "county": self.county,
            "scenario": self.scenario,
            "run": self.run,
            "status": self.status,
            "exit_code": self.exit_code,
            "kept": self.kept,
            "attempts": self.attempts,
            **{name: self.figures.get(name) for name in names},
            "targets": self.figures.get("targets", []),
            "checks": self.figures.get("checks"),
            "seconds": self.figures.get("seconds", {}).get("total"),
            "error": self.error,
            "findings": list(self.findings),
        }


@dataclass
class Book:
    """The state of a batch.

    Parameters
    ----------
    folder
        The counties' folder.
    out
        The batch's folder.
    rows
        One a county, by its name.
    province
        Targets that the counties share; None where each has its own.
    split
        How they are shared out, once that is known.
    """

    folder: Path
    out: Path
    rows: dict[str, Row]
    province: Province | None = None
    split: Split | None = None
    years: tuple[int, ...] = ()
    began: float = field(default_factory=time.monotonic)
    created: datetime = field(
        default_factory=lambda: datetime.now().astimezone().replace(microsecond=0)
    )

    @classmethod
    def of(
        cls, folder: Path, out: Path, counties: Iterable[County], province: Province | None
    ) -> Book:
        """Return a book in which every county waits."""
        rows = {c.name: Row(c.name, str(c.scenario.relative_to(folder))) for c in counties}
        return cls(folder, out, rows, province)

    def enter(self, done: Done, *, run: str = "") -> Row:
        """Write down what came of a task that ends a county's work, and return its row."""
        row, reply = self.rows[done.task.county], done.reply or LOST
        row.attempts, row.exit_code = done.attempts, int(reply["exit_code"])
        row.figures, row.kept = reply.get("manifest", {}), reply.get("kept", False)
        row.error, row.findings = reply.get("error"), reply.get("findings", ())
        row.status = row.figures.get("status", NO_PLAN if row.exit_code == IMPOSSIBLE else FAILED)
        row.run = run if row.figures or reply.get("written") else ""
        self.write()
        return row

    def write(self) -> None:
        """Write `batch.json`, whole or not at all."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)
        write_file(Place(self.out / FILE, overwrite=True), text + "\n")

    def exit_code(self, *, strict: bool) -> int:
        """Return the highest exit code of a county, or of what the counties owe together."""
        codes = [UNANSWERED if r.exit_code is None else r.exit_code for r in self.rows.values()]
        missed = any(row.planned and row.missed for row in self.rows.values())
        short = self.split is not None and not self.met
        return max([*codes, MISSED * (strict and (missed or short))])

    @property
    def finished(self) -> list[Row]:
        """Return the counties that have a plan."""
        return [row for row in self.rows.values() if row.planned]

    @property
    def whole(self) -> bool:
        """Tell whether every county has a plan."""
        return len(self.finished) == len(self.rows)

    @property
    def lines(self) -> list[TargetLine]:
        """Return what was asked of all counties and what they plan, by year."""
        if self.province is not None and self.split is not None:
            return _shared(self.province, self.split, self.years, self.finished)
        return _added(self.finished)

    @property
    def met(self) -> bool:
        """Tell whether the shared targets are reached."""
        assert self.province is not None  # noqa: S101 - asked only where there are such
        rule = self.province.rule
        return all(line.met(rule) for line in self.lines)

    @property
    def proof(self) -> Proof | None:
        """Return the sums of all plans with what is proven of them; None without any plan.

        Under shared targets the bound is that of all splits, not the sum of the counties' own,
        which hold for one split only.
        """
        if not self.finished:
            return None
        sums = {
            name: round(sum(float(row.figures[name]) for row in self.finished), 4)
            for name in ("objective", "bound", "do_nothing")
        }
        if self.province is not None and self.split is not None:
            sums["bound"] = min(round(self.split.bound, 4), sums["objective"])
        proof = Proof("feasible", **sums)
        near = self.split is None or (proof.gap <= NEAR and all(self.split.proven))
        optimal = near and all(row.status == "optimal" for row in self.finished)
        return Proof("optimal" if optimal else "feasible", **sums)

    def as_dict(self) -> dict[str, Any]:
        """Return the whole book as plain values."""
        return {
            "planner": __version__,
            "created": self.created.isoformat(timespec="seconds"),
            "folder": str(self.folder),
            "province": self._province(),
            "counties": [row.as_dict() for row in self.rows.values()],
            "totals": self._totals(),
        }

    def _province(self) -> dict[str, Any] | None:
        if self.province is None:
            return None
        asked = {str(year): n for year, n in self.province.targets.items()}
        price = self.split and dict(zip(map(str, self.years), self.split.price, strict=True))
        shares = self.split and {
            name: dict(zip(map(str, self.years), share, strict=True))
            for name, share in self.split.shares.items()
        }
        head = {"title": self.province.title, "rule": self.province.rule, "targets": asked}
        return {**head, "price": price, "shares": shares}

    def _totals(self) -> dict[str, Any]:
        proof = self.proof
        lines = [asdict(line) for line in self.lines]
        sums = {"objective": None, "bound": None, "gap": None, "gap_controllable": None,
                "do_nothing": None}  # fmt: skip
        if proof is not None:
            sums = {name: getattr(proof, name) for name in sums}
        return {
            "counties": len(self.rows),
            "finished": len(self.finished),
            "status": None if proof is None or not self.whole else proof.status,
            **sums,
            "targets": lines,
            "seconds": round(time.monotonic() - self.began, 3),
        }


LOST: dict[str, Any] = {
    "exit_code": UNANSWERED,
    "error": {
        "zh": "工作进程多次意外结束，可能内存不足",
        "en": "the working process ended again and again; there may be too little memory",
    },
}


def _added(rows: Sequence[Row]) -> list[TargetLine]:
    """Return the sum of the counties' lines."""
    years = sorted({line.year for row in rows for line in row.targets})
    return [
        TargetLine(
            year,
            sum(line.asked for line in lines),
            sum(line.planned for line in lines),
            sum(line.empty for line in lines),
            all(line.proven for line in lines),
        )
        for year in years
        for lines in [[line for row in rows for line in row.targets if line.year == year]]
    ]


def _shared(
    province: Province, split: Split, years: Sequence[int], rows: Sequence[Row]
) -> list[TargetLine]:
    """Return what the province asked, and what the plans that are there come to."""
    planned = {line.year: line for line in _added(rows)}
    return [
        TargetLine(
            year,
            province.targets.get(year, 0),
            planned[year].planned if year in planned else 0,
            planned[year].empty if year in planned else 0,
            split.proven[t],
            None if split.proven[t] else split.possible[t],
        )
        for t, year in enumerate(years)
    ]


def stored_folder(out: Path) -> str | None:
    """Return the counties' folder of the batch in `out`, or None if there is no batch."""
    try:
        found = json.loads((out / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return str(found["folder"]) if isinstance(found, dict) and "folder" in found else None
