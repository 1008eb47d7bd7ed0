"""Explained runs, made by hand: a decision with its reasons for every school of the small county."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from planner.errors import Finding
from planner.reason import Explained, LawfulRange, Reason, Worth
from planner.words import Text
from tests.builders_run import small_run

if TYPE_CHECKING:
    from planner.run import Run

REASONS = (
    Reason("S01", "not_candidate", None, "not_small", Text("有801名学生", "it has 801 pupils")),
    Reason(
        "S03",
        "close",
        2023,
        "closes",
        Text("24名学生转入柳河乡中心小学", "24 pupils go to 柳河乡中心小学"),
        Text("要求2023年只撤1所", "only one closure asked for in 2023"),
        robust="robust",
    ),
    Reason(
        "S04",
        "close",
        2024,
        "closes",
        Text("60名学生步行转入柳河乡中心小学", "60 pupils walk to 柳河乡中心小学"),
        robust="open",
    ),
    Reason("S06", "close", 2023, "empty", Text("没有学生", "it has no pupils"), robust="robust"),
    Reason("S11", "close", 2025, "closes", Text("45名学生乘车", "45 pupils come by bus")),
    Reason(
        "S05",
        "must_keep",
        None,
        "hearing",
        Text("听证反对多于赞成", "more were against than for at its hearing"),
        Text("重新听证并获多数赞成", "a new hearing with more for than against"),
    ),
    Reason(
        "S10",
        "keep",
        None,
        "seats",
        Text("2025年柳河乡中心小学缺9个学位", "9 seats are lacking at 柳河乡中心小学 in 2025"),
        Text("柳河乡中心小学2025年起增加9个学位", "9 more seats at 柳河乡中心小学 from 2025"),
        robust="open",
    ),
    Reason(
        "S10",
        "keep",
        None,
        "not_worth",
        Text("保留比撤并节省1.2万元", "keeping it costs 12,000 yuan less"),
        robust="open",
    ),
)
RANGES = (
    LawfulRange(2023, 1, 2, proven=True, binding=("S05", "S10")),
    LawfulRange(2024, 0, 3, proven=True),
    LawfulRange(2025, 0, 1, proven=False, binding=("S05",)),
)
WORTH = (
    Worth(
        "seat",
        "S02",
        9,
        None,
        12_000.0,
        1,
        Text("柳河乡中心小学增加9个学位", "9 more seats at 柳河乡中心小学"),
    ),
    Worth("budget", "", 50_000, 2024, 0.0, 0, Text("2024年多5万元", "50,000 yuan more in 2024")),
)
EXPLAINED = Explained(REASONS, RANGES, WORTH)
TARGETS = (
    ("item-4", 2023, 3, "small_school", "", "通报第4项"),
    ("empty", 2023, 4, "small_school", "2023-08-31", "通报第6项"),
    ("item-26", 2023, 2, "teaching_point", "", "通报第26项"),
    ("item-26", 2024, 1, "teaching_point", "", "通报第26项"),
    ("item-26", 2025, 2, "teaching_point", "", "通报第26项"),
)
DIFFER = Finding(
    code="targets_differ",
    what=Text("2023年的目标数互相矛盾：3；2", "the counts for 2023 differ: 3; 2"),
    hint=Text("本方案采用版本“item-26”", "this plan takes version 'item-26'"),
    severity="warning",
    file="targets.csv",
)


def explained_run(explained: Explained | None = EXPLAINED, **changes: object) -> Run:
    """Return the small run with an explanation, and with published targets that contradict."""
    run = small_run(**changes)  # type: ignore[arg-type]
    columns = ["version", "year", "count", "unit", "deadline", "source"]
    targets = pd.DataFrame(TARGETS, columns=columns)
    plan = replace(run.plan, explained=explained, warnings=(*run.plan.warnings, DIFFER))
    closures = replace(run.assumptions.closures, version="item-26")
    return replace(
        run,
        dataset=replace(run.dataset, targets=targets),
        assumptions=replace(run.assumptions, closures=closures),
        plan=plan,
    )


def hostile_run(word: str) -> Run:
    """Return the small run in which everything that the explanation says is `word`."""
    said = Text(word, word)
    run = explained_run(
        Explained(
            tuple(replace(one, text=said, flip=said if one.flip else None) for one in REASONS),
            RANGES,
            tuple(replace(one, text=said) for one in WORTH),
        ),
        names={"S05": word, "S10": word},
    )
    targets = run.dataset.targets.assign(version=word, source=word)
    warning = replace(DIFFER, what=said, hint=said)
    plan = replace(run.plan, warnings=(warning,))
    return replace(run, dataset=replace(run.dataset, targets=targets), plan=plan)
