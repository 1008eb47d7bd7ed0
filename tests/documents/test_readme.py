"""The two READMEs say the same, and what they say is there."""

import re
from pathlib import Path

import pytest

import planner

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh.md").read_text(encoding="utf-8")
PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")} - {ROOT / "docs" / "_build"})
FIRST = "python -m pip install uv && python -m uv run planner demo\npython -m uv run pytest\n"


def said(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, re.DOTALL)


def depths(text: str) -> list[str]:
    """Return the marks of all headings outside code blocks."""
    return re.findall(r"^#+(?= )", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)


def first_cells(text: str) -> list[str]:
    """Return what the first column of each table names in code type."""
    return re.findall(r"^\|\s*(`[^|]*?`)", text, re.MULTILINE)


def test_both_open_with_the_two_commands_and_the_picture() -> None:
    for text in (ENGLISH, CHINESE):
        assert blocks(text)[0] == FIRST
        assert text.index("![") < text.index("\n## ")


def test_both_have_the_same_sections_commands_and_tables() -> None:
    assert depths(ENGLISH) == depths(CHINESE)
    assert blocks(ENGLISH) == blocks(CHINESE)
    assert first_cells(ENGLISH) == [c.replace("、", ", ") for c in first_cells(CHINESE)]


def test_the_chinese_page_is_no_summary() -> None:
    """A Chinese character carries about as much as two and a half English letters."""
    characters = len(re.findall(r"[一-鿿]", CHINESE))
    assert characters > len(ENGLISH) / 5


def test_both_have_as_many_points_in_every_list() -> None:
    def points(text: str) -> list[int]:
        return [len(re.findall(r"^- ", part, re.MULTILINE)) for part in text.split("\n## ")]

    assert points(ENGLISH) == points(CHINESE)


@pytest.mark.parametrize("path", PAGES, ids=said)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [t.split("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text)]
    lost = [t for t in targets if t and "://" not in t and not (path.parent / t).exists()]
    assert not lost


@pytest.mark.parametrize("path", PAGES, ids=said)
def test_a_page_leads_to_pages_in_its_own_language(path: Path) -> None:
    """Where a page exists in both languages; a link that names the other language may leave it."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    chinese = path.name.endswith(".zh.md")
    strays = []
    for name, target in re.findall(r"\[([^\]]*)\]\(([^)\s#]+\.md)[^)]*\)", text):
        other = target.endswith(".zh.md")
        twin = target.replace(".zh.md", ".md") if other else target.replace(".md", ".zh.md")
        named = name == "English" if chinese else bool(re.search(r"[一-鿿]", name))
        if other != chinese and (path.parent / twin).exists() and not named:
            strays.append(target)
    assert not strays


def test_exit_codes_are_those_of_the_errors() -> None:
    codes = {0, *(getattr(getattr(planner, n), "exit_code", 0) for n in planner.__all__)}
    for text in (ENGLISH, CHINESE):
        assert {int(c) for c in re.findall(r"^\| (\d) \|", text, re.MULTILINE)} == codes


def test_the_whole_check_runs_what_the_pages_tell_and_each_test_once() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    steps = re.findall(r"^step \w+ (.+)$", script, re.MULTILINE)
    told = blocks((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))[1].splitlines()
    assert all(any(step.startswith(line) for step in steps) for line in told)
    assert FIRST.splitlines()[-1] in steps
    tests = [step for step in steps if "pytest" in step]
    assert [re.findall(r"-m (\S+)", step)[1:] for step in tests] == [[], ["slow"]]
