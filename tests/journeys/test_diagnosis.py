"""Counties whose decided closings cannot be: exit 3, the cause named, repairs that work."""

from __future__ import annotations

import csv
import io
import json
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from planner.cli import main
from tests import changed_files
from tests.documents.test_words import FOREIGN
from tests.impossible import ALL, SAME_SEATS, Impossible

if TYPE_CHECKING:
    from pathlib import Path

# Kinds of repair of which so many are told that one fewer would not do.
COUNTED = {"seats", "beds", "budget"}


def solve(scenario: Path, out: Path, *words: str) -> int:
    return main(["solve", str(scenario), "--out", str(out), *words])


@dataclass(frozen=True)
class Diagnosed:
    """A county that was asked for a plan: its run, what was said, and the one conflict found."""

    county: Impossible
    run: Path
    said: str
    manifest: dict[str, Any]

    @classmethod
    def of(cls, county: Impossible, folder: Path) -> Diagnosed:
        said = io.StringIO()
        with redirect_stderr(said):
            assert solve(county.write(folder), folder / "run") == 3
        manifest = json.loads((folder / "run" / "manifest.json").read_text("utf-8"))
        assert manifest["status"] == "infeasible"
        return cls(county, folder / "run", said.getvalue(), manifest)

    @property
    def conflict(self) -> dict[str, Any]:
        [found] = self.manifest["conflicts"]
        return found


@pytest.fixture(scope="module", params=list(ALL.values()), ids=list(ALL))
def diagnosed(request, tmp_path_factory) -> Diagnosed:
    """Return one impossible county after the other."""
    return Diagnosed.of(request.param, tmp_path_factory.mktemp("impossible"))


def test_the_cause_is_named_in_both_languages(diagnosed: Diagnosed) -> None:
    county, finding = diagnosed.county, diagnosed.manifest["diagnosis"][0]
    assert [word for word in county.zh if word not in diagnosed.said] == []
    assert [word for word in county.en if word not in finding["what"]["en"]] == []
    said = [diagnosed.said, *finding["what"].values(), *finding["hint"].values()]
    assert not any(FOREIGN.search(text) for text in said)


def test_the_run_holds_the_conflict_as_values(diagnosed: Diagnosed) -> None:
    conflict, county = diagnosed.conflict, diagnosed.county
    assert conflict["code"] == diagnosed.manifest["diagnosis"][0]["code"] == county.code
    keys = ("code", "school_id", "year", "amount")
    told = [tuple(one[key] for key in keys) for one in conflict["repairs"]]
    assert told == county.repairs
    assert {path.name for path in diagnosed.run.iterdir()} == {"manifest.json", "diagnosis.csv"}
    with (diagnosed.run / "diagnosis.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [one["text"]["zh"] for one in (*conflict["rules"], *conflict["repairs"])]
    assert [row["text"] for row in rows] == texts
    assert [row["part"] for row in rows].count("repair") == len(county.repairs)


def test_every_repair_made_in_the_files_gives_a_checked_plan(diagnosed, tmp_path) -> None:
    for n, repair in enumerate(diagnosed.conflict["repairs"]):
        scenario = diagnosed.county.write(tmp_path / f"repair {n}")
        changed_files.make(scenario, repair["change"])
        run = tmp_path / f"run {n}"
        assert solve(scenario, run) == 0, repair["text"]["en"]
        assert main(["verify", str(run)]) == 0


def test_one_fewer_would_not_do(diagnosed: Diagnosed, tmp_path) -> None:
    for n, repair in enumerate(diagnosed.conflict["repairs"]):
        if repair["code"] in COUNTED:
            scenario = diagnosed.county.write(tmp_path / f"repair {n}")
            [(kind, amounts)] = repair["change"].items()
            [(key, amount)] = amounts.items()
            changed_files.make(scenario, {kind: {key: amount - 1}})
            assert solve(scenario, tmp_path / f"run {n}") == 3


@pytest.mark.parametrize("name", ["the same seats", "too small a budget"])
def test_the_command_speaks_english_when_asked(name: str, tmp_path, capsys) -> None:
    assert solve(ALL[name].write(tmp_path), tmp_path / "run", "--language", "en") == 3
    said = capsys.readouterr().err
    assert [word for word in ALL[name].en if word not in said] == []
    assert "with any one of these there is a plan" in said.casefold()


def test_with_json_there_is_one_object_with_the_conflicts(tmp_path, capfd) -> None:
    assert solve(SAME_SEATS.write(tmp_path), tmp_path / "run", "--json") == 3
    told = json.loads(capfd.readouterr().out)
    assert told["run"] == str(tmp_path / "run")
    assert told["exit_code"] == 3
    [conflict] = told["conflicts"]
    assert conflict["schools"] == ["A", "B"]
    assert len(told["findings"]) == 1


def test_two_conflicts_are_mended_one_after_the_other(tmp_path) -> None:
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
    found = Diagnosed.of(both, tmp_path / "as it is")
    assert sorted(one["code"] for one in found.manifest["conflicts"]) == ["last_junior", "seats"]
    assert found.manifest["diagnosis"][-1]["code"] == "several"
    assert "合在一起有可行方案" in found.said
    scenario = both.write(tmp_path / "mended")
    for conflict in found.manifest["conflicts"]:
        changed_files.make(scenario, conflict["repairs"][0]["change"])
    assert solve(scenario, tmp_path / "run 2") == 0
