"""Arrays as the page reads them: base64 of little-endian numbers, with their type."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["pack", "quantised"]

_TYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "f32": "<f4"}
STEPS = 65535  # of a length of 1, in what is quantised


def pack(array: npt.NDArray[Any], kind: str) -> dict[str, str]:
    """Make an array of numbers text; of more than one dimension, row by row."""
    raw = np.ascontiguousarray(array).astype(_TYPES[kind]).tobytes()
    return {"type": kind, "data": base64.b64encode(raw).decode("ascii")}


def quantised(coordinates: npt.NDArray[np.float64]) -> dict[str, str]:
    """Pack coordinates in [0, 1] to 16 bits, which is finer than any screen."""
    return pack(np.rint(np.clip(coordinates, 0.0, 1.0) * STEPS), "u16")
