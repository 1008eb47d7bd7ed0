"""The one place that makes a page independent of any network, and proves that it is.

Links to libraries are replaced by the vendored files' own bytes; a content security policy lets
the browser run exactly the scripts and styles that stand in the page, known by their hashes, and
refuses everything else, so that even a flaw elsewhere could neither load nor send anything.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from html.parser import HTMLParser
from importlib import resources
from typing import TYPE_CHECKING, override

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LEAFLET_JS = "vendored:leaflet-1.9.4/leaflet.js"
LEAFLET_CSS = "vendored:leaflet-1.9.4/leaflet.css"

_LOADING = {  # element: attributes by which it would load something
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "iframe": ("src", "srcdoc"),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src", "srcset"),
    "base": ("href",),
    "form": ("action",),
}
_SCRIPT_LINK = re.compile(r'<script src="vendored:([^"]+)"></script>')
_STYLE_LINK = re.compile(r'<link rel="stylesheet" href="vendored:([^"]+)"\s*/?>')
_CSS_IMAGE = re.compile(r"url\((images/[\w.-]+)\)")
_CSS_LOADS = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)", re.IGNORECASE)
_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S*\s*$")
_NOT_CODE = {"application/json"}


class LoadsFromNetwork(RuntimeError):
    """The page would ask the network for something; a fault of the program, not of the data."""


def standalone(html: str) -> str:
    """Return `html` with the libraries inside and a policy that forbids every request.

    Parameters
    ----------
    html
        A whole page whose links to libraries read ``vendored:FOLDER/FILE``.

    Raises
    ------
    LoadsFromNetwork
        If anything remains that a browser would load.
    """
    page = _SCRIPT_LINK.sub(lambda found: f"<script>{_script(found[1])}</script>", html)
    page = _STYLE_LINK.sub(lambda found: f"<style>{_style(found[1])}</style>", page)
    seen = _Reader()
    seen.feed(page)
    seen.close()
    if seen.loads:
        raise LoadsFromNetwork(f"the page would load: {', '.join(seen.loads[:5])}")
    return page.replace("<head>", f"<head>\n{_policy(seen)}", 1)


def vendored_names() -> list[str]:
    """Return the folders of vendored libraries."""
    return sorted(item.name for item in _assets().iterdir() if item.is_dir())


def vendored_hashes(folder: str) -> dict[str, tuple[str, str]]:
    """Return the recorded and the real SHA-256 of each file of a vendored library."""
    record = tomllib.loads(_assets().joinpath(folder, "VENDORED.toml").read_text("utf-8"))
    return {
        name: (told, hashlib.sha256(_bytes(f"{folder}/{name}")).hexdigest())
        for name, told in record["sha256"].items()
    }


def _assets() -> Traversable:
    return resources.files("maps").joinpath("assets")


def _bytes(name: str) -> bytes:
    return _assets().joinpath(*name.split("/")).read_bytes()


def _text(name: str) -> str:
    """Return a vendored file with line ends as a browser reads them, so that hashes agree."""
    return _bytes(name).decode().replace("\r\n", "\n")


def _script(name: str) -> str:
    code = _SOURCE_MAP.sub("", _text(name))
    return re.sub(r"</(script)", r"<\\/\1", code, flags=re.IGNORECASE)


def _style(name: str) -> str:
    folder = name.rsplit("/", 1)[0]

    def inside(found: re.Match[str]) -> str:
        data = base64.b64encode(_bytes(f"{folder}/{found[1]}")).decode()
        return f"url(data:image/png;base64,{data})"

    return _CSS_IMAGE.sub(inside, _text(name))


def _policy(seen: _Reader) -> str:
    """Return the policy as a meta element; `data:` images are Leaflet's own small icons."""
    scripts, styles = (" ".join(map(_hash, part)) for part in (seen.scripts, seen.styles))
    rules = (
        "default-src 'none'",
        f"script-src {scripts}",
        f"style-src {styles}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(rules)}" />'


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _Reader(HTMLParser):
    """Collects what stands in script and style elements, and whatever would be loaded."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.loads: list[str] = []
        self._inside: list[str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        wanted = _LOADING.get(tag, ())
        self.loads += [f"{tag} {given[name]}" for name in wanted if given.get(name) is not None]
        self.loads += [f"{tag} {name}" for name in given if name.startswith("on")]
        if given.get("style") is not None:
            self.loads.append(f"{tag} style={given['style']}")
        if tag == "style":
            self._inside = self.styles
        elif tag == "script" and given.get("type") not in _NOT_CODE:
            self._inside = self.scripts
        if self._inside is not None:
            self._inside.append("")

    @override
    def handle_data(self, data: str) -> None:
        if self._inside:
            self._inside[-1] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "style" and self.styles and _CSS_LOADS.search(_no_vml(self.styles[-1])):
            self.loads.append("style with @import or url()")
        if tag in {"script", "style"}:
            self._inside = None


def _no_vml(css: str) -> str:
    """Return `css` without Leaflet's rule for Internet Explorer, whose url loads nothing."""
    return css.replace("url(#default#VML)", "")
