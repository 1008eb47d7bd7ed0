"""What one process of a batch does for one county; the answer is plain values."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import runs
from planner.batch.asking import Respondent, answer, county_case
from planner.batch.sharing import Ask
from planner.cli import failing
from planner.cli.cache import cache_folder
from planner.cli.job import Order, carry_out, resolve
from planner.errors import Infeasible, UsageError
from planner.manifest import run_id
from planner.pipeline import NO_PLAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.batch.crew import Task
    from planner.case import Case
    from planner.words import Language

type Values = Mapping[str, Any]

# Counties that a process keeps ready to be asked again.
READY = 3


def work(task: Task) -> dict[str, Any]:
    """Return what came of a task; whatever goes wrong becomes an exit code and a message."""
    try:
        return {"exit_code": 0, **_KINDS[task.kind](task.values)}
    except Exception as error:  # noqa: BLE001 - one county's fault must not stop the others
        return _told(error)


def _told(error: Exception) -> dict[str, Any]:
    """Return what went wrong as plain values."""
    code, what, findings = failing.reason(error)
    return {
        "exit_code": code,
        "error": {"zh": what.zh, "en": what.en},
        "findings": [finding.as_dict() for finding in findings],
        "written": isinstance(error, Infeasible),
    }


def _look(values: Values) -> dict[str, Any]:
    """Read a county, make it ready to be asked, and tell what it plans."""
    key, case = _case(values["scenario"], values["settings"], values["language"], values["token"])
    return {
        "key": key,
        "years": list(case.problem.years),
        "do_nothing": case.problem.do_nothing,
    }


def _ask(values: Values) -> dict[str, Any]:
    """Put one question of the province to a county."""
    _, case = _case(values["scenario"], values["settings"], values["language"], values["token"])
    asked = values["ask"]
    ask = Ask(asked["kind"], tuple(asked["amounts"]), asked["over_first"])
    return asdict(answer(Respondent(case, tuple(values["years"])), ask))


def _plan(values: Values) -> dict[str, Any]:
    """Plan a county and write its run, unless the same run is there already."""
    order = Order(
        values["scenario"],
        out=Path(values["out"]),
        settings=tuple(values["settings"]),
        overwrite=True,
        language=values["language"],
    )
    manifest = _kept(order)
    kept = manifest is not None
    if manifest is None:
        manifest = carry_out(order, say=lambda _: None).manifest
    if "diagnosis" in manifest:
        return {**_told(Infeasible(NO_PLAN)), "findings": manifest["diagnosis"], "kept": True}
    return {"kept": kept, "manifest": _figures(manifest)}


def _kept(order: Order) -> Values | None:
    """Return the manifest of an earlier run of the same tables and scenario, or None."""
    assert order.out is not None  # noqa: S101 - a batch names every run
    try:
        manifest = runs.read_manifest(order.out)
    except UsageError:
        return None
    scenario, dataset = resolve(order)
    return manifest if manifest["run_id"] == run_id(dataset, scenario.resolved) else None


def _figures(manifest: Values) -> dict[str, Any]:
    """Return the part of a manifest that a batch needs."""
    names = ("run_id", "status", "objective", "bound", "gap", "gap_controllable", "do_nothing",
             "targets", "checks", "seconds")  # fmt: skip
    rule = manifest["scenario"]["closures"]["rule"]
    return {"rule": rule, **{name: manifest[name] for name in names if name in manifest}}


@lru_cache(maxsize=READY)
def _case(
    scenario: str, settings: tuple[str, ...], language: Language | None, token: str
) -> tuple[str, Case]:
    """Return a county's key and the county made ready; `token` is that of the batch."""
    del token  # another batch may find other tables
    order = Order(scenario, settings=settings, language=language)
    settled, dataset = resolve(order)
    case = county_case(dataset, settled.assumptions, cache_dir=cache_folder())
    return run_id(dataset, settled.resolved), case


_KINDS: dict[str, Callable[[Values], dict[str, Any]]] = {
    "look": _look,
    "ask": _ask,
    "plan": _plan,
}
