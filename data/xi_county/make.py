#!/usr/bin/env python3
"""Write the shipped county: `python data/xi_county/make.py [FOLDER] [--empty-within]`.

The same bytes every time and everywhere. FOLDER is by default the one that holds this file.
With `--empty-within` the 118 small schools include the 25 without pupils, as the published notice
can also be read.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from maker.roster import EMPTY_WITHIN
from maker.tables import FILES


def main() -> None:
    """Write all tables of the county."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--empty-within", action="store_true")
    given = parser.parse_args()
    EMPTY_WITHIN.set(given.empty_within)
    for name, content in FILES.items():
        path = given.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())


if __name__ == "__main__":
    main()
