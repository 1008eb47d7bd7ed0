"""What a sweep says: a line for each combination as it begins, and a table of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.columns import aligned
from planner.words import Text
from scenarios.sweep.page import cells
from scenarios.sweep.table import STATUS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.words import Language
    from scenarios.sweep import Sweep

BEGUN = Text("[{n}/{m}] {values}", "[{n}/{m}] {values}")
STOPPED = Text(
    "已中断：{m}种组合中{n}种已有结果，其余未进行",
    "Stopped: {n} of {m} combinations are done, the others are not",
)
_STATUS = Text("结果", "result")
_YEAR = Text("{year}年", "{year}")
# Short: the page and the table have the same in full.
_HEADS = (
    Text("转学人数", "moved"),
    Text("90%分钟", "p90 min"),
    Text("最长分钟", "max min"),
    Text("寄宿", "boarders"),
    Text("资金（万元）", "yuan"),
    Text("节省（万元）", "saved"),
    Text("秒", "seconds"),
)
_WHY = Text("第{n}种组合（{values}）：{why}", "combination {n} ({values}): {why}")
_WRITTEN = Text("结果在 {folder}", "Written to {folder}")


def table(sweep: Sweep, folder: Path, language: Language) -> Iterator[str]:
    """Yield the combinations as a table, then why some have no plan."""
    keys = [one.key for one in sweep.settings]
    head = [*keys, _STATUS.say(language), *_heads(sweep, language)]
    rows = [
        [*row.values, STATUS[row.status].say(language), *cells(row, sweep, language)]
        for row in sweep.rows
    ]
    yield from aligned([head, *rows], words=len(keys) + 1)
    for row in sweep.rows:
        if row.why:
            values = ", ".join(row.values)
            yield _WHY.filled(n=row.number, values=values, why=row.why).say(language)
    yield _WRITTEN.filled(folder=folder).say(language)


def _heads(sweep: Sweep, language: Language) -> list[str]:
    """Return the headings of years, whose cells are planned/asked, and of the figures."""
    years = [_YEAR.filled(year=year) for year in sweep.years]
    return [text.say(language) for text in (*years, *_HEADS)]
