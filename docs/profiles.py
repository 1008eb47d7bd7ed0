"""Solve every shipped scenario and write how their plans differ into `profiles.md`.

    python docs/profiles.py [FOLDER] [--outside CHECK]

Runs are written below FOLDER (default: `runs/profiles`), and each has passed the planner's own
check. CHECK is another program's check, called with the data, the run and the scenario.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import scenarios
from planner.catalogue import find_data
from planner.cli.job import Order, carry_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.cli.job import Finished

PAGE = Path(__file__).resolve().parent / "profiles.md"
START, END = "<!-- plans: written by docs/profiles.py -->", "<!-- end of plans -->"

_DECIDED = (
    "| scenario 情景 | years 年度 | closed 撤并 | junior 其中初中 | merged 合并 | downgraded 降格 | "
    "works 工程 | converted 改制 | pupils moved 转学 | redirected 分流 |"
)
_FOLLOWS = (
    "| scenario 情景 | boarders 新增寄宿 | by bus 乘车 | minutes p90 / max 九成、最多分钟 | "
    "over seats or cap, by year 逐年超出学位或规模的人数 | money 费用 (million yuan 百万元) | "
    "gap 差距 | of what is decided 占可变费用 | proof 证明 | seconds 秒 | checks 复核 |"
)


@dataclass(frozen=True)
class Solved:
    """A scenario's run, and what the outside check said (empty: not asked)."""

    name: str
    finished: Finished
    outside: str = ""


def solved(name: str, folder: Path, outside: Path | None) -> Solved:
    """Solve one scenario and have its run checked."""
    order = Order(name, out=folder / name, overwrite=True)
    finished = carry_out(order, say=_tell)
    if outside is None:
        return Solved(name, finished)
    scenario = scenarios.load(name)
    data = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    called = [sys.executable, str(outside), str(data), str(finished.folder), str(scenario.path)]
    answer = subprocess.run(called, check=False, capture_output=True, text=True)  # noqa: S603 - the program named on the command line
    _tell(answer.stdout + answer.stderr)
    return Solved(name, finished, "0" if answer.returncode == 0 else f"{answer.returncode} !")


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def decided(one: Solved) -> str:
    """Return the line that says what a plan does."""
    plan, years = one.finished.made.plan, one.finished.run.assumptions.years
    actions = plan.actions
    count = actions["action"].value_counts()
    kinds = one.finished.run.dataset.schools.set_index("school_id")["kind"]
    closed = actions["school_id"][actions["action"] == "close"]
    junior = int((kinds[closed] == "junior").sum())
    relief = actions["pupils"][actions["action"] == "relief"].sum()
    cells = [
        f"`{one.name}`",
        f"{years[0]}–{years[-1]}",
        str(len(closed)),
        str(junior),
        *(str(count.get(action, 0)) for action in ("merge_form", "downgrade", "works", "convert")),
        f"{plan.metrics['plan']['pupils_moved']:,}",
        f"{int(relief):,}",
    ]
    return _row(cells)


def follows(one: Solved) -> str:
    """Return the line that says what follows from a plan."""
    made, plan = one.finished.manifest, one.finished.made.plan
    figures = plan.metrics["plan"]
    over = (
        f"{plan.metrics[str(y)]['over_cap_pupils']:,}" for y in one.finished.run.assumptions.years
    )
    checks = f"{made['checks']['failed']} / {made['checks']['passed']:,}"
    cells = [
        f"`{one.name}`",
        f"{figures['boarders']:,}",
        f"{figures['bus_pupils']:,}",
        f"{_minutes(figures, 'p90')} / {_minutes(figures, 'max')}",
        " → ".join(over),
        f"{made['objective'] / 1e6:,.2f}",
        _share(made["gap"]),
        _share(made["gap_controllable"]),
        str(made["status"]),
        f"{made['seconds']['total']:.0f}",
        checks + (f"; {one.outside}" if one.outside else ""),
    ]
    return _row(cells)


def paths(runs: Sequence[Solved]) -> str:
    """Return the rolls, by year, of the schools over their size cap now, where entrants move."""
    relieved = [one for one in runs if one.finished.run.assumptions.relief.enabled]
    return "\n\n".join(map(_paths, relieved))


def _paths(one: Solved) -> str:
    run, years = one.finished.run, one.finished.run.assumptions.years
    caps = run.dataset.schools.set_index("school_id")["kind"].map(run.assumptions.schools.size_cap)
    now = run.dataset.pupils.groupby("school_id")["pupils"].sum()
    over = now.index[now > caps.reindex(now.index)]
    rolls = run.plan.schools.pivot_table(index="school_id", columns="year", values="pupils")
    names = run.dataset.schools.set_index("school_id")["name"]
    head = [f"`{one.name}`", "now 现在", *map(str, years), "cap 规模上限"]
    rows = [
        _row(
            [
                f"{school} {names[school]}",
                f"{now[school]:,}",
                *(f"{rolls.loc[school, year]:,.0f}" for year in years),
                f"{caps[school]:,.0f}",
            ]
        )
        for school in over
    ]
    return "\n".join([_row(head), "|---" * len(head) + "|", *rows])


def _minutes(figures: Mapping[str, Any], which: str) -> str:
    value = figures[f"minutes_{which}_moved"]
    return "–" if value is None else f"{value:.0f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3%}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def table(runs: Sequence[Solved]) -> str:
    """Return the tables as Markdown."""
    parts = []
    for head, line in ((_DECIDED, decided), (_FOLLOWS, follows)):
        rule = "|---" * (head.count("|") - 1) + "|"
        parts.append("\n".join([head, rule, *map(line, runs)]))
    return "\n\n".join([*parts, paths(runs)])


def written(page: str, tables: str) -> str:
    """Return `page` with the tables brought up to date."""
    before, rest = page.split(START)
    return f"{before}{START}\n\n{tables}\n\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Solve, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("runs/profiles"))
    parser.add_argument("--outside", type=Path)
    given = parser.parse_args()
    names = [name for name in scenarios.names() if name != "base"]
    tables = table([solved(name, given.folder, given.outside) for name in names])
    sys.stdout.write(f"{tables}\n")
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, tables), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
