"""Write an invented county: `python -m tests.benchmarks.counties NAME --out DIR`.

NAME is one of those listed by `--help`, or a number of schools. DIR becomes the county's folder,
with `scenario.toml` in it; the SHA-256 of all its files is printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.parameters import NAMED, grown
from tests.benchmarks.tables import write

if TYPE_CHECKING:
    from tests.benchmarks.parameters import County


def named(word: str) -> County:
    """Return the county of a name, or an ordinary one of so many schools.

    Raises
    ------
    argparse.ArgumentTypeError
        If there is no such name.
    """
    if word.isdigit():
        return grown(int(word))
    if word not in NAMED:
        raise argparse.ArgumentTypeError(f"{word!r}: not one of {', '.join(NAMED)}, nor a number")
    return NAMED[word]


def main() -> None:
    """Write the county asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("county", type=named, help=f"{', '.join(NAMED)}, or a number of schools")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    print(write(given.county, given.out))


if __name__ == "__main__":
    main()
