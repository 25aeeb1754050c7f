"""Arrays in files: a plain .npz that is checked when it is read, and never pickled."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._files import whole_file, with_ending

__all__ = ["pack_arrays", "require_arrays", "unpack_arrays", "write_arrays"]

_FORMAT = 1
_LONGEST_HEADER = 1000  # of an array: ours have 118 characters


def pack_arrays(arrays: Mapping[str, Any]) -> bytes:
    """Put named arrays into the bytes of an .npz file."""
    file = io.BytesIO()
    np.savez(file, brenier_format=np.array(_FORMAT), **arrays)
    return file.getvalue()


def unpack_arrays(raw: bytes, names: Iterable[str]) -> dict[str, Any]:
    """Get arrays back from the bytes of `pack_arrays`; the named ones must be there.

    Whatever the bytes are, the arrays take no more memory than these.

    Raises
    ------
    ValueError
        They are not such bytes, are damaged, of an unknown format, or lack one of the names.
    """
    try:
        arrays = _read_archive(raw)
    except MemoryError:
        raise
    except Exception as error:  # of a dozen kinds, which zipfile does not promise
        raise ValueError(str(error)) from error
    require_arrays(arrays, ("brenier_format", *names))
    if arrays["brenier_format"].shape != () or arrays["brenier_format"] != _FORMAT:
        raise ValueError(f"its format is unknown; expected {_FORMAT}")
    return arrays


def require_arrays(arrays: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise ValueError where one is missing."""
    for name in names:
        if name not in arrays:
            raise ValueError(f"{name} is missing in it")


def _read_archive(raw: bytes) -> dict[str, npt.NDArray[Any]]:
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise ValueError("it is not an .npz file")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if len({member.filename for member in members}) < len(members):
            raise ValueError("it has several arrays of one name")
        # As they are written. Anything else may be larger than it looks, by any factor.
        is_plain = all(member.compress_type == zipfile.ZIP_STORED for member in members)
        if not is_plain or sum(member.file_size for member in members) > len(raw):
            raise ValueError("its arrays are compressed, or more than the file holds")
        return {
            member.filename.removesuffix(".npy"): _read_array(member.filename, archive.read(member))
            for member in members
        }


def _read_array(name: str, raw: bytes) -> npt.NDArray[Any]:
    """Read an .npy file whose header tells the truth about what follows."""
    file = io.BytesIO(raw)
    version = np.lib.format.read_magic(file)
    if version != (1, 0):
        raise ValueError(f"{name} has version {version} of its format; expected (1, 0)")
    shape, _, dtype = np.lib.format.read_array_header_1_0(file, max_header_size=_LONGEST_HEADER)
    if dtype.kind not in "fiubU":
        raise ValueError(f"{name} has dtype {dtype}; expected numbers or text, and no pickle")
    if math.prod(shape) * dtype.itemsize != len(raw) - file.tell():
        raise ValueError(f"{name} has another size than its shape {shape} and dtype {dtype} say")
    array: npt.NDArray[Any] = np.load(io.BytesIO(raw), allow_pickle=False)
    return array


def write_arrays(path: Path, arrays: Mapping[str, Any], *, overwrite: bool = True) -> Path:
    """Write named arrays to an .npz file; ``.npz`` is appended if the name ends otherwise.

    Returns
    -------
    Path
        The file that was written.
    """
    file = with_ending(path, ".npz")
    raw = pack_arrays(arrays)
    with whole_file(file, overwrite=overwrite) as draft:
        draft.write_bytes(raw)
    return file
