"""Arrays in files: a plain .npz that is checked when it is read, and never pickled."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["pack_arrays", "unpack_arrays", "write_arrays"]

_FORMAT = 1
_UNREADABLE = (
    EOFError,
    KeyError,
    NotImplementedError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def pack_arrays(arrays: Mapping[str, Any]) -> bytes:
    """Put named arrays into the bytes of an .npz file."""
    file = io.BytesIO()
    np.savez(file, brenier_format=np.array(_FORMAT), **arrays)
    return file.getvalue()


def unpack_arrays(raw: bytes, names: Iterable[str]) -> dict[str, Any]:
    """Get arrays back from the bytes of `pack_arrays`; the named ones must be there.

    Raises
    ------
    ValueError
        They are not such bytes, are damaged, of an unknown format, or lack one of the names.
    """
    try:
        file = np.load(io.BytesIO(raw), allow_pickle=False)
        if not isinstance(file, np.lib.npyio.NpzFile):
            raise ValueError("it is not an .npz file")
        arrays = {name: file[name] for name in {*file.files, "brenier_format", *names}}
    except _UNREADABLE as error:
        raise ValueError(str(error)) from error
    if arrays["brenier_format"].shape != () or arrays["brenier_format"] != _FORMAT:
        raise ValueError(f"its format is unknown; expected {_FORMAT}")
    return arrays


def write_arrays(path: str | os.PathLike[str], arrays: Mapping[str, Any]) -> None:
    """Write named arrays to an .npz file; ``.npz`` is appended if the name ends otherwise."""
    file = Path(path)
    if file.suffix != ".npz":
        file = file.with_name(file.name + ".npz")
    file.write_bytes(pack_arrays(arrays))
