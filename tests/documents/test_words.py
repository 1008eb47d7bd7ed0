"""What people read stands in both languages, names the same things, and needs no mathematics."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = re.compile(
    r"\b(slack|constraints?|binding|duals?|infeasib\w*|relaxation|heuristic\w*|incumbent|MIP|MILP)\b"
    r"|约束|松弛|最优化|对偶|整数规划|启发式|不可行",
    re.IGNORECASE,
)
READ_BY_PLANNERS = [
    "README.md",
    "README.zh.md",
    "docs/getting-started.md",
    "docs/getting-started.zh.md",
    "docs/reference/commands.md",
    "docs/reference/compare.md",
    "docs/reference/run.md",
    "docs/reference/tables.md",
    "docs/reference/scenario.md",
]


def whole(node: ast.expr) -> str | None:
    """Return a literal sentence, also one written in several pieces; None where it is computed."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def calls(name: str) -> list[tuple[str, ast.Call]]:
    """Return every call of a function or method `name` in the source, with its file."""
    return [
        (path.relative_to(ROOT).as_posix(), node)
        for package in ("planner", "scenarios", "maps")
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and name in {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
    ]


def sentences() -> Iterator[tuple[str, str, str]]:
    """Yield place, Chinese and English of every literal `Text` in the source."""
    for path, node in calls("Text"):
        said = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [text for part in said if (text := whole(part)) is not None]
        if len(said) == len(texts) == 2:
            yield f"{path}:{node.lineno}", *texts


def holes(text: str) -> set[str]:
    """Return the names to be filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier()}


def test_there_are_sentences_to_look_at() -> None:
    assert len(list(sentences())) > 100


def test_every_sentence_has_both_wordings() -> None:
    # A single character, such as the word for "year" after a number, may have no match.
    lost = [place for place, zh, en in sentences() if len(zh) > 1 and not en.strip()]
    # A Chinese term may follow in brackets, and the switch to the other language is written in it.
    swapped = [
        place
        for place, zh, en in sentences()
        if zh != "English" and re.search(r"[一-鿿]", re.sub(r"\([^)]*\)|`[^`]*`|'[^']*'", "", en))
    ]
    untold = [
        f"{place} {zh}"
        for place, zh, _ in sentences()
        if re.search(r"[a-z]{4,} [a-z]{2,} [a-z]{2,}", zh) and not re.search(r"[一-鿿]", zh)
    ]
    assert (lost, swapped, untold) == ([], [], [])


def filled() -> Iterator[tuple[str, set[str], set[str]]]:
    """Yield place, holes and given values of every `Text(...).filled(...)` that is literal."""
    for path, call in calls("filled"):
        text = call.func.value if isinstance(call.func, ast.Attribute) else None
        if not isinstance(text, ast.Call) or getattr(text.func, "id", "") != "Text":
            continue
        wordings = [said for part in text.args if (said := whole(part)) is not None]
        given = {keyword.arg for keyword in call.keywords}
        if len(wordings) == 2 and None not in given:
            yield f"{path}:{call.lineno}", set().union(*map(holes, wordings)), given


def test_every_hole_is_filled_and_every_value_is_said() -> None:
    assert len(list(filled())) > 50
    uneven = [f"{place} {needed ^ given}" for place, needed, given in filled() if needed != given]
    assert not uneven


def test_sentences_use_no_word_of_optimisation() -> None:
    foreign = [
        f"{place} {found.group()}"
        for place, zh, en in sentences()
        for found in (FOREIGN.search(zh), FOREIGN.search(en))
        if found
    ]
    assert not foreign


def test_pages_for_planners_use_no_word_of_optimisation() -> None:
    pages = {name: (ROOT / name).read_text(encoding="utf-8") for name in READ_BY_PLANNERS}
    plain = {name: re.sub(r"`[^`\n]*`", "", text) for name, text in pages.items()}
    assert {
        name: FOREIGN.findall(text) for name, text in plain.items() if FOREIGN.search(text)
    } == {}
