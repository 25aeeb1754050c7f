"""Draws from the standard normal density on a polygon, wherever that lies."""

from __future__ import annotations

import math

import numpy as np

from brenier._arrays import FloatArray
from brenier._sampling import PORTION
from brenier._trapezoids import Trapezoids

__all__ = ["NormalEnvelope", "squared_distances"]


class NormalEnvelope:
    """The standard normal density on a polygon, below a density that is constant on pieces.

    The pieces are so small that the density varies by less than a factor of two on each, but for
    pieces that are nearly never drawn from: most points that are drawn are accepted.

    Parameters
    ----------
    rings : list of ndarray of shape (k, 2)
        What an odd number of them enclose; the area is not 0.
    """

    def __init__(self, rings: list[FloatArray]) -> None:
        pieces = Trapezoids.of(rings)
        while True:
            near, far = squared_distances(pieces.corners)
            masses = pieces.areas * np.exp(-0.5 * (near - near.min()))
            varies = (far - near > 2 * math.log(2)) & (masses > 1e-5 * masses.sum())
            if not varies.any():
                break
            pieces = Trapezoids.joined([pieces[~varies], pieces[varies].halves()])
        self._pieces, self._near, self._shares = pieces, near, masses / masses.sum()

    def sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        """Draw points (count, 2)."""
        accepted = [np.zeros((0, 2))]
        missing = count
        while missing:
            draws = min(2 * missing, PORTION)
            which = rng.choice(len(self._shares), size=draws, p=self._shares)
            points = self._pieces.sample(which, rng)
            excess = np.sum(points**2, axis=1) - self._near[which]
            points = points[rng.random(len(points)) < np.exp(-0.5 * excess)][:missing]
            accepted.append(points)
            missing -= len(points)
        return np.concatenate(accepted)


def squared_distances(corners: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Of 0 from the nearest and the farthest points of convex polygons (t, k, 2)."""
    edges = np.roll(corners, -1, axis=1) - corners
    squares = np.maximum(np.sum(edges**2, axis=2), np.finfo(float).tiny)
    along = np.clip(-np.sum(corners * edges, axis=2) / squares, 0, 1)
    near = np.sum((corners + along[..., None] * edges) ** 2, axis=2).min(axis=1)
    left_of = corners[..., 0] * edges[..., 1] - corners[..., 1] * edges[..., 0]
    near[np.all(left_of >= 0, axis=1)] = 0
    return near, np.sum(corners**2, axis=2).max(axis=1)
