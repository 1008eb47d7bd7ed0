"""Why a school closes or stays, and what the rules allow: values that every paper shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planner.words import Text

type Decision = Literal["close", "downgrade", "merge", "keep", "must_keep", "not_candidate"]
type Firmness = Literal["robust", "open", ""]


@dataclass(frozen=True)
class Reason:
    """One reason of one school's decision; a school may have several.

    Parameters
    ----------
    school_id
        The school.
    decision
        What the plan decides of it. `must_keep`: no lawful plan closes it in any year;
        `not_candidate`: the scenario does not ask whether it closes.
    year
        Of the decision; None where it stays.
    code
        The reason; `docs/reference/run.md` lists them.
    text
        The reason in words, with its numbers.
    flip
        What would change the decision, tried by planning again; None where that is not known.
    robust
        `robust`: decided alike in every plan whose money is within 1 % of the money decided;
        `open`: such a plan decides otherwise; blank where that was not asked.
    """

    school_id: str
    decision: Decision
    year: int | None
    code: str
    text: Text
    flip: Text | None = None
    robust: Firmness = ""


@dataclass(frozen=True)
class LawfulRange:
    """How many closures the rules allow in one year, the years before being as planned.

    Parameters
    ----------
    least, most
        Closures that count toward the target.
    proven
        Neither fewer nor more are lawful; False: `least` and `most` are bounds of what is.
    binding
        Schools (ids) that hold at the upper end: counted schools that stay in a plan with `most`.
    """

    year: int
    least: int
    most: int
    proven: bool
    binding: tuple[str, ...] = ()

    def tells(self, asked: int) -> bool:
        """Tell whether a target lies outside, or within 10 % of either end."""
        slack = 0.1 * asked
        return asked + slack >= self.most or asked - slack <= self.least


@dataclass(frozen=True)
class Worth:
    """What one more of something would be worth to the plan, found by planning again.

    Parameters
    ----------
    kind
        `bed`, `seat`, `bus_minute` (a minute less on one way), `budget` (yuan).
    school_id
        Where; blank for a budget.
    amount
        How much was added.
    year
        Of a budget; None else.
    saved
        Yuan over the plan that it saves; 0 where only closures were looked at.
    closures
        Closures that it brings nearer to the targets.
    text
        All of it in words.
    place_id
        Of a way: where it begins; blank else.
    over
        Pupils over seats or cap that there are fewer of; 0 without relief.
    """

    kind: str
    school_id: str
    amount: float
    year: int | None
    saved: float
    closures: int
    text: Text
    place_id: str = ""
    over: int = 0


@dataclass(frozen=True)
class Explained:
    """Everything that explains a plan.

    Parameters
    ----------
    reasons
        Of every school, in the order of the county's table.
    ranges
        One a year.
    worth
        The most valuable first.
    """

    reasons: tuple[Reason, ...] = field(default=())
    ranges: tuple[LawfulRange, ...] = field(default=())
    worth: tuple[Worth, ...] = field(default=())

    @property
    def must_keep(self) -> tuple[str, ...]:
        """Return the schools that no lawful plan closes, in the order of the county's table."""
        kept = (one.school_id for one in self.reasons if one.decision == "must_keep")
        return tuple(dict.fromkeys(kept))
