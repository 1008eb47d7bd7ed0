"""`planner compare`: stored runs side by side, as a page and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import headline, runs
from planner.cli.asked import ASKED
from planner.cli.screen import findings_lines, result, result_json
from planner.cli.verifying import verified
from planner.cli.words import NOT_COMPARED
from planner.errors import CheckFailed
from planner.presentation import yuan
from planner.words import Text
from scenarios import comparison

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.run import Run
    from planner.words import Language
    from scenarios.comparison import Comparison

_RUN = Text(
    "方案{n} {source}：{decided}；{moved}；资金{money}{more}",
    "Plan {n} {source}: {decided}; {moved}; {money}{more}",
)
_MORE = Text("，比方案1多{amount}", ", {amount} more than plan 1")
_LESS = Text("，比方案1少{amount}", ", {amount} less than plan 1")
_SCHOOLS = Text(
    "决定不同的学校{n}所：调整方式不同{decision}所，年度不同{year}所，去向不同{receivers}所",
    "{n} schools differ: {decision} in the decision, {year} in the year, {receivers} in where "
    "pupils go",
)
_WRITTEN = Text("结果在 {folder}", "Written to {folder}")


def compare_and_tell(
    folders: Sequence[Path],
    *,
    data: Path | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Compare the runs in `folders`, write the comparison and print its result.

    Raises
    ------
    UsageError
        If there are fewer than two runs, if they are not of one county, or if the folder to write
        may not be written.
    CheckFailed
        If a run does not pass its check: what is wrong must not be weighed.
    """
    place = runs.Place(out, overwrite=overwrite) if out else _next_free()
    runs.refuse_folder(place)
    comparison.refuse_too_few(folders)
    read = [_sound(folder, data) for folder in folders]
    compared = comparison.compare(read, sources=_names(folders))
    language, values = ASKED.get().spoken, comparison.as_values(compared)
    target, _ = runs.write_folder(place, lambda folder: _write(folder, compared, values, language))
    if as_json:
        result_json({"compare": str(target), **values})
        return
    for line in _lines(compared, language):
        result(line)
    result(_WRITTEN.filled(folder=target).say(language))


def _next_free() -> runs.Place:
    return runs.Place(Path("runs") / "compare", numbered=True)


def _names(folders: Sequence[Path]) -> list[str]:
    """Return what each run is called: its folder, with the one above where two are called alike."""
    paths = [folder.resolve() for folder in folders]
    names = [path.name for path in paths]
    return [
        f"{path.parent.name}/{path.name}" if names.count(path.name) > 1 else path.name
        for path in paths
    ]


def _joined(parts: Sequence[Text]) -> Text:
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


def _sound(folder: Path, data: Path | None) -> Run:
    stored, report = verified(folder, data)
    if report.findings:
        raise CheckFailed(NOT_COMPARED.filled(folder=folder), report.findings)
    return stored.run


def _write(folder: Path, compared: Comparison, values: dict[str, Any], language: Language) -> None:
    data, page = runs.COMPARISON
    text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / data).write_text(text + "\n", encoding="utf-8", newline="\n")
    html = comparison.render(compared, language)
    (folder / page).write_text(html, encoding="utf-8", newline="\n")


def _lines(compared: Comparison, language: Language) -> Iterator[str]:
    """Return the comparison in words, one line each."""
    yield from findings_lines(compared.warnings, language)
    for n in range(len(compared.runs)):
        yield _run(compared, n, language).say(language)
    kinds = [school.kind for school in compared.schools]
    counts = {kind: kinds.count(kind) for kind in comparison.ORDER}
    yield _SCHOOLS.filled(n=len(kinds), **counts).say(language)


def _run(compared: Comparison, n: int, language: Language) -> Text:
    """Return the figures asked for first of run `n`, counted from 0."""
    plan, rows = compared.runs[n].plan.metrics["plan"], compared.figures
    total = next(row for row in rows.money if row.key == "total")
    change = total.differences[n] or 0.0
    more = (_MORE if change > 0 else _LESS).filled(amount=yuan(abs(change), language))
    return _RUN.filled(
        n=n + 1,
        source=compared.sources[n],
        decided=_joined(headline.whole_plan(compared.runs[n]).parts()),
        moved=headline.moved(plan),
        money=yuan(total.each[n] or 0.0, language),
        more=more if change else "",
    )
