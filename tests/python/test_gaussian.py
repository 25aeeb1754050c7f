"""Normal densities: exact masses, wherever the domain lies, and transports."""

from __future__ import annotations

import math
from itertools import pairwise

import brenier
import numpy as np
import pytest
from inputs.normals import FRAME
from inputs.shapes import L_SHAPE, SQUARE
from inputs.sites import random_masses, random_sites
from oracles.quadrature import over_cell, over_segment
from scipy.integrate import quad
from scipy.special import erfcx, ndtr
from scipy.stats import multivariate_normal

ROTATION = np.array([(0.6, -0.8), (0.8, 0.6)])
FLAT = ROTATION @ np.diag([1.0, 0.01]) @ ROTATION.T
STEEP = np.array([(1.0, 0.999), (0.999, 1.0)])


def box(xmin, ymin, xmax, ymax):
    return [(xmin, ymin), (xmax, ymin), (xmax, ymax), (xmin, ymax)]


def cells_of(bounds, k):
    """The sites whose cells are k x k equal boxes, row by row, and their sides."""
    xs, ys = (np.linspace(bounds[d], bounds[d + 2], k + 1) for d in (0, 1))
    centres = np.meshgrid((xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2)
    return np.column_stack([c.ravel() for c in centres]), xs, ys


def intervals(edges, mean, sigma):
    """The normal masses between neighbours, by the tail on whose side they are."""
    low, high = ((e - mean) / sigma for e in (edges[:-1], edges[1:]))
    return np.where(low > 0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))


@pytest.mark.parametrize("k", [1, 2, 5, 32])
@pytest.mark.parametrize(
    ("bounds", "mean", "sigma"),
    [
        ((-8, -8, 8, 8), (0, 0), (1, 1)),
        ((0, 0, 1, 1), (0.3, 0.6), (0.2, 0.4)),
        ((0, 0, 1, 1), (0.5, 0.5), (1e-3, 1e-2)),
        ((0, 0, 1, 1), (0.5, 0.5), (300, 100)),
        ((2, 3, 5, 4), (0, 0), (1, 1)),
        ((-(2**20), -(2**20), 2**20, 2**20), (0, 0), (1, 1)),
        ((1e3, 2e3, 1e3 + 8, 2e3 + 6), (1e3 + 2, 2e3 + 1), (3, 1)),
    ],
)
def test_boxes_have_the_products_of_normal_masses(bounds, mean, sigma, k):
    source = brenier.Gaussian(mean, np.square(sigma), box(*bounds))
    sites, xs, ys = cells_of(bounds, k)
    d = brenier.PowerDiagram(sites, source=source)
    x, y = intervals(xs, mean[0], sigma[0]), intervals(ys, mean[1], sigma[1])
    expected = np.outer(y / y.sum(), x / x.sum()).ravel()
    np.testing.assert_allclose(d.masses, expected, rtol=1e-11, atol=1e-30)
    assert np.abs(d.masses - expected).max() < 5e-14


@pytest.mark.parametrize("cov", [FLAT, STEEP, [[2, -1], [-1, 1]]], ids=["flat", "steep", "turned"])
def test_correlated_boxes_have_the_masses_of_normal_vectors(cov):
    cov = np.array(cov)
    sites, xs, ys = cells_of((-2, -1, 2, 3), 4)
    d = brenier.PowerDiagram(sites, source=brenier.Gaussian((0.3, 0.2), cov, box(-2, -1, 2, 3)))
    slope, rest = cov[0, 1] / cov[0, 0], math.sqrt(np.linalg.det(cov) / cov[0, 0])

    def mass(x0, x1, y0, y1):
        # y given x is normal too.
        def column(x):
            at = 0.2 + slope * (x - 0.3)
            inner = ndtr((y1 - at) / rest) - ndtr((y0 - at) / rest)
            return inner * math.exp(-((x - 0.3) ** 2) / (2 * cov[0, 0]))

        edges = [0.3 + (y - 0.2 + r * rest) / slope for y in (y0, y1) for r in (-4, 0, 4)]
        points = sorted(x for x in edges if x0 < x < x1) or None  # where the integrand bends
        value = quad(column, x0, x1, points=points, epsabs=1e-15, epsrel=1e-13, limit=500)[0]
        return value / math.sqrt(2 * math.pi * cov[0, 0])

    masses = np.array([
        mass(x0, x1, y0, y1)
        for y0, y1 in pairwise(ys)
        for x0, x1 in pairwise(xs)
    ])  # fmt: skip
    np.testing.assert_allclose(d.masses, masses / masses.sum(), rtol=0, atol=1e-12)
    whole = multivariate_normal([0.3, 0.2], cov).cdf([2, 3], lower_limit=[-2, -1])
    assert masses.sum() == pytest.approx(whole, abs=1e-5)  # scipy's has about so many digits


@pytest.mark.parametrize(
    ("source", "n", "cuts"),
    [
        (brenier.Gaussian(), 1, 24),
        (brenier.Gaussian(), 10, 12),
        (brenier.Gaussian((1, 2), FLAT), 15, 20),
        (brenier.Gaussian((0.5, 0.5), 0.04, SQUARE), 300, 1),
        (brenier.Gaussian((0.7, 0.7), 0.05**2, L_SHAPE), 8, 12),
        (brenier.Gaussian((0.2, 0.9), 0.2**2, FRAME), 40, 12),
        (
            brenier.GaussianMixture(random_sites(5), [0.1, 0.02, 1, 3, 0.05], [1, 2, 3, 0, 1]),
            20,
            12,
        ),
    ],
    ids=["one cell", "ten", "flat", "small cells", "L", "frame", "mixture"],
)
def test_cells_and_facets_have_the_integrals_of_brute_force(source, n, cuts):
    xmin, ymin, xmax, ymax = source.bounds
    middle, half = [(xmin + xmax) / 2, (ymin + ymax) / 2], [(xmax - xmin) / 3, (ymax - ymin) / 3]
    sites = middle + half * (2 * random_sites(n, 5) - 1)
    d = brenier.PowerDiagram(sites, source=source)
    for i in range(n):
        if len(d.cell(i)) != 1 or not is_convex(d.cell(i)[0]):
            continue
        if d.masses[i] == 0:
            continue
        mass, centroid, second = over_cell(source.density, d.cell(i), cuts)
        assert d.masses[i] == pytest.approx(mass, abs=1e-13)
        if mass > 1e-12:
            np.testing.assert_allclose(d.centroids[i], centroid, atol=1e-11)
        assert d.second_moments[i] == pytest.approx(second, rel=1e-11, abs=1e-14)
    for (p, q), mass in zip(d.facets.points, d.facets.masses, strict=True):
        assert mass == pytest.approx(over_segment(source.density, p, q, 40), rel=1e-9, abs=1e-14)
    assert d.masses.sum() == pytest.approx(1, abs=1e-13)


def is_convex(polygon):
    step = np.roll(polygon, -1, axis=0) - polygon
    after = np.roll(step, -1, axis=0)
    return np.all(step[:, 0] * after[:, 1] - step[:, 1] * after[:, 0] > 0)


@pytest.mark.parametrize("distance", [10, 30, 50, 300])
def test_far_tails_keep_their_digits(distance):
    source = brenier.Gaussian((0, 0), 1, box(distance, -5, distance + 10, 5))
    depths = np.array([0.2, 0.5, 1, 2, 4]) / distance  # of cells between lines x = distance + depth
    x = np.array([0, *depths]) + distance
    sites = [x[0] + depths[0] / 2]
    for edge in x[1:]:
        sites.append(2 * edge - sites[-1])
    d = brenier.PowerDiagram(
        np.column_stack([sites, np.zeros(len(sites))]),
        source=source,
    )
    # Beyond x: proportional to erfcx(x/√2) e^(-x²/2).
    beyond = erfcx(x / math.sqrt(2)) * np.exp(-(x - distance) * (x + distance) / 2)
    beyond = np.append(beyond / beyond[0], 0)
    np.testing.assert_allclose(d.masses, beyond[:-1] - beyond[1:], rtol=1e-10)


def log_interval(low, high):
    """The logarithm of ∫ exp(-x²/2) from low to high."""
    if low < 0 < high:
        return math.log(math.sqrt(2 * math.pi) * (ndtr(high) - ndtr(low)))
    near, far = sorted((abs(low), abs(high)))
    less = erfcx(far / math.sqrt(2)) * math.exp((near**2 - far**2) / 2)
    tail = math.sqrt(math.pi / 2) * (erfcx(near / math.sqrt(2)) - less)
    return math.log(tail) - near**2 / 2


@pytest.mark.parametrize("sigma", [2**-2, 2**-4, 2**-6, 2**-9])
def test_a_hole_around_the_mean_costs_no_digits(sigma):
    """The cells' triangles go through the hole, where the density is up to e^12800 times larger."""
    x, y = 1.375, 1.6875
    source = brenier.Gaussian((x, y), sigma**2, FRAME)
    cut = x + sigma / 2
    d = brenier.PowerDiagram([(cut - 1, 1.5), (cut + 1, 1.5)], source=source)

    def log_box(x0, y0, x1, y1):
        across = log_interval((x0 - x) / sigma, (x1 - x) / sigma)
        return across + log_interval((y0 - y) / sigma, (y1 - y) / sigma)

    left = [log_box(0, 0, cut, 1), log_box(0, 2, cut, 3), log_box(0, 1, 1, 2)]
    right = [log_box(cut, 0, 3, 1), log_box(cut, 2, 3, 3), log_box(2, 1, 3, 2)]
    largest = max(left + right)
    expected = np.array([sum(math.exp(m - largest) for m in side) for side in (left, right)])
    np.testing.assert_allclose(d.masses, expected / expected.sum(), rtol=3e-12)
    assert d.masses.sum() == pytest.approx(1, abs=3e-12)
    assert d.masses.min() > 0.2


@pytest.mark.parametrize("n", [1, 2, 10, 1000])
@pytest.mark.parametrize(
    ("source", "sites"),
    [
        (brenier.Gaussian(), lambda n: np.random.default_rng(1).normal(size=(n, 2))),
        (brenier.Gaussian((0.5, 0.5), 0.09, SQUARE), random_sites),
        (brenier.Gaussian((0.3, 0.2), 0.09, L_SHAPE), random_sites),
        (brenier.Gaussian((1.5, 1.5), 0.25, FRAME), lambda n: 3 * random_sites(n)),
        (brenier.GaussianMixture(random_sites(4), [0.1] * 4, domain=SQUARE), random_sites),
    ],
    ids=["normal codes", "square", "L", "frame", "mixture"],
)
def test_transports_are_found(source, sites, n):
    t = brenier.solve(sites(n), random_masses(n), source)
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, t.masses, rtol=1e-8)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-7)


def test_the_cost_between_normal_laws_is_theirs():
    """Sites (μ + A x) for x in an even sample of the source: W2² → |μ|² + ∫ |Ax - x|² dρ."""
    source, spread = brenier.Gaussian(), np.array([(1.5, 0.5), (0.5, 0.7)])
    k = np.arange(4000)
    radius = np.sqrt(-2 * np.log1p(-(k + 0.5) / len(k)))  # of equal masses, on a spiral
    angle = k * math.pi * (3 - math.sqrt(5))
    even = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    t = brenier.solve(even @ spread + (1, 2), source=source, tol=1e-6)
    assert t.success
    expected = 1 + 4 + np.sum((spread - np.eye(2)) ** 2)
    assert t.cost == pytest.approx(expected, rel=2e-3)
