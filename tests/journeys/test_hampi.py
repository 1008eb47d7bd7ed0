"""A plan on real rural roads: a river parts them, and nobody is sent across.

The roads are those of Hampi in India (OpenStreetMap); schools and places are invented, each beside
a node of the network. The network is in three pieces: the south bank, the north bank, and a loop
of 0.1 km that joins nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from planner.load import load
from planner.pipeline import make_plan
from planner.travel import travel_costs
from scenarios.load import load as load_scenario
from tests.builders import write_county, write_scenario

if TYPE_CHECKING:
    from pathlib import Path

    from planner.assumptions import Assumptions
    from planner.dataset import Dataset
    from planner.plan import Plan
    from planner.travel import TravelCosts

ASIDE = 0.0005  # degrees between a node and what is built beside it, about 50 m
BANKS = ("south", "north")


@dataclass(frozen=True)
class Valley:
    """The county, what was assumed, and the bank of every end."""

    dataset: Dataset
    assumptions: Assumptions
    bank: dict[str, str]


@pytest.fixture(scope="module")
def valley(cases: Path, tmp_path_factory: pytest.TempPathFactory) -> Valley:
    """Return Hampi's roads with five schools and eight places."""
    nodes = pd.read_csv(cases / "hampi_rural_roads" / "road_nodes.csv", dtype={"node": str})
    edges = pd.read_csv(cases / "hampi_rural_roads" / "road_edges.csv", dtype={"u": str, "v": str})
    folder = tmp_path_factory.mktemp("hampi")
    at = _beside(nodes, edges)
    data = write_county(
        folder / "county",
        schools=[
            {"school_id": "S-town", "seats": 400, **at["south", 0]},
            {"school_id": "S-small", "seats": 40, **at["south", 40]},
            {"school_id": "S-least", "seats": 40, **at["south", 80]},
            {"school_id": "N-town", "seats": 300, **at["north", 0]},
            {"school_id": "N-small", "seats": 40, **at["north", 30]},
        ],
        places=[
            {"place_id": "s1", **at["south", 10]},
            {"place_id": "s2", **at["south", 50]},
            {"place_id": "s3", **at["south", 90]},
            {"place_id": "n1", **at["north", 5]},
            {"place_id": "n2", **at["north", 35]},
            {"place_id": "crosses", **at["north", 60]},
            {"place_id": "loop", **at["loop", 0]},
            {"place_id": "hill", "lon": 76.60, "lat": 15.50},
        ],
        pupils=[
            {"school_id": school, "place_id": place, "grade": 4, "pupils": pupils}
            for school, place, pupils in (
                ("S-town", "s1", 150),
                ("S-small", "s2", 20),
                ("S-least", "s3", 12),
                ("N-town", "n1", 120),
                ("N-small", "n2", 15),
                ("S-town", "crosses", 9),
                ("S-town", "loop", 3),
                ("S-least", "hill", 2),
            )
        ],
        road_nodes=_records(nodes.rename(columns={"node": "node_id"})),
        road_edges=_records(
            pd.DataFrame(
                {
                    "from": edges["u"],
                    "to": edges["v"],
                    "km": edges["length_m"] / 1000,
                    "kmh": 25,
                    "geometry": edges["wkt"],
                }
            )
        ),
    )
    scenario = write_scenario(
        folder / "plan.toml",
        data=data,
        closures={"targets": {2023: 3}, "rule": "at_least"},
        travel={"max_minutes": {"upper": 60}},
        boarding={"bands": []},
    )
    bank = {end: bank for bank in BANKS for end in _ENDS[bank]}
    return Valley(load(data), load_scenario(scenario).assumptions, bank)


_ENDS = {
    "south": ("S-town", "S-small", "S-least", "s1", "s2", "s3"),
    "north": ("N-town", "N-small", "n1", "n2", "crosses"),
}


def _beside(nodes: pd.DataFrame, edges: pd.DataFrame) -> dict[tuple[str, int], dict[str, float]]:
    """Return positions beside the nodes of each piece, the nodes from west to east."""
    graph = nx.Graph(list(zip(edges["u"], edges["v"], strict=True)))
    pieces = sorted(nx.connected_components(graph), key=len, reverse=True)
    found = {}
    for bank, piece in zip((*BANKS, "loop"), pieces, strict=True):
        inside = nodes[nodes["node"].isin(piece)].sort_values("lon", kind="stable")
        aside = 0 if bank == "loop" else ASIDE  # other roads pass close to the loop
        for number, (lon, lat) in enumerate(zip(inside["lon"], inside["lat"], strict=True)):
            found[bank, number] = {"lon": lon + aside, "lat": lat}
    return found


def _records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return frame.astype(object).to_dict("records")  # type: ignore[return-value]


@pytest.fixture(scope="module")
def costs(valley: Valley) -> TravelCosts:
    return travel_costs(valley.dataset, valley.assumptions)


def test_no_way_joins_different_pieces(valley, costs):
    homes = np.repeat(np.array(costs.origins), np.diff(costs.indptr))
    schools = np.array(costs.schools)[costs.school]
    assert costs.method == "network"
    assert len(homes) > 10
    assert [valley.bank[home] for home in homes] == [valley.bank[school] for school in schools]


def test_every_pair_on_one_bank_has_a_way_along_its_roads(valley, costs):
    for bank, schools in (("south", 3), ("north", 2)):
        homes = [i for i, home in enumerate(costs.origins) if valley.bank.get(home) == bank]
        assert len(homes) == 3
        assert [costs.indptr[i + 1] - costs.indptr[i] for i in homes] == [schools] * 3


def test_the_pieces_that_are_cut_off_are_listed(costs):
    apart = [f.what.en for f in costs.findings if f.code == "road_piece_apart"]
    assert len(apart) == 2
    assert "nodes: 113" in apart[0]
    assert "N-town" in apart[0]
    assert "crosses" in apart[0]
    assert "nodes: 1)" in apart[1]
    assert "loop" in apart[1]


def test_every_place_that_no_road_reaches_is_named(costs):
    off = {f.value: f.what.en for f in costs.findings if f.code == "place_off_network"}
    assert costs.cut_off == ("hill", "loop")
    assert "km from the nearest road, more than 3 km" in off["hill"]
    assert "has no school" in off["loop"]


def test_pupils_whose_school_lies_across_the_river_are_named_and_have_no_length(costs):
    lost = {f.value for f in costs.findings if f.code == "no_way_to_present_school"}
    assert lost == {"crosses", "hill", "loop"}


@pytest.fixture(scope="module")
def plan(valley: Valley) -> Plan:
    return make_plan(valley.dataset, valley.assumptions).plan


def test_the_plan_sends_nobody_across_the_river(valley, plan):
    moved = plan.assignments[plan.assignments["mode"] != "stay"]
    assert len(moved)
    for row in moved.itertuples():
        assert valley.bank[row.place_id] == valley.bank[row.school_id]


def test_a_school_whose_pupils_live_across_the_river_cannot_close(plan):
    """S-least would close, but two of its pupils live where no road leads: they must stay."""
    assert set(plan.actions["school_id"]) == {"S-small", "N-small"}
    (line,) = plan.targets
    assert (line.asked, line.planned) == (3, 2)


def test_pupils_without_a_way_stay_with_a_blank_length_at_no_cost(plan):
    rows = plan.assignments.set_index("place_id").loc[["crosses", "hill", "loop"]]
    assert (rows["mode"] == "stay").all()
    assert rows[["km", "minutes"]].isna().all(axis=None)
    spent = plan.costs.loc[plan.costs["account"] == "pupil_km", "amount"].sum()
    known = plan.assignments[plan.assignments["km"].notna()]
    assert spent == pytest.approx(300 * (known["km"] * known["pupils"]).sum(), rel=1e-3)
