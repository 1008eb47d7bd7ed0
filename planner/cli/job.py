"""The main job: scenario and tables in, a checked run folder out."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import scenarios
from planner import runs
from planner.catalogue import find_data
from planner.cli.asked import ASKED, speak
from planner.cli.cache import cache_folder
from planner.cli.patience import patient
from planner.cli.quiet import chatter_aside
from planner.cli.screen import ProgressLine, talk
from planner.cli.words import UNEXPLAINED, WRITING
from planner.errors import Infeasible
from planner.load import load
from planner.manifest import Making, manifest, manifest_without_plan, run_id
from planner.pipeline import Options, make_plan, run_of
from planner.solver import HIGHS, installed_solver
from planner.unheard import unheard
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.dataset import Dataset
    from planner.diagnosis import Diagnosis
    from planner.pipeline import Made, Ways
    from planner.plan import Plan
    from planner.run import Run
    from planner.words import Language
    from scenarios import Scenario


# Names of files that say nothing; the folder around them says more.
NAMELESS = {"scenario", "情景"}


@dataclass(frozen=True)
class Order:
    """What a person asked for on the command line."""

    scenario: str
    data: Path | None = None
    out: Path | None = None
    settings: tuple[str, ...] = ()
    solver: str = ""
    overwrite: bool = False
    explaining: float = 0.0
    language: Language | None = None


@dataclass(frozen=True)
class Known:
    """What is known before a job begins.

    Parameters
    ----------
    scenario, dataset
        What the order means.
    near
        A plan of a question like this one, from which solving starts.
    ways
        The pupils of the coming years and their ways; None reckons them.
    """

    scenario: Scenario
    dataset: Dataset
    near: Plan | None = None
    ways: Ways | None = None


class NoPlan(Infeasible):
    """No plan exists; the reasons are written down in `folder`."""

    def __init__(self, cause: Infeasible, diagnosis: Diagnosis, folder: Path) -> None:
        super().__init__(cause.what, diagnosis.findings())
        self.diagnosis = diagnosis
        self.folder = folder


@dataclass(frozen=True)
class Finished:
    """A run that was written.

    Parameters
    ----------
    folder
        Where it is.
    manifest
        Its manifest, as in the file.
    run, made
        The value it came from.
    """

    folder: Path
    manifest: Mapping[str, Any]
    run: Run
    made: Made


def resolve(order: Order, read: Callable[[Path], Dataset] = load) -> tuple[Scenario, Dataset]:
    """Return the scenario and the county that an order means.

    Parameters
    ----------
    read
        Reads the tables in a folder.
    """
    extra = (f'solver.name="{order.solver}"',) if order.solver else ()
    settings = (*order.settings, *extra)
    scenario = scenarios.load(order.scenario, settings, language=order.language)
    if order.data is not None:
        folder = find_data(str(order.data), relative_to=Path.cwd())
    else:
        folder = find_data(scenario.assumptions.data, relative_to=scenario.data_base)
    dataset = read(folder)
    return scenarios.fill_targets(scenario, dataset.targets), dataset


def carry_out(order: Order, *, say: Callable[[str], None], known: Known | None = None) -> Finished:
    """Plan, check and write.

    Parameters
    ----------
    say
        Receives what is being done, for the screen.
    known
        What need not be read and reckoned again; None reads everything.

    Raises
    ------
    NoPlan
        After the diagnosis was written to the run's folder.
    """
    began = time.monotonic()
    if order.out is not None:
        runs.refuse_folder(runs.Place(order.out, overwrite=order.overwrite))
    line = ProgressLine(ASKED.get().spoken)
    scenario, dataset = (known.scenario, known.dataset) if known else _resolved(order, line)
    language = line.language = scenario.assumptions.language
    speak(language)
    place = _place(order, scenario)
    runs.refuse_folder(place)
    loaded = time.monotonic() - began
    say(_started(scenario, dataset).say(language))
    options = Options(
        cache_dir=cache_folder(),
        on_progress=line,
        on_step=_steps(line),
        near=known.near if known else None,
        ways=known.ways if known else None,
    )
    try:
        made = make_plan(dataset, scenario.assumptions, options)
    except Infeasible as impossible:
        line.step("diagnose")
        diagnosis = _diagnosis(scenario, dataset, impossible)
        folder = _write_diagnosis(place, scenario, dataset, diagnosis)
        raise NoPlan(impossible, diagnosis, folder) from impossible
    finally:
        line.end()
    line.close(made.plan.proof, made.seconds["model"] + made.seconds["solve"])
    if order.explaining > 0:
        made = _explained(order, scenario, dataset, made, line)
    line.step("write")
    with patient(lambda: say(WRITING.say(language))):
        finished = _write(place, scenario, dataset, made, began=began, loaded=loaded)
    line.end()
    return finished


def _resolved(order: Order, line: ProgressLine) -> tuple[Scenario, Dataset]:
    """Return what `resolve` does; on a screen that is watched, say meanwhile that it reads."""
    if sys.stderr.isatty():
        line.step("load")
    try:
        return resolve(order)
    finally:
        line.end()


def _steps(line: ProgressLine) -> Callable[[str], None]:
    """Return what hears of each part of the work that begins.

    While the solver works in its own process, this one loads what draws the papers: a second that
    nobody waits for.
    """

    def begin(name: str) -> None:
        line.step(name)
        if name == "solve":
            Thread(target=import_module, args=("planner.cli.papers",)).start()

    return begin


def _explained(
    order: Order, scenario: Scenario, dataset: Dataset, made: Made, line: ProgressLine
) -> Made:
    """Return the plan with its reasons; Ctrl-C leaves it without them."""
    from planner.explaining import Effort, explain

    began = time.monotonic()
    line.step("explain")
    try:
        run = run_of(dataset, scenario, made)
        with unheard():
            known = explain(
                run, Effort(order.explaining, lambda *count: line.count("explain", *count))
            )
    except KeyboardInterrupt:
        line.end()
        talk(UNEXPLAINED.say(line.language))
        return made
    line.end()
    seconds = {**made.seconds, "explain": time.monotonic() - began}
    return replace(made, plan=replace(made.plan, explained=known), seconds=seconds)


def _place(order: Order, scenario: Scenario) -> runs.Place:
    """Return the folder asked for; else one called like the scenario, numbered if need be."""
    if order.out is not None:
        return runs.Place(order.out, overwrite=order.overwrite)
    path = Path("runs") / runs.safe_name(run_name(scenario))
    return runs.Place(path, overwrite=order.overwrite, numbered=not order.overwrite)


def run_name(scenario: Scenario) -> str:
    """Return the scenario's name; a file called only `scenario.toml` goes by its folder's name."""
    above = scenario.path.absolute().parent.name
    return above if above and scenario.name.lower() in NAMELESS else scenario.name


def _started(scenario: Scenario, dataset: Dataset) -> Text:
    said = Text(
        "{county}：{schools}所学校，{pupils}名学生；情景：{title}",
        "{county}: {schools} schools, {pupils} pupils; scenario: {title}",
    )
    return said.filled(
        county=dataset.name,
        schools=len(dataset.schools),
        pupils=f"{int(dataset.pupils['pupils'].sum()):,}",
        title=scenario.assumptions.title,
    )


def _making(scenario: Scenario, **known: Any) -> Making:  # noqa: ANN401 - as Making has them
    solver = scenario.assumptions.solver
    name = installed_solver(solver.name)
    package = "highspy" if name == HIGHS else "pulp"
    return Making(
        resolved=scenario.resolved,
        loosened=scenario.assumptions.loosened,
        solver={
            "name": name,
            "version": version(package),
            "threads": solver.threads,
            "seed": solver.seed,
        },
        **known,
    )


def _write(
    place: runs.Place,
    scenario: Scenario,
    dataset: Dataset,
    made: Made,
    *,
    began: float,
    loaded: float,
) -> Finished:
    from planner.cli.papers import write_papers

    run = run_of(dataset, scenario, made)

    def fill(folder: Path) -> dict[str, Any]:
        started = time.monotonic()
        write_papers(folder, run)
        written = time.monotonic() - started
        seconds = {"load": loaded, **made.seconds, "write": written}
        making = _making(
            scenario,
            seconds={**seconds, "total": time.monotonic() - began},
            size=made.size,
            checks={"passed": made.report.passed, "failed": made.report.failed},
        )
        values = manifest(dataset, making, run.plan, name=run.run_id, created=run.created)
        runs.write_manifest(folder, values)
        return values

    folder, values = runs.write_folder(place, fill)
    return Finished(folder, values, run, made)


def _diagnosis(scenario: Scenario, dataset: Dataset, impossible: Infeasible) -> Diagnosis:
    """Return what leaves no plan; where time is over before that is known, what was told so far."""
    from planner.diagnosis import diagnose, suspected

    with chatter_aside():
        found = diagnose(
            dataset,
            scenario.assumptions,
            suspects=[finding.value for finding in impossible.findings],
            cache_dir=cache_folder(),
        )
    return found if found.conflicts else suspected(dataset, impossible.findings)


def _write_diagnosis(
    place: runs.Place, scenario: Scenario, dataset: Dataset, diagnosis: Diagnosis
) -> Path:
    created = datetime.now().astimezone().replace(microsecond=0)
    name = run_id(dataset, scenario.resolved)

    def fill(folder: Path) -> None:
        conflicts, findings = diagnosis.conflicts, diagnosis.findings()
        runs.write_diagnosis(folder, conflicts, scenario.assumptions.language)
        making = _making(scenario)
        values = manifest_without_plan(
            dataset, making, findings, conflicts, name=name, created=created
        )
        runs.write_manifest(folder, values)

    folder, _ = runs.write_folder(place, fill)
    return folder
