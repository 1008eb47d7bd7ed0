"""A page that leaves the program asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from maps.offline import (
    LEAFLET_CSS,
    LEAFLET_JS,
    LoadsFromNetwork,
    standalone,
    vendored_hashes,
    vendored_names,
)

PAGE = "<!DOCTYPE html>\n<html>\n<head>\n{head}</head>\n<body>{body}</body>\n</html>"


def test_vendored_files_are_the_ones_that_were_recorded() -> None:
    assert vendored_names() == ["leaflet-1.9.4"]
    for name, (told, real) in vendored_hashes("leaflet-1.9.4").items():
        assert told == real, name


def test_the_licence_ships_with_the_library() -> None:
    assert "LICENSE" in vendored_hashes("leaflet-1.9.4")


def test_links_become_the_library_itself_and_its_icons_data() -> None:
    head = f'<script src="{LEAFLET_JS}"></script><link rel="stylesheet" href="{LEAFLET_CSS}"/>'
    page = standalone(PAGE.format(head=head, body=""))
    assert "Volodymyr" in page or "Leaflet 1.9.4" in page
    assert "vendored:" not in page
    assert "url(images/" not in page
    assert "sourceMappingURL" not in page
    assert "\r" not in page, "a browser reads other line ends, and the hashes would not agree"


def test_the_policy_knows_each_script_and_style_by_its_hash_and_forbids_the_rest() -> None:
    page = standalone(PAGE.format(head="<style>b{}</style>", body="<script>let a = 1;</script>"))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    for text in ("let a = 1;", "b{}"):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_a_data_block_is_no_script() -> None:
    body = '<script type="application/json">{"a": 1}</script>'
    assert "sha256" not in standalone(PAGE.format(head="", body=body)).split("style-src")[0]


@pytest.mark.parametrize(
    "piece",
    [
        '<script src="https://example.org/a.js"></script>',
        '<script src="//example.org/a.js"></script>',
        '<link rel="stylesheet" href="https://example.org/a.css"/>',
        '<img src="http://example.org/a.png">',
        '<iframe src="https://example.org"></iframe>',
        '<object data="https://example.org"></object>',
        '<base href="https://example.org">',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>b { background: url(https://example.org/a.png) }</style>",
        '<p onclick="alert(1)">a</p>',
        '<p style="color: red">a</p>',
    ],
)
def test_a_page_that_would_load_or_run_something_else_is_refused(piece: str) -> None:
    with pytest.raises(LoadsFromNetwork):
        standalone(PAGE.format(head="", body=piece))
