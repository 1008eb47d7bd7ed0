"""Several runs of one county as one value: `compare(runs) -> Comparison`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.presentation import Names
from scenarios.comparison import county
from scenarios.comparison.decisions import difference, placings, shared, steps
from scenarios.comparison.figures import figures
from scenarios.comparison.money import amounts, by_home
from scenarios.comparison.settings import settings
from scenarios.comparison.ways import NOBODY, ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from planner.errors import Finding
    from planner.run import Run
    from scenarios.comparison.decisions import Kind, Shared, Steps
    from scenarios.comparison.figures import Figures
    from scenarios.comparison.settings import Setting
    from scenarios.comparison.ways import Way

type Amounts = Mapping[str, float]

ORDER: tuple[Kind, ...] = ("decision", "year", "receivers")


@dataclass(frozen=True)
class School:
    """A school about which the runs differ; all tuples hold one value a run.

    Parameters
    ----------
    name, township, pupils
        From the first run's county; pupils now enrolled, all grades.
    kind
        In what they differ: what is done, the year, or only where its pupils go.
    decided
        What happens to it.
    ways
        How far its own pupils travel.
    money
        Yuan by account of the school and of its own pupils, over the years that all runs plan.
    """

    school_id: str
    name: str
    township: str
    pupils: int
    kind: Kind
    decided: tuple[Steps, ...]
    ways: tuple[Way, ...]
    money: tuple[Amounts, ...]


@dataclass(frozen=True)
class Comparison:
    """What there is to say about several runs; all tuples of values hold one a run.

    Parameters
    ----------
    runs
        In the order given; differences are to the first.
    sources
        Where each run came from, such as its folder's name.
    warnings
        What should be known before comparing.
    settings
        Values that the scenarios set differently.
    figures
        Key figures.
    schools
        Schools about which the runs differ: by kind of difference, then as the county lists them.
    shared
        What all runs do alike.
    rest
        Yuan by account of all other schools, over the years that all runs plan.
    other_years
        Yuan by account of the years that not all runs plan; empty where there are none. Each
        run's `schools`, `rest` and `other_years` add up to its money.
    """

    runs: tuple[Run, ...]
    sources: tuple[str, ...]
    warnings: tuple[Finding, ...]
    settings: tuple[Setting, ...]
    figures: Figures
    schools: tuple[School, ...]
    shared: Shared
    rest: tuple[Amounts, ...]
    other_years: tuple[Amounts, ...]


def compare(runs: Sequence[Run], *, sources: Sequence[str] = ()) -> Comparison:
    """Return the comparison of two runs or more of one county.

    Parameters
    ----------
    runs
        Differences are to the first.
    sources
        What people call each run, such as its folder; the run's id where it is left out.

    Raises
    ------
    UsageError
        If there are fewer than two runs, or not all are about the same schools.
    """
    county.refuse_too_few(runs)
    warnings = county.same_county(runs)
    decided = [steps(run) for run in runs]
    schools, money = _differing(runs, decided)
    ids = {school.school_id for school in schools}
    common = county.shared_years(runs)
    others = [set(run.assumptions.years) - set(common) for run in runs]
    every = runs[0].dataset.schools["school_id"]
    return Comparison(
        runs=tuple(runs),
        sources=tuple(sources) or tuple(run.run_id for run in runs),
        warnings=warnings,
        settings=settings(runs),
        figures=figures(runs),
        schools=schools,
        shared=shared(every, decided),
        rest=tuple(amounts(of, homes=set(every) - ids, years=common) for of in money),
        other_years=tuple(
            amounts(of, years=years) for of, years in zip(money, others, strict=True)
        ),
    )


def _differing(
    runs: Sequence[Run], decided: Sequence[Mapping[str, Steps]]
) -> tuple[tuple[School, ...], list[pd.DataFrame]]:
    """Return the schools about which the runs differ, and each run's money by home."""
    placed = [placings(run.plan) for run in runs]
    facts = runs[0].dataset.schools
    kinds = {
        school: kind
        for school in facts["school_id"]
        if (
            kind := difference(
                [of.get(school, ()) for of in decided],
                [of.get(school, frozenset()) for of in placed],
            )
        )
    }
    money = [by_home(run.plan) for run in runs]
    return _schools(runs, decided, kinds, money), money


def _schools(
    runs: Sequence[Run],
    decided: Sequence[Mapping[str, Steps]],
    kinds: Mapping[str, Kind],
    money: Sequence[pd.DataFrame],
) -> tuple[School, ...]:
    dataset, years = runs[0].dataset, county.shared_years(runs)
    names = Names.of(dataset)
    townships = dataset.schools.set_index("school_id")["township"]
    rolls = dataset.pupils.groupby("school_id")["pupils"].sum()
    travelled = ways(runs, kinds)
    made = [
        School(
            school_id=school,
            name=names.school(school),
            township=str(townships[school]),
            pupils=int(rolls.get(school, 0)),
            kind=kind,
            decided=tuple(of.get(school, ()) for of in decided),
            ways=tuple(of.get(school, NOBODY) for of in travelled),
            money=tuple(amounts(of, homes=(school,), years=years) for of in money),
        )
        for school, kind in kinds.items()
    ]
    return tuple(sorted(made, key=lambda school: ORDER.index(school.kind)))
