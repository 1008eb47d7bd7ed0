"""Results kept between runs as plain arrays, found again by a hash of everything they come from.

One file holds one result: arrays in NumPy's `.npz` form, which is read without unpickling, and
beside them one array of bytes, `about`, which is JSON text. The folder may be deleted at any
time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)


@dataclass(frozen=True)
class Stored:
    """A result as the cache holds it.

    Parameters
    ----------
    arrays
        Arrays of numbers by name.
    about
        Everything else, as JSON can hold it.
    """

    arrays: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]


def content_hash(*, plain: object, arrays: Iterable[NDArray[Any]]) -> str:
    """Return a hash of plain values and arrays of numbers: equal content, equal hash."""
    digest = hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def read(folder: Path, key: str) -> Stored | None:
    """Return what is stored under `key`, or None where it is missing or damaged."""
    try:
        with _path(folder, key).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(arrays.pop("about").tobytes().decode())
    except _UNREADABLE:
        return None
    if not isinstance(about, dict) or about.pop("key", None) != key:
        return None
    return Stored(arrays, about)


def write(folder: Path, key: str, stored: Stored) -> None:
    """Store a result under `key`, whole or not at all; where that is impossible, do nothing."""
    about = json.dumps({"key": key, **stored.about}, ensure_ascii=False).encode()
    arrays = {**stored.arrays, "about": np.frombuffer(about, dtype=np.uint8)}
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".travel-", suffix=".part")
        _fill(handle, Path(name), arrays, _path(folder, key))


def _fill(handle: int, part: Path, arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, **arrays)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _path(folder: Path, key: str) -> Path:
    return folder / f"travel-{key[:32]}.npz"
