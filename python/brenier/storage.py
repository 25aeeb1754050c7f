"""Arrays in files: a plain .npz that is checked when it is read, and never pickled."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["read_arrays", "write_arrays"]

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


def write_arrays(path: str | os.PathLike[str], arrays: Mapping[str, Any]) -> None:
    """Write named arrays to an .npz file; ``.npz`` is appended if the name ends otherwise."""
    file = Path(path)
    if file.suffix != ".npz":
        file = file.with_name(file.name + ".npz")
    np.savez(file, brenier_format=np.array(_FORMAT), **arrays)


def read_arrays(path: str | os.PathLike[str], names: Iterable[str]) -> dict[str, Any]:
    """Read the arrays of a file of `write_arrays`.

    Raises
    ------
    OSError
        The file cannot be opened.
    ValueError
        It is no such file, is damaged, or lacks one of the names.
    """
    try:
        # Opened here, as numpy leaves a file open that it fails to read.
        with open(path, "rb") as raw:
            file = np.load(raw, allow_pickle=False)
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("it is not an .npz file")
            arrays = {name: file[name] for name in ("brenier_format", *names)}
    except _UNREADABLE as error:
        raise ValueError(f"{os.fspath(path)} is no sound transport file: {error}") from error
    if arrays["brenier_format"].shape != () or arrays["brenier_format"] != _FORMAT:
        raise ValueError(f"{os.fspath(path)} has an unknown format; expected {_FORMAT}")
    return arrays
