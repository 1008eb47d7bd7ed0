"""From files to a data set: everything wrong is said at once, nothing is repaired silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.audit import audit
from planner.catalogue import find_data
from planner.county import County
from planner.dataset import Dataset
from planner.errors import DataError, Finding
from planner.facts import read_facts
from planner.findings import in_order
from planner.geofiles import read_geofiles
from planner.inputs import digest, gather, refuse_virtual
from planner.positions import PLACED, placed
from planner.relations import broken_relations
from planner.schema import TABLES, actuals_table, actuals_year
from planner.school_kinds import KIND_GRADES
from planner.tables import absent, failed, read_grid
from planner.words import Text, numbered

if TYPE_CHECKING:
    import pandas as pd

    from planner.facts import CountyFacts
    from planner.inputs import Inputs
    from planner.tables import TypedTable


def load(path: Path) -> Dataset:
    """Load a county from a folder of tables or from one workbook.

    Parameters
    ----------
    path
        A folder, or an `.xlsx` file whose county.toml, boundaries and roads may lie beside it.

    Returns
    -------
    The county, its positions in WGS-84; what was noticed stands in its `warnings`.

    Raises
    ------
    DataError
        With every finding of all files, errors first. Checks across tables are part of it as
        far as the tables they need could be read.
    """
    path = Path(path)
    refuse_virtual(path)
    inputs = gather(path)
    county, findings = read_county(inputs)
    findings = in_order([*inputs.findings, *findings, *audit(county)])
    errors = sum(finding.severity == "error" for finding in findings)
    if errors or county.facts is None:
        raise DataError(_summary(path, errors), findings)
    return _dataset(path, county, county.facts, inputs, tuple(findings))


def load_county(name_or_path: str | Path) -> Dataset:
    """Load a county by its path, or by the name of one that ships with the planner.

    Raises
    ------
    UsageError
        Where there is neither such a path nor such a name.
    DataError
        As `load`.
    """
    return load(find_data(str(name_or_path), relative_to=Path.cwd()))


def read_county(inputs: Inputs) -> tuple[County, list[Finding]]:
    """Read all tables and files of a county, and everything wrong within and between them."""
    findings: list[Finding] = []
    facts: CountyFacts | None = None
    if inputs.facts is not None:
        facts, found = read_facts(inputs.facts_file, inputs.facts)
        findings += found
    tables: dict[str, TypedTable] = {}
    for name, table in TABLES.items():
        tables[name] = absent(table)
        if name in inputs.failed:
            tables[name] = failed(table, inputs.failed[name])
        elif name in inputs.grids:
            tables[name], found = read_grid(table, inputs.grids[name])
            findings += found
        if name in PLACED:
            tables[name], found = placed(tables[name], facts.crs if facts else "WGS84")
            findings += found if facts else []
    actuals, found = _actuals(inputs, facts)
    findings += found
    county = County(facts, tables | actuals)
    findings += broken_relations(county)
    geofiles, found = read_geofiles(inputs.folder, county)
    return replace(county, **geofiles), findings + found


def _actuals(
    inputs: Inputs, facts: CountyFacts | None
) -> tuple[dict[str, TypedTable], list[Finding]]:
    """Return the pupils counted in other school years, by the name of their table."""
    tables: dict[str, TypedTable] = {}
    findings: list[Finding] = []
    for year, grid in inputs.actuals.items():
        table = actuals_table(year)
        if grid is None:
            tables[table.name] = failed(table, table.file)
            continue
        tables[table.name], found = read_grid(table, grid)
        findings += found
        if facts is not None and year == facts.base_year:
            findings.append(_of_base_year(grid.file, year))
    return tables, findings


def _of_base_year(file: str, year: int) -> Finding:
    return Finding(
        "actuals_of_base_year",
        Text(
            "{year}学年就是基准年，其学生数在“在校生”表中",
            "{year} is the base year, its pupils stand in pupils.csv",
        ).filled(year=year),
        Text("请删去此表，或改正学年", "take this table away, or correct the year"),
        file=file,
    )


def _dataset(
    path: Path, county: County, facts: CountyFacts, inputs: Inputs, warnings: tuple[Finding, ...]
) -> Dataset:
    return Dataset(
        folder=path,
        name=facts.name,
        as_of=facts.as_of,
        base_year=facts.base_year,
        synthetic=facts.synthetic,
        sources=facts.sources,
        contact=facts.contact,
        crs=facts.crs,
        schools=_schools(county.frame("schools")),
        places=county.frame("places"),
        pupils=_pupils(county.frame("pupils")),
        births=county.frame("births"),
        forecast=county.frame("forecast"),
        travel=county.frame("travel"),
        decisions=county.frame("decisions"),
        hearings=latest_hearings(county.frame("hearings")),
        targets=county.frame("targets"),
        works=county.frame("works"),
        staff=county.frame("staff"),
        ledger=county.frame("ledger"),
        roads=county.roads,
        townships=county.townships,
        water=county.water,
        sha256=digest(inputs.files),
        warnings=warnings,
        actuals={
            year: _pupils(county.frame(name))
            for name in sorted(county.tables)
            if (year := actuals_year(name)) is not None
        },
    )


def _schools(schools: pd.DataFrame) -> pd.DataFrame:
    """Return the schools with the grades of their kind where none are given."""
    filled: dict[str, Any] = {}
    for end, column in enumerate(("first_grade", "last_grade")):
        usual = schools["kind"].map({kind: grades[end] for kind, grades in KIND_GRADES.items()})
        filled[column] = schools[column].fillna(usual).astype("int64")
    return schools.assign(**filled)


def _pupils(pupils: pd.DataFrame) -> pd.DataFrame:
    """Return the pupils; those without a place live at their school's own point."""
    at_school = pupils["place_id"].eq("")
    return pupils.assign(place_id=np.where(at_school, pupils["school_id"], pupils["place_id"]))


def latest_hearings(hearings: pd.DataFrame) -> pd.DataFrame:
    """Return the latest count of each school, in the order of the file."""
    last = hearings.sort_values("date", kind="stable").drop_duplicates("school_id", keep="last")
    return last.sort_index().reset_index(drop=True)


def _summary(path: Path, errors: int) -> Text:
    said = numbered(errors, "{n}处错误", "{n} error", "{n} errors")
    return Text(
        "数据不能使用：{name} 中有{said}", "the data cannot be used: {said} in {name}"
    ).filled(name=path.name, said=said)
