"""`planner sweep`: one scenario with every combination of some values."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from planner import presentation, runs
from planner.base_year import refuse_past
from planner.cli import failing
from planner.cli.asked import ASKED, speak
from planner.cli.cache import cache_folder
from planner.cli.job import Finished, Known, Order, carry_out, resolve, run_name
from planner.cli.screen import result, result_json, talk
from planner.cli.sweep_told import BEGUN, STOPPED, table
from planner.errors import Infeasible, PlannerError
from planner.load import load
from planner.pipeline import solver_options, ways_of
from planner.school_kinds import KIND_NAMES
from planner.standing import standing
from planner.words import Text
from scenarios.sweep import Row, Sweep, as_csv, as_values, combinations, render, swept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.dataset import Dataset
    from planner.pipeline import Ways
    from planner.words import Language
    from scenarios import Scenario
    from scenarios.sweep import Swept

TABLE, PAGE = "sweep.csv", "sweep.html"
# Folders of runs are numbered with at least so many digits.
DIGITS = 2


@dataclass(frozen=True)
class Asked:
    """What a person asked for."""

    scenario: str
    values: tuple[str, ...]
    data: Path | None = None
    out: Path | None = None
    language: Language | None = None


@dataclass(frozen=True)
class Meant:
    """One combination: its values, and the scenario and county that it means."""

    number: int
    values: tuple[str, ...]
    scenario: Scenario
    dataset: Dataset

    @property
    def alike(self) -> object:
        """Return what pupils and their ways depend on: two that have it alike have those alike."""
        rules = self.scenario.assumptions
        parts = (rules.years, rules.bands, rules.demand, rules.travel, rules.boarding, rules.merge)
        return self.dataset.folder, repr((*parts, rules.closures if rules.merge.enabled else None))

    @property
    def question(self) -> object:
        """Return what decisions are about: a plan of one is a start for others that have it alike."""
        rules = self.scenario.assumptions
        return self.dataset.folder, rules.years, rules.bands


def sweep_and_tell(asked: Asked, *, as_json: bool) -> int:
    """Plan every combination, write and print what came of it, and return the exit code.

    Raises
    ------
    UsageError, ScenarioError, DataError
        If a setting or value is wrong; before anything is planned.
    """
    settings = swept(asked.values)
    if asked.out is not None:
        runs.refuse_folder(runs.Place(asked.out))
    meant = _meant(asked, settings)
    language = meant[0].scenario.assumptions.language
    speak(language)
    work = _Work(asked, settings, meant)
    folder, sweep = runs.write_folder(_place(asked, meant[0].scenario), work.fill)
    if as_json:
        result_json({"sweep": str(folder), **as_values(sweep)})
    else:
        for line in table(sweep, folder, language):
            result(line)
    return int(any(row.status == "failed" for row in sweep.rows))


def _meant(asked: Asked, settings: Sequence[Swept]) -> list[Meant]:
    """Return every combination, refused where a value cannot be meant."""
    read, found = cache(load), []
    for number, values in enumerate(combinations(settings), 1):
        pairs = zip(settings, values, strict=True)
        order = _order(asked, tuple(f"{one.key}={value}" for one, value in pairs))
        scenario, dataset = resolve(order, read)
        refuse_past(dataset, scenario.assumptions)
        standing(dataset, scenario.assumptions)
        solver_options(scenario.assumptions)
        found.append(Meant(number, values, scenario, dataset))
    return found


def _order(asked: Asked, settings: tuple[str, ...]) -> Order:
    return Order(asked.scenario, data=asked.data, settings=settings, language=asked.language)


def _place(asked: Asked, scenario: Scenario) -> runs.Place:
    if asked.out is not None:
        return runs.Place(asked.out)
    return runs.Place(Path("runs") / f"{runs.safe_name(run_name(scenario))}-sweep", numbered=True)


@dataclass
class _Work:
    """The work on one sweep."""

    asked: Asked
    settings: tuple[Swept, ...]
    meant: list[Meant]
    ways: dict[object, Ways] = field(default_factory=dict)
    last: dict[object, Finished] = field(default_factory=dict)
    labels: tuple[Text, ...] = (presentation.PLANNED,)

    def fill(self, folder: Path) -> Sweep:
        """Plan one combination after the other into a folder, then write table and page.

        Raises
        ------
        KeyboardInterrupt
            If the user stops before there is any plan.
        """
        rows = [Row(one.number, one.values) for one in self.meant]
        try:
            for n, one in enumerate(self.meant):
                rows[n], going = self._row(one, folder)
                if not going:
                    break
        except KeyboardInterrupt:
            if not self.last:
                raise
        if any(row.status == "waiting" for row in rows):
            done = sum(row.status != "waiting" for row in rows)
            talk(STOPPED.filled(n=done, m=len(rows)).say(ASKED.get().spoken))
        return self._written(folder, tuple(rows))

    def _row(self, one: Meant, folder: Path) -> tuple[Row, bool]:
        """Return what one combination comes to, and whether to go on with the next."""
        pairs = zip(self.settings, one.values, strict=True)
        said = "  ".join(f"{setting.key}={value}" for setting, value in pairs)
        line = BEGUN.filled(n=one.number, m=len(self.meant), values=said)
        talk(line.say(ASKED.get().spoken))
        name = f"{one.number:0{DIGITS}}"
        began = time.monotonic()
        row = Row(one.number, one.values, run=name)
        try:
            finished = self._planned(one, folder / name)
        except Infeasible as impossible:
            return replace(
                row, status="infeasible", seconds=_since(began), why=_why(impossible)
            ), True
        except PlannerError as error:
            if error.exit_code == failing.BAD_USE:
                raise
            return replace(row, status="failed", run="", why=_why(error)), True
        self.last[one.question] = finished
        self.labels = presentation.labels(finished.run)
        seconds = sum(finished.made.seconds.values())
        planned = Row.of(one.number, one.values, finished.run.plan, run=name, seconds=seconds)
        return planned, finished.made.stopped_by != "user"

    def _planned(self, one: Meant, folder: Path) -> Finished:
        if one.alike not in self.ways:
            rules = one.scenario.assumptions
            self.ways[one.alike] = ways_of(one.dataset, rules, cache_dir=cache_folder())
        last = self.last.get(one.question)
        near = None if last is None else last.run.plan
        known = Known(one.scenario, one.dataset, near, self.ways[one.alike])
        order = replace(_order(self.asked, ()), out=folder)
        return carry_out(order, say=lambda _: None, known=known)

    def _written(self, folder: Path, rows: tuple[Row, ...]) -> Sweep:
        first = self.meant[0]
        rules = first.scenario.assumptions
        entries = {**presentation.bands(rules), **KIND_NAMES}
        sweep = Sweep(first.dataset.name, rules.title, self.labels, self.settings, rows, entries)
        text = as_csv(sweep, rules.language)
        (folder / TABLE).write_text(text, encoding="utf-8-sig", newline="")
        page = render(sweep, rules.language)
        (folder / PAGE).write_text(page, encoding="utf-8", newline="\n")
        return sweep


def _since(began: float) -> float:
    return time.monotonic() - began


def _why(error: PlannerError) -> Text:
    """Return what is wrong, with the first single problem."""
    if not error.findings:
        return error.what
    one = error.findings[0]
    return Text(f"{error.what.zh}：{one.what.zh}", f"{error.what.en}: {one.what.en}")
