"""The engine in three dimensions: a distribution of its own, loaded when it is first used."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

from brenier._core import __version__

__all__ = ["points_dimension", "space_core"]

_HOW = (
    "`pip install ./space` in a checkout of brenier, or pip install 'brenier[space]' where it is "
    "published. It is apart from brenier as it is GPL, which brenier is not"
)


def space_core() -> Any:
    """Import the compiled module of space.

    Raises
    ------
    ImportError
        It is not installed, or of another version.
    """
    try:
        core = importlib.import_module("brenier_space._core")
    except ModuleNotFoundError as error:
        if error.name not in ("brenier_space", "brenier_space._core"):
            raise
        raise ImportError(
            f"three dimensions need the distribution brenier-space {__version__}: {_HOW}"
        ) from None
    if core.__version__ != __version__:
        raise ImportError(
            f"brenier-space is of version {core.__version__}, and brenier of {__version__}; "
            f"install that of the same: {_HOW}"
        )
    return core


def points_dimension(value: Any) -> int:
    """Read off how many coordinates points have, 2 if they are not points; converts nothing."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return shape[1] if len(shape) == 2 and isinstance(shape[1], int) else 2
    try:
        shape = np.shape(value[0])
        return int(shape[0]) if len(shape) == 1 else 2
    except Exception:  # of any kind, as it is the value's own
        return 2
