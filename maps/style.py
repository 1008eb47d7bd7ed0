"""How the map looks, in numbers: colours, widths and sizes, each in one place.

The strong colours are those of Okabe and Ito, which people with any common colour blindness
tell apart; no meaning stands in a colour alone, every state has its own shape or stroke too.
"""

from __future__ import annotations

COLOURS: dict[str, str] = {
    "paper": "#ebe8df",  # outside the county
    "land": "#f6f4ee",
    "water": "#b9cdd6",
    "road": "#d3cabb",
    "lane": "#e0d9cc",
    "border": "#b5b0a4",
    "county": "#8d887b",
    "place": "#8b877c",  # township names
    "ink": "#20262c",
    "soft": "#5d646b",
    "rule": "#d9d5ca",
    "white": "#ffffff",
    "receives": "#0072b2",
    "received": "#a9d0ea",
    "closes": "#c84a00",  # vermilion, a shade darker: text on paper stays readable
    "closed": "#8f8d87",
    "private": "#9b9a94",
    "warn": "#e69f00",
    "warn_text": "#8a5a00",
    "redirects": "#a04a80",  # reddish purple, darker than Okabe and Ito's: a thin line must be seen
    "works": "#00805f",
    "keeps": "#f0e442",  # under a thick black outline
    "seats_yellow": "#e3c800",
    "seats_orange": "#ef8a1d",
    "seats_red": "#b3132b",
    "zone_edge": "#b9ac93",
    "zone_0": "#f3ecd9",
    "zone_1": "#e4ecdf",
    "zone_2": "#efe1e0",
    "zone_3": "#dfe8ee",
    "zone_4": "#e9e3f0",
    "zone_5": "#f5e4d3",
}

ROAD_CLASSES_KMH: tuple[float, float] = (50, 30)
"""A road this fast or faster (km/h) is drawn wide, middling; slower ones are thin."""

ROAD_WIDTHS_PX: tuple[float, float, float] = (2.4, 1.4, 0.8)

DEGREE_STEPS = 100_000
"""Positions are whole numbers of this part of a degree: about a metre."""

ROAD_POINTS_AT_MOST = 90_000
"""More points than this would make the page too large for a mail or a chat."""

STYLE: dict[str, object] = {
    "colours": COLOURS,
    "road_widths": ROAD_WIDTHS_PX,
    "smallest_px": 6,
    "pixels_per_root_pupil": 0.25,
    "move_px_per_root_pupil": 1.15,
    "move_widest_px": 13,
}
