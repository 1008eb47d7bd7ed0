"""A change that turns a school's decision, and all that were found or tried in vain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.change import Change
    from planner.words import Text

type Kind = Literal[
    "closer",
    "hearing",
    "keep",
    "free",
    "pin",
    "beds",
    "seats",
    "way",
    "road",
    "bus",
    "budget",
    "target",
    "other",
    "running",
    "minutes",
    "walk",
]


@dataclass(frozen=True)
class Flip:
    """One change after which the county, planned again, decides otherwise of a school.

    Parameters
    ----------
    kind
        `docs/reference/run.md` lists them.
    change
        The change itself; `planner.resolve` takes it.
    amount
        How much is changed; None where a change has no size, such as a hearing.
    unit
        Of the amount: `beds`, `seats`, `minutes`, `km`, `schools`, `yuan`, `yuan_a_year`; blank
        without one.
    text
        The change and what it does, in words.
    half
        The change by half of the amount, which does not turn the decision; None where there is no
        half.
    loosens
        It loosens a rule, which only those may do who made it.
    """

    kind: Kind
    change: Change
    amount: float | None
    unit: str
    text: Text
    half: Change | None = None
    loosens: bool = False


@dataclass(frozen=True)
class Flipped:
    """What turns one school's decision.

    Parameters
    ----------
    found
        The most natural first; each was tried by planning again.
    proof
        That no single lawful change does, with all that was tried; None where one does, or where
        the time given did not settle it.
    """

    found: tuple[Flip, ...]
    proof: Text | None
