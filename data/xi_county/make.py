#!/usr/bin/env python3
"""Write the shipped county: `python data/xi_county/make.py [FOLDER]`.

The same bytes every time and everywhere. FOLDER is by default the one that holds this file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from maker.tables import FILES


def main(folder: Path) -> None:
    """Write all tables of the county into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
