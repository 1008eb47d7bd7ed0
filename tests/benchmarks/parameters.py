"""What an invented county is like, as values with names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

BASE_YEAR = 2022
SCHOOLS_PER_TOWNSHIP = 14
KM2_PER_SCHOOL = 6.3  # as in the shipped county: 300 schools on 1,890 square kilometres


@dataclass(frozen=True, kw_only=True)
class County:
    """Parameters of a county; together with the seed they fix every byte of its files.

    Parameters
    ----------
    name
        By which commands call it.
    schools
        All schools and teaching points; the land grows with them.
    candidates
        Small schools (under 100 pupils) that may close, those without pupils included.
    empty
        Part of the candidates without pupils.
    villages
        Villages for each school.
    spare
        Free seats and free beds in proportion to the shipped county; under 1 is tight.
    beds
        Free beds in proportion to the shipped county, beside `spare`.
    years
        Years of the plan, from the one after the base year on.
    close
        Part of the candidates that the targets ask to close, over all years.
    decline
        Fewer births each year, in thousandths; 0 writes no births, and demand is flat.
    works, merge, downgrade, relief
        Building works, merges, downgrades and relief of oversize schools are possible.
    seed
        Of all random numbers.
    """

    name: str
    schools: int = 330
    candidates: int = 152
    empty: float = 0.12
    villages: float = 1.1
    spare: float = 1.0
    beds: float = 1.0
    years: int = 3
    close: float = 0.4
    decline: int = 0
    works: bool = False
    merge: bool = False
    downgrade: bool = False
    relief: bool = False
    seed: int = 1

    @property
    def townships(self) -> int:
        """Township units, each with a central primary and a junior."""
        return max(1, round(self.schools / SCHOOLS_PER_TOWNSHIP))

    @property
    def empties(self) -> int:
        """Candidates without pupils."""
        return round(self.candidates * self.empty)

    @property
    def plan_years(self) -> list[int]:
        """Years of the plan."""
        return [BASE_YEAR + 1 + n for n in range(self.years)]

    @property
    def targets(self) -> dict[int, int]:
        """Closures asked for by year: the schools without pupils first, the rest evenly."""
        wanted = max(round(self.candidates * self.close) - self.empties, 0)
        each = [
            wanted * (n + 1) // self.years - wanted * n // self.years for n in range(self.years)
        ]
        each[0] += self.empties
        return dict(zip(self.plan_years, each, strict=True))


_WHOLE = {"decline": 45, "works": True, "merge": True, "downgrade": True, "relief": True}
COUNTY = County(name="county")
HARD = County(name="hard", candidates=264, spare=0.45, close=0.36)
COUNTRY = County(name="country", schools=23_000, candidates=2_900)

NAMED = {
    county.name: county
    for county in (
        COUNTY,
        replace(COUNTY, name="county-8", years=8),
        replace(COUNTY, name="county-whole", **_WHOLE),
        replace(COUNTY, name="county-whole-8", years=8, **_WHOLE),
        HARD,
        replace(HARD, name="hard-8", years=8),
        COUNTRY,
    )
}


def grown(schools: int, *, years: int = 3, seed: int = 1) -> County:
    """Return an ordinary county of `schools` schools, as the growth curve uses them."""
    candidates = ceil(schools * COUNTY.candidates / COUNTY.schools)
    return County(
        name=f"grown-{schools}", schools=schools, candidates=candidates, years=years, seed=seed
    )
