"""What the command says it is doing, on a screen that is watched and in a log."""

import sys

from planner.cli.screen import STEPS, ProgressLine
from planner.solver import Progress


def test_a_log_has_a_line_for_each_step(capsys) -> None:
    line = ProgressLine("en")
    for name in ("travel", "model"):
        line.step(name)
    line.end()
    assert capsys.readouterr().err == f"  {STEPS['travel'].en}\n  {STEPS['model'].en}\n"


def test_a_screen_shows_a_step_until_there_is_more_to_say(capsys, monkeypatch) -> None:
    """A step is written over; what the solver said last stays."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    line = ProgressLine("en")
    line.step("solve")
    line(Progress("money", 1.0, 200.0, 100.0))
    line.step("check")
    line.end()
    shown = capsys.readouterr().err
    solving, checking = (STEPS[name].en for name in ("solve", "check"))
    assert shown.startswith(f"\r  {solving}\r    1.0 s  money")
    assert f"\n\r  {checking}" in shown
    assert shown.endswith("\r")
    assert shown.count("\n") == 1
