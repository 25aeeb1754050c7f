"""Ties everywhere: cocircular and collinear sites, cells that end on the domain's own edges."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracles.exact import UNIT_SQUARE, area, cross, exact_areas, exact_cells, rational

shapely = pytest.importorskip("shapely")

LATTICE_SQUARE = ((0.5, 0.5), (3.5, 0.5), (3.5, 3.5), (0.5, 3.5))
DIAMOND = ((0, -1), (1, 0), (0, 1), (-1, 0))
LATTICE_TRIANGLE = ((0, 0), (2, 0), (0, 2))
# 36 points on one circle, to the last bit
CIRCLE = [(x / 64, y / 64) for x in range(-65, 66) for y in range(-65, 66) if x * x + y * y == 4225]
# The weight of the centre for which its cell is the centre alone: |0|² - w = (65/64)² - 1
TO_A_POINT = [1.0] * len(CIRCLE) + [1 - (65 / 64) ** 2]
HUGE_BOX = ((-(2**30), -(2**30)), (2**30, -(2**30)), (2**30, 2**30), (-(2**30), 2**30))
HOUSE = ((-1, -1), (1, -1), (1, 1), (0, 2), (-1, 1))
HORSESHOE = ((0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3))
STAIRS = ((0, 0), (3, 0), (3, 1), (2, 1), (2, 2), (1, 2), (1, 3), (0, 3))


def grid(xs, ys):
    return np.array([(x, y) for x in xs for y in ys], float)


def hexagonal(rows):
    return np.array([(x + 0.5 * (y % 2), 0.875 * y) for x in range(rows) for y in range(rows)])


def zeros(sites):
    return np.zeros(len(sites))


def powers_of_two(sites):
    """Weights |y|²: every power circle is degenerate, as all planes pass through one point."""
    return (np.asarray(sites) ** 2).sum(axis=1)


def nudged(sites, steps):
    """Each coordinate moved by up to so many units in its last place."""
    result = np.array(sites, float)
    moves = np.random.default_rng(0).integers(-steps, steps + 1, result.shape)
    return result + moves * np.spacing(result)


def halves(values):
    return np.random.default_rng(1).integers(-1, 2, len(values)) / 2


INTEGERS = grid(range(5), range(5))
CASES = {
    "grid": (grid(np.arange(8) / 8, np.arange(8) / 8), None, UNIT_SQUARE),
    "grid between": (grid(np.arange(8) / 8 + 1 / 16, np.arange(8) / 8 + 1 / 16), None, UNIT_SQUARE),
    "grid of tenths": (grid(np.arange(8) / 10, np.arange(8) / 10), None, UNIT_SQUARE),
    "grid of thirds, 1 ulp": (nudged(grid([1, 2, 3], [1, 2, 3]) / 3, 1), None, UNIT_SQUARE),
    "grid, 1e-12": (
        grid(np.arange(8) / 8, np.arange(8) / 8) + np.linspace(0, 1e-12, 128).reshape(64, 2),
        None,
        UNIT_SQUARE,
    ),
    "hexagonal": (hexagonal(6), None, ((0, 0), (5, 0), (5, 4.375), (0, 4.375))),
    "hexagonal, odd domain": (hexagonal(6), None, ((0.5, 0), (5, 1), (4.5, 4.375), (0, 3.5))),
    "cocircular": (CIRCLE, None, DIAMOND),
    "cocircular, centred": ([*CIRCLE, (0, 0)], None, DIAMOND),
    "cocircular, weighted": ([*CIRCLE, (0, 0)], [0.0] * len(CIRCLE) + [-1.0], HOUSE),
    "cocircular, cell to a point": ([*CIRCLE, (0, 0)], TO_A_POINT, HOUSE),
    "one common point": (INTEGERS, powers_of_two(INTEGERS), ((-1, -1), (1, -1), (1, 1), (-1, 1))),
    "one common point, elsewhere": (INTEGERS, powers_of_two(INTEGERS), LATTICE_SQUARE),
    "collinear": (grid(np.arange(9) / 8, [0.5]), None, UNIT_SQUARE),
    "collinear, on an edge": (grid([0.5], np.arange(9)), None, LATTICE_SQUARE),
    "collinear, diagonal": ([(k / 8, k / 8) for k in range(-4, 13)], None, UNIT_SQUARE),
    "collinear, weighted": ([(k, k) for k in range(6)], [0, 1, 1, 0, 2, 0], LATTICE_SQUARE),
    "near: 1e-12": ([(0.5, 0.5), (0.5 + 1e-12, 0.5), (0.5, 0.5 + 1e-12)], None, UNIT_SQUARE),
    "near: 1 ulp": (
        [(0.5, 0.5), (np.nextafter(0.5, 1), 0.5), (0.5, np.nextafter(0.5, 1)), (0.7, 0.1)],
        None,
        UNIT_SQUARE,
    ),
    "near and weighted": ([(0.5, 0.5), (0.5 + 2**-40, 0.5)], [0, -(2**-42)], UNIT_SQUARE),
    "integers": (INTEGERS, None, LATTICE_SQUARE),
    "integers, weights of halves": (INTEGERS, halves(INTEGERS), LATTICE_SQUARE),
    "integers, domain on the sites": (INTEGERS, None, ((0, 0), (4, 0), (4, 4), (0, 4))),
    "integers, diagonal domain": (INTEGERS, None, ((0, 2), (2, 0), (4, 2), (2, 4))),
    "integers, edges through vertices": (INTEGERS, None, ((0, 0.5), (4, 2.5), (2, 4.5))),
    "bisectors through corners": ([(0, 0), (1, 1), (1, 0), (0, 1)], None, UNIT_SQUARE),
    "bisector on the diagonal": ([(0.25, 0.75), (0.75, 0.25)], None, UNIT_SQUARE),
    "vertex on an edge": ([(-1, 1), (1, 1), (0, -1)], None, HOUSE),
    "vertex on a corner": ([(0, 0.5), (2, 0.5), (0.5, 2)], None, ((0.25, 0.25), (1, 0), (0, 1))),
    "mirrored across an edge": ([(0.5, 0.25), (0.5, -0.25)], None, UNIT_SQUARE),
    "mirrored across all edges": (
        [(0.5, 0.5), (0.5, -0.5), (1.5, 0.5), (0.5, 1.5), (-0.5, 0.5)],
        None,
        UNIT_SQUARE,
    ),
    "mirrored across a slope": ([(0.5, 0.5), (1.5, 1.5)], None, LATTICE_TRIANGLE),
    "mirrored, the inner one lighter": (
        [(0.5, 0.5), (0.5, -0.5), (0.5, 0.75)],
        [0, 0, 1 / 16],
        UNIT_SQUARE,
    ),
}


@pytest.mark.parametrize("turn", [False, True], ids=["", "turned"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_areas_are_the_rational_ones(case, turn):
    sites, weights, domain = case
    if turn:  # by a right angle, exactly, and in another order
        sites, domain = (np.asarray(p, float)[:, ::-1] * (-1, 1) for p in (sites, domain))
        sites, weights = sites[::-1], None if weights is None else weights[::-1]
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    cells = exact_cells(sites, weights, domain)
    check_cells(d, shares_of(cells))
    check_triangles(d)
    check_facets(d, cells)


def shares_of(cells):
    areas = [area(cell) for cell in cells]
    return np.array([float(a / sum(areas)) for a in areas])


def check_cells(d, shares):
    """The cells close up, have the areas expected, as shares of the whole, and fill the domain."""
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=1e-13)
    np.testing.assert_allclose(d.masses, shares, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d.areas / d.source.area, shares, rtol=0, atol=1e-12)
    assert not shares[d.hidden].any()
    h = d.hessian()
    assert np.abs(h.sum(axis=1)).max() <= 1e-13 * max(np.abs(h).max(), 1)
    for i in np.flatnonzero(shares > 1e-9):
        assert sum(map(area, d.cell(i))) == pytest.approx(d.areas[i], rel=0, abs=1e-13)
    inside = np.flatnonzero(shares > 1e-9)
    assert np.isfinite(d.centroids[inside]).all()


def check_facets(d, cells):
    """Between each two cells, the facets inside a convex domain have the exact length.

    Unless there are cells as thin as a line, which have facets, but no area.
    """
    got, expected = np.zeros((2, len(d), len(d)))
    for (i, j), (a, b) in zip(d.facets.sites, d.facets.points, strict=True):
        if shapely.LinearRing(d.source.domain).distance(shapely.Point((a + b) / 2)) > 1e-9:
            if not (cells[i] and cells[j]):
                return
            got[i, j] += math.dist(a, b)
    owner = {
        edge: i
        for i, cell in enumerate(cells)
        for edge in zip(cell, cell[1:] + cell[:1], strict=True)
    }
    for (a, b), i in owner.items():
        if (b, a) in owner:
            expected[i, owner[b, a]] = math.dist(a, b)
    np.testing.assert_allclose(got + got.T, expected, rtol=0, atol=1e-12)


def convex_hull(points):
    """Andrew's monotone chain, exact for rational points."""
    chains = []
    for way in (sorted(points), sorted(points, reverse=True)):
        chain = []
        for p in way:
            while len(chain) > 1 and cross(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        chains += chain[:-1]
    return chains


def check_triangles(d):
    """The triangles, in exact arithmetic, are counter-clockwise and tile the convex hull."""
    y = rational(d.sites)
    turns = [cross(*(y[k] for k in triangle)) for triangle in d.simplices.tolist()]
    assert all(turn > 0 for turn in turns)
    assert not set(d.hidden.tolist()) & set(d.simplices.ravel().tolist())
    assert sum(turns) == 2 * area(convex_hull(y))


def test_thirty_sites_within_three_units_in_the_last_place():
    sites = nudged([(1 / 3, 2 / 3)] * 30, 3)
    d = brenier.PowerDiagram(sites)
    np.testing.assert_allclose(d.masses, exact_areas(sites), rtol=0, atol=1e-12)
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=1e-13)


@pytest.mark.parametrize("rise", [-(2**-50), 0, 2**-50])
def test_a_cell_shrinks_to_a_point_and_vanishes(rise):
    """With the cell a mere point, the site may be hidden or not; it has no part in anything."""
    weights = np.array(TO_A_POINT)
    weights[-1] += rise
    d = brenier.PowerDiagram([*CIRCLE, (0, 0)], weights, brenier.Uniform(HOUSE))
    if rise:
        assert d.hidden.tolist() == ([36] if rise < 0 else [])
    if rise <= 0:
        assert d.areas[36] == d.second_moments[36] == 0
        assert np.isnan(d.centroids[36]).all()
        assert d.cell(36) == []
        assert not d.hessian().toarray()[36].any()
    else:
        assert 0 < d.areas[36] < 1e-28


def test_the_lattices_cells_are_unit_squares():
    """The domain's boundary runs along the facets between sites within and sites beyond."""
    d = brenier.PowerDiagram(INTEGERS, source=brenier.Uniform(LATTICE_SQUARE))
    inner = (d.sites.min(axis=1) >= 1) & (d.sites.max(axis=1) <= 3)
    np.testing.assert_allclose(d.areas, inner, rtol=0, atol=1e-14)
    np.testing.assert_allclose(d.centroids[inner], d.sites[inner], rtol=0, atol=1e-14)
    np.testing.assert_allclose(d.second_moments[inner], 1 / 54, rtol=1e-13)


EIGHTHS = st.integers(-8, 16).map(lambda k: k / 8)
WEIGHTS = st.integers(-64, 64).map(lambda k: k / 64)
SITES = st.lists(st.tuples(EIGHTHS, EIGHTHS), min_size=1, max_size=12)


@st.composite
def weighted_sites(draw):
    """Sites on a lattice, with weights that are zero, on a lattice too, or make equal powers."""
    sites = draw(SITES)
    kind = draw(st.sampled_from(["zero", "lattice", "equal powers at a point"]))
    if kind == "zero":
        return sites, [0.0] * len(sites)
    if kind == "lattice":
        return sites, [draw(WEIGHTS) for _ in sites]
    x, y = draw(st.tuples(EIGHTHS, EIGHTHS))
    weights = [(a - x) ** 2 + (b - y) ** 2 for a, b in sites]
    return sites, [w + draw(st.sampled_from([0, 0, 0, 1 / 64, -1 / 64])) for w in weights]


lattice_settings = settings(
    max_examples=3 * settings.default.max_examples,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@lattice_settings
@given(
    weighted_sites(),
    st.sampled_from([UNIT_SQUARE, LATTICE_TRIANGLE, DIAMOND, HOUSE, LATTICE_SQUARE]),
)
def test_lattice_sites_in_lattice_domains(weighted, domain):
    sites, weights = weighted
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    cells = exact_cells(sites, weights, domain)
    check_cells(d, shares_of(cells))
    check_triangles(d)
    check_facets(d, cells)
    in_the_plane = exact_areas(sites, weights, HUGE_BOX)
    assert not in_the_plane[d.hidden].any()


@lattice_settings
@given(weighted_sites(), st.sampled_from([HORSESHOE, STAIRS]))
def test_lattice_sites_in_domains_with_lattice_notches(weighted, domain):
    sites, weights = np.array(weighted[0]) * 2, np.array(weighted[1]) * 4
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    whole = shapely.Polygon(domain)
    box = ((-9, -9), (9, -9), (9, 9), (-9, 9))
    cells = exact_cells(sites, weights, box)
    pieces = [shapely.Polygon([tuple(map(float, p)) for p in cell]) for cell in cells]
    shares = [piece.intersection(whole).area / whole.area for piece in pieces]
    check_cells(d, np.array(shares))
