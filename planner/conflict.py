"""Rules that cannot hold together, and what would let them: values that every paper shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from planner.errors import Finding
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NUMBERS = ("①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩")


@dataclass(frozen=True)
class Rule:
    """One of the rules that cannot hold together.

    Parameters
    ----------
    code
        `pinned`, `no_place`, `seats`, `overload`, `beds`, `budget`, `last_junior`, `empty_due`,
        `keep`, `hearing`, `receives`, or another that `docs/reference/run.md` lists.
    school_id, township
        Of whom it speaks; `school_id` is blank for a budget and for a township's junior school.
    year
        In which it holds; None where it holds in all.
    text
        The rule in words, with its numbers.
    """

    code: str
    school_id: str
    township: str
    year: int | None
    text: Text


@dataclass(frozen=True)
class Repair:
    """A change with which there is a plan, tried by planning again.

    Parameters
    ----------
    code
        `other_year`, `seats`, `beds`, `budget`, `keep`, `not_kept`, `hearing`, `minutes` or `drop`.
    school_id
        Of which school; blank for a budget or a limit.
    year
        To which year a closing goes, or of which year a budget is; None else.
    amount
        Beds, seats, yuan or minutes more: no fewer would do; 0 where nothing is counted.
    text
        The change in words.
    change
        The same as values: keys of `planner.change.Change`.
    """

    code: str
    school_id: str
    year: int | None
    amount: float
    text: Text
    change: Mapping[str, Any]


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together, though any of them left out there is a plan.

    Parameters
    ----------
    code
        What is short, or stands in the way, as in `Rule.code`.
    townships
        Where the schools are that are to close.
    schools
        The schools (ids) that are to close.
    rules
        At least one, the closings first.
    brief
        The same in fewer sentences, where many schools are short of the same.
    repairs
        Each by itself mends this conflict, the smallest first; empty where none was found in time.
    """

    code: str
    townships: tuple[str, ...]
    schools: tuple[str, ...]
    rules: tuple[Rule, ...]
    brief: tuple[Text, ...]
    repairs: tuple[Repair, ...]

    @property
    def what(self) -> Text:
        """Return which rules cannot hold together, in a sentence."""
        said = numbered_list(self.brief)
        where = Text("、".join(self.townships), ", ".join(self.townships))
        return (ONE_RULE if len(self.brief) == 1 else RULES).filled(where=where, said=said)

    @property
    def mended(self) -> Text:
        """Return the repairs in a sentence."""
        if not self.repairs:
            return UNMENDED
        said = numbered_list([repair.text for repair in self.repairs])
        only = len(self.repairs) == 1
        tried = ONE_REPAIR if only else ONE_OF_REPAIRS
        return tried.filled(said=said)

    def finding(self) -> Finding:
        """Return the conflict as a finding."""
        return Finding(self.code, self.what, self.mended)

    def as_dict(self) -> dict[str, object]:
        """Return the conflict as plain values, for JSON."""
        return asdict(self)


ONE_RULE = Text("{where}：{said}", "{where}: {said}")
RULES = Text(
    "{where}：以下各条不能同时成立：{said}",
    "{where}: these cannot all hold together: {said}",
)
UNMENDED = Text(
    "时限内没有试出可行的修改；请增大 solver.seconds 后重新测算",
    "no repair was found in the time given; solve again with more solver.seconds",
)
ONE_REPAIR = Text(
    "这样改后有可行方案（已重新测算并复核）：{said}",
    "with this there is a plan (planned again and checked): {said}",
)
ONE_OF_REPAIRS = Text(
    "任选其一即有可行方案（均已重新测算并复核）：{said}",
    "with any one of these there is a plan (each planned again and checked): {said}",
)


def numbered_list(said: Sequence[Text]) -> Text:
    """Return sentences one after the other, numbered where there are several."""
    if len(said) == 1:
        return said[0]
    zh = [f"{NUMBERS[i] if i < len(NUMBERS) else f'({i + 1})'}{t.zh}" for i, t in enumerate(said)]
    en = [f"({i}) {text.en}" for i, text in enumerate(said, start=1)]
    return Text("；".join(zh), "; ".join(en))
