"""Periodic boxes: opposite sides are one, and every point has a copy in the box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray

__all__ = ["Torus", "read_periodic", "written_periodic"]


@dataclass(frozen=True)
class Torus:
    """A periodic box of d dimensions: its lower corner's coordinates, then its upper corner's."""

    bounds: tuple[float, ...]

    @property
    def low(self) -> FloatArray:
        """The lower corner (d,)."""
        return np.array(self.bounds[: len(self.bounds) // 2])

    @property
    def high(self) -> FloatArray:
        """The upper corner (d,)."""
        return np.array(self.bounds[len(self.bounds) // 2 :])

    @property
    def period(self) -> FloatArray:
        """The lengths of the sides (d,)."""
        period: FloatArray = self.high - self.low
        return period

    def wrapped(self, x: FloatArray) -> FloatArray:
        """Find the copies of points (m, d) in the box."""
        inside: FloatArray = self.low + np.mod(x - self.low, self.period)
        return np.clip(inside, self.low, self.high)

    def differences(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Go from points y (m, d) to x (m, d) the shortest way, by half a period at most.

        From a site to a point of its cell that is the way along which mass is transported.
        """
        away = x - y
        shortest: FloatArray = away - self.period * np.rint(away / self.period)
        return shortest


def written_periodic(torus: Torus | None) -> dict[str, npt.NDArray[Any]]:
    """What a file says of a periodic source; nothing of others, as in earlier versions."""
    return {"periodic": np.array(True)} if torus is not None else {}


def read_periodic(arrays: dict[str, Any]) -> bool:
    """Read what `written_periodic` has written, or raise ValueError."""
    mark = arrays.get("periodic", np.array(False))
    if mark.shape != () or mark.dtype.kind != "b":
        raise ValueError(f"periodic has shape {mark.shape} and dtype {mark.dtype}; expected a bool")
    return bool(mark)
