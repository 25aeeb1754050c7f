"""Power cells agree with brute force."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.diagram_cases import CONVEX, HUGE_BOX, NON_CONVEX, L, diagram, random_case
from oracles.exact import (
    UNIT_SQUARE,
    area,
    exact_areas,
    exact_cells,
    float_cells,
    moments,
)

shapely = pytest.importorskip("shapely")


# Cells


def test_measures_of_cells_agree_with_brute_force(convex):
    d = diagram(convex)
    expected = [
        moments(cell) if cell else (0, (np.nan, np.nan), 0) for cell in float_cells(*convex)
    ]
    areas, centroids, second_moments = map(np.array, zip(*expected, strict=True))
    whole = area(convex[2])
    np.testing.assert_allclose(d.areas, areas, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d.masses, areas / whole, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d.centroids, centroids, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d.second_moments, second_moments / whole, rtol=0, atol=1e-12)


def test_polygons_of_cells_agree_with_brute_force(convex):
    d = diagram(convex)
    for i, expected in enumerate(float_cells(*convex)):
        polygons = d.cell(i)
        assert len(polygons) == bool(expected)
        for polygon in polygons:
            assert polygon.shape == (len(expected), 2)
            turn = np.abs(polygon - expected[0]).sum(axis=1).argmin()
            np.testing.assert_allclose(
                np.roll(polygon, -turn, axis=0), expected, rtol=0, atol=1e-12
            )


def test_polygons_are_counter_clockwise_and_have_the_areas(case):
    d = diagram(case)
    polygons = [d.cell(i) for i in range(len(d))]
    assert all(area(polygon) > 0 for cell in polygons for polygon in cell)
    np.testing.assert_allclose(
        [sum(map(area, cell)) for cell in polygons], d.areas, rtol=0, atol=1e-13
    )
    assert d.cell(-1) is not None
    assert [p.tolist() for p in d.cell(-1)] == [p.tolist() for p in polygons[-1]]


def test_cells_of_a_non_convex_domain_agree_with_shapely(non_convex):
    sites, weights, domain = non_convex
    d, whole = diagram(non_convex), shapely.Polygon(domain)
    box = ((-9, -9), (9, -9), (9, 9), (-9, 9))
    for i, cell in enumerate(float_cells(sites, weights, box)):
        expected = shapely.Polygon(cell).intersection(whole)
        assert d.areas[i] == pytest.approx(expected.area, rel=0, abs=1e-12)
        assert d.masses[i] == pytest.approx(expected.area / whole.area, rel=0, abs=1e-12)
        got = shapely.MultiPolygon([shapely.Polygon(polygon) for polygon in d.cell(i)])
        assert got.is_valid
        assert got.symmetric_difference(expected).area < 1e-12
        pieces = [p for p in getattr(expected, "geoms", [expected]) if p.area > 1e-12]
        assert len(d.cell(i)) == len(pieces)
        if pieces:
            np.testing.assert_allclose(
                d.centroids[i], np.ravel(expected.centroid.coords), rtol=0, atol=1e-11
            )
            second = sum(
                a * (s + np.sum((np.array(c) - d.centroids[i]) ** 2))
                for a, c, s in (pierced_moments(p) for p in pieces)
            )
            assert d.second_moments[i] == pytest.approx(second / whole.area, rel=0, abs=1e-12)


def pierced_moments(polygon):
    """Area, centroid and mean squared distance from it, of a shapely polygon."""
    ring = np.array(shapely.geometry.polygon.orient(polygon).exterior.coords)[:-1]
    total, centroid, second = moments([tuple(p) for p in ring.tolist()])
    return total, centroid, second / total


@pytest.mark.parametrize(("name", "pieces"), [("L", 2), ("U", 2), ("star", 3), ("comb", 3)])
def test_the_cells_of_the_non_convex_cases_fall_into_pieces(name, pieces):
    d = diagram(NON_CONVEX[name])
    assert max(len(d.cell(i)) for i in range(len(d))) == pieces


@pytest.mark.parametrize("name", ["half hidden", "mostly hidden", "three", "triangle"])
def test_hidden_sites_have_no_cell_in_the_whole_plane(name):
    sites, weights, _ = (column[:60] for column in CONVEX[name])
    d = brenier.PowerDiagram(sites, weights)
    cells = exact_cells(sites, weights, HUGE_BOX)
    assert d.hidden.tolist() == [i for i, cell in enumerate(cells) if not cell]
    assert (len(d.hidden) > 0) == (name != "three")


@pytest.mark.parametrize(
    ("scale", "origin"),
    [(1e-6, (1e6, -1e6)), (1e140, (0, 0)), (1e-140, (0, 0)), (1e-3, (-2, 7)), (1.0, (1e9, 3e8))],
)
def test_a_domain_of_any_size_and_place_is_cut_as_exactly(scale, origin):
    offsets, weights, _ = random_case(40, 0.01)
    domain, sites = np.array(UNIT_SQUARE) * scale + origin, offsets * scale + origin
    weights = weights * scale**2
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    expected = exact_areas(sites, weights, domain)
    assert np.count_nonzero(expected) > 20
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(d.areas / d.source.area, expected, rtol=0, atol=1e-12)
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=1e-13)
    centroids = d.centroids[expected > 0]
    assert (centroids >= domain[0]).all()
    assert (centroids <= domain[2]).all()
    np.testing.assert_array_equal(d.index(centroids), np.flatnonzero(expected))


@pytest.mark.parametrize(
    ("scale", "shift"),
    [(1.0, (100, -70)), (1.0, (1e5, 0)), (1.0, (1e8, 3e8)), (1e-3, (-1e4, 0)), (1e4, (0, 0))],
)
def test_sites_far_away_are_as_exact_as_their_weights(scale, shift):
    """Sites of another size and place, with the weights that make up for it: the same cells.

    Such weights are so large that the last digit of a double alone moves the cells by more than
    1e-12; not more than that is lost.
    """
    z, heights, _ = random_case(40, 0.01)
    sites = z * scale + shift
    z = (sites - shift) / scale
    # |x - s z - b|² - w is s (|x - z|² - height) but for what does not depend on the site.
    weights = (
        scale * heights + (scale**2 - scale) * (z**2).sum(axis=1) + 2 * scale * z @ np.array(shift)
    )
    d, expected = brenier.PowerDiagram(sites, weights), exact_areas(sites, weights)
    assert np.count_nonzero(expected) > 20
    last_digit = np.spacing(np.abs(weights).max()) / scale
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-12 + last_digit)
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=1e-13)


# Few sites, and sites at one place


def test_one_site_has_it_all():
    d = brenier.PowerDiagram([(7, -3)], [5.0], brenier.Uniform(L))
    assert len(d) == 1
    assert d.masses.tolist() == pytest.approx([1], rel=1e-15)
    assert d.areas.tolist() == pytest.approx([area(L)], rel=1e-15)
    assert d.simplices.shape == (0, 3)
    assert d.facets.points.shape == (0, 2, 2)
    assert d.facets.sites.shape == (0, 2)
    assert d.hidden.shape == (0,)
    assert d.hessian().toarray().tolist() == [[0.0]]
    assert {tuple(p) for p in d.cell(0)[0].tolist()} == set(map(tuple, L))
    assert d.index([(0, 0), (1e9, 1e9)]).tolist() == [0, 0]


@pytest.mark.parametrize("bisector", [-0.25, 0.125, 0.5, 0.875, 1.25])
def test_two_sites_share_at_the_bisector(bisector):
    # |x|² = |x - (1, 0)|² - w at x = (1 - w) / 2
    d = brenier.PowerDiagram([(0, 0.3), (1, 0.3)], [0, 1 - 2 * bisector])
    left = min(max(bisector, 0), 1)
    assert d.masses.tolist() == pytest.approx([left, 1 - left], rel=0, abs=1e-15)
    assert d.hidden.tolist() == []
    assert d.simplices.shape == (0, 3)
    crosses = 0 < bisector < 1
    assert d.facets.sites.shape == (crosses, 2)
    expected = np.array([[1, -1], [-1, 1]]) * crosses / 2
    np.testing.assert_allclose(d.hessian().toarray(), expected, rtol=1e-15)


@pytest.mark.parametrize("direction", [(1, 0), (0, 1), (1, 1), (3, -1)])
def test_sites_on_a_line_have_strips(direction):
    offsets = np.random.default_rng(4).uniform(-0.5, 0.5, 20)
    # A common factor and multiples of 2^-20 keep the sites on the line to the last bit.
    sites = 0.5 + np.round(offsets * 2**20)[:, None] / 2**20 * direction
    weights = np.random.default_rng(5).normal(0, 0.002, 20)
    d = brenier.PowerDiagram(sites, weights)
    np.testing.assert_allclose(d.masses, exact_areas(sites, weights), rtol=0, atol=1e-12)
    assert d.simplices.shape == (0, 3)
    cells = exact_cells(sites, weights, HUGE_BOX)
    assert d.hidden.tolist() == [i for i, cell in enumerate(cells) if not cell]
    assert 0 < len(d.hidden) < 19
    visible = set(range(20)) - set(d.hidden.tolist())
    assert set(d.facets.sites.ravel().tolist()) <= visible


def test_of_equal_sites_the_first_has_the_cell():
    once, weights, _ = random_case(30, 0.001)
    d = brenier.PowerDiagram(np.tile(once, (3, 1)), np.tile(weights, 3))
    single = brenier.PowerDiagram(once, weights)
    np.testing.assert_array_equal(d.masses[:30], single.masses)
    assert not d.masses[30:].any()
    assert d.hidden.tolist() == [*single.hidden, *range(30, 90)]
    assert d.index(once).max() < 30
    assert [i for i in range(90) if d.cell(i)] == np.flatnonzero(d.masses).tolist()


def test_of_sites_at_one_place_the_heaviest_has_the_cell():
    d = brenier.PowerDiagram([(0.5, 0.5)] * 4 + [(0.9, 0.5)], [0, 2**-40, 2**-40, -1, 0])
    assert d.hidden.tolist() == [0, 2, 3]
    assert d.masses[[0, 2, 3]].tolist() == [0, 0, 0]
    assert d.masses[1] == pytest.approx(0.7, rel=1e-9)
