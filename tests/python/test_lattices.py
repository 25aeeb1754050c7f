"""Lattices, where four cells meet in every vertex: right, and the same in any order of the sites.

LARGE=1 python -m pytest tests/python/test_lattices.py    # a million sites, too
"""

from __future__ import annotations

import math
import os

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE, SQUARE
from oracles.exact import exact_areas, exact_cells, exact_raster_masses

LARGE = pytest.mark.skipif("LARGE" not in os.environ, reason="a million sites; set LARGE=1")
SIDES = pytest.mark.parametrize("side", [2, 31, 200, pytest.param(1000, marks=LARGE)])
TICKS = {
    "in the middle of tiles": lambda k: (np.arange(k) + 0.5) / k,
    "to the border": lambda k: np.linspace(0, 1, k),
    "of thirds": lambda k: np.arange(k) / (k - 1 / 3),
    "beyond": lambda k: (np.arange(k) - k // 4) / (k / 2),
}


def product(xs, ys):
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def lengths(ticks):
    """The parts of [0, 1] that are nearest to each of the increasing ticks."""
    middles = (ticks[1:] + ticks[:-1]) / 2
    return np.diff(np.clip([-np.inf, *middles, np.inf], 0, 1))


def shuffled(n):
    return np.random.default_rng(1).permutation(n)


@SIDES
@pytest.mark.parametrize("ticks", TICKS.values(), ids=TICKS)
def test_cells_are_the_products_of_their_sides(ticks, side):
    xs = ticks(side)
    sites, expected = product(xs, xs), np.outer(lengths(xs), lengths(xs)).ravel()
    d = brenier.PowerDiagram(sites)
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-12 / side**2)
    assert math.fsum(d.masses) == pytest.approx(1, abs=1e-13)
    order = shuffled(len(sites))
    other = brenier.PowerDiagram(sites[order])
    assert np.array_equal(other.masses, d.masses[order])
    assert np.array_equal(other.centroids, d.centroids[order], equal_nan=True)


@SIDES
@pytest.mark.parametrize("is_exact", [True, False], ids=["exactly", "rounded"])
def test_a_shrunk_lattice_is_one_again(side, is_exact):
    """With w = (1 - s)|y|² - 2⟨b, y⟩ cells are the Voronoi cells of s y + b: all ties remain."""
    y = np.arange(side) - side // 2
    s, b = 2.0 ** np.floor(-np.log2(side)) if is_exact else 0.75 / side, 0.5
    sites = product(y, y).astype(float)
    weights = (1 - s) * np.sum(sites**2, axis=1) - 2 * b * sites.sum(axis=1)
    order = shuffled(len(sites))
    masses = brenier.PowerDiagram(sites, weights).masses
    again = brenier.PowerDiagram(sites[order], weights[order]).masses
    expected = np.outer(lengths(s * y + b), lengths(s * y + b)).ravel()
    # Unless s has few digits, weights of the order of side² are rounded themselves.
    rounding = 0 if is_exact else 1e-17 * side**2
    np.testing.assert_allclose(masses, expected, rtol=0, atol=1e-14 + rounding)
    assert np.array_equal(again, masses[order])


@pytest.mark.parametrize("c", [0, 0.25, 0.5, 1])
def test_a_checkerboard_of_weights_makes_squares_and_octagons(c):
    """At last the squares are points, in which four octagons meet that are squares themselves."""
    sites = product(np.arange(12), np.arange(12)).astype(float)
    heavy = sites.sum(axis=1) % 2 == 0
    domain = brenier.Uniform(11 * SQUARE)
    areas = brenier.PowerDiagram(sites, c * heavy, domain).areas
    inner = (sites.min(axis=1) > 0) & (sites.max(axis=1) < 11)
    np.testing.assert_allclose(areas[inner & heavy], (1 + c) ** 2 - 2 * c**2, atol=1e-13)
    np.testing.assert_allclose(areas[inner & ~heavy], (1 - c) ** 2, atol=1e-13)
    order = shuffled(len(sites))
    again = brenier.PowerDiagram(sites[order], c * heavy[order], domain).areas
    np.testing.assert_allclose(again, areas[order], rtol=0, atol=1e-12)


@pytest.mark.parametrize("blocks", [1, 2, 4, 5])
def test_facets_along_the_sides_of_pixels(blocks):
    values = np.random.default_rng(0).integers(0, 256, (20, 20))
    pixels = 20 // blocks
    sites = product(*2 * [(np.arange(blocks) + 0.5) * pixels / 20])
    source = brenier.Raster(values)
    sums = values.reshape(blocks, pixels, blocks, pixels).sum(axis=(1, 3)).ravel() / values.sum()
    masses = brenier.PowerDiagram(sites, source=source).masses
    np.testing.assert_allclose(masses, sums, rtol=0, atol=1e-14)
    t = brenier.solve(sites, sums, source, tol=1e-12)
    assert t.success
    np.testing.assert_allclose(t.weights, 0, rtol=0, atol=1e-12)


@pytest.mark.parametrize("parts", [1, 2, 3, 6])
def test_sites_on_the_corners_of_pixels(parts):
    values = np.random.default_rng(1).integers(0, 256, (6, 6))
    sites = product(*2 * [np.arange(parts + 1) / parts])
    masses = brenier.PowerDiagram(sites, source=brenier.Raster(values)).masses
    expected = exact_raster_masses(exact_cells(sites), values.tolist(), (0, 0, 1, 1))
    np.testing.assert_allclose(masses, expected, rtol=0, atol=1e-14)


SETS = {
    "on the border": (product(np.arange(5) / 4, np.arange(5) / 4), SQUARE),
    "facets through the corners": (product([0, 1], [0, 1]), SQUARE),
    "across a notch": (product([0, 0.5, 1], [0, 0.5, 1])[:-1], np.array(L_SHAPE)),
    "on a circle": (
        np.array([(x, y) for x in range(-65, 66) for y in range(-65, 66) if x**2 + y**2 == 4225]),
        65 * (2 * SQUARE - 1),
    ),
    "on a line along the border": (product(np.arange(9) / 8, [0]), SQUARE),
}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("kind", ["ties stay", "random"])
def test_transports_onto_lattices_are_found_in_any_order_of_the_sites(name, kind):
    """The masses are those of known weights, which the solver has to find again."""
    sites, domain = SETS[name]
    sites, size = sites.astype(float), np.ptp(domain)
    rng = np.random.default_rng(2)
    if kind == "random":
        weights = 1e-4 * size**2 * rng.random(len(sites))
    else:
        weights = 0.25 * np.sum((sites - sites.mean(axis=0)) ** 2, axis=1)
    source = brenier.Uniform(domain)
    masses = brenier.PowerDiagram(sites, weights, source).masses
    assert masses.min() > 1e-4
    weights -= masses @ weights
    order = rng.permutation(len(sites))
    t = brenier.solve(sites, masses, source, tol=1e-12)
    u = brenier.solve(sites[order], masses[order], source, tol=1e-12)
    assert t.success and u.success
    np.testing.assert_allclose(t.weights, weights, rtol=0, atol=1e-10 * size**2)
    np.testing.assert_allclose(u.weights, t.weights[order], rtol=0, atol=1e-12 * size**2)
    np.testing.assert_allclose(u.diagram.masses, t.diagram.masses[order], rtol=0, atol=1e-12)


def test_areas_of_a_lattice_that_is_cut_aslant_are_the_rational_ones():
    """Corners of the domain on facets and on vertices, and edges through vertices."""
    sites = product(np.arange(6), np.arange(6)).astype(float)
    for domain in ([(0.5, 0), (5, 2.5), (2.5, 5)], [(0, 1), (4, 0), (5, 4), (1, 5)]):
        masses = brenier.PowerDiagram(sites, source=brenier.Uniform(domain)).masses
        np.testing.assert_allclose(masses, exact_areas(sites, None, domain), rtol=0, atol=1e-14)
