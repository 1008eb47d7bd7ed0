"""Repairs in words."""

from __future__ import annotations

from planner.words import Text, numbered

OTHER_YEAR = Text("{school}改为{year}年撤并", "close {school} in {year} instead")
BUDGET = Text(
    "{year}年工程预算（money.works_budget）至少增加{n}元，即{total}元",
    "at least {n} yuan more in the works budget of {year} (money.works_budget), {total} in all",
)
KEEP = Text("把{school}列入保留名单", "put {school} on the keep list")
DROP = Text("{school}不撤并", "do not close {school}")
KEEP_JUNIOR = Text("保留{school}，不撤并", "keep {school} as the junior school: do not close it")
NOT_KEPT = Text("把{school}移出保留名单", "take {school} off the keep list")
HEARD = Text("{school}重新听证并获多数赞成", "a new hearing at {school} with more for than against")
MINUTES = Text(
    "{grades}的路程时限由{limit}分钟放宽到{minutes}分钟（放宽规定，须另行说明）",
    "a limit of {minutes} instead of {limit} minutes for {grades} (loosens a rule)",
)


def places(kind: str, n: int) -> Text:
    """Return so many more seats or beds at a school, the fewest that do."""
    if kind == "beds":
        return numbered(
            n,
            "{{school}}至少增加{n}张床位",
            "at least {n} more bed at {{school}}",
            "at least {n} more beds at {{school}}",
        )
    return numbered(
        n,
        "{{school}}至少增加{n}个学位",
        "at least {n} more seat at {{school}}",
        "at least {n} more seats at {{school}}",
    )
