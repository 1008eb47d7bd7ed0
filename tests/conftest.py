"""What every test may ask for: data beside the repository, a browser, and a fixed random profile."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")

# A shell starts background jobs deaf to Ctrl-C, and their children too; tests of it must hear it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Reasons take a minute on the shipped county: tests that are not about them do without.
os.environ["PLANNER_EXPLAIN"] = "0"

settings.register_profile(
    "hedian", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("hedian")


def _beside(name: str) -> Path:
    folder = BESIDE / name
    if not folder.is_dir():
        pytest.skip(f"the folder {name} does not stand beside the repository")
    return folder


def missing(what: str) -> None:
    """Skip where a person works without `what`, but fail where the whole suite must run."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing; .ci/run installs it")
    pytest.skip(f"{what} is not installed on this machine")


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def cases() -> Path:
    """Return the folder of real cases, where there is one."""
    return _beside("cases")


@pytest.fixture(scope="session")
def instances() -> Path:
    """Return the folder of published problems with known answers, where there is one."""
    return _beside("instances")


@pytest.fixture(scope="session")
def outside_check() -> Path:
    """Return the check that others wrote, where there is one."""
    return _beside("check") / "check_run.py"


@pytest.fixture(scope="session")
def xi_county() -> Path:
    """Return the folder of the county that ships with the planner."""
    return ROOT / "data" / "xi_county"


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the browser's program."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        missing("Chromium")
    return str(found)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator["Browser"]:
    """Return a headless browser that resolves no host name."""
    from playwright.sync_api import sync_playwright

    refused = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=refused)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """Return the office program that renders workbooks."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        missing("LibreOffice")
    return str(found)
