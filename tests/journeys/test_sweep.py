"""`planner sweep` on a small county, as a person uses it."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from planner.cli import main
from planner.load import load
from planner.pipeline import Options, make_plan
from scenarios.load import load as load_scenario
from tests.builders_model import write_street

if TYPE_CHECKING:
    from pathlib import Path

MINUTES = "travel.max_minutes.lower"
PIN = '[{school_id="C",year=2023}]'


@dataclass(frozen=True)
class Swept:
    """A sweep that was made: its scenario, its folder, and what it printed."""

    scenario: Path
    folder: Path
    said: str

    def rows(self) -> list[dict[str, str]]:
        text = (self.folder / "sweep.csv").read_text("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))


def street(folder: Path) -> Path:
    """Write a street on which C's twelve children of grade 1 ride 15 minutes to D."""
    return write_street(
        folder,
        {
            "A": {"kind": "teaching_point"},
            "B": {"at": 2, "seats": 45},
            "C": {"at": 9, "kind": "teaching_point"},
            "D": {"at": 14, "seats": 200},
        },
        [("A", 4, 10), ("B", 4, 30), ("C", 1, 12), ("D", 4, 20)],
        scenario={
            "years": [2023, 2024],
            "closures": {"targets": {2023: 1, 2024: 1}, "counts": ["teaching_point"]},
        },
    )


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """Vary the minutes of the youngest, and whether C is due to close."""
    folder = tmp_path_factory.mktemp("sweep")
    scenario = street(folder)
    words = ["--set", f"{MINUTES}=10,25", "--set", f"closures.close=[],{PIN}"]
    with pytest.MonkeyPatch.context() as patch:
        printed: list[str] = []
        patch.setattr("planner.cli.sweeping.result", printed.append)
        assert main(["sweep", str(scenario), *words, "--out", str(folder / "out")]) == 0
    return Swept(scenario, folder / "out", "\n".join(printed))


def settings(row: dict[str, str]) -> list[str]:
    return [f"{key}={row[key]}" for key in (MINUTES, "closures.close")]


def test_every_combination_has_a_row_in_order(swept: Swept) -> None:
    rows = swept.rows()
    assert [settings(row) for row in rows] == [
        [f"{MINUTES}={minutes}", f"closures.close={close}"]
        for minutes in ("10", "25")
        for close in ("[]", PIN)
    ]
    assert [row["status"] for row in rows] == ["optimal", "infeasible", "optimal", "optimal"]


def test_figures_are_those_of_the_scenario_planned_alone(swept: Swept) -> None:
    dataset = load(swept.scenario.parent / "county")
    for row in swept.rows():
        if row["status"] == "infeasible":
            continue
        rules = load_scenario(str(swept.scenario), settings(row)).assumptions
        plan = make_plan(dataset, rules, Options(isolated=False)).plan
        whole = plan.metrics["plan"]
        assert float(row["money"]) == pytest.approx(plan.proof.objective, abs=0.01)
        assert float(row["do_nothing"]) == pytest.approx(plan.proof.do_nothing, abs=0.01)
        for line in plan.targets:
            counts = (row[f"asked_{line.year}"], row[f"planned_{line.year}"])
            assert counts == (str(line.asked), str(line.planned))
        for name in ("pupils_moved", "minutes_p90_moved", "minutes_max_moved", "boarders"):
            assert float(row[name]) == pytest.approx(whole[name], abs=1e-3)


def test_a_combination_without_a_plan_says_why(swept: Swept) -> None:
    row = swept.rows()[1]
    assert row["money"] == ""
    assert "C" in row["why"]
    manifest = json.loads((swept.folder / row["run"] / "manifest.json").read_text("utf-8"))
    assert manifest["status"] == "infeasible"
    assert "无方案" in swept.said
    assert row["why"] in swept.said


def test_every_run_is_a_whole_run(swept: Swept) -> None:
    for row in swept.rows():
        if row["status"] != "infeasible":
            assert main(["verify", str(swept.folder / row["run"])]) == 0


def test_the_page_needs_nothing_from_outside(swept: Swept) -> None:
    page = (swept.folder / "sweep.html").read_text("utf-8")
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "")
    assert "无方案" in page
    assert "1—3年级" in page


def test_json_is_one_object_with_every_row(
    swept: Swept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--set", f"{MINUTES}=25", "--out", str(tmp_path / "out"), "--json", "--language", "en"]
    assert main(["sweep", str(swept.scenario), *words]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    (row,) = said["rows"]
    assert row["values"] == {MINUTES: "25"}
    assert row["money"] == pytest.approx(float(swept.rows()[2]["money"]))
    assert "planned, not decided" in (tmp_path / "out" / "sweep.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--set"),
        (["--set", "travel.max_minuets=20"], "travel.max_minutes"),
        (["--set", f"{MINUTES}=20,-5"], "-5"),
        (["--set", f"{MINUTES}=20,,30"], "空的值"),
        (["--set", f"{MINUTES}=20,20"], "两次"),
        (["--set", f"{MINUTES}=20", "--set", f"{MINUTES}=30"], "两次"),
        (["--set", MINUTES], "键=值"),
        (["--set", 'closures.close=[],[{school_id="X",year=2023}]'], "X"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_planned(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["sweep", str(street(tmp_path)), *words, "--out", str(out)]) == 2
    assert said in capsys.readouterr().err
    assert not out.exists()


def test_nothing_is_written_over(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--set", f"{MINUTES}=25", "--out", str(swept.folder)]
    assert main(["sweep", str(swept.scenario), *words]) == 2
    assert str(swept.folder) in capsys.readouterr().err


def test_ctrl_c_keeps_what_is_done(
    swept: Swept,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second combination is interrupted as it begins: the first has its run and row."""
    from planner.cli import job, sweeping

    carried_out = job.carry_out

    def once(*words: Any, known: Any, **more: Any) -> Any:
        if known.near is not None:
            raise KeyboardInterrupt
        return carried_out(*words, known=known, **more)

    monkeypatch.setattr(sweeping, "carry_out", once)
    out = tmp_path / "out"
    assert main(["sweep", str(swept.scenario), "--set", f"{MINUTES}=25,30", "--out", str(out)]) == 0
    with (out / "sweep.csv").open(encoding="utf-8-sig") as file:
        assert [row["status"] for row in csv.DictReader(file)] == ["optimal", "waiting"]
    assert "未进行" in capsys.readouterr().out
    assert main(["verify", str(out / "01")]) == 0
