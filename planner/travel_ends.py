"""Where ways begin and end: homes of pupils, schools, and who goes where today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from planner.dataset import Dataset
    from planner.sphere import Floats

type Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Ends:
    """Both ends of every way.

    Parameters
    ----------
    origins
        place_ids and school_ids where pupils live, n values, sorted.
    schools
        school_ids in the order of the data set, m values.
    origin_lon, origin_lat, school_lon, school_lat
        Degrees, shapes (n,) and (m,).
    present_origin, present_school
        Positions of each home and the school its pupils attend now, each pair once.
    present_pupils
        Pupils of each such pair.
    names
        Names of places and schools by id.
    """

    origins: tuple[str, ...]
    schools: tuple[str, ...]
    origin_lon: Floats
    origin_lat: Floats
    school_lon: Floats
    school_lat: Floats
    present_origin: Positions
    present_school: Positions
    present_pupils: Positions
    names: Mapping[str, str]

    def name(self, end: str) -> str:
        """Return the name of a place or school, or its id where it has none."""
        return self.names.get(end) or end


def ends_of(dataset: Dataset, also: Iterable[tuple[str, str]] = ()) -> Ends:
    """Return both ends of every way that a plan could need.

    Parameters
    ----------
    also
        Further ways (place_id or school_id, school_id) that are needed however far.
    """
    points = _points(dataset)
    more = pd.DataFrame(also, columns=["place_id", "school_id"]).assign(pupils=0)
    origins = sorted({*dataset.pupils["place_id"], *more["place_id"]})
    schools = list(dataset.schools["school_id"])
    present = _present(pd.concat([dataset.pupils, more]))
    home, school = points.loc[origins], points.loc[schools]
    return Ends(
        origins=tuple(origins),
        schools=tuple(schools),
        origin_lon=home["lon"].to_numpy(dtype=np.float64),
        origin_lat=home["lat"].to_numpy(dtype=np.float64),
        school_lon=school["lon"].to_numpy(dtype=np.float64),
        school_lat=school["lat"].to_numpy(dtype=np.float64),
        present_origin=positions(present["place_id"], origins),
        present_school=positions(present["school_id"], schools),
        present_pupils=present["pupils"].to_numpy(dtype=np.int64),
        names=dict(zip(points.index, points["name"], strict=True)),
    )


def positions(ids: Iterable[str], among: Iterable[str]) -> Positions:
    """Return where each id stands in `among`, -1 where it does not."""
    return pd.Index(list(among)).get_indexer(pd.Index(list(ids))).astype(np.int64)


def _points(dataset: Dataset) -> pd.DataFrame:
    places = dataset.places.rename(columns={"place_id": "id"})
    schools = dataset.schools.rename(columns={"school_id": "id"})
    columns = ["id", "name", "lon", "lat"]
    both = pd.concat([places[columns], schools[columns]], ignore_index=True)
    return both.fillna({"name": ""}).set_index("id")


def _present(pupils: pd.DataFrame) -> pd.DataFrame:
    pairs = pupils[pupils["pupils"] > 0].groupby(["place_id", "school_id"])
    return pairs["pupils"].sum().reset_index()
