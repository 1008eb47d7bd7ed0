"""The page of a comparison in a real browser that can reach nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scenarios.comparison import compare, render
from tests.browser.test_roadmap import DESK, PHONE
from tests.builders_run import small_run
from tests.builders_run_whole import whole_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_shown_styled_and_whole_without_one_request_or_complaint(
    browser: Browser, tmp_path: Path, size: dict, language: str
) -> None:
    path = tmp_path / "compare.html"
    runs = [small_run(), whole_run(title="Nine-year"), small_run(roads=False)]
    path.write_text(render(compare(runs), language), encoding="utf-8")
    page = browser.new_page(viewport=size)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    assert (asked, complaints) == ([path.as_uri()], [])
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    display = page.eval_on_selector(".runs", "runs => getComputedStyle(runs).display")
    assert display == "grid"
    inside = """() => [...document.querySelectorAll('svg')].every(svg => {
        const frame = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].every(text => {
            const box = text.getBoundingClientRect();
            return box.left >= frame.left - 1 && box.right <= frame.right + 1;
        });
    })"""
    assert page.evaluate(inside), "a label of a drawing is cut off"
    assert len(page.screenshot(full_page=True)) > 10_000
    page.close()
