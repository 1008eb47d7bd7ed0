"""Counties whose decided closings cannot be: exit 3, the cause named, repairs that work."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from planner.cli import main
from tests import changed_files
from tests.documents.test_words import FOREIGN
from tests.impossible import ALL, SAME_SEATS, Impossible

if TYPE_CHECKING:
    from pathlib import Path

each = pytest.mark.parametrize("county", ALL.values(), ids=ALL)
# Kinds of repair of which so many are told that one fewer would not do.
COUNTED = {"seats", "beds", "budget"}


def solve(scenario: Path, out: Path, *words: str) -> int:
    return main(["solve", str(scenario), "--out", str(out), *words])


def diagnosed(scenario: Path, out: Path) -> dict[str, Any]:
    """Return the manifest of a county that has no plan."""
    assert solve(scenario, out) == 3
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text("utf-8"))
    assert found["status"] == "infeasible"
    return found


@each
def test_the_cause_is_named_in_both_languages(county: Impossible, tmp_path, capsys) -> None:
    scenario = county.write(tmp_path)
    for language, words in (("zh", county.zh), ("en", county.en)):
        assert solve(scenario, tmp_path / language, "--language", language) == 3
        said = capsys.readouterr().err
        assert [word for word in words if word not in said] == []
        assert not FOREIGN.search(said)


@each
def test_the_run_holds_the_conflict_as_values(county: Impossible, tmp_path) -> None:
    manifest = diagnosed(county.write(tmp_path), tmp_path / "run")
    [conflict] = manifest["conflicts"]
    [finding] = manifest["diagnosis"]
    assert conflict["code"] == finding["code"] == county.code
    told = [
        tuple(one[key] for key in ("code", "school_id", "year", "amount"))
        for one in conflict["repairs"]
    ]
    assert told == county.repairs
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "manifest.json",
        "diagnosis.csv",
    }
    with (tmp_path / "run" / "diagnosis.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [one["text"]["zh"] for one in (*conflict["rules"], *conflict["repairs"])]
    assert [row["text"] for row in rows] == texts
    assert [row["part"] for row in rows].count("repair") == len(county.repairs)


@each
def test_every_repair_made_in_the_files_gives_a_checked_plan(
    county: Impossible, tmp_path, capsys
) -> None:
    conflict = diagnosed(county.write(tmp_path / "as it is"), tmp_path / "run")["conflicts"][0]
    for n, repair in enumerate(conflict["repairs"]):
        scenario = county.write(tmp_path / f"repair {n}")
        changed_files.make(scenario, repair["change"])
        run = tmp_path / f"run {n}"
        assert solve(scenario, run) == 0, repair["text"]["en"]
        assert main(["verify", str(run)]) == 0


@each
def test_one_fewer_would_not_do(county: Impossible, tmp_path) -> None:
    conflict = diagnosed(county.write(tmp_path / "as it is"), tmp_path / "run")["conflicts"][0]
    for n, repair in enumerate(conflict["repairs"]):
        if repair["code"] in COUNTED:
            scenario = county.write(tmp_path / f"repair {n}")
            [(kind, amounts)] = repair["change"].items()
            [(key, amount)] = amounts.items()
            changed_files.make(scenario, {kind: {key: amount - 1}})
            assert solve(scenario, tmp_path / f"run {n}") == 3


def test_with_json_there_is_one_object_with_the_conflicts(tmp_path, capfd) -> None:
    assert solve(SAME_SEATS.write(tmp_path), tmp_path / "run", "--json") == 3
    told = json.loads(capfd.readouterr().out)
    assert told["run"] == str(tmp_path / "run")
    assert told["exit_code"] == 3
    [conflict] = told["conflicts"]
    assert conflict["schools"] == ["A", "B"]
    assert len(told["findings"]) == 1


def test_two_conflicts_are_mended_one_after_the_other(tmp_path, capsys) -> None:
    """A's seats and the township's last junior school: two repairs together give the plan."""
    both = Impossible(
        code="",
        zh=(),
        en=(),
        repairs=[],
        schools={
            **SAME_SEATS.schools,
            "J": {"name": "丙山初中", "kind": "junior", "township": "西岭", "at": 2},
            "K": {"name": "中心初中", "kind": "junior", "at": 3},
        },
        pupils=[*SAME_SEATS.pupils, ("J", 7, 5), ("K", 7, 20)],
        scenario={
            "closures": {"close": [{"school_id": s, "year": 2023} for s in ("A", "B", "J")]},
        },
    )
    manifest = diagnosed(both.write(tmp_path / "as it is"), tmp_path / "run")
    assert sorted(one["code"] for one in manifest["conflicts"]) == ["last_junior", "seats"]
    assert manifest["diagnosis"][-1]["code"] == "several"
    assert "合在一起有可行方案" in re.sub(r"\s", "", capsys.readouterr().err)
    scenario = both.write(tmp_path / "mended")
    for conflict in manifest["conflicts"]:
        changed_files.make(scenario, conflict["repairs"][0]["change"])
    assert solve(scenario, tmp_path / "run 2") == 0
