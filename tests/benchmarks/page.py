"""Fill the tables of `docs/benchmarks.md` from what was measured: `python -m tests.benchmarks.page`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.runs import ROOT, saved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.benchmarks.runs import Row

PAGE = ROOT / "docs" / "benchmarks.md"
NAMES = {
    "planner": "planner",
    "states": "HiGHS, state form",
    "moves": "HiGHS, move form",
    "cpsat": "CP-SAT, move form",
    "spopt": "spopt",
}


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; columns after the second stand to the right."""
    line = ["---" if n < 2 else "---:" for n in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [heads, line, *rows])


def seconds_of(row: Row) -> float:
    """Return the seconds of stating and solving."""
    return float(row.get("state") or 0) + float(row.get("solve") or 0)


def compared(rows: Sequence[Row]) -> str:
    """Return the table of several programs on the same counties."""
    ours = {row["county"]: seconds_of(row) for row in rows if row["program"] == "planner"}
    cells = []
    for row in rows:
        base, mine = ours.get(row["county"], 0.0), seconds_of(row)
        more = "" if row["status"] == "proven" else "> "
        ratio = f"{more}{mine / base:.1f}" if base and mine and row["program"] != "planner" else ""
        cells.append(
            [
                row["county"], NAMES[row["program"]], row["status"], (row.get("far") or "").replace(";", " "),
                _money(row.get("money")), _share(row.get("gap")), _share(row.get("gap_controllable")),
                f"{mine:.1f}" if mine else "", ratio, row.get("cpu") or "", row.get("megabytes") or "",
            ]
        )  # fmt: skip
    heads = [
        "county", "program", "ended", "missed", "yuan", "`gap`", "`gap_controllable`",
        "seconds", "times ours", "CPU s", "MB",
    ]  # fmt: skip
    return table(heads, cells)


def growing(rows: Sequence[Row]) -> str:
    """Return the table of the growth curve."""
    cells = [
        [
            row["schools"], NAMES[row["program"]], row["status"], row.get("load") or "",
            row.get("state") or "", row.get("solve") or "", row.get("whole") or "",
            _share(row.get("gap_controllable")), row.get("cpu") or "", row.get("megabytes") or "",
        ]
        for row in rows
    ]  # fmt: skip
    heads = [
        "schools", "program", "ended", "load and travel", "state", "solve", "all",
        "`gap_controllable`", "CPU s", "MB",
    ]  # fmt: skip
    return table(heads, cells)


def published(rows: Sequence[Row]) -> str:
    """Return the table of the public set."""
    heads = [
        "county", "level", "schools", "candidates", "years", "missed", "yuan", "bound", "`gap`",
        "`gap_controllable`", "seconds", "ended",
    ]  # fmt: skip
    cells = [
        [
            row["county"], row["level"], row["schools"], row["candidates"], row["years"],
            row["far"].replace(";", " "), _money(row["money"]), _money(row["bound"]),
            _share(row["gap"]), _share(row["gap_controllable"]), row["seconds"], row["status"],
        ]
        for row in rows
    ]  # fmt: skip
    return table(heads, cells)


PARTS: dict[str, Callable[[Sequence[Row]], str]] = {
    "compare": compared,
    "median": compared,
    "growth": growing,
    "set": published,
}


def fill() -> None:
    """Put every table that was measured between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    for name, drawn in PARTS.items():
        head, tail = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, marked, rest = text.partition(head)
        _, ended, after = rest.partition(tail)
        if marked and ended and (rows := saved(name)):
            text = f"{before}{head}{drawn(rows)}\n{tail}{after}"
    PAGE.write_text(text, encoding="utf-8")


def _money(value: str | None) -> str:
    return f"{float(value):,.0f}" if value not in (None, "") else ""


def _share(value: str | None) -> str:
    return f"{100 * float(value):.4f} %" if value not in (None, "") else ""


if __name__ == "__main__":
    fill()
