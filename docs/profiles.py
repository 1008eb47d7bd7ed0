"""Solve every shipped scenario and write how their plans differ into `profiles.md`.

    python docs/profiles.py [FOLDER] [--outside CHECK]
    python docs/profiles.py [FOLDER] [--outside CHECK] --scenario PATH ... [--set KEY=VALUE ...]

Runs are written below FOLDER (default: `runs/profiles`), and each has passed the planner's own
check. CHECK is another program's check, called with the data, the run and the scenario. With
--scenario (a shipped name or a file) or --set the tables are printed only, the page stays.
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
from planner.cli.job import NAMELESS, Order, carry_out
from planner.planned_works import planned_works
from planner.roadmap import moves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.cli.job import Finished

PAGE = Path(__file__).resolve().parent / "profiles.md"
START, END = "<!-- plans: written by docs/profiles.py -->", "<!-- end of plans -->"

LAST_PRIMARY = 6

_DECIDED = (
    "| scenario 情景 | years 年度 | closed 撤并 | junior 其中初中 | merged 合并 | downgraded 降格 | "
    "works 工程 | converted 改制 | pupils moved 转学 | redirected 分流 |"
)
_FOLLOWS = (
    "| scenario 情景 | boarders 新增寄宿 | beds built 新增床位 | of them used 其中使用 | "
    "by bus 乘车 | minutes p90 / max 九成、最多分钟 | "
    "over seats or cap, by year 逐年超出学位或规模的人数 | money 费用 (million yuan 百万元) | "
    "closing nothing 不撤并 | difference 相差 | gap 差距 | of what is decided 占可变费用 | proof 证明 | seconds 秒 | checks: broken / all 复核：不符/全部 |"
)
_GOES = (
    "| scenario 情景 | primary pupils moved 小学转学 | to their own township 留在本乡镇 | "
    "to other townships 去其他乡镇 | junior pupils moved 初中转学 | to the county town 进县城 | "
    "to town centres 去镇区 | to rural schools 去农村学校 |"
)


@dataclass(frozen=True)
class Solved:
    """A scenario's run, and what the outside check said (empty: not asked)."""

    name: str
    finished: Finished
    outside: str = ""


def label(scenario: str) -> str:
    """Return the name of a shipped scenario, or of the file or its folder."""
    path = Path(scenario)
    return path.parent.name if path.stem in NAMELESS and path.parent.name else path.stem


def solved(
    scenario: str, folder: Path, outside: Path | None, settings: tuple[str, ...] = ()
) -> Solved:
    """Solve one scenario and have its run checked."""
    name = label(scenario)
    order = Order(scenario, out=folder / name, overwrite=True, settings=settings)
    finished = carry_out(order, say=_tell)
    if outside is None:
        return Solved(name, finished)
    used = scenarios.load(scenario, settings)
    data = find_data(used.assumptions.data, relative_to=used.data_base)
    called = [sys.executable, str(outside), str(data), str(finished.folder)]
    # Settings stand in no file that the other program could compare the run with.
    called += [] if settings else [str(used.path)]
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
    failed, passed = (made["checks"][key] for key in ("failed", "passed"))
    built, used = _beds(one)
    nothing = plan.proof.do_nothing
    cells = [
        f"`{one.name}`",
        f"{figures['boarders']:,}",
        f"{built:,}",
        f"{used:,}",
        f"{figures['bus_pupils']:,}",
        f"{_minutes(figures, 'p90')} / {_minutes(figures, 'max')}",
        " → ".join(over),
        f"{made['objective'] / 1e6:,.2f}",
        f"{nothing / 1e6:,.2f}",
        f"{(made['objective'] - nothing) / 1e6:+,.2f}",
        _share(made["gap"]),
        _share(made["gap_controllable"]),
        str(made["status"]),
        f"{made['seconds']['total']:.0f}",
        f"{failed} / {failed + passed:,}" + (f"; {one.outside}" if one.outside else ""),
    ]
    return _row(cells)


def _beds(one: Solved) -> tuple[int, int]:
    """Return the beds that works add, and how many of them the last year needs."""
    run = one.finished.run
    built: dict[str, int] = {}
    for work in planned_works(run):
        built[work.school_id] = built.get(work.school_id, 0) + work.beds
    last = run.plan.schools[run.plan.schools["year"] == run.assumptions.years[-1]]
    rows = last.set_index("school_id")
    used = sum(
        min(beds, max(0, int(rows.loc[school, "boarders"] - (rows.loc[school, "beds"] - beds))))
        for school, beds in built.items()
    )
    return sum(built.values()), used


def goes(one: Solved) -> str:
    """Return the line that says where the pupils go who change school."""
    run = one.finished.run
    schools = run.dataset.schools.set_index("school_id")
    rows = moves(run.plan)
    junior = (
        rows["band"].map({band.name: band.first for band in run.assumptions.bands}) > LAST_PRIMARY
    )
    stays = rows["from_school_id"].map(schools["township"]) == rows["school_id"].map(
        schools["township"]
    )
    area = rows["school_id"].map(schools["area"])
    cells = [
        rows["pupils"][~junior],
        rows["pupils"][~junior & stays],
        rows["pupils"][~junior & ~stays],
        rows["pupils"][junior],
        *(rows["pupils"][junior & (area == name)] for name in ("urban", "town", "rural")),
    ]
    return _row([f"`{one.name}`", *(f"{int(pupils.sum()):,}" for pupils in cells)])


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
    for head, line in ((_DECIDED, decided), (_FOLLOWS, follows), (_GOES, goes)):
        rule = "|---" * (head.count("|") - 1) + "|"
        parts.append("\n".join([head, rule, *map(line, runs)]))
    return "\n\n".join([*parts, paths(runs)])


def written(page: str, tables: str) -> str:
    """Return `page` with the tables brought up to date."""
    before, rest = page.split(START)
    return f"{before}{START}\n\n{tables}\n\n{END}{rest.split(END)[1]}"


def main() -> None:
    """Solve, print, and write the page where it is about the shipped scenarios as they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("runs/profiles"))
    parser.add_argument("--outside", type=Path)
    parser.add_argument("--scenario", action="append", default=[], metavar="PATH")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
    given = parser.parse_args()
    names = given.scenario or [name for name in scenarios.names() if name != "base"]
    settings = tuple(given.settings)
    tables = table([solved(name, given.folder, given.outside, settings) for name in names])
    sys.stdout.write(f"{tables}\n")
    if not given.scenario and not settings:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(written(page, tables), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
