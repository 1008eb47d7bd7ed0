"""The commands themselves: arguments in, one call, words out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.asked import ASKED
from planner.cli.screen import SHOWN, counted, findings_lines, result, result_json, talk
from planner.words import Language, Text

if TYPE_CHECKING:
    from planner.cli.job import Order

app = typer.Typer(rich_markup_mode=None, add_completion=True)
scenario_app = typer.Typer(rich_markup_mode=None)
app.add_typer(scenario_app, name="scenario")

Json = Annotated[bool, typer.Option("--json")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER")]
Overwrite = Annotated[bool, typer.Option("--overwrite")]
Spoken = Annotated[str, typer.Option("--language", metavar="zh|en")]
Where = Annotated[Path | None, typer.Option("--data", metavar="FOLDER")]
RunFolder = Annotated[Path, typer.Argument(metavar="RUN")]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE")]

Explaining = Annotated[
    float,
    typer.Option(
        "--explain",
        metavar="SECONDS",
        envvar="PLANNER_EXPLAIN",
        show_envvar=False,
        show_default=False,
    ),
]

DEMO = "roadmap_item26"
# Seconds for reasons, in which every school of a county of 300 is asked about.
EXPLAINING = 180.0


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version")] = False,
    language: Spoken = "",
) -> None:
    """Show the version, or what there is where nothing was asked."""
    spoken(language)
    if version:
        from planner import __version__

        result(f"hedian-planner {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        talk(context.get_help())
        raise typer.Exit(2)


@app.command()
def demo(
    *,
    out: Out = None,
    overwrite: Overwrite = False,
    explaining: Explaining = EXPLAINING,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Plan the shipped county."""
    from planner.cli.job import Order

    order = Order(
        DEMO, out=out, overwrite=overwrite, explaining=explaining, language=spoken(language)
    )
    _solve(order, as_json=as_json, strict=False)


@app.command()
def solve(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO")],
    *,
    data: Where = None,
    out: Out = None,
    settings: Settings = None,
    solver: Annotated[str, typer.Option("--solver", metavar="NAME")] = "",
    strict: Annotated[bool, typer.Option("--strict")] = False,
    overwrite: Overwrite = False,
    explaining: Explaining = EXPLAINING,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Plan a scenario."""
    from planner.cli.job import Order

    order = Order(
        scenario,
        data=data,
        out=out,
        settings=tuple(settings or ()),
        solver=solver,
        overwrite=overwrite,
        explaining=explaining,
        language=spoken(language),
    )
    _solve(order, as_json=as_json, strict=strict)


@app.command()
def check(
    data: Annotated[str, typer.Argument(metavar="DATA")],
    *,
    every: Annotated[bool, typer.Option("--all")] = False,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Load and audit a county's tables."""
    from planner.cli.audit import audited

    tongue = spoken(language) or ASKED.get().spoken
    findings, facts = audited(data)
    if as_json:
        listed = [finding.as_dict() for finding in findings]
        result_json({"data": data, **facts, "findings": listed})
    else:
        for line in findings_lines(findings, tongue, shown=None if every else SHOWN):
            result(line)
        result(counted(findings).say(tongue))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(2)


@app.command()
def verify(
    run: RunFolder,
    *,
    data: Where = None,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Check a run again from the raw tables."""
    from planner.cli.verifying import verified

    spoken(language)
    _, report = verified(run, data)
    tongue = ASKED.get().spoken
    if as_json:
        listed = [finding.as_dict() for finding in report.findings]
        counts = {"passed": report.passed, "failed": report.failed}
        result_json({"run": str(run), "checks": counts, "findings": listed})
    else:
        for line in findings_lines(report.findings, tongue):
            result(line)
        said = Text(
            "复核{n}项（包括存档的 manifest.json 和原始表格是否改动）："
            "通过{passed}项，未通过{failed}项",
            "{n} rules checked, those of the stored manifest.json and of unchanged tables among "
            "them: {passed} hold, {failed} do not",
        )
        numbers = {"passed": report.passed, "failed": report.failed}
        result(said.filled(n=report.passed + report.failed, **numbers).say(tongue))
    if report.findings:
        raise typer.Exit(1)


@app.command("map")
def map_(
    run: RunFolder,
    other: Annotated[Path | None, typer.Argument(metavar="[RUN]")] = None,
    *,
    data: Where = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE")] = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Draw a run's map."""
    from planner.cli.drawing import draw_map

    tongue = spoken(language)
    path = draw_map(run, other, data=data, out=out, overwrite=overwrite, language=tongue)
    if as_json:
        result_json({"run": str(run), "map": str(path)})
    else:
        result(str(path))


@app.command()
def template(
    folder: Annotated[Path, typer.Argument(metavar="DIR")],
    *,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Write empty tables to fill in."""
    from planner.template import write_template

    spoken(language)
    tongue = ASKED.get().spoken
    files = [path.name for path in write_template(folder, tongue)]
    if as_json:
        result_json({"folder": str(folder), "files": files})
        return
    for name in files:
        result(name)
    said = Text(
        "已写出空表。填写 CSV 或工作簿 {book} 其中一种，然后运行 planner check {folder}"
        "（填工作簿时：planner check {path}）",
        "Empty tables are written. Fill in either the CSV files or the workbook {book}, then run "
        "planner check {folder} (for the workbook: planner check {path})",
    )
    talk(said.filled(book=files[-1], folder=folder, path=folder / files[-1]).say(tongue))


@app.command()
def compare(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN RUN...")],
    *,
    data: Where = None,
    out: Out = None,
    overwrite: Overwrite = False,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Put runs side by side."""
    from planner.cli.comparing import compare_and_tell

    spoken(language)
    compare_and_tell(runs, data=data, out=out, overwrite=overwrite, as_json=as_json)


@app.command()
def sweep(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO")],
    *,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=A,B,C")] = None,
    data: Where = None,
    out: Out = None,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Plan a scenario with every combination of some values."""
    from planner.cli.sweeping import Asked as Wanted
    from planner.cli.sweeping import sweep_and_tell

    wanted = Wanted(scenario, tuple(values or ()), data, out, spoken(language))
    if code := sweep_and_tell(wanted, as_json=as_json):
        raise typer.Exit(code)


@app.command()
def explain(
    run: RunFolder,
    school: Annotated[str | None, typer.Argument(metavar="[SCHOOL_ID]")] = None,
    *,
    data: Where = None,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Say why a school closes or stays."""
    from planner.cli.explaining import explain_and_tell

    spoken(language)
    explain_and_tell(run, school, data=data, as_json=as_json)


@app.command()
def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    *,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS")] = "",
    out: Out = None,
    workers: Annotated[int | None, typer.Option("--workers", metavar="N")] = None,
    strict: Annotated[bool, typer.Option("--strict")] = False,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Plan several counties."""
    from planner.cli.batching import Batch, batch_and_tell

    spoken(language)
    asked = Batch(folder, out, scheduler=scheduler, workers=workers, strict=strict)
    if code := batch_and_tell(asked, as_json=as_json):
        raise typer.Exit(code)


@scenario_app.command("list")
def scenario_list(*, as_json: Json = False, language: Spoken = "") -> None:
    """List the shipped scenarios."""
    import scenarios

    tongue = spoken(language) or ASKED.get().spoken
    titles = {name: text.say(tongue) for name, text in scenarios.titles().items()}
    if as_json:
        result_json({"scenarios": [{"name": n, "title": t} for n, t in titles.items()]})
        return
    width = max(map(len, titles))
    for name, title in titles.items():
        result(f"{name.ljust(width)}  {title}")


@scenario_app.command("show")
def scenario_show(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    *,
    settings: Settings = None,
    as_json: Json = False,
    language: Spoken = "",
) -> None:
    """Show every value of a scenario."""
    from planner.cli.showing import show

    show(name, tuple(settings or ()), spoken(language) or ASKED.get().spoken, as_json=as_json)


def _solve(order: Order, *, as_json: bool, strict: bool) -> None:
    from planner.cli.outcome import solve_and_tell

    if not solve_and_tell(order, as_json=as_json) and strict:
        said = Text("目标未全部达到（--strict）", "not every target is reached (--strict)")
        talk(said.say(order.language or ASKED.get().spoken))
        raise typer.Exit(1)


def spoken(language: str) -> Language | None:
    """Return the language asked for, after the command or before it, if any.

    Raises
    ------
    UsageError
        If it is neither `zh` nor `en`.
    """
    from planner.errors import UsageError

    if language not in {"", "zh", "en"}:
        what = Text("没有语言“{l}”，请用 zh 或 en", "there is no language '{l}'; use zh or en")
        raise UsageError(what.filled(l=language))
    return ASKED.get().language
