"""A finished run as one page: `planner.run.Run` -> text of `roadmap.html`."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

import folium
from branca.element import Figure

from maps.elements import PlanPage
from maps.offline import LEAFLET_CSS, LEAFLET_JS, standalone
from maps.payload import data_block, payload
from planner.errors import DataError, Finding
from planner.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.run import Run
    from planner.words import Language

_NOWHERE = Text("有些位置不能画在地图上", "some positions cannot be drawn on a map")
_POSITION = Text(
    "{id}（{name}）的经纬度是 {lon}、{lat}",
    "{id} ({name}) stands at longitude {lon}, latitude {lat}",
)
_FIX = Text("改正经度和纬度", "correct longitude and latitude")


def plan_map(run: Run, language: Language | None = None) -> str:
    """Return the map of a run as one HTML page that works without a network.

    The page holds both languages; nothing is computed but what it takes to draw. The same run
    gives the same bytes.

    Parameters
    ----------
    run
        A finished run.
    language
        The language in which the page opens; the scenario's if not given.

    Raises
    ------
    planner.errors.DataError
        If a school or place has no position on the earth.
    """
    problems = list(_unplaced(run))
    if problems:
        raise DataError(_NOWHERE, problems)
    opens = language or run.assumptions.language
    title = f"{run.dataset.name} · {run.assumptions.title.say(opens)}"
    return standalone(_page(run, data_block(payload(run, opens)), title))


def _page(run: Run, block: str, title: str) -> str:
    """Return the page as folium writes it, with links to the vendored files."""
    schools = run.dataset.schools
    centre = (float(schools["lat"].mean()), float(schools["lon"].mean()))
    plan = folium.Map(
        location=centre,
        tiles=None,
        zoom_start=10,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=110,
        max_zoom=17,
        attribution_control=False,
        zoom_control=False,
    )
    plan._id = "plan"  # noqa: SLF001 - folium names its elements by chance; the page must not vary
    plan.default_js = [("leaflet", LEAFLET_JS)]
    plan.default_css = [("leaflet_css", LEAFLET_CSS)]
    plan.add_child(PlanPage(block, plan.get_name()))
    figure = plan.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium puts every map into a figure")
    figure.title = escape(title)
    return figure.render()


def _unplaced(run: Run) -> Iterator[Finding]:
    """Yield every school and place that no map can show."""
    data = run.dataset
    for table, key, file in (
        (data.schools, "school_id", "schools.csv"),
        (data.places, "place_id", "places.csv"),
    ):
        for row in table.to_dict("records"):
            lon, lat = float(row["lon"]), float(row["lat"])
            if math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 85:  # noqa: PLR2004 - the ends of a web map
                continue
            what = _POSITION.filled(id=row[key], name=row["name"], lon=lon, lat=lat)
            yield Finding(code="no_position", what=what, hint=_FIX, file=file)
