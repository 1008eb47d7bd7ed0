"""Published location problems with known answers, by the whole planner: a table of what it finds.

    python -m tests.benchmarks.classical            every instance
    python -m tests.benchmarks.classical pmed 'cap7*' zya1   families, patterns or names
    python -m tests.benchmarks.classical --out table.csv --limit 60 pmedcap

Each is told as a county, in files; loaded, travelled, solved and checked as `planner solve` does.
`solve s` are the seconds of the solving process, from its start, `cpu s` those that it had a
processor, `1% s` those until the plan was proven to 1 %, `all s` the seconds with loading, travel
and check. Under `misses` stands what the line does not reach: `value` where the plan is not the published
optimum, `gap` or `time` where it is not proven as closely or as soon as its aim says.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field, fields
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from planner.load import load
from planner.pipeline import Options, make_plan
from scenarios.load import load as load_scenario
from tests.builders_classical import (
    location_county,
    median_county,
    read_location,
    read_median,
    read_points,
    read_villages,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.solver import Progress

INSTANCES = Path(__file__).resolve().parents[3] / "shared" / "instances"
# The lists give values to a few decimals.
SAME = 1e-5
# Money is written to four decimals: this share of it is rounding.
NOTHING = 1e-8


@dataclass(frozen=True)
class Aim:
    """What a family is asked for: the gap proven within so many seconds of solving."""

    gap: float
    seconds: float


AIMS = {
    "pmed": Aim(0.0, 30),
    "cap": Aim(0.0, 60),
    "holmberg": Aim(0.0, 60),
    "pmedcap": Aim(0.0, 60),
    "SJC": Aim(0.0, 60),
    "zy": Aim(0.005, 120),
    "gy": Aim(0.0005, 120),
    "yang": Aim(0.0, 60),
}
SOON = 0.01


@dataclass(frozen=True)
class Line:
    """One instance: what is published, what was found, how far it is proven, and when."""

    name: str
    sites: int
    customers: int
    published: float
    ours: float
    bound: float
    gap: float
    seconds: float
    busy: float
    soon: float | None
    whole: float
    misses: str


@dataclass
class Watch:
    """Listens to the solver for the moment at which its plan is proven to `SOON`."""

    soon: float | None = None
    incumbent: float | None = None
    bound: float | None = None
    began: float = field(default_factory=time.monotonic)

    def __call__(self, progress: Progress) -> None:
        """Hear one report."""
        if progress.stage != "money":
            return
        if progress.incumbent is not None:
            self.incumbent = progress.incumbent
        if progress.bound is not None:
            self.bound = max(progress.bound, self.bound or progress.bound)
        if self.incumbent is None or self.bound is None or self.soon is not None:
            return
        if self.incumbent - self.bound <= SOON * abs(self.incumbent):
            self.soon = progress.seconds


def family_of(name: str) -> str:
    """Return the family whose aim holds for an instance."""
    return max((f for f in AIMS if name.startswith(f)), key=len)


def chosen(patterns: Iterable[str]) -> list[dict[str, str]]:
    """Return the rows of the list whose name is, begins with or matches one of the patterns."""
    with (INSTANCES / "optima.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = [row for row in rows if any(row["name"].startswith(family) for family in AIMS)]
    known = [row for row in known if row["problem"] in READERS]
    wanted = list(patterns)
    return [
        row
        for row in known
        if not wanted or any(_is_meant(row["name"], pattern) for pattern in wanted)
    ]


def _is_meant(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) or (pattern in AIMS and family_of(name) == pattern)


def _median(row: Mapping[str, str], folder: Path, solver: dict[str, Any]) -> Path:
    return median_county(folder, read_median(INSTANCES / row["file"]), solver=solver)


def _location(row: Mapping[str, str], folder: Path, solver: dict[str, Any]) -> Path:
    whole = row["problem"] == "SSCFLP"
    location = read_location(INSTANCES / row["file"], whole=whole)
    return location_county(folder, location, solver=solver)


def _points(row: Mapping[str, str], folder: Path, solver: dict[str, Any]) -> Path:
    location = read_points(INSTANCES / row["file"], floor=row["distance"].startswith("floor"))
    return location_county(folder, location, solver=solver)


def _villages(row: Mapping[str, str], folder: Path, solver: dict[str, Any]) -> Path:
    return location_county(folder, read_villages(INSTANCES / row["file"]), solver=solver)


READERS = {
    "p-median": _median,
    "CFLP": _location,
    "SSCFLP": _location,
    "CPMP": _points,
    "SSCFLP_GEO": _villages,
}


def write(row: Mapping[str, str], folder: Path, **solver: Any) -> Path:
    """Write an instance as a county with a scenario in `folder`; return the scenario."""
    return READERS[row["problem"]](row, folder, solver)


def measure(row: Mapping[str, str], limit: float | None = None) -> Line:
    """Solve one instance and say what came of it."""
    aim = AIMS[family_of(row["name"])]
    seconds = limit or aim.seconds
    with tempfile.TemporaryDirectory() as folder:
        scenario = write(row, Path(folder), seconds=seconds, gap=aim.gap)
        began, busy, watch = time.monotonic(), _busy(), Watch()
        rules = load_scenario(str(scenario)).assumptions
        options = Options(on_progress=watch)
        made = make_plan(load(Path(folder) / "county"), rules, options)
        whole = time.monotonic() - began
    proof = made.plan.proof
    spent = made.seconds["solve"]
    published = float(row["optimum"])
    gap = (proof.objective - proof.bound) / abs(proof.objective)
    misses = []
    if proof.objective > published * (1 + max(SAME, aim.gap)):
        misses.append("value")
    if gap > aim.gap + NOTHING:
        misses.append("gap")
    if spent > aim.seconds:
        misses.append("time")
    return Line(
        name=row["name"],
        sites=int(row["n"]),
        customers=int(row["m"]),
        published=published,
        ours=proof.objective,
        bound=proof.bound,
        gap=gap,
        seconds=spent,
        busy=_busy() - busy,
        soon=watch.soon,
        whole=whole,
        misses=" ".join(misses),
    )


def _busy() -> float:
    """Return the processor seconds of the processes that have solved so far."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def show(line: Line) -> str:
    """Return a line of the table."""
    soon = "" if line.soon is None else f"{line.soon:.1f}"
    return (
        f"{line.name:14}{line.sites:5}{line.customers:6}{line.published:14.2f}{line.ours:14.2f}"
        f"{line.bound:14.2f}{100 * line.gap:9.4f}{line.seconds:8.1f}{line.busy:7.1f}{soon:>6}{line.whole:8.1f}"
        f"  {line.misses}"
    )


HEAD = (
    f"{'instance':14}{'sites':>5}{'cust.':>6}{'published':>14}{'ours':>14}{'bound':>14}{'gap %':>9}"
    f"{'solve s':>8}{'cpu s':>7}{'1% s':>6}{'all s':>8}  misses"
)


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Print the table, write it if asked, and return 1 if any line misses its aim."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="names, patterns or families; default: all")
    parser.add_argument("--limit", type=float, help="seconds instead of the family's aim")
    parser.add_argument("--out", type=Path, help="also write the table as CSV")
    asked = parser.parse_args(arguments)
    say(HEAD)
    lines = []
    for row in chosen(asked.names):
        lines.append(measure(row, asked.limit))
        say(show(lines[-1]))
    missed = sum(bool(line.misses) for line in lines)
    say(f"{len(lines)} instances, {missed} miss their aim")
    if asked.out:
        with asked.out.open("w", encoding="utf-8", newline="") as file:
            save(lines, file)
    return int(missed > 0)


def save(lines: Iterable[Line], file: TextIO) -> None:
    """Write the table as CSV."""
    writer = csv.DictWriter(file, [f.name for f in fields(Line)])
    writer.writeheader()
    writer.writerows(asdict(line) for line in lines)


if __name__ == "__main__":
    sys.exit(main())
