"""The shipped county on its map: small enough to send, complete, and readable at every zoom."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

import maps
import scenarios
from planner.load import load
from planner.pipeline import plan
from planner.run import Run
from tests.browser.test_roadmap import opened
from tests.builders_run import small_run

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def county(xi_county: Path) -> Run:
    dataset, assumptions = load(xi_county), scenarios.load("empty_first").assumptions
    made = plan(dataset, assumptions)
    return Run(dataset, assumptions, made, run_id="county", created=small_run().created)


@pytest.fixture(scope="module")
def html(county: Run) -> str:
    return maps.plan_map(county)


def test_the_page_of_the_county_fits_a_mail(html: str) -> None:
    assert len(html.encode()) < 2_000_000


def test_every_school_is_drawn_and_no_name_stands_on_another(
    browser: Browser, html: str, county: Run, tmp_path: Path
) -> None:
    with opened(browser, html, tmp_path) as page:
        drawn = {school["id"] for school in page.evaluate("window.hedian.schools()")}
        assert drawn == set(county.dataset.schools["school_id"])
        for _ in range(3):
            names = page.evaluate("window.hedian.names()")
            assert len(names) > 10
            assert [pair for pair in combinations(names, 2) if overlap(*pair)] == []
            closer(page)


def overlap(one: dict, other: dict) -> bool:
    (l1, t1, r1, b1), (l2, t2, r2, b2) = one["box"], other["box"]
    return min(r1, r2) - max(l1, l2) > 3 and min(b1, b2) - max(t1, t2) > 3


def closer(page: Page) -> None:
    """Zoom in twice and wait until the map stands still."""
    for _ in range(2):
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(450)
    page.mouse.move(5, 5)
