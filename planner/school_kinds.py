"""The kinds of school, the grades each teaches by default, and their names."""

from __future__ import annotations

from planner.words import Text

KIND_GRADES: dict[str, tuple[int, int]] = {
    "teaching_point": (1, 6),
    "primary": (1, 6),
    "junior": (7, 9),
    "nine_year": (1, 9),
    "twelve_year": (1, 9),
}

KIND_NAMES: dict[str, Text] = {
    "teaching_point": Text("教学点", "teaching point"),
    "primary": Text("小学", "primary"),
    "junior": Text("初中", "junior"),
    "nine_year": Text("九年一贯制", "nine-year"),
    "twelve_year": Text("十二年一贯制", "twelve-year"),
}

ACTION_NAMES: dict[str, Text] = {
    "close": Text("撤并", "close"),
    "merge_form": Text("合并组建九年一贯制", "merge into a nine-year school"),
    "downgrade": Text("降格为教学点", "reduce to a teaching point"),
    "convert": Text("改制", "convert"),
    "works": Text("改扩建", "building works"),
    "relief": Text("新生分流", "redirect entrants"),
}

MODE_NAMES: dict[str, Text] = {
    "stay": Text("原校就读", "stays"),
    "walk": Text("步行", "on foot"),
    "bus": Text("校车", "by bus"),
    "board": Text("寄宿", "boards"),
}

BAND_NAMES = Text("{first}—{last}年级", "grades {first}–{last}")
