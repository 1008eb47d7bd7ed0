"""The p-median problem, which location packages know: the planner beside spopt.

Villages of the generator are nodes with one pupil each, a tenth of them stay open, distances are
straight. The planner gets it as a county in the contract's form, spopt as a matrix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.benchmarks.ground import ground
from tests.benchmarks.parameters import grown
from tests.benchmarks.runs import answer, measured, uv_run
from tests.builders_classical import Median, median_county

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.runs import Row

_SPOPT = "tests/benchmarks/median_spopt.py"


def median(nodes: int) -> Median:
    """Return a p-median problem of so many nodes."""
    villages = ground(grown(nodes)).villages[:nodes]
    apart = villages[:, None, :] - villages[None, :, :]
    return Median(np.round(np.sqrt((apart**2).sum(axis=2)), 3), max(nodes // 10, 1))


def medians(sizes: Sequence[int], folder: Path, seconds: float) -> list[Row]:
    """Return what the planner and spopt make of p-medians of several sizes."""
    rows = []
    for nodes in sizes:
        problem, here = median(nodes), folder / f"median-{nodes}"
        here.mkdir()
        np.save(here / "km.npy", problem.km)
        median_county(here, problem)
        county = {"county": f"p-median {nodes}"}
        rows.append({**county, **measured("planner", here / "median.toml", seconds)})
        apart = uv_run("--no-project", "--with", "spopt", "--with", "highspy", "--with", "pulp")
        theirs = [_SPOPT, str(here / "km.npy"), str(problem.open), str(seconds)]
        rows.append({**county, **answer([*apart, "python", *theirs], "spopt", seconds)})
    return rows
