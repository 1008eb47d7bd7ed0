"""The independent check: every rule, count and yuan of a plan, recomputed from the raw tables.

It imports nothing of what made the plan. A finding names the file, the row and the value; the
code of a finding is the name of the rule that is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.checking import (
    actions,
    capacity,
    closures,
    downgrades,
    groups,
    journeys,
    manifest,
    merges,
    metrics,
    money,
    moves,
    proof,
    relief,
    school_rows,
    targets,
    works,
)
from planner.checking.broken import listed
from planner.checking.case import Case
from planner.checking.facts import gather
from planner.checking.tables import FAULTS, read_tables
from planner.checking.ways import Ways
from planner.errors import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from planner.assumptions import Assumptions
    from planner.checking.case import Rule
    from planner.dataset import Dataset
    from planner.plan import Plan

RULES: tuple[Rule, ...] = (
    *groups.RULES,
    *moves.RULES,
    *journeys.RULES,
    *capacity.RULES,
    *closures.RULES,
    *works.RULES,
    *merges.RULES,
    *downgrades.RULES,
    *relief.RULES,
    *targets.RULES,
    *actions.RULES,
    *school_rows.RULES,
    *money.RULES,
    *proof.RULES,
    *metrics.RULES,
)
"""Every rule by name, beside those of the tables' cells (`planner.checking.tables.FAULTS`)."""


@dataclass(frozen=True)
class CheckReport:
    """What the check found.

    Parameters
    ----------
    passed
        Number of rules that hold.
    findings
        What breaks the others; none if the plan is good.
    """

    passed: int
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> int:
        """Number of rules that are broken."""
        return len({finding.code for finding in self.findings})

    def __add__(self, other: CheckReport) -> CheckReport:
        return CheckReport(self.passed + other.passed, self.findings + other.findings)


def check(dataset: Dataset, assumptions: Assumptions, plan: Plan) -> CheckReport:
    """Return what is wrong with `plan`, recomputed from the county's tables.

    Parameters
    ----------
    dataset
        The county.
    assumptions
        What the plan was made under.
    plan
        The plan, fresh or read back from a run.

    Returns
    -------
    One count for each rule that holds, and findings in both languages for each that does not.
    Values that cannot be read are findings too; nothing is raised for them.
    """
    case = _case(dataset, assumptions, plan)
    cells = ((rule, case.tables.faults[rule]) for rule in FAULTS)
    return _report([*cells, *((rule, run(case)) for rule, run in RULES)])


def check_manifest(
    said: Mapping[str, Any], dataset: Dataset, assumptions: Assumptions, plan: Plan
) -> CheckReport:
    """Return what is wrong with the numbers of manifest.json that a `Plan` does not carry.

    Parameters
    ----------
    said
        The manifest as JSON has it.
    dataset, assumptions, plan
        As for `check`.
    """
    case = _case(dataset, assumptions, plan)
    return _report((rule, run(case, said)) for rule, run in manifest.RULES)


def _case(dataset: Dataset, assumptions: Assumptions, plan: Plan) -> Case:
    facts = gather(dataset, assumptions)
    tables = read_tables(plan, facts)
    ways = Ways(dataset, facts)
    stays = ((key[0], key[2]) for key in facts.coming)
    moves = ((row.place, row.school) for row in tables.assignments)
    merging = ((row.school, other) for row in tables.actions for other in row.receivers)
    ways.prepare([*stays, *moves, *merging])
    return Case(facts, plan, tables, ways)


def _report(rules: Iterable[tuple[str, Iterable[Finding]]]) -> CheckReport:
    passed, findings = 0, list[Finding]()
    for rule, run in rules:
        found = list(listed(rule, run))
        passed += not found
        findings += found
    return CheckReport(passed, tuple(findings))


def rule_names() -> Iterator[str]:
    """Give the names of all rules, in the order of the check."""
    yield from FAULTS
    yield from (rule for rule, _ in RULES)
    yield from (rule for rule, _ in manifest.RULES)
