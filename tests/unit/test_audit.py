"""What the audit notices across tables; each check has a county in which it speaks and one not."""

import json
from pathlib import Path

import numpy as np
import pytest

from planner import datum
from planner.errors import DataError, Finding
from planner.load import load
from tests.builders import write_county

HALVES = {"西镇": (113.8, 114.1), "东镇": (114.1, 114.4)}


def school(name: str, /, **more: object) -> dict[str, object]:
    return {"school_id": name, "lon": 114.0 + 0.001 * sum(map(ord, name)), **more}


def pupils(name: str, number: int, grade: int = 1) -> dict[str, object]:
    return {"school_id": name, "grade": grade, "pupils": number}


def warnings(folder: Path, **tables: object) -> list[Finding]:
    return list(load(write_county(folder, **tables)).warnings)


def of(found: list[Finding], code: str) -> list[Finding]:
    return [finding for finding in found if finding.code == code]


def boundaries(folder: Path, halves: dict[str, tuple[float, float]] = HALVES) -> None:
    """Write townships side by side from 31.8 to 32.2 N."""
    features = [
        {
            "type": "Feature",
            "properties": {"township": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, 31.8], [e, 31.8], [e, 32.2], [w, 32.2], [w, 31.8]]],
            },
        }
        for name, (w, e) in halves.items()
    ]
    folder.mkdir(exist_ok=True)
    (folder / "townships.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8"
    )


def test_pupils_above_seats_are_counted_in_compulsory_grades(tmp_path: Path) -> None:
    """30 pupils in 20 seats; at the other school 15 of 30 are in senior grades."""
    found = warnings(
        tmp_path,
        schools=[school("A", seats=20), school("B", seats=20, kind="twelve_year", last_grade=12)],
        pupils=[pupils("A", 30), pupils("B", 15), pupils("B", 15, grade=11)],
    )
    (one,) = of(found, "pupils_above_seats")
    assert (one.file, one.row, one.column, one.value) == ("schools.csv", 2, "seats", "20")
    assert "30 pupils in 20 seats, 10 too many" in one.what.en
    assert "超10人" in one.what.zh


def test_pupils_in_grades_that_a_school_does_not_teach(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        schools=[school("A"), school("B", last_grade=3)],
        pupils=[pupils("A", 3, 6), pupils("B", 4, 3), pupils("B", 5, 4), pupils("B", 6, 5)],
    )
    (one,) = of(found, "pupils_outside_grades")
    assert (one.row, one.column) == (3, "last_grade")
    assert "11 pupils in grades 4, 5" in one.what.en


def test_schools_without_pupils_are_named_in_one_line(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        schools=[school("A"), school("B", name="东坡"), school("C", name="西坡")],
        pupils=[pupils("A", 3), pupils("B", 0)],
    )
    (one,) = of(found, "schools_without_pupils")
    assert one.what.zh == "2所学校没有学生：东坡、西坡"


def test_more_boarders_than_beds(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        schools=[school("A", beds=10, boarders=12), school("B", beds=10, boarders=10)],
        pupils=[pupils("A", 3), pupils("B", 3)],
    )
    assert [f.row for f in of(found, "boarders_above_beds")] == [2]


def test_two_schools_at_one_point(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        schools=[school("A", lon=114), school("B", lon=114.01), school("C", lon=114.000001)],
        pupils=[pupils(name, 3) for name in "ABC"],
    )
    (one,) = of(found, "at_one_point")
    assert (one.row, "A (row 2)" in one.what.en) == (4, True)


def test_a_school_outside_its_township_and_one_in_no_township(tmp_path: Path) -> None:
    boundaries(tmp_path)
    found = warnings(
        tmp_path,
        schools=[
            school("A", lon=114.0, township="西镇"),
            school("B", lon=114.3, township="西镇"),
            school("C", lon=114.3, township="东镇", lat=32.3),
        ],
        places=[{"place_id": "P", "lon": 113.9, "township": "东镇"}],
        pupils=[pupils(name, 3) for name in "ABC"],
    )
    outside = of(found, "outside_township")
    assert [(f.file, f.row) for f in outside] == [
        ("schools.csv", 3),
        ("schools.csv", 4),
        ("places.csv", 2),
    ]
    assert "in 东镇" in outside[0].what.en
    assert "in no township" in outside[1].what.en


def test_a_township_without_a_boundary_is_told_once_with_the_nearest(tmp_path: Path) -> None:
    boundaries(tmp_path)
    found = warnings(
        tmp_path,
        schools=[school("A", township="西鎮"), school("B", township="西鎮")],
        pupils=[pupils("A", 3), pupils("B", 3)],
    )
    (one,) = of(found, "township_without_boundary")
    assert "is it '西镇'?" in one.what.en
    assert not of(found, "outside_township")


def test_swapped_positions_that_stay_in_range(tmp_path: Path) -> None:
    """In Lhasa both 91 E and 29 N are possible latitudes only up to 90: here 88 E."""
    where = [(88.0, 29.0), (88.1, 29.1), (88.2, 29.0), (29.1, 88.1), (60.0, 10.0)]
    found = warnings(
        tmp_path,
        schools=[school(f"S{n}", lon=x, lat=y) for n, (x, y) in enumerate(where)],
        pupils=[pupils(f"S{n}", 3) for n in range(len(where))],
        road_nodes=[
            {"node_id": "a", "lon": 88, "lat": 29},
            {"node_id": "b", "lon": 88.2, "lat": 29.1},
        ],
        road_edges=[{"from": "a", "to": "b", "km": 22}],
    )
    assert [(f.code, f.row) for f in found] == [("swapped_position", 5), ("far_from_county", 6)]


def test_a_swapped_position_is_found_without_roads_and_boundaries(tmp_path: Path) -> None:
    where = [(88.0 + n / 50, 29.0) for n in range(12)] + [(29.0, 88.1)]
    found = warnings(
        tmp_path,
        schools=[school(f"S{n}", lon=x, lat=y) for n, (x, y) in enumerate(where)],
        pupils=[pupils(f"S{n}", 3) for n in range(len(where))],
    )
    assert [(f.code, f.row) for f in found] == [("swapped_position", 14)]


@pytest.mark.parametrize("crs", ["GCJ02", "BD09"])
def test_points_that_fit_their_townships_only_after_a_shift(crs: str, tmp_path: Path) -> None:
    """Narrow strips of townships; positions in Gaode's or Baidu's datum, declared WGS84."""
    strips = {f"镇{n}": (114 + 0.004 * n, 114.004 + 0.004 * n) for n in range(30)}
    shift = datum.wgs84_to_gcj02 if crs == "GCJ02" else datum.wgs84_to_bd09
    lon, lat = shift(np.array([114.002 + 0.004 * n for n in range(30)]), np.full(30, 32.0))
    rows = [school(n, lon=x, lat=y, township=n) for n, x, y in zip(strips, lon, lat, strict=True)]
    boundaries(tmp_path, strips)
    found = warnings(tmp_path, schools=rows, pupils=[pupils(n, 3) for n in strips])
    (one,) = of(found, "fits_after_shift")
    assert f'crs = "{crs}"' in one.hint.zh
    declared = warnings(
        tmp_path, schools=rows, pupils=[pupils(n, 3) for n in strips], county={"crs": crs}
    )
    assert not of(declared, "fits_after_shift")


def target(version: str, year: int, count: int, **more: object) -> dict[str, object]:
    return {
        "version": version, "year": year, "count": count, "unit": "teaching_point",
        "deadline": "", "source": f"item of {version}", **more,
    }  # fmt: skip


def targets(
    folder: Path, *rows: dict[str, object], empty: int = 0, small: int = 3
) -> list[Finding]:
    """Return the findings in a county of so many small schools with and without pupils."""
    schools = [school(f"S{n}") for n in range(small + empty)]
    there = [pupils(f"S{n}", 5) for n in range(small)]
    return warnings(folder, schools=schools, pupils=there, targets=list(rows))


def test_versions_that_differ_are_both_named(tmp_path: Path) -> None:
    found = targets(tmp_path, target("a", 2023, 2), target("b", 2023, 1), target("c", 2023, 1))
    (one,) = of(found, "targets_differ")
    assert all(part in one.what.zh for part in ("2 (a: item of a)", "1 (b: item of b)"))


def test_one_version_with_two_counts_is_one_message_with_both_sources(tmp_path: Path) -> None:
    rows = (target("a", 2023, 2), {**target("a", 2023, 3), "source": "a letter"})
    found = targets(tmp_path, *rows)
    assert [one.code for one in found if one.code.startswith("targets")] == ["targets_contradict"]
    (one,) = of(found, "targets_contradict")
    assert "2 (item of a); 3 (a letter)" in one.what.zh


def test_a_work_that_adds_nothing_is_named(tmp_path: Path) -> None:
    plain = {"school_id": "S0", "first_year": 2023, "cost": 1000}
    works = [{**plain, "works_id": "W1"}, {**plain, "works_id": "W2", "adds_beds": 5}]
    found = warnings(tmp_path, schools=[school("S0")], pupils=[pupils("S0", 5)], works=works)
    (one,) = of(found, "works_without_effect")
    assert one.row == 2


def test_the_same_count_twice_is_no_contradiction(tmp_path: Path) -> None:
    assert not targets(tmp_path, target("a", 2023, 2), target("b", 2023, 2))


def test_targets_of_different_units_are_not_compared(tmp_path: Path) -> None:
    found = targets(tmp_path, target("a", 2023, 2), target("b", 2023, 1, unit="small_school"))
    assert [f.code for f in found] == ["target_units_differ"]
    assert "小规模学校（b）" in found[0].what.zh


def test_a_target_without_a_unit(tmp_path: Path) -> None:
    found = targets(tmp_path, target("a", 2023, 2, unit=""))
    assert [(f.code, f.row) for f in found] == [("target_without_unit", 2)]


def test_more_empty_schools_due_than_the_target_of_the_year(tmp_path: Path) -> None:
    due = target("empties", 2023, 3, unit="small_school", deadline="2023-08-31")
    found = targets(tmp_path, target("a", 2023, 2), due, empty=3)
    (one,) = of(found, "due_above_target")
    assert (one.row, one.value) == (3, "3")
    assert "2023-08-31" in one.what.zh


def test_more_schools_without_pupils_than_the_first_target(tmp_path: Path) -> None:
    """The base year is 2022, so the target of 2023 is the first."""
    found = targets(tmp_path, target("a", 2023, 2), target("a", 2024, 1), empty=3)
    assert [f.row for f in of(found, "empties_above_target")] == [2]


def test_a_roadmap_that_leaves_small_schools_open(tmp_path: Path) -> None:
    """Five small schools, three to close: two are left, unless they are kept by decision."""
    rows = (target("a", 2023, 2), target("a", 2024, 1))
    (one,) = of(targets(tmp_path / "x", *rows, small=5), "roadmap_leaves_small_schools")
    assert "还剩2所" in one.what.zh
    assert not of(targets(tmp_path / "y", *rows, small=3), "roadmap_leaves_small_schools")


def test_posts_are_reckoned_as_one_ratio_and_by_stage(tmp_path: Path) -> None:
    """190 primary and 135 junior pupils need 10 + 10 posts by stage, 325 / 19 = 17 at 1:19."""
    found = warnings(
        tmp_path,
        schools=[school("A", staff=18), school("B", kind="junior")],
        pupils=[pupils("A", 190), pupils("B", 135, 7)],
    )
    (one,) = of(found, "posts_by_ratio")
    assert "18 posts on duty" in one.what.en
    assert (
        "17 are needed, balance +1; at 1:19 primary and 1:13.5 junior 20, balance -2" in one.what.en
    )


def test_town_schools_over_their_seats_and_the_room_of_the_others(tmp_path: Path) -> None:
    found = warnings(
        tmp_path,
        schools=[school("A", seats=10, area="urban"), school("B", seats=10, area="urban")],
        pupils=[pupils("A", 30), pupils("B", 7)],
    )
    (one,) = of(found, "town_schools_overfull")
    assert "by 20 pupils" in one.what.en
    assert "3 free seats" in one.what.en


def test_a_base_year_that_is_not_that_of_the_figures(tmp_path: Path) -> None:
    """Counts of July 2023 belong to the school year 2022."""
    rows = {"schools": [school("A")], "pupils": [pupils("A", 3)]}
    assert not warnings(tmp_path / "x", **rows)
    (one,) = warnings(tmp_path / "y", **rows, county={"base_year": 2023})
    assert one.code == "base_year_and_date"


def test_the_contradictions_of_the_notice_are_seen_in_the_shipped_county(xi_county: Path) -> None:
    found = list(load(xi_county).warnings)

    def said(code: str) -> str:
        return " / ".join(f.what.en for f in of(found, code))

    assert "23 (item-14" in said("targets_differ"), "C1"
    assert "32 (item-26" in said("targets_differ"), "C1"
    assert "25 are due by 2023-08-31, more than the 23" in said("due_above_target"), "C2"
    assert "small school (item-4)" in said("target_units_differ"), "C3"
    assert "may mean 118 or 143" in said("small_schools_two_readings"), "C4"
    assert "59 by 2025" in said("roadmap_leaves_small_schools"), "C7"
    assert "50 by 2025" in said("roadmap_leaves_small_schools"), "C7"
    assert "6,454 are needed" in said("posts_by_ratio"), "C8"
    assert "6,687" in said("town_schools_overfull"), "C10"
    assert len(of(found, "schools_without_pupils")) == 1
    assert "25 schools" in said("schools_without_pupils")


def test_checks_speak_of_sound_tables_while_others_are_broken(tmp_path: Path) -> None:
    """A fault in the targets does not hide that pupils are above seats."""
    folder = write_county(
        tmp_path,
        schools=[school("A", seats=2)],
        pupils=[pupils("A", 3)],
        targets=[target("a", 23, 1)],
    )
    with pytest.raises(DataError) as caught:
        load(folder)
    assert [f.code for f in caught.value.findings] == ["bad_year", "pupils_above_seats"]
