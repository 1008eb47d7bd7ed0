"""Which of many things are worth anything, and the least amount of each that is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.worth.needs import needs
from planner.worth.trials import most_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.counterfactual import Decided
    from planner.worth.spots import Spot
    from planner.worth.trials import Gain, Trials

# So many of a kind are tried one by one.
TRIED = 12


@dataclass(frozen=True)
class Tried:
    """One thing tried alone.

    Parameters
    ----------
    amount
        How much of it was added.
    gain
        What that brings.
    plan
        With it.
    """

    spot: Spot
    amount: int
    gain: Gain
    plan: Decided


def worth_trying(trials: Trials, among: Iterable[Spot]) -> Iterator[Spot]:
    """Yield the things of which more could be worth something.

    A plan with as much as could matter of all of them is at least as good as one with more of a
    single one. So where the first is no better, none is worth anything; else those that it uses
    are worth trying, and the same is asked of the rest.
    """
    left = sorted(among)
    while left:
        more = most_of(trials.amounts, left)
        gain, plan = trials.gain(more)
        if not gain.rank:
            return
        used = sorted(needs(plan, more))
        if not used:
            return
        yield from used
        left = [spot for spot in left if spot not in used]


def alone(trials: Trials, spot: Spot) -> Tried | None:
    """Return what as much of one thing as could matter brings; None where that is nothing."""
    most = trials.amounts[spot][-1]
    gain, plan = trials.gain({spot: most})
    return Tried(spot, most, gain, plan) if gain.rank else None


def smallest(trials: Trials, most: Tried) -> Tried:
    """Return the least amount that brings something of the same kind: targets before money.

    Parameters
    ----------
    most
        As much as could matter.
    """
    found, amounts = most, trials.amounts[most.spot]
    low, high = 0, _position(amounts, most)
    while low < high:
        middle = (low + high) // 2
        gain, plan = trials.gain({most.spot: amounts[middle]})
        if gain.rank >= most.gain.rank:
            found = Tried(most.spot, amounts[middle], gain, plan)
            high = _position(amounts, found)
        else:
            low = middle + 1
    amount = amounts[high]
    return found if found.amount == amount else Tried(most.spot, amount, found.gain, found.plan)


def _position(amounts: tuple[int, ...], tried: Tried) -> int:
    """Return the first amount with which the same plan can be made."""
    used = needs(tried.plan, {tried.spot: tried.amount}).get(tried.spot, amounts[0])
    return min(bisect_left(amounts, used), bisect_left(amounts, tried.amount))
