"""Cells as polygons that fit together, and facets told exactly, in degenerate positions."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.repetition import combinations
from oracles.facet_pairs import facet_pairs

shapely = pytest.importorskip("shapely")

SQUARE = shapely.box(0, 0, 1, 1)


def pixel_centres(columns, rows):
    x, y = np.meshgrid((np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows)
    return np.column_stack([x.ravel(), y.ravel()])


def turned(points, degrees, about=0.5):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (points - about) @ np.array([[c, s], [-s, c]]) + about


def hexagons(columns):
    rows = int(2 * columns / np.sqrt(3)) + 1
    return np.array(
        [
            ((i + 0.5 * (j % 2)) / columns, j * np.sqrt(0.75) / columns)
            for j in range(rows)
            for i in range(columns)
        ]
    )


def on_a_circle(count):
    angles = np.linspace(0, 2 * np.pi, count + 1)[:-1]
    return 0.5 + 0.25 * np.column_stack([np.cos(angles), np.sin(angles)])


def pairs_of(diagram):
    return {tuple(sorted(pair)) for pair in diagram.facets.sites.tolist()}


def require_fit(diagram, domain):
    """Cells are valid, apart, share their vertices, are the domain, and are taken as domains."""
    cells = diagram.cells().to_shapely()
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    xmin, ymin, xmax, ymax = domain.bounds
    far = max(map(abs, domain.bounds)) / min(xmax - xmin, ymax - ymin)
    rounding = 1e-14 * (1 + far) * domain.area
    assert shapely.union_all(cells).symmetric_difference(domain).area <= rounding
    assert shapely.coverage_union_all(cells).is_valid
    np.testing.assert_allclose(shapely.area(cells), diagram.areas, rtol=0, atol=rounding)
    points = diagram.cells().points
    assert set(map(tuple, diagram.facets.points.reshape(-1, 2))) <= set(map(tuple, points))
    for i in np.flatnonzero(diagram.areas > 1e-12 * domain.area)[:50]:
        again = brenier.Uniform(diagram.cell(i))
        np.testing.assert_allclose(again.area, diagram.areas[i], rtol=0, atol=rounding)


def test_four_cells_that_meet_in_a_point():
    d = brenier.PowerDiagram([(0.81, 0.61), (0.91, 0.61), (0.91, 0.73), (0.81, 0.73)])
    require_fit(d, SQUARE)
    assert pairs_of(d) == {(0, 1), (1, 2), (2, 3), (0, 3)}
    corners = {tuple(p) for i in range(4) for p in d.cell(i)[0]}
    assert len(corners) == 9


def test_a_facet_through_corners_of_the_domain():
    domain = shapely.box(0, 0, 0.3, 0.3)
    d = brenier.PowerDiagram([(0.1, 0.7), (0.7, 0.1)], None, brenier.Uniform(domain))
    require_fit(d, domain)
    assert [len(d.cell(i)[0]) for i in (0, 1)] == [3, 3]
    assert {tuple(p) for i in (0, 1) for p in d.cell(i)[0]} == {
        (0, 0), (0.3, 0), (0.3, 0.3), (0, 0.3),
    }  # fmt: skip


@pytest.mark.parametrize("side", range(2, 41))
def test_pixels_have_four_corners_and_share_sides_only(side):
    d = brenier.PowerDiagram(pixel_centres(side, side))
    require_fit(d, SQUARE)
    assert len(d.facets.sites) == len(pairs_of(d)) == 2 * side * (side - 1)
    assert d.adjacency().nnz == 4 * side * (side - 1)
    assert len(np.unique(d.cells().points, axis=0)) == (side + 1) ** 2
    assert np.abs(np.diff(d.sites[d.facets.sites], axis=1)).sum(axis=2).max() < 1.5 / side


SITES = {
    "a grid": pixel_centres(5, 7),
    "a grid on the border": np.stack(np.meshgrid(np.arange(4) / 3, np.arange(5) / 4), -1),
    "a turned grid": turned(pixel_centres(6, 6), 30),
    "a grid on its corner": turned(pixel_centres(5, 5), 45),
    "hexagons": hexagons(6),
    "a circle": on_a_circle(12),
    "a circle and its centre": np.vstack([on_a_circle(9), [(0.5, 0.5)]]),
    "copies": np.vstack([pixel_centres(3, 3), pixel_centres(3, 3)[::2]]),
    "neighbours in doubles": np.vstack([pixel_centres(3, 3), np.nextafter(pixel_centres(3, 3), 2)]),
    "a line": np.column_stack([(np.arange(6) + 0.5) / 6, np.full(6, 0.5)]),
    "a nearly regular grid": pixel_centres(5, 5)
    + 1e-16 * np.random.default_rng(0).normal(size=(25, 2)),
}
DOMAINS = {
    "the square": SQUARE,
    "along the cells": shapely.box(0, 0, 0.6, 0.75),
    "a triangle": shapely.Polygon([(0, 0), (1, 0), (1, 1)]),
    "a turned square": shapely.Polygon(turned(np.array(SQUARE.exterior.coords)[:-1], 30)),
    "a thin one": shapely.box(0, 0, 1, 1e-9),
}
WEIGHTS = {
    "none": lambda y: np.zeros(len(y)),
    "affine": lambda y: y @ (0.25, -0.125),
    "quadratic": lambda y: y**2 @ (0.25, -0.125),
    "tiny": lambda y: 1e-15 * np.random.default_rng(1).normal(size=len(y)),
}


@pytest.mark.parametrize(("name", "domain", "weights"), combinations(SITES, DOMAINS, WEIGHTS))
def test_facets_are_the_rational_ones_and_cells_fit(name, domain, weights):
    sites, where = SITES[name].reshape(-1, 2), shapely.orient_polygons(DOMAINS[domain])
    w = WEIGHTS[weights](sites)
    d = brenier.PowerDiagram(sites, w, brenier.Uniform(where))
    require_fit(d, where)
    assert pairs_of(d) == facet_pairs(sites, w, list(where.exterior.coords)[:-1])


@pytest.mark.parametrize("shift", [0, 1e6, -1e3])
@pytest.mark.parametrize("scale", [1e-9, 1 / 3, 1e9])
@pytest.mark.parametrize("name", SITES)
def test_the_same_at_any_scale_and_place(name, scale, shift):
    offset = scale * shift * np.array([1, -1])
    sites = scale * SITES[name].reshape(-1, 2) + offset
    domain = shapely.box(*offset, *(scale + offset))
    d = brenier.PowerDiagram(sites, None, brenier.Uniform(domain))
    require_fit(d, domain)
    assert pairs_of(d) == facet_pairs(sites, None, list(domain.exterior.coords)[:-1])


NOTCHED = {
    "a frame along the cells": SQUARE - shapely.box(0.2, 0.2, 0.6, 0.8),
    "an L": SQUARE - shapely.box(0.5, 0.5, 1, 1),
    "a notch to the centre": shapely.Polygon([(0, 0), (1, 0), (0.5, 0.5), (1, 1), (0, 1)]),
    "a hole on its corner": SQUARE
    - shapely.Polygon([(0.5, 0.2), (0.8, 0.5), (0.5, 0.8), (0.2, 0.5)]),
    "a hole that touches": SQUARE - shapely.Polygon([(0.5, 0), (0.8, 0.5), (0.5, 1), (0.2, 0.5)]),
    "two parts": shapely.box(0, 0, 0.4, 1) | shapely.box(0.6, 0.2, 1, 0.6),
    "a checkerboard": shapely.MultiPolygon(
        [shapely.box(i / 4, j / 4, (i + 1) / 4, (j + 1) / 4) for i in range(4) for j in range(4)
         if (i + j) % 2]
    ),
    "a star": shapely.Polygon(
        [(0.5 + r * np.cos(a), 0.5 + r * np.sin(a))
         for a, r in zip(np.arange(40) * np.pi / 20, [0.5, 0.3] * 20, strict=True)]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "domain", "weights"), combinations(SITES, NOTCHED, WEIGHTS))
def test_cells_fit_in_domains_of_any_shape(name, domain, weights):
    sites, where = SITES[name].reshape(-1, 2), NOTCHED[domain]
    d = brenier.PowerDiagram(sites, WEIGHTS[weights](sites), brenier.Uniform(where))
    require_fit(d, where)


@pytest.mark.parametrize("seed", range(20))
def test_random_weights_from_large_to_rounding(seed):
    rng = np.random.default_rng(seed)
    sites = rng.random((300, 2))
    for size in (1e-3, 1e-10, 1e-16):
        d = brenier.PowerDiagram(sites, size * rng.normal(size=300))
        require_fit(d, SQUARE)


def test_a_facet_along_the_boundary_is_none():
    """Cells of a grid that only touch the domain from outside, and a notch that ends on a facet."""
    domain = shapely.box(0.25, 0, 0.75, 1)
    d = brenier.PowerDiagram(
        [(0.125, 0.5), (0.375, 0.5), (0.625, 0.5)], None, brenier.Uniform(domain)
    )
    assert pairs_of(d) == {(1, 2)}
    assert d.cell(0) == [] and d.cells().to_geojson()["features"][0]["geometry"] is None
    # The facet at x = 1/2 runs along the notch's side up to y = 1/2, and then through the domain.
    notched = SQUARE - shapely.box(0.5, 0, 0.75, 0.5)
    d = brenier.PowerDiagram([(0.25, 0.5), (0.75, 0.5)], None, brenier.Uniform(notched))
    require_fit(d, notched)
    assert np.sort(d.facets.points[:, :, 1], axis=1).tolist() == [[0.5, 1.0]]


def test_real_facets_that_are_too_short_have_equal_ends():
    """A grid turned by 30 degrees: rounding parts the diagonals' four sites from one circle."""
    d = brenier.PowerDiagram(turned(pixel_centres(31, 31), 30))
    require_fit(d, SQUARE)
    (start, end), sites = d.facets.points.swapaxes(0, 1), d.facets.sites
    points = np.all(start == end, axis=1)
    lengths = np.hypot(*(end - start).T)
    assert points.sum() > 100 and np.sum(lengths < 1e-12) > 500
    assert (d.facets.masses[points] == 0).all() and (d.facets.masses[~points] > 0).all()
    vanished = {tuple(sorted(pair)) for pair in sites[points].tolist()}
    kept = {tuple(sorted(pair)) for pair in sites[~points].tolist()}
    assert not vanished & kept
    for matrix in (d.adjacency(), d.hessian()):
        i, j = matrix.nonzero()
        assert {
            pair for pair in zip(i.tolist(), j.tolist(), strict=True) if pair[0] < pair[1]
        } == kept
    t = brenier.solve(d.sites, d.masses, initial_weights=np.zeros(len(d)), tol=1)
    edges = set(map(tuple, brenier.ContinuousMap(t).edges.tolist()))
    again = t.diagram.facets
    long = np.any(again.points[:, 0] != again.points[:, 1], axis=1)
    assert edges == {tuple(sorted(pair)) for pair in again.sites[long].tolist()}


def test_edges_of_a_map_from_pixels_to_pixels_are_their_sides():
    t = brenier.solve(pixel_centres(8, 8), initial_weights=np.zeros(64))
    assert len(brenier.ContinuousMap(t).edges) == 2 * 8 * 7
