"""What the county has heard, decided and published."""

from __future__ import annotations

from functools import cache

from maker.plane import stream
from maker.sites import in_corner, in_pocket, schools
from maker.villages import ISLAND

type Hearing = tuple[int, str, int, int, int, int]

_HEARINGS, _AGAINST = 12, 2
_HEARD_FROM = 18  # pupils
_DATES = ("2023-05-11", "2023-05-18", "2023-05-25", "2023-06-01", "2023-06-08", "2023-06-15")

TARGETS = (
    (
        "actual-2022",
        2022,
        19,
        "small_school",
        "",
        "通报第4、6项：2022年已撤 (items 4, 6: carried out)",
    ),
    ("item-4", 2023, 23, "small_school", "", "通报第4、6项 (items 4, 6)"),
    (
        "empty",
        2023,
        25,
        "small_school",
        "2023-08-31",
        "通报第4、6项：0人学校 (items 4, 6: no pupils)",
    ),
    ("item-14", 2023, 23, "teaching_point", "", "通报第14项 (item 14)"),
    ("item-14", 2024, 9, "teaching_point", "", "通报第14项 (item 14)"),
    ("item-14", 2025, 18, "teaching_point", "", "通报第14项 (item 14)"),
    ("item-26", 2023, 32, "teaching_point", "", "通报第26项 (item 26)"),
    ("item-26", 2024, 9, "teaching_point", "", "通报第26项 (item 26)"),
    ("item-26", 2025, 18, "teaching_point", "", "通报第26项 (item 26)"),
)


def _ordinary() -> list[int]:
    """Return small schools with pupils that stand in neither remote part, in mixed order."""
    small = [
        k
        for k, s in enumerate(schools())
        if s.entry.sort in {"small_primary", "small_point"}
        and not in_pocket(s.place)
        and not in_corner(s.place)
        and s.place != ISLAND
        and s.entry.roll >= _HEARD_FROM
    ]
    order = stream(100).random(len(small)).argsort(kind="stable")
    return [small[i] for i in order]


@cache
def hearings() -> tuple[Hearing, ...]:
    """Return a dozen hearings: two against closing, one by parents and one by delegates."""
    random, made = stream(101), []
    for number, k in enumerate(_ordinary()[:_HEARINGS]):
        parents = max(6, round(schools()[k].entry.roll * 0.6))
        share = 0.62 + 0.3 * random.random(2)
        if number < _AGAINST:
            share[number] = 0.31
        for_parents, for_delegates = round(parents * share[0]), round(15 * share[1])
        made.append(
            (
                k,
                _DATES[number % len(_DATES)],
                for_parents,
                parents - for_parents,
                for_delegates,
                15 - for_delegates,
            )
        )
    return tuple(sorted(made))


@cache
def decisions() -> tuple[tuple[int, str, int | None, str], ...]:
    """Return what is decided: three schools kept, one empty one closed."""
    kept = _ordinary()[_HEARINGS : _HEARINGS + 3]
    reasons = ("2021年新建校舍，保留", "服务三个自然村，已定保留", "校舍安全达标，群众要求保留")
    empty = next(k for k, s in enumerate(schools()) if s.entry.sort == "empty")
    rows: list[tuple[int, str, int | None, str]] = [
        (k, "keep", None, reason) for k, reason in zip(kept, reasons, strict=True)
    ]
    return (*rows, (empty, "close", 2023, "已批复撤销"))


@cache
def alliances() -> tuple[tuple[int, int], ...]:
    """Return the pairs of a town school and a rural school that help each other."""
    town = [k for k, s in enumerate(schools()) if s.entry.sort in {"urban_primary", "urban_junior"}]
    rural = [k for k, s in enumerate(schools()) if s.entry.sort in {"rural_junior", "nine_year"}]
    return tuple(zip(town[:12], rural[1::2][:12], strict=True))
