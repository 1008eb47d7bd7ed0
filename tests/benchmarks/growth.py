"""How seconds and memory grow with a county: `python -m tests.benchmarks.growth`.

Ordinary counties of 100 to 25,000 schools, each program in a process of its own; another program
than the planner that found no proof in time is not asked for larger ones. `results/growth.csv`, the
figure `docs/pictures/growth.svg` and the table of `docs/benchmarks.md` are written.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.curve import drawn
from tests.benchmarks.page import fill, seconds_of
from tests.benchmarks.parameters import grown
from tests.benchmarks.runs import PROGRAMS, ROOT, measured, save, saved
from tests.benchmarks.tables import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.runs import PROGRAMS, Row

SIZES = (100, 300, 1_000, 3_000, 10_000, 25_000)
FIGURE = ROOT / "docs" / "pictures" / "growth.svg"


def exponent(rows: Sequence[Row]) -> float:
    """Return the slope of log seconds over log schools, by least squares; NaN of fewer than two."""
    points = [(int(row["schools"]), seconds_of(row)) for row in rows if seconds_of(row) > 0]
    if len(points) <= 1:
        return float("nan")
    schools, seconds = np.log(np.array(points, dtype=float)).T
    slope, _ = np.polyfit(schools, seconds, 1)
    return float(slope)


def _others(sizes: Sequence[int]) -> list[Row]:
    """Return the rows saved before, but those of `sizes`."""
    return [row for row in saved("growth") if int(row["schools"]) not in sizes]


def main() -> None:
    """Measure, save, draw and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--programs", nargs="*", default=("planner", "states"), choices=PROGRAMS)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--keep", action="store_true", help="keep the rows of other sizes")
    given = parser.parse_args()
    rows = _others(given.sizes) if given.keep else []
    left = list(given.programs)
    with tempfile.TemporaryDirectory() as scratch:
        for schools in given.sizes:
            folder = Path(scratch) / str(schools)
            write(grown(schools), folder)
            for program in tuple(left):
                row = measured(program, folder, given.seconds)
                rows.append({"schools": schools, **row, "limit": given.seconds})
                if row["status"] != "proven" and program != "planner":
                    left.remove(program)
                save("growth", rows)
    by_program = {
        name: [r for r in rows if r["program"] == name and r["status"] == "proven"]
        for name in dict.fromkeys(row["program"] for row in rows)
    }
    slopes = {name: exponent(mine) for name, mine in by_program.items()}
    for name, slope in slopes.items():
        print(f"{name}: seconds of stating and solving grow with schools to the {slope:.2f}")
    FIGURE.write_text(drawn(by_program, slopes), encoding="utf-8")
    fill()


if __name__ == "__main__":
    main()
