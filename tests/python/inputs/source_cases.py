"""The sources that several tests are run on, and diagrams of them. A new source is a line here."""

from __future__ import annotations

from dataclasses import dataclass

import brenier
import numpy as np

from inputs.shapes import L_SHAPE, SQUARE, STAR


@dataclass(frozen=True)
class Frame:
    """Where a source is put, and how large."""

    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def __call__(self, points):
        return self.scale * np.asarray(points, dtype=float) + self.shift


PICTURE = np.random.default_rng(0).integers(1, 256, (7, 5))
RIFT = np.where(np.arange(5) == 2, 0, PICTURE)
GULF = np.where(np.isin(np.arange(7), (2, 3, 4))[:, None], 0, PICTURE)
BOX = [(-1, 0.5), (2, 3)]
TILTED = np.array([(1.0, 0.5), (0.5, 0.8)])
HOLES = [SQUARE, 0.1 + 0.4 * SQUARE, 0.6 + 0.3 * np.array(STAR)]
PARTS = [SQUARE, SQUARE / 2 + (1.2, 0.8), 0.2 + SQUARE / 2, 0.3 + SQUARE / 4]
SOURCES = {
    "square": lambda to: brenier.Uniform(to(SQUARE)),
    "star": lambda to: brenier.Uniform(to(STAR)),
    "holes": lambda to: brenier.Uniform([to(ring) for ring in HOLES]),
    "parts": lambda to: brenier.Uniform([to(ring) for ring in PARTS]),
    "raster": lambda to: brenier.Raster(PICTURE, to(BOX).ravel()),
    "raster apart": lambda to: brenier.Raster(RIFT, to(BOX).ravel()),
    "bilinear": lambda to: brenier.Bilinear(PICTURE, to(BOX).ravel()),
    "bilinear apart": lambda to: brenier.Bilinear(GULF, to(BOX).ravel()),
    "gaussian": lambda to: brenier.Gaussian(to((0.5, 0.2)), to.scale**2 * TILTED),
    "gaussian with holes": lambda to: brenier.Gaussian(
        to((0.4, 0.6)), to.scale**2 * 0.1, [to(ring) for ring in HOLES]
    ),
    "mixture": lambda to: brenier.GaussianMixture(
        to(BOX), to.scale**2 * np.array([TILTED, np.eye(2)]), [1, 3]
    ),
}
UNIFORM = {
    "square": None,
    "triangle": brenier.Uniform([(0, 0), (3, 1), (1, 2)]),
    "L": brenier.Uniform(L_SHAPE),
    "star": brenier.Uniform(STAR),
}


def sites_over(source, n, seed=0, reach=1.0):
    """Sites at random over the source's bounds, or over a box that is `reach` times as large."""
    low, high = np.reshape(source.bounds, (2, 2))
    spread = reach * (np.random.default_rng(seed).random((n, 2)) - 0.5)
    return 0.5 * (low + high) + spread * (high - low)


def diagram(source, n=30, **options):
    """A power diagram whose cells differ from Voronoi's, some of them hidden."""
    sites = sites_over(source, n)
    size = np.ptp(np.reshape(source.bounds, (2, 2)), axis=0).mean()
    weights = 0.02 * size**2 * np.random.default_rng(1).random(n)
    return brenier.PowerDiagram(sites, weights, source, **options)


def assert_same(a, b):
    assert type(a) is type(b)
    assert repr(a) == repr(b)
    assert a.bounds == b.bounds
    x = a.sample(100, rng=0)
    assert np.array_equal(b.sample(100, rng=0), x)
    assert np.array_equal(b.density(x), a.density(x))
    assert np.array_equal(diagram(b).masses, diagram(a).masses)
