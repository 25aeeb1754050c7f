"""The oracles know the answers that anyone can work out by hand."""

from fractions import Fraction

import numpy as np
import pytest
import shapely
from oracles import (
    CONVEX_DOMAINS,
    DOMAINS,
    L_SHAPE,
    UNIT_SQUARE,
    cell_integrals,
    clipped,
    contains,
    exact,
    exact_areas,
    facet_pieces,
    integrals,
    is_weighted_delaunay,
    lifted_hull_triangles,
    power_cell,
    powers,
    weighted_delaunay_triangles,
)


def test_a_float_becomes_the_fraction_that_it_is():
    assert exact([[0.1, 2]]) == [[Fraction(3602879701896397, 2**55), 2]]


def test_clipping_the_square_leaves_the_half_below_the_diagonal():
    half = clipped(UNIT_SQUARE, (-1, 1), 0)
    assert integrals(half)[0] == 0.5
    assert set(half) == {(0, 0), (1, 0), (1, 1)}


def test_clipping_a_shape_into_two_pieces_keeps_their_area():
    pieces = shapely.Polygon(L_SHAPE) & shapely.Polygon(
        [(1.25, 0), (2, 0), (2, 2), (0, 2), (0, 1.25)]
    )
    assert len(pieces.geoms) == 2
    assert pieces.area == 0.5
    assert integrals(clipped(L_SHAPE, (-1, -1), -1.25))[0] == 0.5


def test_integrals_of_a_rectangle():
    area, centroid, second = integrals([(1, 1), (3, 1), (3, 2), (1, 2)])
    assert (area, centroid) == (2, (2, 1.5))
    assert second == pytest.approx(2 * (4 + 1) / 12)


@pytest.mark.parametrize("name", DOMAINS)
def test_domains_are_simple_and_counter_clockwise(name):
    polygon = shapely.Polygon(DOMAINS[name])
    assert polygon.is_valid
    assert polygon.exterior.is_ccw
    area, centroid, _ = integrals(DOMAINS[name])
    assert area == pytest.approx(polygon.area)
    assert centroid == pytest.approx(polygon.centroid.coords[0])
    is_convex = polygon.equals_exact(polygon.convex_hull.normalize(), 1e-12, normalize=True)
    assert is_convex == (name in CONVEX_DOMAINS)


@pytest.mark.parametrize("name", DOMAINS)
def test_contains_agrees_with_shapely(name):
    x = np.random.default_rng(1).uniform(-0.5, 2, (500, 2))
    np.testing.assert_array_equal(
        contains(DOMAINS[name], x), shapely.contains_xy(shapely.Polygon(DOMAINS[name]), x)
    )


def test_two_sites_share_the_square_as_their_weights_say():
    sites, weights = [(0.25, 0.5), (0.75, 0.5)], [0.125, 0]
    assert power_cell(0, sites, weights, UNIT_SQUARE)[1:3] == [(0.625, 0), (0.625, 1)]
    areas, centroids, second = cell_integrals(sites, weights, UNIT_SQUARE)
    assert areas.tolist() == [0.625, 0.375]
    np.testing.assert_allclose(centroids, [(0.3125, 0.5), (0.8125, 0.5)])
    np.testing.assert_allclose(second, areas * (areas**2 + 1) / 12)
    assert exact_areas(sites, weights, UNIT_SQUARE).tolist() == [0.625, 0.375]
    pieces = facet_pieces(0, 1, sites, weights, UNIT_SQUARE)
    np.testing.assert_allclose(pieces, [[(0.625, 0), (0.625, 1)]], atol=1e-15)


def test_the_cell_of_duplicates_goes_to_the_highest_weight_then_the_lowest_index():
    sites = [(0.5, 0.5)] * 3
    assert exact_areas(sites, [0, 0, 0], UNIT_SQUARE).tolist() == [1, 0, 0]
    assert exact_areas(sites, [0, 1, 1], UNIT_SQUARE).tolist() == [0, 1, 0]


def test_powers_are_squared_distances_less_weights():
    assert powers([(0, 0), (3, 4)], [(0, 0), (3, 0)], [1, 2]).tolist() == [[-1, 7], [24, 14]]


def test_the_facet_of_a_third_site_ends_at_the_power_centre():
    sites, weights = [(0, 0), (1, 0), (0, 1)], [0, 0, 0]
    (piece,) = facet_pieces(1, 0, sites, weights, UNIT_SQUARE)
    np.testing.assert_allclose(piece, [(0.5, 0.5), (0.5, 0)], atol=1e-15)
    assert len(facet_pieces(1, 2, sites, weights, UNIT_SQUARE)) == 1
    assert len(facet_pieces(1, 2, sites, [1, 0, 0], UNIT_SQUARE)) == 0


def test_the_square_has_two_triangulations_and_all_four_triangles_are_delaunay():
    assert len(weighted_delaunay_triangles(UNIT_SQUARE, [0] * 4)) == 4
    # With more weight at one corner its cell grows: it gets the diagonal.
    raised = weighted_delaunay_triangles(UNIT_SQUARE, [0.5, 0, 0, 0])
    assert raised == {frozenset({0, 1, 2}), frozenset({0, 2, 3})}
    assert is_weighted_delaunay((0, 1, 2), UNIT_SQUARE, [0.5, 0, 0, 0])
    assert not is_weighted_delaunay((1, 2, 3), UNIT_SQUARE, [0.5, 0, 0, 0])


def test_brute_force_and_convex_hull_give_the_same_triangles():
    rng = np.random.default_rng(2)
    sites, weights = rng.random((12, 2)), 0.1 * rng.random(12)
    by_hull = {frozenset(t) for t in lifted_hull_triangles(sites, weights).tolist()}
    assert by_hull == weighted_delaunay_triangles(sites, weights)
    assert len(set().union(*by_hull)) < 12  # some sites are hidden
