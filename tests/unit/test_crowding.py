"""Pupils who take no part hold no seat in the plan; a receiver that they overfill is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planner.pipeline import Options, plan
from tests.builders_model import street

if TYPE_CHECKING:
    from pathlib import Path

    from planner.errors import Finding

BANDS = {"lower": [1, 3], "upper": [4, 6]}


def warned(
    folder: Path, seats: int, grade: int = 8, *, asked: int = 1, **bands: object
) -> list[Finding]:
    """Plan a primary with 20 pupils beside a long school with 290 in one grade."""
    case = street(
        folder,
        {"A": {}, "D": {"at": 1, "kind": "twelve_year", "last_grade": 12, "seats": seats}},
        [("A", 4, 20), ("D", grade, 290)],
        scenario={
            "bands": bands or BANDS,
            "closures": {"targets": {2023: asked}, "keep_junior_per_township": False},
        },
    )
    made = plan(case.dataset, case.assumptions, Options(isolated=False))
    assert len(made.actions) == asked
    return [f for f in made.warnings if f.code == "outside_pupils_over_seats"]


def test_a_receiver_that_is_over_its_seats_with_the_others_is_named(tmp_path: Path) -> None:
    """20 come to 290 in grade 8, which no band holds: 310 sit in 300."""
    (warning,) = warned(tmp_path, 300)
    assert warning.severity == "warning"
    assert warning.value == "D"
    for said in (warning.what.en, warning.what.zh):
        assert all(word in said for word in ("D", "2023", "20", "290", "300"))


@pytest.mark.parametrize(
    ("seats", "grade", "asked", "bands"),
    [
        (310, 8, 1, {}),
        (300, 10, 1, {}),
        (300, 8, 0, {}),
        (320, 8, 1, {**BANDS, "junior": [7, 9]}),
    ],
    ids=["all fit", "grade 10 holds no seat", "nobody comes", "the band takes part"],
)
def test_who_fits_or_receives_nobody_is_not_named(
    seats: int, grade: int, asked: int, bands: dict[str, list[int]], tmp_path: Path
) -> None:
    assert warned(tmp_path, seats, grade, asked=asked, **bands) == []
