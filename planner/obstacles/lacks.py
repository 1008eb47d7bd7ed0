"""Seats and beds that are short, in words, and what to add."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Literal

from planner.obstacles.hindrances import Hindrance, pupils
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Lack:
    """Seats or beds that are short at the one school where fewest are.

    Parameters
    ----------
    school
        Its position.
    name
        Its name.
    who
        The pupils who would come, in words.
    needs, room
        Their number, and the places there are for them (below 0 where the school is over).
    beds
        Beds are short, not seats.
    headroom
        By how many its size cap is above its seats.
    taken
        There would be places if others had not come.
    """

    school: int
    name: str
    who: Text
    needs: int
    room: int
    beds: bool
    headroom: float
    taken: bool

    @property
    def missing(self) -> int:
        """Places that are short."""
        return self.needs - self.room


@dataclass(frozen=True)
class Shortage:
    """Seats or beds that one school lacks for a group, at the most in a year."""

    name: str
    missing: int
    year: int
    beds: bool


type Fullness = Literal["today", "taken", "ever"]
_FULL: dict[Fullness, Text] = {
    "today": Text(
        "{who}按规定可到的学校（{n}所）都容不下：{lacks}{more}",
        "{who} find no places at the schools in reach ({n}): {lacks}{more}",
    ),
    "taken": Text(
        "{who}按规定可到的学校（{n}所）在接收其他学生后都容不下：{lacks}{more}",
        "{who} find no places at the schools in reach ({n}) once others have come: {lacks}{more}",
    ),
    "ever": Text(
        "{who}按规定可到的学校（{n}所），即使建成全部可能的工程也都容不下：{lacks}{more}",
        "{who} find no places at the schools in reach ({n}), even with every possible work: "
        "{lacks}{more}",
    ),
}
# So many schools are named before the rest is only counted.
NAMED = 4


def short_everywhere(who: Text, found: Sequence[Shortage], how: Fullness) -> Hindrance:
    """Return that places are short at every school where a group may go.

    Parameters
    ----------
    found
        What each school lacks, the least first.
    """
    what = _FULL[how]
    lacks = [_lacks(one) for one in found[:NAMED]]
    more = Text("等", "; and more elsewhere") if len(found) > NAMED else same("")
    said = Text("、".join(one.zh for one in lacks), "; ".join(one.en for one in lacks))
    least = found[0]
    change = _added(least.missing, beds=least.beds).filled(school=least.name)
    rule = "beds" if all(one.beds for one in found) else "seats"
    return Hindrance(rule, what.filled(who=who, n=len(found), lacks=said, more=more), change)


def _lacks(one: Shortage) -> Text:
    said = Text("{name}缺{n}（{year}年）", "{name} lacks {n} ({year})")
    return said.filled(name=one.name, n=_places(one.missing, beds=one.beds), year=one.year)


def short(lack: Lack, *, others: Text | None = None, together: int = 0) -> Hindrance:
    """Return that places are short.

    Parameters
    ----------
    others, together
        Further schools whose pupils need the same places, and what is short for all of them.
    """
    what = (
        Text(
            "可接收{who}的学校在接收其他学生后已满，{school}尚缺{n}{more}",
            "the schools that could take {who} are full with others; {school} lacks {n}{more}",
        )
        if lack.taken
        else Text(
            "{who}按规定可到的学校都没有足够{unit}，其中{school}尚缺{n}{more}",
            "no school within reach of {who} has the {unit}; {school} lacks {n}{more}",
        )
    )
    total = max(together, lack.missing)
    joint = Text("（连同{others}的学生共缺{t}）", " ({t} with the pupils of {others})")
    known = {
        "who": lack.who,
        "school": lack.name,
        "unit": Text("床位", "beds") if lack.beds else Text("学位", "seats"),
        "n": _places(lack.missing, beds=lack.beds),
        "more": same("")
        if others is None
        else joint.filled(others=others, t=_places(total, beds=lack.beds)),
    }
    rule = "beds" if lack.beds else "seats"
    return Hindrance(rule, what.filled(**known), _more(lack, total), lack)


def _more(lack: Lack, missing: int) -> Text:
    """Return the places to add, and by how much to raise the size cap where it is in the way."""
    if lack.beds:
        return _added(missing, beds=True).filled(school=lack.name)
    seats = missing + min(ceil(lack.headroom), 0)
    cap = missing - max(floor(lack.headroom), 0)
    parts = [_added(seats, beds=False)] if seats > 0 else []
    if cap > 0:
        parts.append(
            Text(f"{{school}}的规模上限放宽{cap}人", f"a size cap higher by {cap} at {{school}}")
        )
    return Text("，".join(p.zh for p in parts), ", and ".join(p.en for p in parts)).filled(
        school=lack.name
    )


def _added(n: int, *, beds: bool) -> Text:
    word = ("bed" if beds else "seat") + ("" if n == 1 else "s")
    return Text("{school}增加" + _places(n, beds=beds).zh, f"{n} more {word} at {{school}}")


def short_together(needs: int, room: int, schools: Sequence[str]) -> Hindrance:
    """Return that all the places in reach are too few for all of a school's pupils."""
    known = {
        "who": pupils(needs, None),
        "names": Text("、".join(schools), ", ".join(schools)),
        "room": _places(max(room, 0), beds=False),
        "n": _places(needs - room, beds=False),
    }
    what = Text(
        "该校{who}只能去{names}，合计只余{room}，尚缺{n}",
        "its {who} could only go to {names}, with {room} left in all; {n} more would do",
    )
    change = Text("这些学校再增加{n}", "{n} more at these schools")
    return Hindrance("seats", what.filled(**known), change.filled(**known))


def _places(n: int, *, beds: bool) -> Text:
    word = ("bed" if beds else "seat") + ("" if n == 1 else "s")
    return Text(f"{n}{'张床位' if beds else '个学位'}", f"{n} {word}")
