"""Polygons as trapezoids with two vertical sides: to draw from, and to cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brenier._arrays import FloatArray, IntArray
from brenier._sampling import linear_quantile
from brenier._sweep import cut_at_vertices

__all__ = ["Trapezoids"]


@dataclass(frozen=True)
class Trapezoids:
    """Trapezoids {x₀ <= x <= x₁, low <= y <= high}, low and high linear in x; some are triangles.

    Attributes
    ----------
    x, low, high : ndarray of shape (t, 2)
        x, the lowest and the highest y at both vertical sides.
    """

    x: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, rings: list[FloatArray]) -> Trapezoids:
        """Cut what an odd number of rings enclose, upwards and downwards from the vertices."""
        return cls(*cut_at_vertices(rings))

    def __getitem__(self, which: IntArray | np.ndarray) -> Trapezoids:
        return Trapezoids(self.x[which], self.low[which], self.high[which])

    @property
    def areas(self) -> FloatArray:
        """The areas (t,)."""
        areas: FloatArray = 0.5 * self._widths * self._sides.sum(axis=1)
        return areas

    @property
    def corners(self) -> FloatArray:
        """The corners (t, 4, 2), counter-clockwise."""
        x = np.column_stack([self.x, self.x[:, ::-1]])
        y = np.column_stack([self.low, self.high[:, ::-1]])
        return np.stack([x, y], axis=-1)

    @property
    def _widths(self) -> FloatArray:
        widths: FloatArray = self.x[:, 1] - self.x[:, 0]
        return widths

    @property
    def _sides(self) -> FloatArray:
        return self.high - self.low

    def sample(self, which: IntArray, rng: np.random.Generator) -> FloatArray:
        """Draw one point (m, 2) from each of the trapezoids, evenly."""
        return self.points(which, rng.random(len(which)), rng.random(len(which)))

    def points(self, which: IntArray, u: FloatArray, v: FloatArray) -> FloatArray:
        """Place points (m, 2) in trapezoids, evenly if (u, v) is even in the unit square."""
        here = self[which]
        left, right = here._sides.T
        # Across a trapezoid the height is linear, and so is the density of x.
        t = linear_quantile(left, right, u)
        bottom, top = here._between(here.low, t), here._between(here.high, t)
        y = bottom + v * (top - bottom)
        return np.column_stack([here.x[:, 0] + t * here._widths, y])

    @staticmethod
    def _between(ends: FloatArray, t: FloatArray | float) -> FloatArray:
        mixed: FloatArray = (1 - t) * ends[:, 0] + t * ends[:, 1]
        return mixed

    def halves(self) -> Trapezoids:
        """Cut each in two, across the direction in which it is longer: 2 t of them."""
        rise = 0.5 * (self.low + self.high) @ (-1.0, 1.0)
        is_wide = np.hypot(self._widths, rise) > self._sides.max(axis=1)
        wide, high = self[is_wide], self[~is_wide]
        x, low, top = (
            np.column_stack([ends[:, 0], ends.mean(axis=1), ends[:, 1]])
            for ends in (wide.x, wide.low, wide.high)
        )
        middle = 0.5 * (high.low + high.high)
        return Trapezoids.joined(
            [
                Trapezoids(x[:, :2], low[:, :2], top[:, :2]),
                Trapezoids(x[:, 1:], low[:, 1:], top[:, 1:]),
                Trapezoids(high.x, high.low, middle),
                Trapezoids(high.x, middle, high.high),
            ]
        )

    @classmethod
    def joined(cls, parts: list[Trapezoids]) -> Trapezoids:
        """Put several lists of trapezoids together."""
        return cls(
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in ("x", "low", "high")
            )
        )
