"""The public set of counties: `python -m tests.benchmarks.published write|solve [NAME ...]`.

`write --out DIR` writes each county into a folder of its own and compares its SHA-256 with
`set/sha256.txt`; `--accept` takes the new ones. `solve` plans each with the planner's command, has
the run checked twice (`planner verify`, and by `--outside-check PROGRAM`, which is given the
county, the run and the scenario), keeps the better of the new and the known plan in
`set/plans/NAME/actions.csv`, the better bound in `results/set.csv`, and fills `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from tests.benchmarks.page import fill
from tests.benchmarks.parameters import County
from tests.benchmarks.runs import ROOT, save, saved
from tests.benchmarks.tables import write
from tests.state_form import distance

if TYPE_CHECKING:
    from tests.benchmarks.runs import Row

SET = Path(__file__).resolve().parent / "set"
HASHES = SET / "sha256.txt"
# How a command that found no plan in its time ends.
NO_PLAN = "exit 4"


@dataclass(frozen=True)
class Member:
    """A county of the set and how hard it is meant to be."""

    county: County
    level: str


def members() -> dict[str, Member]:
    """Return the counties of the set by name."""
    rows = tomllib.loads((SET / "counties.toml").read_text(encoding="utf-8"))
    return {
        name: Member(County(name=name, **{k: v for k, v in row.items() if k != "level"}), row["level"])
        for name, row in rows.items()
    }  # fmt: skip


def hashes() -> dict[str, str]:
    """Return the SHA-256 that every county must have."""
    if not HASHES.is_file():
        return {}
    lines = HASHES.read_text(encoding="utf-8").splitlines()
    return {name: value for value, name in (line.split() for line in lines)}


def write_all(names: list[str], out: Path, *, accept: bool) -> int:
    """Write counties and return how many differ from what is known."""
    known, differ = hashes(), 0
    for name in names:
        found = write(members()[name].county, out / name)
        same = known.get(name) == found
        differ += not same
        known[name] = found
        print(f"{found} {name}{'' if same else ' differs from sha256.txt'}", flush=True)
    if accept:
        text = "".join(f"{known[name]} {name}\n" for name in members() if name in known)
        HASHES.write_text(text, encoding="utf-8")
        return 0
    return differ


def solve_all(names: list[str], seconds: float, outside: Path | None) -> int:
    """Plan counties, keep what is better, and return how many runs did not pass a check."""
    table, failed = {row["county"]: row for row in saved("set")}, 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            folder, run = Path(scratch) / name, Path(scratch) / f"{name}-run"
            write(members()[name].county, folder)
            said = _planned(folder, run, seconds) or _checked(folder, run, outside)
            if said:
                failed += NO_PLAN not in said
                print(f"{name}: {said}", flush=True)
                table.setdefault(name, _about(members()[name]) | {"status": "none"})
            else:
                row = _row(members()[name], run)
                table[name] = _better(name, row, table.get(name), run)
            print(json.dumps(table[name], ensure_ascii=False), flush=True)
            save("set", [table[n] for n in members() if n in table])
    fill()
    return failed


def _planned(folder: Path, run: Path, seconds: float) -> str:
    """Plan a county; return what went wrong."""
    scenario, limit = str(folder / "scenario.toml"), f"solver.seconds={seconds:g}"
    return _wrong([*_PLANNER, "solve", scenario, "--out", str(run), "--set", limit])


def _checked(folder: Path, run: Path, outside: Path | None) -> str:
    """Check a run twice; return what went wrong."""
    said = _wrong([*_PLANNER, "verify", str(run)])
    if said or outside is None:
        return said
    scenario = str(folder / "scenario.toml")
    return _wrong([sys.executable, str(outside), str(folder), str(run), scenario])


_PLANNER = (sys.executable, "-m", "planner")


def _wrong(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.returncode:
        return ""
    return f"{command[1:4]} exit {done.returncode}: {(done.stderr + done.stdout)[-600:]}"


def _row(member: Member, run: Path) -> Row:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    rule = manifest["scenario"]["closures"]["rule"]
    far = [distance(rule, line["planned"], line["asked"]) for line in manifest["targets"]]
    seconds = manifest["seconds"]
    return _about(member) | {
        "far": ";".join(map(str, far)),
        "targets_proven": all(line["proven"] for line in manifest["targets"]),
        "over": _over(run),
        "money": manifest["objective"],
        "bound": manifest["bound"],
        "gap": manifest["gap"],
        "gap_controllable": manifest["gap_controllable"],
        "seconds": round(seconds["model"] + seconds["solve"], 1),
        "status": manifest["status"],
    }


def _about(member: Member) -> Row:
    county = member.county
    return {
        "county": county.name,
        "level": member.level,
        "schools": county.schools,
        "candidates": county.candidates,
        "years": county.years,
    }


def _over(run: Path) -> int:
    """Return pupils over seats, summed over schools and years."""
    rows = pd.read_csv(run / "schools.csv", encoding="utf-8-sig")
    return int((rows["pupils"] - rows["seats"]).clip(lower=0)[rows["open"] == 1].sum())


def _better(name: str, new: Row, old: Row | None, run: Path) -> Row:
    """Return the row of the better plan with the better bound, and keep its list of actions."""
    plan = SET / "plans" / name / "actions.csv"
    if old is not None and not old.get("money"):
        old = None
    if old is not None and plan.is_file() and _rank(old) < _rank(new):
        new, old = old, new
    else:
        plan.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(run / "actions.csv", plan)
    if (
        old is None
        or _rank(old)[:2] != _rank(new)[:2]
        or float(old["bound"]) <= float(new["bound"])
    ):
        return new
    # both bounds hold for plans as near to the targets: the higher one counts
    away = float(new["money"]) - float(old["bound"])
    share = float(new["gap_controllable"] or 0) / max(float(new["gap"] or 0), 1e-15)
    gap = away / abs(float(new["money"]))
    return {**new, "bound": old["bound"], "gap": gap, "gap_controllable": gap * share}


def _rank(row: Row) -> tuple[Any, ...]:
    return [int(n) for n in str(row["far"]).split(";")], int(row["over"]), float(row["money"])


def main() -> None:
    """Write or solve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("write", "solve"))
    parser.add_argument("names", nargs="*", default=list(members()))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--outside-check", type=Path)
    given = parser.parse_args()
    if given.what == "solve":
        sys.exit(solve_all(given.names, given.seconds, given.outside_check))
    if given.out is None:
        parser.error("write needs --out DIR")
    sys.exit(write_all(given.names, given.out, accept=given.accept))


if __name__ == "__main__":
    main()
