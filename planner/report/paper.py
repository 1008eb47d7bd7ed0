"""A page made of a template and one style sheet: no scripts, no outside files, names inert."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.words import Language


def paper(
    name: str, view: Mapping[str, Any], *, run: str, language: Language, package: str = "planner"
) -> str:
    """Return the page of the templates `NAME.html.j2` and `NAME.css.j2`.

    Parameters
    ----------
    view
        Everything the page shows.
    run
        What the foot of a printed page says.
    package
        Where the templates are; those of `planner` can be included by any.
    """
    pages = Environment(
        loader=ChoiceLoader([PackageLoader(one) for one in dict.fromkeys((package, "planner"))]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Only plain signs of the run's name enter the style sheet, where nothing is escaped.
    shown = re.sub(r"[^\w. -]", "", run, flags=re.ASCII)
    css = pages.get_template(f"{name}.css.j2").render(run=shown, language=language)
    digest = b64encode(sha256(css.encode()).digest()).decode()
    tongue = "zh-CN" if language == "zh" else "en"
    page = pages.get_template(f"{name}.html.j2")
    return page.render(**{"css": css, "digest": digest, "language": tongue, **view})
