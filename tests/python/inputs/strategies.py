"""What hypothesis draws: degenerate sets of sites, weights, masses, and sources of all kinds.

Coordinates are multiples of powers of two, so that sites which look as if they were on a line, on a
circle or halfway between two others are so to the last bit, also after they have been moved, turned
and scaled by a similarity (similarities.py), which rounds nothing.
"""

from __future__ import annotations

import math

import brenier
import numpy as np
from hypothesis import strategies as st

from inputs.source_cases import HOLES, PARTS

EIGHTHS = st.integers(-8, 16).map(lambda k: k / 8)
PLACES = st.tuples(EIGHTHS, EIGHTHS)
# All points of the circle of radius 65 whose coordinates are integers: 36 of them.
CIRCLE = [(x, y) for x in range(-65, 66) for y in range(-65, 66) if x * x + y * y == 65 * 65]
DIRECTIONS = [(1, 0), (0, 1), (1, 1), (2, -1), (3, 4), (1, 8)]


def nudged(value: float, steps: int) -> float:
    """The number that is so many units in the last place away; around 0, those of 1/8."""
    if value == 0:
        return steps * math.ulp(1 / 8)
    for _ in range(abs(steps)):
        value = math.nextafter(value, math.copysign(math.inf, steps))
    return value


@st.composite
def on_a_line(draw, most):
    (x, y), (dx, dy) = draw(PLACES), draw(st.sampled_from(DIRECTIONS))
    steps = draw(st.lists(st.integers(-6, 6), min_size=1, max_size=most))
    return [(x + k * dx / 16, y + k * dy / 16) for k in steps]


@st.composite
def on_a_circle(draw, most):
    (x, y), size = draw(PLACES), draw(st.sampled_from([1 / 64, 1 / 128, 1 / 1024]))
    rim = draw(st.lists(st.sampled_from(CIRCLE), min_size=1, max_size=most - 1))
    centre = [(x, y)] if draw(st.booleans()) else []
    return [(x + size * a, y + size * b) for a, b in rim] + centre


@st.composite
def moved_by_ulps(draw, most):
    places = draw(st.lists(PLACES, min_size=1, max_size=2))
    moves = st.tuples(st.integers(-2, 2), st.integers(-2, 2))
    picks = draw(st.lists(st.tuples(st.sampled_from(places), moves), min_size=1, max_size=most))
    return [(nudged(x, i), nudged(y, j)) for (x, y), (i, j) in picks]


@st.composite
def in_clusters(draw, most):
    """Small lattices, as small as rounding allows, around few places."""
    places = draw(st.lists(PLACES, min_size=1, max_size=3))
    size = 2.0 ** -draw(st.sampled_from([5, 12, 26, 45]))
    offsets = st.tuples(st.integers(-3, 3), st.integers(-3, 3))
    picks = draw(st.lists(st.tuples(st.sampled_from(places), offsets), min_size=1, max_size=most))
    return [(x + i * size, y + j * size) for (x, y), (i, j) in picks]


def site_lists(most=10):
    """Lists of 1 to `most` sites in [-3, 4]², several of them often at one place."""
    free = st.floats(-1, 2, allow_subnormal=False)
    return st.one_of(
        st.lists(PLACES, min_size=1, max_size=most),
        on_a_line(most),
        on_a_circle(most),
        moved_by_ulps(most),
        in_clusters(most),
        st.lists(st.tuples(free, free), min_size=1, max_size=most),
    )


@st.composite
def weight_lists(draw, sites):
    """Weights: zero, on a lattice, or such that all sites have nearly equal powers at a point."""
    kind = draw(st.sampled_from(["zero", "lattice", "equal powers", "nearly", "wide"]))
    if kind == "zero":
        return [0.0] * len(sites)
    if kind in ("lattice", "wide"):
        unit = 1 / 64 if kind == "lattice" else 2.0 ** draw(st.sampled_from([-40, 10, 40]))
        return [unit * draw(st.integers(-64, 64)) for _ in sites]
    x, y = draw(PLACES)
    weights = [(a - x) ** 2 + (b - y) ** 2 for a, b in sites]
    if kind == "nearly":
        return [nudged(w, draw(st.integers(-2, 2))) for w in weights]
    return [w + draw(st.sampled_from([0, 0, 0, 1 / 64, -1 / 64])) for w in weights]


@st.composite
def weighted_sites(draw, most=10):
    sites = draw(site_lists(most))
    return sites, draw(weight_lists(sites))


@st.composite
def mass_lists(draw, count):
    """Masses with sum 1: equal, some of them zero, or of very different sizes."""
    kind = draw(st.sampled_from(["equal", "some zero", "steep"]))
    if kind == "equal":
        return np.full(count, 1 / count)
    if kind == "some zero":
        parts = np.array(draw(st.lists(st.integers(0, 8), min_size=count, max_size=count)))
        parts[draw(st.integers(0, count - 1))] += 1
    else:
        powers = draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
        parts = 0.25 ** np.array(powers)
    return parts / parts.sum()


@st.composite
def problems(draw, most=8):
    """Sites and their masses."""
    sites = draw(site_lists(most))
    return sites, draw(mass_lists(len(sites)))


BOXES = [(0, 0, 1, 1), (-1, 0.5, 2, 3), (0, 0, 1, 0.125)]
POLYGONS = {
    "square": [[(0, 0), (1, 0), (1, 1), (0, 1)]],
    "triangle": [[(0, 0), (2, 0), (0, 2)]],
    "diamond": [[(0, -1), (1, 0), (0, 1), (-1, 0)]],
    "horseshoe": [[(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]],
    "sliver": [[(0, 0), (2, 0.03125), (0, 0.03125)]],
    "holes": HOLES,
    "parts": PARTS,
}
GRID_VALUES = st.sampled_from([0, 0, 1, 1, 2, 7, 255])


@st.composite
def grids(draw, least=1, shape=None):
    """Values on grids of up to 4 rows and columns, many of them 0, but not all."""
    rows, columns = shape or (draw(st.integers(least, 4)), draw(st.integers(least, 4)))
    count = rows * columns
    values = np.array(draw(st.lists(GRID_VALUES, min_size=count, max_size=count)))
    values[draw(st.integers(0, count - 1))] += 1
    return values.reshape(rows, columns)


def polygons():
    return st.sampled_from(sorted(POLYGONS)).map(POLYGONS.get)


def uniforms():
    return polygons().map(brenier.Uniform)


def rasters():
    return st.builds(brenier.Raster, grids(), st.sampled_from(BOXES))


def bilinears():
    return st.builds(brenier.Bilinear, grids(least=2), st.sampled_from(BOXES))


COVARIANCES = [
    ((1, 0), (0, 1)),
    ((0.0625, 0), (0, 0.0625)),
    ((1, 0.5), (0.5, 0.75)),
    ((0.25, -0.125), (-0.125, 0.125)),
]
# The means are in every domain, so that the densities have their peaks there.
MEANS = [(0.25, 0.125), (0.5, 0.03125)]


def gaussians():
    domain = st.one_of(st.none(), st.sampled_from(["square", "horseshoe"]).map(POLYGONS.get))
    mean, cov = st.sampled_from(MEANS), st.sampled_from(COVARIANCES)
    return st.builds(brenier.Gaussian, mean, cov, domain)


def mixtures():
    domain = st.one_of(st.none(), st.sampled_from(["square", "horseshoe"]).map(POLYGONS.get))
    cov = st.lists(st.sampled_from(COVARIANCES), min_size=2, max_size=2)
    weights = st.sampled_from([(1, 1), (3, 1), (1, 1000)])
    return st.builds(brenier.GaussianMixture, st.just(MEANS), cov, weights, domain)


def sources():
    """Sources of all kinds, over domains of the size of 1 that the sites lie in and around."""
    return st.one_of(uniforms(), rasters(), bilinears(), gaussians(), mixtures())


def points_of(source, sites):
    """Queries: anywhere, on the lattice, at the sites and halfway between them."""
    low, high = np.reshape(source.bounds, (2, 2))
    anywhere = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(
        lambda share: tuple((low + share * (high - low)).tolist())
    )
    at_sites = st.sampled_from([tuple(map(float, y)) for y in sites])
    between = st.tuples(at_sites, at_sites).map(lambda ends: tuple(np.mean(ends, axis=0).tolist()))
    return st.lists(st.one_of(anywhere, PLACES, at_sites, between), min_size=1, max_size=12)
