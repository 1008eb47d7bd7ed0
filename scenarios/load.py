"""A scenario file and its layers into checked assumptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.assumptions import Assumptions
from planner.errors import Finding, ScenarioError
from planner.loosened import loosened, loosened_keys
from planner.words import Text
from scenarios.chain import chain_of
from scenarios.heading import as_written, title_of
from scenarios.layers import SETTINGS, Layer, settings_layer
from scenarios.merge import WHOLE, merged
from scenarios.screen import screened
from scenarios.shipped import locate, shipped_name
from scenarios.validate import problems

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.words import Language
    from scenarios.merge import Merged


@dataclass(frozen=True)
class Scenario:
    """A scenario with every value settled.

    Parameters
    ----------
    name
        Shipped name, or the file's name without its ending.
    path
        The scenario file.
    assumptions
        The values as the planner uses them.
    resolved
        The same as nested plain values; what the manifest of a run holds once
        `planner.assumptions.writable` has made infinity a word.
    origins
        Who set each dotted key: a shipped name, a file, `--set`.
    data_base
        Folder to which a relative `data` belongs.
    warnings
        What was noticed and does not stop the work.
    """

    name: str
    path: Path
    assumptions: Assumptions
    resolved: dict[str, Any]
    origins: dict[str, str]
    data_base: Path
    warnings: tuple[Finding, ...] = ()


def load(
    name_or_path: str | Path,
    settings: Sequence[str] = (),
    *,
    language: Language | None = None,
    complete: bool = True,
) -> Scenario:
    """Return the scenario called `name_or_path`, merged with all it extends.

    Parameters
    ----------
    name_or_path
        Name of a shipped scenario, or path of a file.
    settings
        `KEY=VALUE` texts, one more layer; the value is TOML, or a bare word taken as text.
    language
        Language of what people read, instead of the scenario's own.
    complete
        Whether the scenario must name its years; `base` alone does not.

    Raises
    ------
    ScenarioError
        With every problem of all layers at once.
    """
    path = locate(name_or_path, Path.cwd())
    layers, findings = _layers(path, settings, language)
    whole = merged(layers)
    unsure = {finding.column.partition(".")[0] for finding in findings}
    findings += problems(whole, complete=complete, unsure=unsure)
    _raise_on_errors(path, findings)
    warnings = [finding for finding in findings if finding.severity == "warning"]
    return _scenario(
        path, title_of(layers, whole), whole, [*warnings, *_partly_set(settings, layers)]
    )


def _layers(
    path: Path, settings: Sequence[str], language: Language | None
) -> tuple[list[Layer], list[Finding]]:
    files = chain_of(path)
    chosen, findings = settings_layer(settings, Path.cwd())
    spoken = {"language": language} if language else {}
    asked = Layer("--language", spoken, Path.cwd(), "--language")
    sound: list[Layer] = []
    for layer in (*files, asked, chosen):
        kept, found = screened(layer)
        sound.append(kept)
        findings += found
    return sound, findings


def _raise_on_errors(path: Path, findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        what = Text("情景“{n}”有{c}处错误", "the scenario '{n}' has {c} error(s)")
        name = shipped_name(path) or str(path)
        raise ScenarioError(what.filled(n=name, c=len(errors)), _in_file_order(findings))


def _in_file_order(findings: Sequence[Finding]) -> list[Finding]:
    files = list(dict.fromkeys(finding.file for finding in findings))
    return sorted(findings, key=lambda finding: (files.index(finding.file), finding.row))


def _partly_set(settings: Sequence[str], layers: Sequence[Layer]) -> list[Finding]:
    """Return a warning for each setting of one entry that drops others of a table set whole."""
    *below, own = layers
    inherited = merged(below).values
    findings = []
    for key in sorted(WHOLE - {"title"}):
        set_by_entry = any(setting.strip().startswith(f"{key}.") for setting in settings)
        lost = [name for name in _at(inherited, key) if name not in _at(own.values, key)]
        if set_by_entry and lost:
            findings.append(_dropped(key, lost))
    return findings


def _dropped(key: str, lost: Sequence[str]) -> Finding:
    what = Text("整表替换，继承来的{n}不再有效", "replaces the whole table: {n} no longer set")
    return Finding(
        code="table_replaced",
        severity="warning",
        what=what.filled(n=Text("、".join(lost), ", ".join(lost))),
        hint=Text("需要保留时一并写上。", "Set them as well if they are to stay."),
        file=SETTINGS,
        column=key,
    )


def _at(values: Mapping[str, Any], key: str) -> Any:  # noqa: ANN401 - any TOML value
    for name in key.split("."):
        values = values.get(name, {})
    return values


def _scenario(path: Path, title: Text, whole: Merged, warnings: Sequence[Finding]) -> Scenario:
    values = {"data": "", "years": [], **whole.values}
    resolved = {**_headed(values), "title": as_written(title)}
    setter = whole.setters.get("data")
    return Scenario(
        name=shipped_name(path) or path.stem,
        path=path,
        assumptions=_assumptions(resolved),
        resolved=resolved,
        origins=whole.origins,
        data_base=setter.folder if setter else Path.cwd(),
        warnings=tuple(warnings),
    )


def _headed(values: Mapping[str, Any]) -> dict[str, Any]:
    head = ("title", "data", "years", "language")
    return {**{name: values.get(name) for name in head}, **values}


def _assumptions(resolved: Mapping[str, Any]) -> Assumptions:
    plain = Assumptions.from_resolved(resolved)
    return replace(plain, loosened=loosened_keys(plain))


def with_targets(
    scenario: Scenario, targets: Mapping[str, int], origin: str, warnings: Sequence[Finding]
) -> Scenario:
    """Return `scenario` with the closures asked for by year, and who said so."""
    closures = {**scenario.resolved["closures"], "targets": dict(targets)}
    resolved = {**scenario.resolved, "closures": closures}
    return replace(
        scenario,
        resolved=resolved,
        assumptions=_assumptions(resolved),
        origins={**scenario.origins, "closures.targets": origin},
        warnings=(*scenario.warnings, *warnings),
    )


def loosened_texts(scenario: Scenario) -> list[Text]:
    """Return the hard rules that `scenario` loosens, in words for the head of the plan."""
    return [rule.text for rule in loosened(scenario.assumptions)]
