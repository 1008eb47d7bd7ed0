"""Help is complete in both languages, and nothing of one stands in the other."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from planner.cli import main
from planner.cli.asked import ASKED, Asked
from planner.cli.help import command
from planner.cli.screen import ProgressLine, findings_lines
from planner.cli.told import shortened, wide
from planner.errors import Finding
from planner.plan import Proof
from planner.solution import NO_MOVES
from planner.solver import Progress
from planner.words import same

CHINESE = re.compile(r"[一-鿿]")
# Words of the command library, and any English sentence.
ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|required|Show|default|\b[a-z]+ [a-z]+ [a-z]+\b"
)
COMMANDS = [
    [], ["demo"], ["solve"], ["check"], ["verify"], ["compare"], ["sweep"], ["map"], ["template"], ["batch"],
    ["explain"], ["scenario"], ["scenario", "list"], ["scenario", "show"],
]  # fmt: skip


def nodes(node: Any, path: str = "planner") -> Iterator[tuple[str, Any]]:
    yield path, node
    for name, child in getattr(node, "commands", {}).items():
        yield from nodes(child, f"{path} {name}")


def test_the_commands_looked_at_are_all_there_are() -> None:
    known = {" ".join(["planner", *words]) for words in COMMANDS}
    assert {path for path, _ in nodes(command("en"))} == known


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_and_option_has_words(language) -> None:
    for path, node in nodes(command(language)):
        assert node.help, path
        for parameter in node.params:
            said = parameter.help or ""
            assert said, f"{path} {parameter.name}"
            assert bool(CHINESE.search(said)) is (language == "zh"), f"{path} {parameter.name}"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_in_one_language(words, capsys) -> None:
    assert main([*words, "--help"]) == 0
    chinese = capsys.readouterr().out
    assert "用法：" in chinese
    plain = re.sub(r"planner scenario (?:list|show)|--\S+(?: [A-Zzh|en]+)?", "", chinese)
    assert not ENGLISH.search(plain), ENGLISH.search(plain)
    assert main(["--language", "en", *words, "--help"]) == 0
    english = capsys.readouterr().out
    assert english.startswith("Usage: ")
    assert not CHINESE.search(english)


@pytest.mark.parametrize(
    ("words", "language", "json"),
    [
        ([], None, False),
        (["demo", "--language", "en"], "en", False),
        (["--language=en", "demo", "--json"], "en", True),
        (["demo", "--language", "zh", "--language", "en"], "en", False),
        (["demo", "--language", "fr"], None, False),
        (["demo", "--language"], None, False),
        (["check", "--", "--json", "--language=en"], None, False),
    ],
)
def test_what_a_command_asks_for_is_seen_before_it_is_read(words, language, json) -> None:
    assert Asked.of(words) == Asked(language, json)


def test_the_language_of_the_place_is_taken_where_none_is_asked(monkeypatch) -> None:
    monkeypatch.setenv("PLANNER_LANGUAGE", "en_GB")
    assert Asked().spoken == "en"
    assert Asked("zh").spoken == "zh"
    monkeypatch.delenv("PLANNER_LANGUAGE")
    assert Asked().spoken == "zh"


def test_one_command_leaves_nothing_to_the_next(capsys) -> None:
    main(["--language", "en", "--version"])
    assert ASKED.get() == Asked()
    capsys.readouterr()


def test_findings_come_by_kind_with_errors_first() -> None:
    few = [Finding("b", same("w"), same("h"), "warning"), Finding("a", same("e"), same("h"))]
    assert [line[:4] for line in findings_lines(few, "zh")] == ["[错误]", "[提示]"]
    many = [Finding("a", same(f"e{n}"), same("h")) for n in range(20)]
    assert findings_lines(many, "en", shown=5)[-1].strip() == "… and 15 more of this kind"
    assert len(findings_lines(many, "en", shown=None)) == 20


def test_long_remarks_end_where_the_screen_does() -> None:
    assert shortened("短", 10) == "短"
    cut = shortened("这是一句很长很长的话", 10)
    assert cut.endswith("…")
    assert wide(cut) <= 10
    assert shortened("two\nlines", 20) == "two lines"


def test_progress_remembers_what_is_proven() -> None:
    """A better plan is reported without its bound; the last one still holds for that stage."""
    line = ProgressLine("zh")
    assert "已证明至少相差 —" in line.line(Progress("2023", 1.0, 27.0))
    line.line(Progress("money", 2.0, 120.0, 90.0))
    assert line.line(Progress("money", 3.0, 100.0)).endswith("不可能低于 90  相差 10.0000%")
    assert "—" in ProgressLine("en").line(Progress("money", 1.0, None, float("-inf")))


def test_a_log_shows_what_reports_between_its_lines_have_proven(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a log few reports are shown; the bound of one that was not stands with the next plan."""
    line = ProgressLine("en")
    line(Progress("money", 1.0, 120.0, None, NO_MOVES))
    line(Progress("money", 1.5, 120.0, 90.0))
    line(Progress("money", 2.0, 100.0, None, NO_MOVES))
    line.end()
    line.close(Proof("feasible", 100.0, 95.0, 200.0), 2.5)
    first, second, last = capsys.readouterr().err.splitlines()
    assert first.endswith("best 120  none below —  apart —")
    assert second.endswith("best 100  none below 90  apart 10.0000%")
    assert last == "    2.5 s  end  money  best 100  none below 95  apart 5.0000%"


def test_what_was_proven_for_plans_that_meet_every_target_is_forgotten_with_them() -> None:
    line = ProgressLine("en")
    line.line(Progress("money", 1.0, 120.0, 110.0))
    line.line(Progress("2023", 2.0, 1.0, 1.0))
    assert line.line(Progress("money", 3.0, 100.0)).endswith("none below —  apart —")
