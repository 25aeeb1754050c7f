"""Sources with gaps, holes, zeros and jumps."""

from __future__ import annotations

import brenier
import numpy as np


def rectangle(x, y, width, height=None):
    height = width if height is None else height
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def discs(*circles, pixels=100):
    """A picture of white discs (x, y, radius) on black ground."""
    at = (np.arange(pixels) + 0.5) / pixels
    x, y = np.meshgrid(at, at)
    return sum((np.hypot(x - cx, y - cy) < r).astype(float) for cx, cy, r in circles)


ISLANDS = [rectangle(*island) for island in [(0, 0, 0.3), (2, 0, 0.5), (1, 1, 0.7), (0, 2, 0.2)]]
U_SHAPE = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)]
DUMBBELL = [
    *[(0, 0), (1, 0), (1, 0.495), (2, 0.495), (2, 0), (3, 0)],
    *[(3, 1), (2, 1), (2, 0.505), (1, 0.505), (1, 1), (0, 1)],
]
RING = discs((0.5, 0.5, 0.45)) - discs((0.5, 0.5, 0.35))
NOISE = np.random.default_rng(3).random((80, 100))
ONE_PIXEL = np.zeros((50, 50))
ONE_PIXEL[3, 40] = 1
SOURCES = {
    "islands": brenier.Uniform(ISLANDS),
    "a large one and a speck": brenier.Uniform([rectangle(0, 0, 1), rectangle(4, 4, 0.01)]),
    "u": brenier.Uniform(U_SHAPE),
    "dumbbell": brenier.Uniform(DUMBBELL),
    "checkerboard": brenier.Raster(np.indices((8, 8)).sum(axis=0) % 2),
    "ring": brenier.Raster(RING),
    "discs": brenier.Raster(discs((0.8, 0.7, 0.1), (0.25, 0.25, 0.15), (0.2, 0.8, 0.03))),
    "sparse": brenier.Raster(np.where(NOISE < 0.1, 1.0, 0.0)),
    "one pixel": brenier.Raster(ONE_PIXEL),
    "next to nothing between": brenier.Raster(discs((0.8, 0.7, 0.1), (0.2, 0.2, 0.1)) + 1e-12),
    "noise": brenier.Raster(NOISE, (0, 0, 2, 3)),
}
