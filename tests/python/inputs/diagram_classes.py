"""Random diagrams whose exact cells are known, by class of input: usual ones and hard ones."""

from __future__ import annotations

from dataclasses import dataclass

import brenier
import numpy as np
from oracles.exact import UNIT_SQUARE

from inputs.shapes import L_SHAPE, SQUARE, STAR

FEWEST, MOST = 5, 200  # sites


@dataclass(frozen=True)
class Case:
    """Weighted sites, and what they divide: the uniform density on rings, or a picture."""

    sites: np.ndarray
    weights: np.ndarray
    rings: tuple = (UNIT_SQUARE,)
    values: np.ndarray | None = None
    bounds: tuple = (0.0, 0.0, 1.0, 1.0)
    has_ties: bool = False

    @property
    def has_exact_facets(self):
        """Whether facets are known from cells: not where cells may be as thin as a line."""
        return self.is_convex and not self.has_ties

    @property
    def is_convex(self):
        return self.values is None and len(self.rings) == 1 and len(self.rings[0]) <= 4

    @property
    def source(self):
        if self.values is not None:
            return brenier.Raster(self.values, self.bounds)
        return brenier.Uniform(list(self.rings) if len(self.rings) > 1 else self.rings[0])


def number(rng):
    return int(np.exp(rng.uniform(np.log(FEWEST), np.log(MOST))))


def random(rng):
    n = number(rng)
    return Case(rng.random((n, 2)), np.zeros(n))


def weighted(rng):
    n = number(rng)
    return Case(rng.random((n, 2)), rng.choice([1e-3, 1e-2, 1e-1]) * rng.normal(size=n))


def clusters(rng):
    n = number(rng)
    sites = rng.random((5, 2))[rng.integers(0, 5, n)]
    return Case(sites + 10 ** rng.uniform(-8, -2) * rng.normal(size=(n, 2)), np.zeros(n))


def lattice(rng):
    """With ties everywhere, against each other and against the domain."""
    n, parts = number(rng), rng.integers(2, 13)
    sites = rng.integers(-parts, 2 * parts + 1, (n, 2)) / parts
    weights = rng.integers(0, 3) * rng.integers(-2, 3, n) / parts**2
    return Case(sites, weights, has_ties=True)


def near_duplicates(rng):
    """Every other site is a few units in the last place away from another one."""
    n = number(rng) // 2 + 1
    sites = rng.random((n, 2))
    moved = sites + rng.integers(-4, 5, (n, 2)) * np.spacing(sites)
    return Case(np.vstack([sites, moved]), np.zeros(2 * n))


def far_weights(rng):
    """Some far below the others, up to -1e9, on top of a part that all of them share."""
    n = number(rng)
    weights = 1e-2 * rng.normal(size=n) - (rng.random(n) < 0.3) * 10 ** rng.uniform(-3, 9, n)
    return Case(rng.random((n, 2)), weights + rng.choice([0, 1e3]))


def far_sites(rng):
    """In another place and of another size, with the weights that make up for it, rounded."""
    n, scale, shift = number(rng), 10 ** rng.uniform(-3, 3), 100 * rng.normal(size=2)
    sites = scale * rng.random((n, 2)) + shift
    z = (sites - shift) / scale
    weights = (scale**2 - scale) * (z**2).sum(axis=1) + 2 * scale * z @ shift
    return Case(sites, weights)


def far_from_zero(rng):
    """Sites and domain up to 1e12 away from the origin, against a size of 1."""
    n, shift = number(rng), np.round(10 ** rng.uniform(3, 12) * rng.normal(size=2))
    return Case(rng.random((n, 2)) + shift, np.zeros(n), (SQUARE + shift,))


def any_scale(rng):
    n, scale = number(rng), 2.0 ** rng.integers(-480, 480)
    return Case(scale * rng.random((n, 2)), np.zeros(n), (scale * SQUARE,))


def thin(rng):
    """Rectangles up to 1e12 times as long as wide, along an axis."""
    n, width = number(rng), 10 ** rng.uniform(-12, -1)
    sites = rng.random((n, 2)) * (1, rng.choice([1, width]))
    return Case(sites, np.zeros(n), (SQUARE * (1, width),))


def thin_aslant(rng):
    """Triangles up to 1e6 times as long as wide."""
    n, width, angle = number(rng), 10 ** rng.uniform(-6, -1), rng.uniform(0, np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    sites = rng.random((n, 2)) * (1, width)
    return Case(sites @ turn, np.zeros(n), (np.array([(0, 0), (1, 0), (0.3, width)]) @ turn,))


def not_convex(rng):
    n = number(rng)
    domain = [STAR, L_SHAPE][rng.integers(0, 2)]
    return Case(rng.random((n, 2)), 0.003 * rng.normal(size=n), (domain,))


def holes(rng):
    n = number(rng)
    inner = [np.array(STAR)[::-1] * 0.3 + (0.05, 0.6), SQUARE[::-1] * 0.4 + 0.55]
    return Case(rng.random((n, 2)), 0.003 * rng.normal(size=n), (SQUARE, *inner))


def many_vertices(rng):
    """A coast of a thousand vertices."""
    n, angle = number(rng) // 4 + 1, 2 * np.pi * np.arange(1000) / 1000
    radius = 0.45 + 0.03 * rng.random(1000)
    coast = 0.5 + radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return Case(rng.random((n, 2)), np.zeros(n), (coast,))


def raster(rng):
    n, shape = number(rng) // 2 + 1, rng.integers(1, 9, 2)
    values = rng.integers(0, 256, shape).astype(float)
    values[0, 0] += 1
    return Case(rng.random((n, 2)) * (2, 1), np.zeros(n), values=values, bounds=(0, 0, 2, 1))


def raster_on_lattice(rng):
    """Facets along the sides of pixels, and vertices on their corners."""
    n, parts = number(rng) // 2 + 1, int(rng.integers(2, 7))
    values = rng.integers(0, 256, (parts, parts)).astype(float)
    values[0, 0] += 1
    return Case(rng.integers(0, 2 * parts + 1, (n, 2)) / (2 * parts), np.zeros(n), values=values)


CLASSES = {
    "at random": random,
    "at random, weighted": weighted,
    "clusters, 1e-8 to 1e-2 wide": clusters,
    "lattices, weighted or not": lattice,
    "pairs a few ulps apart": near_duplicates,
    "weights down to -1e9": far_weights,
    "1e-3 to 1e3 times as large, 100 away": far_sites,
    "all up to 1e12 from the origin": far_from_zero,
    "of size 2^-480 to 2^480": any_scale,
    "rectangles 1 × 1e-12 to 1 × 0.1": thin,
    "triangles aslant, 1e-6 to 0.1 wide": thin_aslant,
    "not convex": not_convex,
    "with holes": holes,
    "1,000 vertices": many_vertices,
    "pixels": raster,
    "pixels, sites on their lattice": raster_on_lattice,
}


def problems(name, count):
    rng = np.random.default_rng(sorted(CLASSES).index(name))
    return (CLASSES[name](rng) for _ in range(count))
