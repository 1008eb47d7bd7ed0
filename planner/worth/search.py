"""Which of many things are worth anything, and the least amount of each that is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.worth.needs import needs
from planner.worth.trials import most_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.counterfactual import Decided
    from planner.worth.spots import Spot
    from planner.worth.trials import Gain, Trials

# So many of those that a plan uses are tried, and so often the rest is asked for.
TRIED, ROUNDS = 16, 4


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
    least
        Whether less of it is known to bring nothing of the kind.
    """

    spot: Spot
    amount: int
    gain: Gain
    plan: Decided
    least: bool = False


def worth_something(trials: Trials, among: Iterable[Spot]) -> Iterator[Tried]:
    """Yield what as much as could matter of one thing brings, of those that bring something.

    A plan with as much as could matter of all of them is at least as good as one with more of a
    single one. So where the first is no better, none is worth anything; else those that it uses
    are tried, and the same is asked of the rest.
    """
    left = sorted(among)
    for _ in range(ROUNDS):
        if not trials.may_ask:
            return
        more = most_of(trials.amounts, left)
        gain, plan = trials.gain(more)
        used = sorted(needs(plan, more), key=trials.first) if gain.rank else []
        if not used:
            return
        yield from _halved(trials, used) if trials.only_targets else _alone(trials, used)
        left = [spot for spot in left if spot not in used]
        if not left:
            return


def _alone(trials: Trials, among: Sequence[Spot]) -> Iterator[Tried]:
    """Try one after the other: most of what money uses saves some."""
    for spot in among[:TRIED]:
        if not trials.may_ask:
            return
        most = trials.amounts[spot][-1]
        gain, plan = trials.gain({spot: most})
        if gain.rank:
            yield Tried(spot, most, gain, plan)


def _halved(trials: Trials, among: Sequence[Spot]) -> Iterator[Tried]:
    """Try half of them, then half of the half: few of them bring another school to close."""
    middle = (len(among) + 1) // 2
    parts, tries = [among[middle:], among[:middle]], 0
    while parts and tries < TRIED and trials.may_ask:
        part, tries = parts.pop(), tries + 1
        more = most_of(trials.amounts, part)
        gain, plan = trials.gain(more)
        if gain.rank and len(part) == 1:
            yield Tried(part[0], more[part[0]], gain, plan)
        elif gain.rank:
            middle = (len(part) + 1) // 2
            parts += [part[middle:], part[:middle]]


def smallest(trials: Trials, most: Tried) -> Tried:
    """Return the least amount that brings something of the same kind: targets before money.

    Parameters
    ----------
    most
        As much as could matter.
    """
    found, amounts = most, trials.amounts[most.spot]
    low, high = 0, _position(amounts, most)
    while low < high and trials.may_ask:
        middle = (low + high) // 2
        gain, plan = trials.gain({most.spot: amounts[middle]})
        if gain.rank >= most.gain.rank:
            found = Tried(most.spot, amounts[middle], gain, plan)
            high = _position(amounts, found)
        else:
            low = middle + 1
    # where only the targets are looked at, not to be nearer to them is no proof
    least = low == high and not trials.only_targets
    return replace(found, amount=amounts[high], least=least)


def _position(amounts: tuple[int, ...], tried: Tried) -> int:
    """Return the first amount with which the same plan can be made."""
    used = needs(tried.plan, {tried.spot: tried.amount}).get(tried.spot, amounts[0])
    return min(bisect_left(amounts, used), bisect_left(amounts, tried.amount))
