"""The shifts between datums against an independent package, there and back."""

import numpy as np
import prcoords
import pytest

from planner import datum

CHINA = [
    (91.1, 29.6),
    (87.6, 43.8),
    (114.74, 32.34),
    (116.397, 39.909),
    (121.5, 31.2),
    (126.6, 45.7),
]


def grid() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    return random.uniform(74, 134, 500), random.uniform(18, 53, 500)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (datum.wgs84_to_gcj02, prcoords.wgs_gcj),
        (datum.wgs84_to_bd09, prcoords.wgs_bd),
        (datum.gcj02_to_bd09, prcoords.gcj_bd),
    ],
)
def test_the_shift_is_that_of_an_independent_package(ours, theirs) -> None:
    """To a micrometre, over all of China."""
    lon, lat = grid()
    east, north = ours(lon, lat)
    other = np.array([theirs((y, x)) for x, y in zip(lon, lat, strict=True)])
    np.testing.assert_allclose(east, other[:, 1], rtol=0, atol=1e-11)
    np.testing.assert_allclose(north, other[:, 0], rtol=0, atol=1e-11)


@pytest.mark.parametrize(
    ("there", "back"),
    [
        (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
        (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
        (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
    ],
)
def test_the_way_back_meets_the_start(there, back) -> None:
    lon, lat = grid()
    east, north = back(*there(lon, lat))
    np.testing.assert_allclose([east, north], [lon, lat], rtol=0, atol=1e-11)


def test_the_shift_is_hundreds_of_metres_in_china_and_nothing_in_belfast() -> None:
    """Tianshui: 385.6 m to GCJ-02, as measured elsewhere; outside the frame there is no shift."""
    from planner.sphere import great_circle_km

    here = np.array([105.7]), np.array([34.6])
    moved = datum.wgs84_to_gcj02(*here)
    assert great_circle_km(*here, *moved)[0] * 1000 == pytest.approx(385.6, abs=1)
    belfast = np.array([-5.93]), np.array([54.6])
    assert datum.wgs84_to_gcj02(*belfast) == belfast


def test_an_epsg_code_in_metres_becomes_degrees() -> None:
    """The central meridian 114 E of CGCS2000 zone 114 has the easting 500 km."""
    assert not datum.is_degrees("EPSG:4547")
    east, north = datum.to_wgs84("EPSG:4547", np.array([500_000.0]), np.array([3_580_000.0]))
    assert east[0] == pytest.approx(114.0, abs=1e-7)
    assert north[0] == pytest.approx(32.346, abs=0.01)


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("wgs-84", "WGS84"),
        ("GCJ-02", "GCJ02"),
        ("bd09", "BD09"),
        ("CGCS2000", "EPSG:4490"),
        ("EPSG:4326", "WGS84"),
        (4547, "EPSG:4547"),
        ("epsg 4547", "EPSG:4547"),
    ],
)
def test_a_datum_has_many_spellings_and_one_name(said, known) -> None:
    assert datum.canonical(said) == known


@pytest.mark.parametrize(
    "said", ["Beijing54", "EPSG:999999", "EPSG:5773", "", "+proj=utm +zone=50"]
)
def test_what_gives_no_position_is_no_datum(said) -> None:
    """An unknown word, a code that does not exist, one of heights, none, and a PROJ string."""
    with pytest.raises(datum.UnknownDatum):
        datum.canonical(said)
