"""Everything that can go wrong for a person, as one small tree.

::

    PlannerError                 exit code
    ├── DataError (ValueError)           2   tables that cannot be used
    ├── ScenarioError (ValueError)       2   a scenario that cannot be used
    ├── UsageError (ValueError)          2   a command that cannot be carried out as given
    ├── CheckFailed (RuntimeError)       1   a plan that breaks a rule or a sum
    └── SolveError (RuntimeError)        4   no plan: the solver's process ended, say
        ├── Infeasible                   3   no plan exists under the rules
        └── NoAnswerInTime               4   no plan found before the limit or Ctrl-C

Each carries findings: the single problems, with the place where each stands.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.words import Language

type Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """One problem, where it stands and what to do about it.

    Parameters
    ----------
    code
        Stable lower-case name of the kind of problem, such as ``pupils_above_seats``.
    what
        What is wrong, with numbers.
    hint
        What to do.
    severity
        Errors stop the work; warnings stand in the run's report.
    file
        File name, or sheet name of a workbook as ``book.xlsx[学校]``.
    row
        Row as a spreadsheet counts it (the header of a plain CSV is row 1); 0 if it has none.
    column
        Header as it stands in the file.
    value
        The value as it stands in the file.
    """

    code: str
    what: Text
    hint: Text
    severity: Severity = "error"
    file: str = ""
    row: int = 0
    column: str = ""
    value: str = ""

    def place(self, language: Language) -> str:
        """Return file, row, column and value, as far as they are known."""
        row = Text("第{n}行", "row {n}").filled(n=self.row).say(language) if self.row else ""
        value = f"“{self.value}”" if language == "zh" else f"'{self.value}'"
        parts = [self.file, row, self.column, value if self.value else ""]
        return " ".join(part for part in parts if part)

    def line(self, language: Language) -> str:
        """Return the finding as one line for the screen."""
        stop, colon = ("。", "：") if language == "zh" else (". ", ": ")
        where = self.place(language)
        hint = self.hint.say(language)
        said = f"{self.what.say(language).rstrip('。.')}{stop}{hint[:1].upper()}{hint[1:]}"
        return f"{where}{colon}{said}" if where else said

    def as_dict(self) -> dict[str, object]:
        """Return the finding as plain values, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, object]) -> Finding:
        """Return the finding that `as_dict` wrote."""
        texts = {key: Text(**values[key]) for key in ("what", "hint")}  # type: ignore[arg-type]
        return cls(**{**values, **texts})  # type: ignore[arg-type]


class PlannerError(Exception):
    """A message for a person; never a programming fault."""

    exit_code: ClassVar[int] = 2

    def __init__(self, what: Text, findings: Iterable[Finding] = ()) -> None:
        super().__init__(what.en)
        self.what = what
        self.findings = tuple(findings)

    def lines(self, language: Language) -> list[str]:
        """Return the message and its findings, one a line."""
        return [self.what.say(language), *(f.line(language) for f in self.findings)]


class DataError(PlannerError, ValueError):
    """Tables that cannot be used."""


class ScenarioError(PlannerError, ValueError):
    """A scenario that cannot be used."""


class UsageError(PlannerError, ValueError):
    """A command that cannot be carried out as it was given."""


class CheckFailed(PlannerError, RuntimeError):
    """A plan that breaks a rule, a count or a sum."""

    exit_code = 1


class SolveError(PlannerError, RuntimeError):
    """No plan, for instance because the solver's process ended before it found one."""

    exit_code = 4


class Infeasible(SolveError):
    """No plan exists under the rules."""

    exit_code = 3


class NoAnswerInTime(SolveError):
    """No plan was found before the time limit or the interruption."""

    exit_code = 4
