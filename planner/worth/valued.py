"""The ten things of which a little more would be worth the most."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from planner.presentation import Names
from planner.reason import Worth
from planner.worth.search import smallest, worth_something
from planner.worth.trials import Trials
from planner.worth.words import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.counterfactual import Decided
    from planner.run import Run
    from planner.worth.search import Tried
    from planner.worth.spots import Kind, Spot

# So many are told.
TOLD = 10
ORDER: tuple[Kind, ...] = ("budget", "bus_minute", "bed", "seat")
# Budgets are told by so many yuan.
BUDGET_UNIT = 10_000


def worth(run: Run, decided: Decided, seconds: float = math.inf) -> tuple[Worth, ...]:
    """Return what a little more of something would be worth, the most valuable first.

    Of each thing the least amount is told that changes anything for the better: whole groups
    move, so that one more alone is often worth nothing. Every value is the difference of two
    plans that are proven to the yuan. In a large county whose targets are missed, only what brings
    them nearer is looked for, within so many questions, and its yuan are left open.

    Parameters
    ----------
    decided
        What the plan of `run` decides.
    seconds
        After so many, what was found until then is told.

    Returns
    -------
    At most ten: those that bring most closures nearer to the targets, then fewest pupils over
    seats, then most yuan for each bed, seat, minute, or 10,000 yuan of a budget.
    """
    trials = Trials(run, decided, seconds)
    if not trials.may_ask:
        return ()
    best = sorted(_tried(trials), key=_value)[:TOLD]
    names = Names.of(run.dataset)
    return tuple(_told(one, names, run.assumptions.years) for one in best)


def _tried(trials: Trials) -> Iterator[Tried]:
    """Yield the least amounts of everything that is worth something alone."""
    kinds: dict[Kind, list[Spot]] = defaultdict(list)
    for spot in trials.amounts:
        kinds[spot.kind].append(spot)
    # budgets and minutes have few amounts, so that their answers come first
    ordered = sorted(kinds, key=ORDER.index)
    for left, kind in zip(range(len(ordered), 0, -1), ordered, strict=True):
        trials.share(left)
        for most in worth_something(trials, kinds[kind]):
            yield smallest(trials, most)


def _value(tried: Tried) -> tuple[object, ...]:
    gain = tried.gain
    nearer = tuple(-n for n in gain.nearer)
    each = -gain.saved / units(tried)
    return (-sum(gain.nearer), nearer, -gain.over, each, tried.amount, tried.spot)


def units(tried: Tried) -> float:
    """Return how many beds, seats, minutes or 10,000 yuan were added."""
    return tried.amount / (BUDGET_UNIT if tried.spot.kind == "budget" else 1)


def _told(tried: Tried, names: Names, years: tuple[int, ...]) -> Worth:
    spot, gain = tried.spot, tried.gain
    return Worth(
        kind=spot.kind,
        school_id=spot.school_id,
        amount=tried.amount,
        year=spot.year or None,
        saved=gain.saved,
        closures=sum(gain.nearer),
        text=said(tried, names, years, units(tried)),
        place_id=spot.place_id,
        over=gain.over,
    )
