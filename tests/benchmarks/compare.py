"""Several programs on the same counties, in one go: `python -m tests.benchmarks.compare`.

Every program plans every county in a process of its own, one after the other, so that ratios are
of one machine at one time. `results/compare.csv` and the table of `docs/benchmarks.md` are written.
Then the p-medians, where spopt applies too: `results/median.csv`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.benchmarks.counties import named
from tests.benchmarks.median import medians
from tests.benchmarks.page import fill
from tests.benchmarks.runs import PROGRAMS, measured, save
from tests.benchmarks.tables import write

COUNTIES = ("100", "county", "county-8", "hard", "hard-8")
MEDIANS = ("100", "200", "300")


def main() -> None:
    """Measure, save and fill the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counties", nargs="*", default=COUNTIES)
    parser.add_argument("--programs", nargs="*", default=PROGRAMS, choices=PROGRAMS)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--medians", nargs="*", type=int, default=[int(n) for n in MEDIANS])
    given = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for county in map(named, given.counties):
            folder = Path(scratch) / county.name
            write(county, folder)
            for program in given.programs:
                row = measured(program, folder, given.seconds)
                rows.append({"county": county.name, **row, "limit": given.seconds})
                save("compare", rows)
        if given.medians:
            save("median", medians(given.medians, Path(scratch), given.seconds))
    fill()


if __name__ == "__main__":
    main()
