"""How a pupil may lawfully travel, and what each way costs a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from planner.assumptions import Assumptions, Band

MODES = ("walk", "bus", "board")
WALK, BUS, BOARD = range(3)
TOLERANCE = 1e-9


def by_mode(
    band: Band,
    assumptions: Assumptions,
    km: NDArray[np.float64],
    ride: NDArray[np.float64],
) -> tuple[tuple[int, NDArray[np.float64], NDArray[np.float64]], ...]:
    """Return (mode, minutes, yearly money per pupil) for each mode; money inf: not to be used."""
    rules, money = assumptions.travel, assumptions.money
    limit = rules.max_minutes[band.name] + TOLERANCE
    walk = km / rules.walk_kmh[band.name] * 60
    on_foot = (km <= rules.max_walk_km[band.name] + TOLERANCE) & (walk <= limit)
    by_bus = rules.bus & (ride <= limit)
    boards = (band.name in assumptions.boarding.bands) & (
        ride <= assumptions.boarding.max_minutes + TOLERANCE
    )
    extra = money.boarding_upper if band.name == "upper" else 0.0
    walk_rate = np.where(on_foot, money.pupil_km * km, np.inf)
    bus_rate = np.where(by_bus, money.pupil_km * km + money.bus_pupil, np.inf)
    bus_rate[walk_rate <= bus_rate] = np.inf
    board_rate = np.where(boards, money.pupil_km * km / 5 + money.boarder + extra, np.inf)
    board_rate[np.minimum(walk_rate, bus_rate) <= board_rate] = np.inf
    return (WALK, walk, walk_rate), (BUS, ride, bus_rate), (BOARD, ride, board_rate)
