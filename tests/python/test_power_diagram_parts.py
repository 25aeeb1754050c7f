"""Facets, weighted Delaunay triangles, point location and derivatives of power diagrams."""

from __future__ import annotations

from fractions import Fraction

import brenier
import numpy as np
import pytest
from inputs.diagram_cases import CONVEX, diagram, edges, lengths, powers
from oracles.exact import (
    area,
    power_excess,
    rational,
)
from scipy.spatial import ConvexHull, Delaunay

shapely = pytest.importorskip("shapely")


def distance_to_boundary(domain, x):
    return shapely.distance(shapely.LinearRing(domain), shapely.points(x))


# Facets


def test_facets_lie_on_the_bisectors_and_in_both_cells(case):
    d = diagram(case)
    i, j = d.facets.sites.T
    rows = np.arange(len(i))
    assert len(i)
    for x in (*d.facets.points.transpose(1, 0, 2), d.facets.points.mean(axis=1)):
        p = powers(d, x)
        np.testing.assert_allclose(p[rows, i], p[rows, j], rtol=0, atol=1e-12)
        np.testing.assert_allclose(p[rows, i], p.min(axis=1), rtol=0, atol=1e-12)
        assert shapely.distance(shapely.Polygon(case[2]), shapely.points(x)).max() < 1e-12
    np.testing.assert_allclose(
        d.facets.masses, lengths(d.facets.points) / d.source.area, rtol=1e-12, atol=1e-15
    )


def test_the_first_site_of_a_facet_has_the_cell_on_its_left(case):
    d = diagram(case)
    i, j = d.facets.sites.T
    along = d.facets.points[:, 1] - d.facets.points[:, 0]
    towards_i = d.sites[i] - d.sites[j]
    left = along[:, 0] * towards_i[:, 1] - along[:, 1] * towards_i[:, 0]
    np.testing.assert_allclose(left, np.hypot(*along.T) * np.hypot(*towards_i.T), atol=1e-12)
    assert (left > 0).all()


def test_facets_and_the_domain_bound_the_cells(case):
    """Every edge of a cell inside the domain is a facet, which bounds just two cells."""
    d = diagram(case)
    seen, on_boundary = set(), 0.0
    for i in range(len(d)):
        for polygon in d.cell(i):
            for segment in edges(polygon):
                if distance_to_boundary(case[2], segment.mean(axis=0)) < 1e-12:
                    on_boundary += lengths(segment[None])[0]
                else:
                    seen.add((i, *segment.ravel().tolist()))
    expected = set()
    for (i, j), (a, b) in zip(d.facets.sites.tolist(), d.facets.points.tolist(), strict=True):
        expected |= {(i, *a, *b), (j, *b, *a)}
    assert seen == expected
    assert on_boundary == pytest.approx(shapely.Polygon(case[2]).length, rel=1e-12)


# Weighted Delaunay triangles


@pytest.mark.parametrize("name", ["voronoi", "half hidden", "mostly hidden", "three", "hexagon"])
def test_simplices_have_empty_power_circles_and_tile_the_hull(name):
    sites, weights, domain = (column[:80] for column in CONVEX[name])
    d = diagram((sites, weights, domain))
    lifted = [(*y, w) for y, w in zip(rational(sites), rational(weights), strict=True)]
    total = Fraction(0)
    for triangle in d.simplices.tolist():
        corners = [lifted[k] for k in triangle]
        turn = area([corner[:2] for corner in corners])
        assert turn > 0
        total += turn
        others = set(range(len(d))) - set(triangle)
        assert all(power_excess(corners, lifted[k]) > 0 for k in others)
    visible = np.setdiff1d(np.arange(len(d)), d.hidden)
    assert np.unique(d.simplices).tolist() == visible.tolist()
    assert float(total) == pytest.approx(ConvexHull(sites).volume, rel=1e-12)


@pytest.mark.parametrize("n", [3, 10, 1000])
def test_without_weights_the_simplices_are_delaunays(n):
    sites = np.random.default_rng(n).random((n, 2))
    got = brenier.PowerDiagram(sites).simplices
    expected = Delaunay(sites).simplices
    assert len(got) == len(expected)
    assert set(map(frozenset, got.tolist())) == set(map(frozenset, expected.tolist()))


# Point location


@pytest.mark.parametrize("reach", [1, 10, 1e3, 1e6])
def test_index_is_the_site_of_least_power(case, reach):
    d = diagram(case)
    x = np.random.default_rng(1).uniform(-reach, reach, (500, 2))
    # |x|² is common to all sites, and would swamp the rest far out.
    expected = (((d.sites**2).sum(axis=1) - d.weights) - 2 * x @ d.sites.T).argmin(axis=1)
    np.testing.assert_array_equal(d.index(x), expected)


def test_index_of_no_points():
    assert brenier.PowerDiagram([(0, 0)]).index(np.zeros((0, 2))).shape == (0,)


# Derivatives


def test_the_hessian_has_the_facets_masses_over_twice_their_sites_distances(case):
    d = diagram(case)
    h = d.hessian().toarray()
    assert np.abs(h).max() > 0.1
    expected = np.zeros_like(h)
    i, j = d.facets.sites.T
    distances = np.hypot(*(d.sites[i] - d.sites[j]).T)
    np.add.at(expected, (i, j), -d.facets.masses / (2 * distances))
    expected += expected.T
    np.testing.assert_allclose(h - np.diag(np.diag(h)), expected, rtol=1e-12, atol=0)
