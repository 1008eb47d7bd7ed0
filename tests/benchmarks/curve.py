"""The growth curve as a drawing: seconds over schools, both axes logarithmic."""

from __future__ import annotations

from math import isnan, log10
from typing import TYPE_CHECKING

from tests.benchmarks.page import NAMES, seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.benchmarks.runs import Row

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 20, 60
_COLOURS = ("#1f5f8b", "#b5651d", "#4b7f52", "#7a4b8b")
_SCHOOLS, _SECONDS = (100, 30_000), (0.1, 1_000)


def drawn(rows: Mapping[str, Sequence[Row]], slopes: Mapping[str, float]) -> str:
    """Return the curve of every program as SVG."""
    parts = [*_grid(), *_words()]
    for n, (program, mine) in enumerate(rows.items()):
        parts += _line(program, mine, slopes[program], n)
    size = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    style = 'font-family="sans-serif" font-size="13"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>'
    white = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    return "\n".join([head, white, *parts, "</svg>", ""])


def _at(schools: float, seconds: float) -> tuple[float, float]:
    wide, high = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
    x = log10(schools / _SCHOOLS[0]) / log10(_SCHOOLS[1] / _SCHOOLS[0])
    y = log10(max(seconds, _SECONDS[0]) / _SECONDS[0]) / log10(_SECONDS[1] / _SECONDS[0])
    return round(_LEFT + x * wide, 1), round(_TOP + (1 - y) * high, 1)


def _grid() -> Iterator[str]:
    for schools in (100, 300, 1_000, 3_000, 10_000, 30_000):
        x, bottom = _at(schools, _SECONDS[0])
        yield f'<path d="M{x} {_TOP}V{bottom}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{schools:,}</text>'
    for seconds in (0.1, 1, 10, 100, 1_000):
        left, y = _at(_SCHOOLS[0], seconds)
        yield f'<path d="M{left} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{seconds:g}</text>'


def _words() -> Iterator[str]:
    middle = (_TOP + _HEIGHT - _BOTTOM) / 2
    yield f'<text x="{_WIDTH / 2}" y="{_HEIGHT - 12}" text-anchor="middle">学校数 schools</text>'
    turned = f'transform="rotate(-90 18 {middle})" text-anchor="middle"'
    yield f'<text x="18" y="{middle}" {turned}>求解秒数 seconds of stating and solving</text>'


def _line(program: str, rows: Sequence[Row], slope: float, n: int) -> Iterator[str]:
    colour, y = _COLOURS[n % len(_COLOURS)], _TOP + 24 + 20 * n
    said = "" if isnan(slope) else f" ~ n^{slope:.2f}"
    points = [_at(int(row["schools"]), seconds_of(row)) for row in rows]
    path = " ".join(f"{a},{b}" for a, b in points)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for a, b in points:
        yield f'<circle cx="{a}" cy="{b}" r="4" fill="{colour}"/>'
    yield f'<circle cx="{_LEFT + 18}" cy="{y - 4}" r="4" fill="{colour}"/>'
    yield f'<text x="{_LEFT + 30}" y="{y}">{NAMES[program]}{said}</text>'
