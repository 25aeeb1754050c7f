"""Transport from sources with jumps, gaps and zeros, against the uniform density on a square."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

GROUP = "solve from rough sources, {n} uniform sites, tol 1e-6"


def square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def waves(pixels: int = 1000) -> np.ndarray:
    """Return a picture of waves, 55 % of it black, white parts apart from each other."""
    x, y = np.meshgrid(*2 * [np.linspace(-1, 1, pixels)])
    return np.clip(np.sin(9 * x) * np.cos(7 * y) + 0.5 * np.sin(30 * x * y), 0, None)


def discs(pixels: int = 1000) -> np.ndarray:
    """Return a picture of three white discs on black ground."""
    x, y = np.meshgrid(*2 * [np.linspace(0, 1, pixels)])
    circles = [(0.8, 0.75, 0.1), (0.25, 0.25, 0.15), (0.25, 0.75, 0.025)]
    return sum((np.hypot(x - a, y - b) < r).astype(float) for a, b, r in circles)


SOURCES = {
    "waves, 1,000 x 1,000 pixels": lambda: brenier.Raster(waves()),
    "three discs, 1,000 x 1,000 pixels": lambda: brenier.Raster(discs()),
    "a tenth of 60 x 60 pixels": lambda: brenier.Raster(
        (np.random.default_rng(5).random((60, 60)) < 0.1).astype(float)
    ),
    "a U": lambda: brenier.Uniform(
        [(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)]
    ),
    "five islands": lambda: brenier.Uniform(
        [
            square(*island)
            for island in [(0, 0, 0.3), (2, 0, 0.5), (1, 1, 0.7), (0, 2.5, 0.2), (2.5, 2.5, 1)]
        ]
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_brenier_rough(timed, benchmark, sites, name):
    source = SOURCES[name]()
    t = timed(brenier.solve, sites, source=source, tol=1e-6, max_iter=200)
    benchmark.extra_info["steps"] = t.nit
    assert t.success
    assert np.abs(t.diagram.masses * len(sites) - 1).max() < 1e-6


def test_baseline_uniform(timed, sites):
    assert timed(brenier.solve, sites, tol=1e-6).success
