"""What more of something is worth, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.presentation import sentence, yuan
from planner.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.presentation import Names
    from planner.worth.search import Tried
    from planner.worth.spots import Kind

type Said = tuple[str, str, str]
"""Chinese, English for one, English for more; `{n}` is the number."""

_MORE: dict[Kind, Said] = {
    "bed": ("{school}增加床位{n}张", "1 more bed at {school}", "{n} more beds at {school}"),
    "seat": ("{school}增加学位{n}个", "1 more seat at {school}", "{n} more seats at {school}"),
    "bus_minute": (
        "{place}到{school}的校车单程缩短{n}分钟",
        "a bus 1 minute quicker one way from {place} to {school}",
        "a bus {n} minutes quicker one way from {place} to {school}",
    ),
    "budget": (
        "{year}年改扩建资金增加{n}",
        "{n} more for works in {year}",
        "{n} more for works in {year}",
    ),
}
_UNITS: dict[Kind, Text] = {
    "bed": Text("平均每张床位", "for each bed"),
    "seat": Text("平均每个学位", "for each seat"),
    "bus_minute": Text("平均每分钟", "for each minute"),
    "budget": Text("平均每1万元", "for each 10,000 yuan"),
}
_LESS: dict[Kind, Text] = {
    "bed": Text("少于{n}张则没有变化", "fewer than {n} change nothing"),
    "seat": Text("少于{n}个则没有变化", "fewer than {n} change nothing"),
    "bus_minute": Text("少于{n}分钟则没有变化", "less than {n} minutes changes nothing"),
    "budget": Text("少于{n}则没有变化", "less than {n} changes nothing"),
}
_NEARER: Said = (
    "{year}年撤并目标可多完成{n}所",
    "1 closure nearer to the target of {year}",
    "{n} closures nearer to the target of {year}",
)
_FURTHER: Said = (
    "{year}年撤并目标少完成{n}所",
    "1 closure further from the target of {year}",
    "{n} closures further from the target of {year}",
)
_OVER = Text("超出学位或规模上限的学生减少{n}人次", "{n} fewer pupils over seats or size cap")
_SAVES = Text("规划期内共节省{money}", "saves {money} over the plan")
_COSTS = Text("规划期内共多支出{money}", "costs {money} more over the plan")
_EACH = Text("（{unit}{money}）", " ({money} {unit})")
_WHOLE = Text("{more}：{gains}。{less}", "{more}: {gains}.{less}")


def said(tried: Tried, names: Names, years: Sequence[int], units: float) -> Text:
    """Return what an amount of something brings, as a sentence.

    Parameters
    ----------
    units
        Beds, seats, minutes or 10,000 yuan in the amount.
    """
    spot, gain = tried.spot, tried.gain
    n = _money(tried.amount) if spot.kind == "budget" else same(f"{tried.amount:,}")
    more = _of(_MORE[spot.kind], tried.amount).filled(
        n=n,
        school=names.school(spot.school_id),
        place=Text(names.home(spot.place_id, "zh"), names.home(spot.place_id, "en")),
        year=spot.year,
    )
    gains = [
        _of(_NEARER if by > 0 else _FURTHER, abs(by)).filled(year=year, n=abs(by))
        for year, by in zip(years, gain.nearer, strict=True)
        if by
    ]
    gains += [_OVER.filled(n=gain.over)] if gain.over > 0 else []
    gains += _money_gained(tried, units)
    less = _LESS[spot.kind].filled(n=n) if tried.least and tried.amount > 1 else None
    after = same("") if less is None else Text(f"{less.zh}。", f" {sentence(less).en}")
    return _WHOLE.filled(more=more, gains=_joined(gains), less=after)


def _of(words: Said, number: int) -> Text:
    zh, one, more = words
    return Text(zh, one if number == 1 else more)


def _money_gained(tried: Tried, units: float) -> list[Text]:
    """Return what is saved or spent more, and by unit where only money is gained."""
    saved = tried.gain.saved
    if abs(saved) < 1:
        return []
    words = (_SAVES if saved > 0 else _COSTS).filled(money=_money(abs(saved)))
    if tried.gain.rank > 1 or units == 1:
        return [words]
    each = _EACH.filled(unit=_UNITS[tried.spot.kind], money=_money(saved / units))
    return [Text(words.zh + each.zh, words.en + each.en)]


def _money(amount: float) -> Text:
    return Text(yuan(amount, "zh"), yuan(amount, "en"))


def _joined(parts: Sequence[Text]) -> Text:
    return Text("，".join(one.zh for one in parts), ", ".join(one.en for one in parts))
