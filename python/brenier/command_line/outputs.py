"""Files that the command line writes: named before the work, and not over others unasked."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from brenier._arrays import FloatArray
from brenier._files import require_new, whole_file, with_ending

__all__ = ["Outputs", "picture_name", "samples_name", "write_samples"]

_TEXT = (".csv", ".tsv", ".txt")


class Outputs:
    """The files that a command is going to write.

    Parameters
    ----------
    inputs : sequence of Path or None
        Files that are read, which are never overwritten.
    force : bool
        Whether other files may be.
    """

    def __init__(self, inputs: Iterable[Path | None], *, force: bool) -> None:
        self._inputs = [os.path.realpath(file) for file in inputs if file is not None]
        self._force = force

    def plan(self, file: Path) -> Path:
        """Check before the work that a file can be written after it."""
        place = os.path.realpath(file)
        if place in self._inputs:
            raise ValueError(f"{file} is read as well as written; name another file with -o")
        if not file.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "There is no such folder", str(file.parent))
        if Path(place).is_dir():
            raise IsADirectoryError(errno.EISDIR, "There is a folder of that name", str(file))
        if not Path(place).exists() or Path(place).is_file():  # but for devices
            require_new([file], force=self._force)
        return file

    def write(self, file: Path, write: Callable[[Path], Any]) -> None:
        """Write a file that was planned, whole or not at all."""
        with whole_file(file, overwrite=self._force) as draft:
            write(draft)


def picture_name(path: Path) -> Path:
    """Name the file that matplotlib writes for this name, or raise what it would."""
    from brenier.plot._axes import require_matplotlib

    require_matplotlib()
    from matplotlib.figure import Figure

    endings = sorted(Figure().canvas.get_supported_filetypes())
    name = with_ending(path, ".png") if path.suffix in ("", ".") else path
    if name.suffix[1:].lower() not in endings:
        raise ValueError(
            f"{path} is no name of a picture; expected one that ends in ." + ", .".join(endings)
        )
    return name


def samples_name(path: Path) -> Path:
    """Name the file of an array, whose ending tells its kind."""
    name = with_ending(path, ".npy") if path.suffix == "" else path
    if name.suffix not in (".npy", *_TEXT):
        raise ValueError(
            f"{path} is no name for an array; expected one that ends in .npy, " + ", ".join(_TEXT)
        )
    return name


def write_samples(path: Path, points: FloatArray) -> None:
    """Write an array as its name says, with all digits."""
    if path.suffix == ".npy":
        np.save(path, points)
        return
    separator = {".csv": ",", ".tsv": "\t", ".txt": " "}[path.suffix]
    lines = (separator.join(map(repr, row)) for row in points.tolist())
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
