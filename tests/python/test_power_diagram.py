"""Power diagrams agree with brute force, and obey the theorems that make them useful."""

from __future__ import annotations

import math
from fractions import Fraction

import brenier
import numpy as np
import pytest
from exact import (
    UNIT_SQUARE,
    area,
    exact_areas,
    exact_cells,
    float_cells,
    moments,
    power_excess,
    rational,
)
from scipy.spatial import ConvexHull, Delaunay

shapely = pytest.importorskip("shapely")

HUGE_BOX = 10**12 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
HEXAGON = np.round([(math.cos(a), math.sin(a)) for a in np.arange(6) * math.pi / 3], 3)
TRIANGLE = ((0.1, -0.2), (1.3, 0.4), (0.2, 1.1))
L = ((0, 0), (1, 0), (1, 0.4), (0.4, 0.4), (0.4, 1), (0, 1))
U = ((0, 0), (1, 0), (1, 1), (0.7, 1), (0.7, 0.3), (0.3, 0.3), (0.3, 1), (0, 1))
STAR = np.array(
    [
        (r * math.cos(a), r * math.sin(a))
        for r, a in zip([1, 0.3] * 7, 0.1 + np.arange(14) * math.pi / 7, strict=True)
    ]
)
COMB = np.array(
    [(0, 0), (1, 0)] + [(x / 9, y) for x in range(9, -1, -1) for y in ((1, 0.1), (0.1, 1))[x % 2]]
)


def random_case(n, spread, domain=UNIT_SQUARE, box=(0, 1), seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(*box, (n, 2)), spread * rng.normal(size=n), domain


CONVEX = {
    "voronoi": random_case(200, 0.0),
    "half hidden": random_case(200, 0.01),
    "mostly hidden": random_case(200, 0.2),
    "three": random_case(3, 0.1),
    "sites beyond the domain": random_case(150, 0.05, box=(-2, 3)),
    "hexagon": random_case(200, 0.02, HEXAGON, box=(-1, 1)),
    "triangle": random_case(60, 0.05, TRIANGLE),
}
NON_CONVEX = {
    "L": random_case(20, 0.05, L, seed=4),
    "U": random_case(40, 0.02, U),
    "star": random_case(9, 0.05, STAR, box=(-1, 1), seed=6),
    "comb": random_case(30, 0.02, COMB),
    "comb, sites above": (np.array([(0.2, 1.5), (0.8, 1.6), (0.5, -0.4)]), np.zeros(3), COMB),
}


@pytest.fixture(params=CONVEX.values(), ids=CONVEX)
def convex(request):
    return request.param


@pytest.fixture(params=NON_CONVEX.values(), ids=NON_CONVEX)
def non_convex(request):
    return request.param


@pytest.fixture(params=(CONVEX | NON_CONVEX).values(), ids=CONVEX | NON_CONVEX)
def case(request):
    return request.param


def diagram(case, **options):
    sites, weights, domain = case
    return brenier.PowerDiagram(sites, weights, brenier.Uniform(domain), **options)


def powers(d, x):
    """|x - y_j|² - w_j, for every point and site."""
    return ((x[:, None] - d.sites) ** 2).sum(axis=2) - d.weights


def lengths(segments):
    return np.hypot(*(segments[:, 1] - segments[:, 0]).T)


def edges(polygon):
    return np.stack([polygon, np.roll(polygon, -1, axis=0)], axis=1)


def distance_to_boundary(domain, x):
    return shapely.distance(shapely.LinearRing(domain), shapely.points(x))


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


def test_masses_sum_to_one(case):
    assert math.fsum(diagram(case).masses) == pytest.approx(1, rel=0, abs=1e-13)


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


def test_hessian_is_a_graph_laplacian(case):
    d = diagram(case)
    h = d.hessian().toarray()
    np.testing.assert_array_equal(h, h.T)
    scale = np.abs(h).max()
    assert scale > 0.1
    np.testing.assert_allclose(h.sum(axis=1), 0, rtol=0, atol=1e-13 * scale)
    assert np.linalg.eigvalsh(h)[0] >= -1e-13 * scale * len(d)
    expected = np.zeros_like(h)
    i, j = d.facets.sites.T
    distances = np.hypot(*(d.sites[i] - d.sites[j]).T)
    np.add.at(expected, (i, j), -d.facets.masses / (2 * distances))
    expected += expected.T
    np.testing.assert_allclose(h - np.diag(np.diag(h)), expected, rtol=1e-12, atol=0)


@pytest.mark.parametrize("name", ["three", "triangle", "L", "comb, sites above", "star"])
def test_hessian_is_the_derivative_of_the_masses(name):
    sites, weights, domain = (CONVEX | NON_CONVEX)[name]
    source, step = brenier.Uniform(domain), 1e-6
    expected = np.column_stack(
        [
            brenier.PowerDiagram(sites, weights + e, source).masses
            - brenier.PowerDiagram(sites, weights - e, source).masses
            for e in step * np.eye(len(sites))
        ]
    ) / (2 * step)
    assert np.abs(expected).max() > 0.1
    h = diagram((sites, weights, domain)).hessian().toarray()
    np.testing.assert_allclose(h, expected, rtol=0, atol=1e-8)


# Theorems on weights


def test_a_constant_added_to_all_weights_changes_nothing(case):
    sites, weights, domain = case
    d, shifted = diagram(case), diagram((sites, weights + 0.7, domain))
    np.testing.assert_allclose(shifted.masses, d.masses, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(shifted.hidden, d.hidden)
    np.testing.assert_array_equal(shifted.facets.sites, d.facets.sites)


@pytest.mark.parametrize("i", [0, 7, 19])
def test_raising_a_weight_grows_its_cell_and_no_other(case, i):
    sites, weights, domain = case
    i %= len(sites)
    before, grown = diagram(case).areas, []
    for rise in (1e-6, 1e-3, 0.1, 10):
        after = diagram((sites, weights + rise * (np.arange(len(sites)) == i), domain)).areas
        assert after[i] >= before[i]
        assert (np.delete(after - before, i) <= 1e-15).all()
        grown.append(after[i] - before[i])
        before = after
    assert max(grown) > 0.1


def test_permuting_the_sites_permutes_the_cells(case):
    sites, weights, domain = case
    order = np.random.default_rng(2).permutation(len(sites))
    d, permuted = diagram(case), diagram((sites[order], weights[order], domain))
    np.testing.assert_allclose(permuted.masses, d.masses[order], rtol=0, atol=1e-15)
    np.testing.assert_allclose(permuted.centroids, d.centroids[order], rtol=0, atol=1e-13)
    np.testing.assert_array_equal(np.sort(order[permuted.hidden]), d.hidden)
    assert {frozenset(t) for t in order[permuted.simplices].tolist()} == {
        frozenset(t) for t in d.simplices.tolist()
    }


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


# Workers


def test_results_do_not_depend_on_the_number_of_workers():
    sites, weights, _ = random_case(20_000, 1e-5)
    x = np.random.default_rng(6).uniform(-1, 2, (20_000, 2))

    def results(workers):
        d = brenier.PowerDiagram(sites, weights, brenier.Uniform(STAR), workers=workers)
        h = d.hessian()
        yield from (d.masses, d.areas, d.centroids, d.second_moments, d.hidden, d.simplices)
        yield from (d.facets.sites, d.facets.points, d.facets.masses, h.data, h.indices, h.indptr)
        yield d.index(x)
        yield from (polygon for i in range(0, len(d), 50) for polygon in d.cell(i))

    for one, two, all_of_them in zip(results(1), results(2), results(-1), strict=True):
        assert one.tobytes() == two.tobytes() == all_of_them.tobytes()


# Arrays in and out


def test_results_are_read_only():
    d = diagram(CONVEX["three"])
    f = d.facets
    arrays = [d.sites, d.weights, d.masses, d.areas, d.centroids, d.second_moments, d.hidden]
    arrays += [d.simplices, f.sites, f.points, f.masses, *d.cell(0)]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    for name in ("sites", "weights", "source"):
        with pytest.raises(AttributeError):
            setattr(d, name, None)


@pytest.mark.parametrize("lazy", [True, False])
def test_the_callers_arrays_are_neither_kept_nor_changed(lazy):
    case = random_case(30, 0.01)
    sites, weights, domain = (np.array(column, float) for column in case)
    d, expected = diagram((sites, weights, domain)), diagram(case)
    if not lazy:
        assert d.masses.sum() == pytest.approx(1)
        assert d.centroids.shape == (30, 2)
    for given, original in zip((sites, weights, domain), case, strict=True):
        np.testing.assert_array_equal(given, original)
        assert given.flags.writeable
        given[...] = 0.5
    np.testing.assert_array_equal(d.sites, expected.sites)
    np.testing.assert_array_equal(d.weights, expected.weights)
    np.testing.assert_array_equal(d.source.domain, expected.source.domain)
    np.testing.assert_array_equal(d.masses, expected.masses)
    np.testing.assert_array_equal(d.centroids, expected.centroids)
    np.testing.assert_array_equal(d.index(expected.sites), expected.index(expected.sites))
    np.testing.assert_array_equal(d.hessian().toarray(), expected.hessian().toarray())


def strided(array):
    return np.repeat(array, 2, axis=0)[::2]


def backwards(array):
    return np.ascontiguousarray(array[::-1])[::-1]


def frozen(array):
    result = array.copy()
    result.flags.writeable = False
    return result


@pytest.mark.parametrize(
    "form",
    [
        np.asfortranarray,
        strided,
        backwards,
        frozen,
        np.float32,
        np.float16,
        np.int8,
        np.uint64,
        np.bool_,
        np.longdouble,
        lambda array: array.astype(">f8"),
        lambda array: array.tolist(),
        lambda array: tuple(map(tuple, array)) if array.ndim == 2 else tuple(array),
        np.ma.asarray,
    ],
)
def test_anything_like_an_array_of_real_numbers_will_do(form):
    sites, weights = np.array([(0, 0), (1, 0), (1, 1), (0, 1.0)]), np.array([0, 1, 0, 1.0])
    domain, x = np.array([(0, 0), (1, 0), (1, 1.0)]), np.array([(1, 0), (0, 1.0)])
    expected = diagram((sites, weights, domain))
    d = diagram((form(sites), form(weights), form(domain)))
    assert d.sites.dtype == d.weights.dtype == d.masses.dtype == np.float64
    np.testing.assert_array_equal(d.sites, sites)
    np.testing.assert_array_equal(d.masses, expected.masses)
    np.testing.assert_array_equal(d.index(form(x)), [1, 3])


# Errors

SITES = [(0.1, 0.2), (0.4, 0.9), (0.7, 0.3)]


def with_entry(values, index, entry):
    array = np.array(values, float)
    array[index] = entry
    return array


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize(
    ("name", "build"),
    [
        ("sites", lambda bad: brenier.PowerDiagram(with_entry(SITES, (slice(1, 3), 1), bad))),
        ("weights", lambda bad: brenier.PowerDiagram(SITES, [0, bad, bad])),
        ("x", lambda bad: brenier.PowerDiagram(SITES).index([(0, 0), (bad, 0), (0, bad)])),
    ],
)
def test_what_is_not_finite_is_refused_by_its_index(name, build, bad):
    with pytest.raises(ValueError, match=rf"\b{name}\[1\]"):
        build(bad)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([],), ValueError, "sites"),
        ((np.zeros((0, 2)),), ValueError, "sites.*at least one"),
        ((np.zeros(4),), ValueError, r"sites has shape \(4,\)"),
        ((np.zeros((4, 3)),), ValueError, r"sites has shape \(4, 3\)"),
        ((np.zeros((2, 2, 2)),), ValueError, "sites has shape"),
        ((1.0,), ValueError, "sites has shape"),
        ((None,), TypeError, "sites"),
        ((SITES, [0, 0]), ValueError, r"weights has shape \(2,\); expected \(3,\)"),
        ((SITES, [[0], [0], [0]]), ValueError, "weights has shape"),
        ((SITES, 0.0), ValueError, "weights has shape"),
        ((np.array(SITES) * 1j,), TypeError, "sites.*complex"),
        ((SITES, [0, 0, 1j]), TypeError, "weights.*complex"),
        ((np.array(SITES, object),), TypeError, "sites.*object"),
        ((SITES, ["0", "1", "2"]), TypeError, "weights"),
        (([("a", "b")],), TypeError, "sites"),
        (([(0, 1), (2,)],), ValueError, "sites"),
        ((np.zeros((1, 2), "M8[s]"),), TypeError, "sites"),
        ((np.ma.masked_equal(SITES, 0.9),), ValueError, "sites.*mask"),
        ((SITES, np.ma.masked_equal([0, 1, 0], 1)), ValueError, "weights.*mask"),
        ((with_entry(SITES, (2, 0), 1e300),), ValueError, r"sites\[2\]"),
        ((SITES, [0, 1e300, 0]), ValueError, r"weights\[1\]"),
        ((SITES, [0, 0, -1e300]), ValueError, r"weights\[2\]"),
        ((SITES, None, "uniform"), TypeError, "source"),
        ((SITES, None, UNIT_SQUARE), TypeError, "source"),
        ((SITES, None, brenier.Uniform), TypeError, "source"),
    ],
)
def test_wrong_arguments_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=message):
        brenier.PowerDiagram(*arguments)


@pytest.mark.parametrize(
    ("workers", "error"),
    [(0, ValueError), (-2, ValueError), (10**9, ValueError), (1.5, TypeError), ("2", TypeError)],
)
def test_wrong_numbers_of_workers_are_refused(workers, error):
    with pytest.raises(error, match="workers"):
        brenier.PowerDiagram(SITES, workers=workers)


@pytest.mark.parametrize("i", [3, -4, 10**30])
def test_cells_of_no_site(i):
    with pytest.raises(IndexError, match="3 sites"):
        brenier.PowerDiagram(SITES).cell(i)


@pytest.mark.parametrize("i", [1.0, "1", None])
def test_cells_have_whole_numbers(i):
    with pytest.raises(TypeError):
        brenier.PowerDiagram(SITES).cell(i)


@pytest.mark.parametrize("x", [(0, 0), [(0, 0, 0)], 0.5, [[]]])
def test_queries_are_points(x):
    with pytest.raises(ValueError, match="x has shape"):
        brenier.PowerDiagram(SITES).index(x)
