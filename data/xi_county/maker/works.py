"""Building works that the county could do: dormitories, classrooms, nine-year schools."""

from __future__ import annotations

from functools import cache

from maker.plane import stream
from maker.sites import schools

type Project = tuple[str, int, int, int, str, int, int]
"""Works id, school, seats, beds, kind it becomes, first year, yuan."""

# Yuan, least and most: of a bed, of a seat, of making a school fit for the other grades.
_BED, _SEAT, _CONVERSION = (22_000, 28_000), (8_500, 14_000), (2_200_000, 5_600_000)
_ROUND = 10_000

# School (its name, or its township's with what it is called there), seats, beds, conversion, year.
_JUNIOR, _CENTRAL = "初级中学", "中心小学"
_PLANNED: tuple[tuple[str, int, int, bool, int], ...] = (
    # The county town: rooms and beds at the under-filled juniors, and primaries that have room
    # for grades 7-9.
    ("崇文中学", 400, 0, False, 2024),
    ("崇文中学", 0, 200, False, 2024),
    ("澄波中学", 140, 0, False, 2025),
    ("澄波中学", 0, 200, False, 2024),
    ("清和中学", 200, 0, False, 2025),
    ("望江中学", 150, 0, False, 2026),
    ("兰亭小学", 450, 0, True, 2025),
    ("映月小学", 200, 0, True, 2025),
    ("翠微小学", 0, 0, True, 2025),
    ("东皋小学", 0, 0, True, 2025),
    # Dormitories at the juniors of the larger townships.
    *((f"{town}{_JUNIOR}", 0, 200, False, 2024) for town in ("柳汀镇", "鹤泉镇", "松岗乡")),
    *((f"{town}{_JUNIOR}", 0, 150, False, 2025) for town in ("青坪镇", "枫桥口镇", "枣园乡")),
    *((f"{town}{_JUNIOR}", 0, 120, False, 2025) for town in ("荷塘乡", "竹溪乡", "雁落乡")),
    # The same at juniors of the smaller ones.
    *((f"{town}{_JUNIOR}", 0, 80, False, 2024) for town in ("石梁镇", "云岗镇", "高台乡")),
    # Beds for grades 4-6 at central primaries.
    *((f"{town}{_CENTRAL}", 0, 60, False, 2024) for town in ("南陂镇", "枣园乡", "泽口乡")),
    # Classrooms: the crowded central primaries first.
    *((f"{town}{_CENTRAL}", 135, 0, False, 2024) for town in ("桃林埠镇", "双榆乡", "泽口乡")),
    *((f"{town}{_CENTRAL}", 180, 0, False, 2025) for town in ("白鹿镇", "云岗镇", "枣园乡")),
    *((f"{town}{_JUNIOR}", 150, 0, False, 2025) for town in ("柳汀镇", "桃林埠镇", "白鹿镇")),
    # Central primaries and a junior that could teach all nine grades.
    *((f"{town}{_CENTRAL}", 300, 0, True, 2025) for town in ("高台乡", "鹭洲乡")),
    (f"芦汀乡{_JUNIOR}", 120, 0, True, 2026),
    # One more primary of the county town with room.
    ("澄波小学", 0, 0, True, 2026),
)


def _cost(seats: int, beds: int, *, converts: bool, chance: tuple[float, float, float]) -> int:
    """Return yuan, in whole ten thousands."""
    parts = ((seats, _SEAT), (beds, _BED), (int(converts), _CONVERSION))
    yuan = sum(
        count * (least + (most - least) * c)
        for (count, (least, most)), c in zip(parts, chance, strict=True)
    )
    return _ROUND * round(round(yuan / _ROUND, 6))


@cache
def works() -> tuple[Project, ...]:
    """Return the possible works; the school is its position."""
    position = {school.name: k for k, school in enumerate(schools())}
    random, made = stream(120), []
    for number, (name, seats, beds, converts, year) in enumerate(_PLANNED, start=1):
        first, second, third = random.random(3).tolist()
        cost = _cost(seats, beds, converts=converts, chance=(first, second, third))
        kind = "nine_year" if converts else ""
        made.append((f"W{number:02d}", position[name], seats, beds, kind, year, cost))
    return tuple(made)
