"""How a broken rule is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import Finding
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HINT = Text(
    "不要公布这份方案：请重新运行；若文件被改动过，请恢复原文件；仍出现时请反馈",
    "Do not publish this plan: run it again; put back files that were changed by hand; "
    "report it if it comes back",
)
_MOST = 20


def broken(
    what: Text, *, file: str = "", row: int = 0, column: str = "", value: object = None
) -> Finding:
    """Return one broken rule; the rule's code is set by whoever runs the rule.

    Parameters
    ----------
    what
        What is wrong, with the numbers said and found.
    file, row, column, value
        Where it stands; `row` as a spreadsheet counts.
    """
    return Finding(
        code="",
        what=what,
        hint=_HINT,
        file=file,
        row=row,
        column=column,
        value="" if value is None else str(value),
    )


def listed(code: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give findings their rule's code, at most twenty, then say how many more there are."""
    rest = 0
    for number, finding in enumerate(findings):
        if number < _MOST:
            yield replace(finding, code=code)
        else:
            rest += 1
    if rest:
        more = Text("另有{n}处违反同一规则", "{n} more places break the same rule").filled(n=rest)
        yield Finding(code=code, what=more, hint=_HINT)
