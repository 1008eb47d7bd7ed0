"""Nothing in the repository belongs to one machine, and the lock names the standard index only."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written so that this file does not hold what it looks for.
MACHINE = re.compile(
    r"/(?:work|root|home)/\w|[A-Z]:\\Users|file:/{3}\w|/opt/\w|/Users/\w|\bshared/d"
)
INDEX = re.compile(r"https?://[^\s\"')]*(?:simple|pypi|mirror)[^\s\"')]*")
STANDARD = ("https://pypi.org/simple", "https://files.pythonhosted.org/")
TEXT = {".py", ".md", ".toml", ".lock", ".cfg", ".html", ".j2", ".js", ".css", ".txt", ".csv", ""}
MOST_BYTES = 3_000_000


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a clone")
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8", errors="ignore"))
        for path in tracked()
        if path.suffix in TEXT and path.stat().st_size < MOST_BYTES
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    hits = {name: MACHINE.findall(text)[:3] for name, text in texts() if MACHINE.search(text)}
    hits.pop("tests/documents/test_repository.py", None)
    assert not hits


def test_no_file_but_the_lock_names_a_package_index() -> None:
    hits = {n: INDEX.findall(t)[:3] for n, t in texts() if n != "uv.lock" and INDEX.search(t)}
    hits.pop("tests/documents/test_repository.py", None)
    assert not hits


def test_the_lock_names_the_standard_index_only() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    others = [a for a in re.findall(r"\"(https?://[^\"]+)\"", lock) if not a.startswith(STANDARD)]
    assert not others
    assert "path = " not in lock


def test_no_file_is_so_large_that_a_clone_becomes_slow() -> None:
    heavy = {p.relative_to(ROOT).as_posix(): p.stat().st_size for p in tracked()}
    assert {name: size for name, size in heavy.items() if size > MOST_BYTES} == {}
