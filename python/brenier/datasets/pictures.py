"""Pictures to try things on: scikit-learn's digits, and folders in MNIST's IDX format.

The IDX format is a magic number (two zero bytes, a type code, the number of dimensions), the
dimensions as big-endian 32-bit integers, and the values in C order; files may be gzipped.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import as_choice, as_path

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Pictures", "digits", "mnist", "read_idx"]

_IDX_DTYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP_MAGIC = b"\x1f\x8b"
_MNIST_PREFIX = {"train": "train", "test": "t10k"}


@dataclass(frozen=True)
class Pictures:
    """Grey pictures of equal size and their classes.

    Attributes
    ----------
    images : (n, h, w) float32 array
        Grey values in [0, 1].
    labels : (n,) int64 array
        The class of each picture.
    name : str
        Where they come from.
    """

    images: NDArray[np.float32]
    labels: NDArray[np.int64]
    name: str

    def __post_init__(self) -> None:
        if self.images.ndim != 3:
            raise ValueError(f"images must be (n, h, w), got shape {self.images.shape}")
        if self.labels.shape != self.images.shape[:1]:
            raise ValueError(
                f"labels must be one a picture, ({len(self.images)},), got {self.labels.shape}"
            )

    def __len__(self) -> int:
        return len(self.images)

    @property
    def flat(self) -> NDArray[np.float32]:
        """The pictures as rows, (n, h * w)."""
        return self.images.reshape(len(self.images), -1)

    def take(self, indices: NDArray[np.int64]) -> Pictures:
        """Return the pictures at `indices`, in that order."""
        return Pictures(self.images[indices], self.labels[indices], self.name)


def digits() -> Pictures:
    """Return scikit-learn's 1,797 handwritten digits of 8 x 8 pixels.

    Returns
    -------
    Pictures
        Grey values in [0, 1]; the classes are the digits 0 to 9.

    Raises
    ------
    ImportError
        If scikit-learn is not installed.
    """
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise ImportError("the digits need scikit-learn: pip install scikit-learn") from error
    bunch = load_digits()
    return Pictures(
        (bunch.images / 16).astype(np.float32), bunch.target.astype(np.int64), "scikit-learn digits"
    )


def mnist(folder: str | os.PathLike[str], subset: str = "train") -> Pictures:
    """Read a folder of MNIST's four IDX files, such as MNIST, Fashion-MNIST or KMNIST.

    Parameters
    ----------
    folder : path
        Holds ``train-images-idx3-ubyte`` and ``train-labels-idx1-ubyte`` (``t10k-…`` for the
        test pictures), each plain or with the ending ``.gz``.
    subset : {"train", "test"}
        Which of the two halves to read.

    Returns
    -------
    Pictures
        Grey values in [0, 1]; the classes as the file numbers them.

    Raises
    ------
    FileNotFoundError
        If the folder or one of the two files is missing; the message names it.
    ValueError
        If a file is no IDX file, is cut short, or the two do not belong together.
    """
    half = _MNIST_PREFIX[as_choice(subset, "subset", tuple(_MNIST_PREFIX))]
    folder = as_path(folder, "folder")
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}")
    image_file = _find(folder, f"{half}-images-idx3-ubyte")
    label_file = _find(folder, f"{half}-labels-idx1-ubyte")
    images, labels = read_idx(image_file), read_idx(label_file)
    if images.ndim != 3 or images.dtype != np.uint8:
        raise ValueError(
            f"{image_file}: expected pictures, 3 dimensions of unsigned bytes, "
            f"got {images.ndim} of {images.dtype}"
        )
    if labels.ndim != 1 or labels.dtype != np.uint8:
        raise ValueError(
            f"{label_file}: expected labels, 1 dimension of unsigned bytes, "
            f"got {labels.ndim} of {labels.dtype}"
        )
    if len(images) != len(labels):
        raise ValueError(
            f"{image_file} holds {len(images)} pictures, {label_file} {len(labels)} labels"
        )
    grey = images.astype(np.float32) / np.float32(255)
    return Pictures(grey, labels.astype(np.int64), folder.name)


def read_idx(path: str | os.PathLike[str]) -> NDArray[Any]:
    """Read one IDX file, gzipped or not.

    Parameters
    ----------
    path : path
        The file; that it is gzipped is seen from its first bytes, not from its name.

    Returns
    -------
    array
        Of the shape and the type that the file states, in the machine's byte order.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is no IDX file, is cut short or holds more than it states.
    """
    path = as_path(path, "path")
    raw = path.read_bytes()
    if raw[:2] == _GZIP_MAGIC:
        try:
            raw = gzip.decompress(raw)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"{path}: damaged or cut short gzip file ({error})") from error
    if len(raw) < 4:
        raise ValueError(f"{path}: {len(raw)} bytes are too few for an IDX file")
    zero, code, dimensions = int.from_bytes(raw[:2], "big"), raw[2], raw[3]
    if zero != 0 or code not in _IDX_DTYPES or dimensions == 0:
        raise ValueError(f"{path}: not an IDX file, its magic number is 0x{raw[:4].hex()}")
    header = 4 + 4 * dimensions
    if len(raw) < header:
        raise ValueError(
            f"{path}: cut short within its header, {len(raw)} bytes instead of {header}"
        )
    shape = tuple(int(size) for size in np.frombuffer(raw, ">u4", dimensions, offset=4))
    dtype = np.dtype(_IDX_DTYPES[code])
    # Python integers: the product of four hostile sizes must not wrap around.
    count = 1
    for size in shape:
        count *= size
    stated = header + count * dtype.itemsize
    if len(raw) != stated:
        kind = "cut short" if len(raw) < stated else "longer than it states"
        raise ValueError(
            f"{path}: {kind}, {len(raw)} bytes instead of {stated} for the shape {shape}"
        )
    values = np.frombuffer(raw, dtype, count, offset=header).reshape(shape)
    return values.astype(dtype.newbyteorder("="))


def _find(folder: Path, stem: str) -> Path:
    """Return the file `stem` or its gzipped twin; some mirrors write a dot before ``idx``."""
    dotted = stem.replace("-idx", ".idx")
    for name in (stem, f"{stem}.gz", dotted, f"{dotted}.gz"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"{folder} holds neither {stem} nor {stem}.gz")
