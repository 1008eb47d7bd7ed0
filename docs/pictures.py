"""Take the pictures of the READMEs from finished runs: `python docs/pictures.py ZH_RUN EN_RUN`.

The runs are those of `planner demo` and `planner demo --language en`. It wants Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent / "pictures"
SIZE = {"width": 1440, "height": 860}


def take(page_file: Path, picture: Path) -> None:
    """Write what a reader first sees of the map."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(page_file.resolve().as_uri())
        page.wait_for_timeout(1500)
        page.screenshot(path=picture)
        browser.close()


if __name__ == "__main__":
    for run, name in zip(sys.argv[1:], ("map.zh.png", "map.png"), strict=True):
        take(Path(run) / "roadmap.html", PICTURES / name)
