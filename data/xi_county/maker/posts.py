"""Teaching posts, by school, stage, subject and duty."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from maker.plane import apportion, stream
from maker.roster import LAST_PRIMARY
from maker.sites import schools

if TYPE_CHECKING:
    from maker.sites import School

POSTS, OFF_DUTY = 8_020, 56
PER_TEACHER_PRIMARY, PER_TEACHER_JUNIOR = 17.5, 12.2
_KNOWN = {"69 pupils": 59, "200 pupils": 63}
_SUBJECTS = {
    "primary": (("语文", 0.36), ("数学", 0.30), ("英语", 0.10), ("科学", 0.07), ("体育", 0.09),
                ("音乐美术", 0.08)),
    "junior": (("语文", 0.19), ("数学", 0.19), ("英语", 0.19), ("理化生", 0.20), ("政史地", 0.15),
               ("体育", 0.05), ("音乐美术", 0.03)),
}  # fmt: skip
_WHOLE_SUBJECTS_FROM, _LARGE_STAFF = 8, 30  # teachers

type Post = tuple[int, str, str, str, int]  # school, stage, subject, duty, headcount


def _need(school: School) -> float:
    """Return the posts that the county's habit would give a school, before they are levelled."""
    entry = school.entry
    need = entry.primary / PER_TEACHER_PRIMARY + entry.junior / PER_TEACHER_JUNIOR
    if entry.sort == "rural_junior":
        return max(need, 36.0)
    return max(need, 2.0 if entry.last_grade < LAST_PRIMARY else 4.5)


@cache
def on_duty() -> tuple[int | None, ...]:
    """Return teachers on duty at each school; None for private ones, which hold no posts."""
    known = [_KNOWN.get(s.entry.mark) for s in schools()]
    known = [1 if s.entry.sort == "empty" else k for s, k in zip(schools(), known, strict=True)]
    public = [s.entry.sort != "private" for s in schools()]
    weights = [
        _need(s) if k is None and p else 0.0
        for s, k, p in zip(schools(), known, public, strict=True)
    ]
    left = POSTS - OFF_DUTY - sum(k for k in known if k is not None)
    shared = apportion(left, np.asarray(weights)).tolist()
    return tuple(
        (k if k is not None else n) if p else None
        for k, n, p in zip(known, shared, public, strict=True)
    )


def _subjects(school: int, stage: str, count: int) -> list[Post]:
    if stage == "primary" and count < _WHOLE_SUBJECTS_FROM:
        return [(school, stage, "全科", "on", count)]
    names, weights = zip(*_SUBJECTS[stage], strict=True)
    parts = apportion(count, np.asarray(weights)).tolist()
    return [(school, stage, name, "on", n) for name, n in zip(names, parts, strict=True) if n]


@cache
def posts() -> tuple[Post, ...]:
    """Return all posts; those off duty belong to the schools with many teachers."""
    made: list[Post] = []
    duty = on_duty()
    order = np.argsort(stream(90).random(len(duty)), kind="stable").tolist()
    idle = [k for k in order if (duty[k] or 0) >= _LARGE_STAFF][:OFF_DUTY]
    for k, (school, count) in enumerate(zip(schools(), duty, strict=True)):
        if count is None:
            continue
        entry = school.entry
        parts = apportion(count, np.array([entry.primary / 17.5 + 1e-9, entry.junior / 12.2]))
        for stage, n in zip(("primary", "junior"), parts.tolist(), strict=True):
            made += _subjects(k, stage, n) if n else []
        made += [(k, "junior" if entry.junior else "primary", "", "off", idle.count(k))] * (
            k in idle
        )
    return tuple(made)
