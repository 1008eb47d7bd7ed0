"""A map inside a notebook: the same page, in a frame that keeps it apart from the notebook."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from maps.plan_map import plan_map
from planner import presentation

if TYPE_CHECKING:
    from planner.run import Run
    from planner.words import Language

# The frame may run its own script and print, and reach nothing of the notebook around it.
SANDBOX = "allow-scripts allow-modals"


@dataclass(frozen=True)
class ShownMap:
    """A page that a notebook shows where it stands last in a cell.

    Parameters
    ----------
    page
        The map as `maps.plan_map` returns it.
    title
        Name of the frame for those who hear the page.
    height
        Of the frame, in pixels.
    """

    page: str
    title: str
    height: int

    def _repr_html_(self) -> str:
        """Return the frame."""
        return (
            f'<iframe title="{escape(self.title)}" sandbox="{SANDBOX}" '
            f'style="width:100%;height:{self.height}px;border:0" '
            f'srcdoc="{escape(self.page)}"></iframe>'
        )


def show(run: Run, language: Language | None = None, *, height: int = 720) -> ShownMap:
    """Return the map of a run for a notebook.

    Parameters
    ----------
    run
        A finished run.
    language
        The language in which the map opens; the scenario's if not given.
    height
        Of the frame, in pixels.
    """
    title = presentation.title(run, language or run.assumptions.language)
    return ShownMap(plan_map(run, language), title, int(height))
