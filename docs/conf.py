"""How the pages of this folder are built: `sphinx-build -W docs docs/_build/html`."""

from planner import __version__

project = "合点 Hedian"
author = "The Hedian developers"
copyright = "2026, The Hedian developers"  # noqa: A001 - the name Sphinx asks for
release = __version__
version = __version__

extensions = ["myst_parser", "sphinx.ext.mathjax"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nitpicky = True
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = "合点 Hedian"
html_static_path: list[str] = []
# No fonts, scripts or pictures from elsewhere, except MathJax for the formulas of model.md.
html_theme_options = {"source_directory": "docs/"}
