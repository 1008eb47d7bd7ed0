"""`planner batch`: several counties side by side, and what they owe together."""

from __future__ import annotations

import os
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import runs
from planner.batch.book import Book, Row, stored_folder
from planner.batch.counties import PROVINCE, County, counties_of
from planner.batch.crew import Task
from planner.batch.memory import Memory, told_from
from planner.batch.processes import Processes
from planner.batch.sharing import Ask, Sharing
from planner.cli.asked import ASKED
from planner.cli.batch_told import READING, ROUND, STOPPED, county_line, error_lines, table
from planner.cli.batch_work import work
from planner.cli.screen import result, result_json, talk
from planner.errors import PlannerError, UsageError
from planner.runs.places import PART
from planner.words import Text
from scenarios.province import read_province

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from planner.batch.crew import Crew, Done
    from planner.batch.province import Province
    from planner.batch.sharing import Split, Told

# The province's shares take the place of a county's own targets.
NO_TARGETS = ("closures.targets={}",)

_NOT_A_BATCH = Text(
    "{out} 里已有其他内容，未作任何改动；请换一个文件夹",
    "{out} holds something else and was left alone; name another folder",
)
_OTHER_FOLDER = Text(
    "{out} 是 {folder} 的批量结果，未作任何改动；请换一个文件夹",
    "{out} is a batch of {folder} and was left alone; name another folder",
)
_TOO_FEW = Text("--workers 至少为 1", "--workers must be 1 or more")
_OUTSIDE = Text(
    "共同目标的年度{years}不在任何一个县的规划年度内",
    "no county plans the year(s) {years} of the shared targets",
)
_CHANGE_YEARS = Text("请修改 province.toml 或各县的 years", "change province.toml or 'years'")


@dataclass(frozen=True)
class Batch:
    """What a person asked for.

    Parameters
    ----------
    folder
        Holds the counties.
    out
        Folder for the runs; by default `runs/NAME`.
    scheduler
        Address of a Dask cluster; "" for processes of this machine.
    workers
        Processes of this machine; None: one a processor.
    strict
        A target that is not reached is exit code 1.
    """

    folder: Path
    out: Path | None = None
    scheduler: str = ""
    workers: int | None = None
    strict: bool = False


class NoSplit(PlannerError):
    """The shared targets cannot be split, because a county gives no answer."""


def batch_and_tell(batch: Batch, *, as_json: bool) -> int:
    """Carry out a batch, print what came of it, and return the exit code."""
    if batch.workers is not None and batch.workers < 1:
        raise UsageError(_TOO_FEW)
    folder = Path(os.path.abspath(batch.folder))  # noqa: PTH100 - a link stays the name it has
    counties = counties_of(folder)
    province = _province(folder)
    book = Book.of(folder, _place(folder, batch.out), counties, province)
    stopped = False
    with _crew(batch, book, len(counties)) as crew:
        _begin(book)
        work_ = _Work(book, counties, crew)
        try:
            work_.carry_out()
        except NoSplit:
            pass  # said in the rows
        except KeyboardInterrupt:
            stopped = True
    book.write()
    _tell(book, as_json=as_json, stopped=stopped)
    return book.exit_code(strict=batch.strict)


@dataclass
class _Work:
    """The work on one batch: its book, its counties and who does it."""

    book: Book
    counties: Sequence[County]
    crew: Crew
    rounds: int = 0
    memory: Memory | None = None
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.token = f"{os.getpid()} {self.book.created.isoformat()}"

    def carry_out(self) -> None:
        """Split what is shared, then plan every county."""
        shares: Mapping[str, tuple[str, ...]] = {county.name: () for county in self.counties}
        if self.book.province is not None:
            self.book.split = self._split(self.book.province)
            shares = {c.name: self._share(c.name, self.book.split) for c in self.counties}
        self.book.write()
        tasks = [self._task(c, "plan", out=str(self._run(c.name)), settings=shares[c.name])
                 for c in self.counties]  # fmt: skip
        for done in self.crew.carry_out(tasks):
            row = self.book.enter(done, run=self._run(done.task.county).name)
            self._say(row)

    def _task(self, county: County, kind: str, **values: Any) -> Task:  # noqa: ANN401
        head = {"scenario": str(county.scenario), "language": ASKED.get().language}
        return Task(county.name, kind, {**head, "token": self.token, **values})

    def _run(self, name: str) -> Path:
        return self.book.out / runs.safe_name(name)

    def _share(self, name: str, split: Split) -> tuple[str, ...]:
        """Return the settings that give a county its share."""
        share = zip(self.book.years, split.shares[name], strict=True)
        targets = ", ".join(f"{year} = {n}" for year, n in share if n)
        return (f"closures.targets={{{targets}}}", 'closures.rule="exact"')

    def _split(self, province: Province) -> Split:
        """Return how the shared targets are split.

        Raises
        ------
        NoSplit
            If a county gives no answer; its row says why.
        UsageError
            If the province asks for a year that no county plans.
        """
        talk(READING.filled(n=len(self.counties)).say(ASKED.get().spoken))
        looks = [self._task(c, "look", settings=NO_TARGETS) for c in self.counties]
        seen = self._all(looks)
        self.book.years = tuple(sorted({y for look in seen.values() for y in look["years"]}))
        _refuse_years(province, self.book.years)
        self.memory = Memory.of(self.book.out, {n: look["key"] for n, look in seen.items()})
        asked = tuple(province.targets.get(year, 0) for year in self.book.years)
        nothing = sum(float(look["do_nothing"]) for look in seen.values())
        names = [county.name for county in self.counties]
        return Sharing(names, asked, province.rule, self._ask, nothing).split()

    def _ask(self, asks: Mapping[str, Ask]) -> Mapping[str, Told]:
        """Put questions to counties, as far as they were not answered before."""
        memory, years = self.memory, self.book.years
        assert memory is not None  # noqa: S101 - made before the first question
        told = {name: memory.told(name, ask, years) for name, ask in asks.items()}
        self.rounds += 1
        new = [c for c in self.counties if c.name in asks and told[c.name] is None]
        if new:
            talk(ROUND.filled(n=self.rounds, m=len(new)).say(ASKED.get().spoken))
        tasks = [self._task(c, "ask", settings=NO_TARGETS, years=list(years),
                            ask=_plain(asks[c.name])) for c in new]  # fmt: skip
        for name, reply in self._replies(tasks):
            told[name] = told_from(reply)
            memory.keep(name, asks[name], years, told_from(reply))
        return {name: answer for name, answer in told.items() if answer is not None}

    def _all(self, tasks: Sequence[Task]) -> dict[str, Mapping[str, Any]]:
        return dict(self._replies(tasks))

    def _replies(self, tasks: Sequence[Task]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the answers of counties as they come; those that fail are written down.

        Raises
        ------
        NoSplit
            After all have come, if one failed.
        """
        failed = False
        for done in self.crew.carry_out(tasks):
            if _good(done):
                yield done.task.county, done.reply or {}
            else:
                failed = True
                self._say(self.book.enter(done, run=""))
        if failed:
            raise NoSplit(Text("", ""))

    def _say(self, row: Row) -> None:
        number = sum(row.exit_code is not None for row in self.book.rows.values())
        talk(county_line(row, number, len(self.book.rows)).say(ASKED.get().spoken))


def _good(done: Done) -> bool:
    return done.reply is not None and done.reply["exit_code"] == 0


def _plain(ask: Ask) -> dict[str, Any]:
    return {"kind": ask.kind, "amounts": list(ask.amounts), "over_first": ask.over_first}


def _province(folder: Path) -> Province | None:
    path = folder / PROVINCE
    return read_province(path) if path.is_file() else None


def _refuse_years(province: Province, years: Sequence[int]) -> None:
    outside = [str(y) for y, n in province.targets.items() if n and y not in years]
    if outside:
        what = _OUTSIDE.filled(years=Text("、".join(outside), ", ".join(outside)))
        raise UsageError(Text("{w}。{h}", "{w}; {h}").filled(w=what, h=_CHANGE_YEARS))


def _place(folder: Path, out: Path | None) -> Path:
    """Return the batch's folder: a new one, or one whose batch is to be continued.

    Raises
    ------
    UsageError
        If there is something else.
    """
    if out is None:
        place = runs.Place(Path("runs") / runs.safe_name(folder.name), numbered=True)
        mine = place.path if stored_folder(place.path) == str(folder) else place.free()
        return mine.absolute()
    was = stored_folder(out)
    if was is None and out.is_dir() and any(out.iterdir()):
        raise UsageError(_NOT_A_BATCH.filled(out=out))
    if was is not None and was != str(folder):
        raise UsageError(_OTHER_FOLDER.filled(out=out, folder=was))
    if was is None:
        runs.refuse_folder(runs.Place(out))
    return out.absolute()


def _begin(book: Book) -> None:
    """Make the batch's folder, and clear away what killed processes left half written."""
    book.out.mkdir(parents=True, exist_ok=True)
    for path in book.out.glob(f".*{PART}*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    book.write()


def _crew(batch: Batch, book: Book, counties: int) -> AbstractContextManager[Crew]:
    if not batch.scheduler:
        number = batch.workers or os.cpu_count() or 1
        return Processes(work, min(number, counties))
    from planner.batch.cluster import Cluster

    above = next(path for path in (book.out, *book.out.parents) if path.is_dir())
    return Cluster(work, batch.scheduler, [book.folder, above])


def _tell(book: Book, *, as_json: bool, stopped: bool) -> None:
    tongue = ASKED.get().spoken
    for line in error_lines(book, tongue):
        talk(line)
    if stopped:
        talk(STOPPED.filled(n=len(book.finished), m=len(book.rows)).say(tongue))
    if as_json:
        result_json({"batch": str(book.out), **book.as_dict()})
        return
    for line in table(book, tongue):
        result(line)
