"""Sums that several families share, as lists of (variable, factor)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pulp

    from planner.model.variables import Variables
    from planner.problem import Problem

type Terms = list[tuple[pulp.LpVariable, float]]


def closing(problem: Problem, x: Variables, school: int, until: int | None = None) -> Terms:
    """Return the closings of a school up to year index `until` (None: the last); maybe none."""
    return [(x.close[school, t], 1.0) for t in _years(problem, until) if (school, t) in x.close]


def absorbed(problem: Problem, x: Variables, school: int, until: int | None = None) -> Terms:
    """Return the merges that absorb a school, up to year index `until`."""
    pairs = problem.merges.absorbed_by(school)
    return [(x.merge[p, t], 1.0) for p in pairs for t in _years(problem, until)]


def absorbing(problem: Problem, x: Variables, school: int, until: int | None = None) -> Terms:
    """Return the merges in which a school receives, up to year index `until`."""
    pairs = problem.merges.absorbing(school)
    return [(x.merge[p, t], 1.0) for p in pairs for t in _years(problem, until)]


def gone(problem: Problem, x: Variables, school: int, until: int | None = None) -> Terms:
    """Return everything by which a school is no longer open, up to year index `until`."""
    return closing(problem, x, school, until) + absorbed(problem, x, school, until)


def band_gone(
    problem: Problem, x: Variables, school: int, *, upper: bool, until: int | None = None
) -> Terms:
    """Return everything by which a school no longer has its upper, or its lowest, band."""
    if upper and (school, 0) in x.reduce:
        reducing = [(x.reduce[school, t], 1.0) for t in _years(problem, until)]
        return reducing + absorbed(problem, x, school, until)
    return gone(problem, x, school, until)


def built(problem: Problem, x: Variables, work: int, until: int | None = None) -> Terms:
    """Return the first use of a work, up to year index `until`."""
    return [(x.build[work, t], 1.0) for t in _years(problem, until) if (work, t) in x.build]


def converted(problem: Problem, x: Variables, school: int, until: int | None = None) -> Terms:
    """Return everything by which a school has become a nine-year school by year `until`."""
    works = [k for k in problem.works.at(school) if problem.works.converts[k]]
    by_works = [term for k in works for term in built(problem, x, k, until)]
    return by_works + absorbing(problem, x, school, until)


def _years(problem: Problem, until: int | None) -> range:
    return range(len(problem.years) if until is None else until + 1)
