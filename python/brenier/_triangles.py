"""Triangles that polygons are cut into: to draw from, and to cut in halves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray, IntArray
from brenier._trapezoids import Trapezoids

__all__ = ["Triangles"]


@dataclass(frozen=True)
class Triangles:
    """Triangles by their corners.

    Attributes
    ----------
    corners : ndarray of shape (t, 3, 2)
        Counter-clockwise.
    """

    corners: FloatArray

    @classmethod
    def of(cls, rings: list[FloatArray]) -> Triangles:
        """Cut what an odd number of rings enclose; rings that cross are none."""
        if len(rings) == 1 and _is_convex(rings[0]):
            fan = rings[0]
            first = np.broadcast_to(fan[0], (len(fan) - 2, 2))
            return cls(np.stack([first, fan[1:-1], fan[2:]], axis=1))
        corners = Trapezoids.of(rings).corners
        return cls(np.concatenate([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]]))

    def __getitem__(self, which: IntArray | npt.NDArray[np.bool_]) -> Triangles:
        return Triangles(self.corners[which])

    @property
    def areas(self) -> FloatArray:
        """The areas (t,)."""
        a, b, c = self.corners.swapaxes(0, 1)
        areas: FloatArray = 0.5 * np.abs(_cross(b - a, c - a))
        return areas

    def points(self, which: IntArray, u: FloatArray) -> FloatArray:
        """Place points (m, 2) in triangles (m,), evenly if u (m, 2) is even in the unit square."""
        a, b, c = self.corners[which].swapaxes(0, 1)
        away = np.sqrt(u[:, :1])
        along = away * u[:, 1:]
        points: FloatArray = a + (away - along) * (b - a) + along * (c - a)
        return points

    def halves(self) -> Triangles:
        """Cut each in two, across its longest side: 2 t of them."""
        rows = np.arange(len(self.corners))
        sides = np.roll(self.corners, -1, axis=1) - self.corners
        first = np.argmax(np.sum(sides**2, axis=2), axis=1)
        a, b, c = (self.corners[rows, (first + k) % 3] for k in range(3))
        middle = 0.5 * (a + b)
        return Triangles(
            np.concatenate([np.stack([a, middle, c], axis=1), np.stack([middle, b, c], axis=1)])
        )

    @classmethod
    def joined(cls, parts: list[Triangles]) -> Triangles:
        """Put several lists of triangles together."""
        return cls(np.concatenate([np.zeros((0, 3, 2)), *(part.corners for part in parts)]))


def _cross(u: FloatArray, v: FloatArray) -> FloatArray:
    cross: FloatArray = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return cross


def _is_convex(ring: FloatArray) -> bool:
    """Whether a counter-clockwise ring that does not cross itself turns left everywhere."""
    sides = np.roll(ring, -1, axis=0) - ring
    return bool(np.all(_cross(np.roll(sides, 1, axis=0), sides) >= 0))
