"""Ways kept between runs: found again only for the very same county, roads and rules."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from planner.travel import TravelCosts, travel_costs
from planner.travel_cache import Stored, content_hash, read, write
from tests.builders_travel import county, network, rules

FIELDS = ("origins", "schools", "method", "cut_off", "findings")
ARRAYS = ("indptr", "school", "km", "bus_minutes")

NODES = {"a": (0, 0), "b": (9, 0), "x": (0, 30), "y": (9, 30)}
EDGES: list[dict[str, object]] = [
    {"from": "a", "to": "b", "kmh": 20, "via": [(5, 1)]},
    {"from": "x", "to": "y"},
]


def data(*, nodes=NODES, edges=EDGES, **more):
    told = {"attend": [("p", "S"), ("q", "S")], **more}
    schools, places = {"S": (1, 0), "T": (8, 1)}, {"p": (3, 0), "q": (4, 31)}
    return county(schools, places, roads=network(nodes, edges), **told)


def same(one: TravelCosts, other: TravelCosts) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in FIELDS) and all(
        getattr(one, name).tolist() == getattr(other, name).tolist()
        and getattr(one, name).dtype == getattr(other, name).dtype
        for name in ARRAYS
    )


def only_file(folder):
    (path,) = folder.iterdir()
    return path


def test_what_is_read_from_the_cache_is_what_was_reckoned(tmp_path):
    plain = travel_costs(data(), rules())
    first = travel_costs(data(), rules(), cache_dir=tmp_path)
    second = travel_costs(data(), rules(), cache_dir=tmp_path)
    assert plain.cut_off == ("q",)
    assert same(plain, first)
    assert same(plain, second)


def test_a_second_run_reads_the_file_and_searches_no_way(tmp_path, monkeypatch):
    first = travel_costs(data(), rules(), cache_dir=tmp_path)
    monkeypatch.delattr("planner.travel.OnRoads")
    assert same(first, travel_costs(data(), rules(), cache_dir=tmp_path))


CHANGES = {
    "a speed of a road": data(edges=[{**EDGES[0], "kmh": 21}, EDGES[1]]),
    "the km of a road": data(edges=[{**EDGES[0], "km": 11}, EDGES[1]]),
    "the course of a road": data(edges=[{**EDGES[0], "via": [(5, 2)]}, EDGES[1]]),
    "a one-way street": data(edges=[{**EDGES[0], "oneway": True}, EDGES[1]]),
    "a node": data(nodes={**NODES, "y": (9, 31)}),
    "a given distance": data(given=[("q", "T", 5, float("nan"))]),
    "a present school": data(attend=[("p", "S"), ("q", "T")]),
}


@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES.keys())
def test_any_change_of_the_data_is_reckoned_anew(tmp_path, changed):
    travel_costs(data(), rules(), cache_dir=tmp_path)
    found = travel_costs(changed, rules(), cache_dir=tmp_path)
    assert same(found, travel_costs(changed, rules()))
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "assumptions",
    [rules(bus_kmh=15), rules(bus_wait_minutes=0), rules(boarding={"max_minutes": 30})],
    ids=["speed", "wait", "limit"],
)
def test_any_change_of_the_rules_is_reckoned_anew(tmp_path, assumptions):
    travel_costs(data(), rules(), cache_dir=tmp_path)
    found = travel_costs(data(), assumptions, cache_dir=tmp_path)
    assert same(found, travel_costs(data(), assumptions))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_name_that_changed_is_told_by_its_new_name(tmp_path):
    travel_costs(data(), rules(), cache_dir=tmp_path)
    renamed = data()
    renamed = replace(renamed, places=renamed.places.assign(name="新村"))
    found = travel_costs(renamed, rules(), cache_dir=tmp_path)
    assert any("新村" in finding.what.zh for finding in found.findings)


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "text", "another"])
def test_a_damaged_file_is_ignored_and_written_again(tmp_path, damage):
    first = travel_costs(data(), rules(), cache_dir=tmp_path)
    path = only_file(tmp_path)
    good = path.read_bytes()
    middle = len(good) // 2
    flipped = good[:middle] + bytes([good[middle] ^ 255]) + good[middle + 1 :]
    bad = {
        "empty": b"",
        "cut": good[:-40],
        "flipped": flipped,
        "text": b"not an archive",
        "another": another_result(tmp_path / "other"),
    }
    path.write_bytes(bad[damage])
    assert same(first, travel_costs(data(), rules(), cache_dir=tmp_path))
    (path,) = (file for file in tmp_path.iterdir() if file.is_file())
    assert path.read_bytes() != bad[damage]
    assert same(first, travel_costs(data(), rules(), cache_dir=tmp_path))


def another_result(folder):
    """Return the file of another county, as if it had been copied over."""
    write(folder, "f" * 64, Stored({"km": np.array([1.0])}, {"cut_off": [], "findings": []}))
    return only_file(folder).read_bytes()


def test_nothing_in_the_cache_is_unpickled(tmp_path):
    """An array of objects, which only a pickle could hold, counts as damage and is not read."""
    write(tmp_path, "a" * 64, Stored({"km": np.array([1.0])}, {}))
    path = only_file(tmp_path)
    about = json.dumps({"key": "a" * 64}).encode()
    with path.open("wb") as file:
        np.savez(file, km=np.array([{}], dtype=object), about=np.frombuffer(about, dtype=np.uint8))
    assert read(tmp_path, "a" * 64) is None
    with pytest.raises(ValueError, match="allow_pickle"):
        write(tmp_path, "b" * 64, Stored({"km": np.array([{}], dtype=object)}, {}))
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path):
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder should be")
    assert same(travel_costs(data(), rules(), cache_dir=in_the_way), travel_costs(data(), rules()))


def test_equal_content_has_an_equal_hash_and_other_content_another():
    one = content_hash(plain={"a": [1, 2]}, arrays=[np.array([1.0, 2.0])])
    assert one == content_hash(plain={"a": (1, 2)}, arrays=[np.array([1.0, 2.0])])
    others = [
        content_hash(plain={"a": [1, 3]}, arrays=[np.array([1.0, 2.0])]),
        content_hash(plain={"a": [1, 2]}, arrays=[np.array([1.0]), np.array([2.0])]),
        content_hash(plain={"a": [1, 2]}, arrays=[np.array([[1.0, 2.0]])]),
        content_hash(plain={"a": [1, 2]}, arrays=[np.array([1, 2])]),
    ]
    assert len({one, *others}) == 5
