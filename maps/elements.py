"""Own parts of the page that folium has no word for, written by their files in `templates/`.

Folium renders what a part returns a second time as a template; a school called ``{{ 7 * 7 }}``
would then be computed. `_Verbatim` therefore holds text that is written out as it stands.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any, override

from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from maps.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Mapping

SCRIPTS = (
    "data.js",
    "view.js",
    "symbols.js",
    "spread.js",
    "moves.js",
    "labels.js",
    "dom.js",
    "zones.js",
    "draw.js",
    "layers.js",
    "figures.js",
    "yearlists.js",
    "outlook.js",
    "reasons.js",
    "panel.js",
    "timeline.js",
    "search.js",
    "legend.js",
    "sheets.js",
    "main.js",
)
"""The page's own scripts, in the order in which they build on each other."""


class _Verbatim(Element):
    """Text that appears on the page as it stands, whatever it contains."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class PlanPage(MacroElement):
    """All that stands around and on the map: data, style, skeleton and script.

    Parameters
    ----------
    block
        The data, already safe inside a script element.
    map_name
        Name of the variable that holds the Leaflet map.
    """

    def __init__(self, block: str, map_name: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it bare
        self._name = "PlanPage"
        self.block = block
        self.map_name = map_name

    @override
    def render(self, **kwargs: Any) -> str:
        """Write the parts into the figure that holds the map; return nothing to write here."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise TypeError("a plan page belongs to a map")
        data = f'<script type="application/json" id="hedian-data">{self.block}</script>'
        figure.header.add_child(_Verbatim(f"<style>{style_sheet()}</style>"), name="plan_style")
        figure.html.add_child(_Verbatim(_file("page.html")), name="plan_skeleton")
        figure.html.add_child(_Verbatim(data), name="plan_data")
        figure.script.add_child(_Verbatim(page_script(self.map_name)), name="plan_script")
        return ""


def style_sheet() -> str:
    """Return the page's style, its colours as variables."""
    return f":root{{{variables(COLOURS)}}}\n{_file('page.css')}"


def variables(colours: Mapping[str, str]) -> str:
    """Return `colours` as CSS custom properties."""
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in colours.items())


def page_script(map_name: str) -> str:
    """Return the page's script, closed off from all other scripts.

    Parameters
    ----------
    map_name
        Name of the variable that holds the Leaflet map.
    """
    parts = "\n".join(_file(name) for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}\nstart({map_name});\n}})();'


def _file(name: str) -> str:
    return resources.files("maps").joinpath("templates", name).read_text(encoding="utf-8")
