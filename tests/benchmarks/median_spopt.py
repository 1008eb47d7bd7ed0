"""Solve one p-median by spopt, in an environment of its own: MATRIX.npy OPEN SECONDS.

Prints one line of JSON. It knows nothing of the planner.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import numpy as np
import pulp
from spopt.locate import PMedian  # type: ignore[import-not-found] # in an environment of its own


def main(matrix: str, sites: int, seconds: float) -> None:
    """State, solve and print."""
    km = np.load(matrix)
    began = time.monotonic()
    stated = PMedian.from_cost_matrix(km, np.ones(len(km)), p_facilities=sites)
    built = time.monotonic()
    solver = pulp.HiGHS(msg=False, timeLimit=seconds, threads=1, gapRel=1e-4)
    stated.problem.solve(solver)
    proven = stated.problem.sol_status == 1  # optimal, not stopped
    money = pulp.value(stated.problem.objective)
    used = resource.getrusage(resource.RUSAGE_SELF)
    row = {
        "program": "spopt",
        "status": ("proven" if proven else "plan") if money is not None else "none",
        "state": round(built - began, 2),
        "solve": round(time.monotonic() - built, 2),
        "money": money,
        "cpu": round(used.ru_utime + used.ru_stime, 2),
        "megabytes": round(used.ru_maxrss / 1024),
    }
    print(json.dumps(row))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
