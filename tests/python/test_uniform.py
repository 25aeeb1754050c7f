"""The uniform density: what it is, what is drawn from it, and which polygons it takes."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from oracles.exact import UNIT_SQUARE, area
from scipy.stats import chisquare

shapely = pytest.importorskip("shapely")

TRIANGLE = ((0, 0), (2, 0), (0, 1))
# A vertical edge, edges that start from the same x, and spans with several parts above each other
E_SHAPE = ((0, 0), (3, 0), (3, 1), (1, 1), (1, 2), (2, 2.5), (1, 3), (1, 4), (3, 4), (3, 5), (0, 5))
COLLINEAR_VERTICES = ((0, 0), (1, 0), (2, 0), (2, 2), (2, 3), (0, 3), (0, 1))
DOMAINS = {
    "square": UNIT_SQUARE,
    "triangle": TRIANGLE,
    "E": E_SHAPE,
    "spiral": ((0, 0), (5, 0), (5, 4), (1, 4), (1, 2), (3, 2), (3, 3), (4, 3), (4, 1), (0, 1)),
    "vertices on a line": COLLINEAR_VERTICES,
    "tiny": 1e-9 * np.array(E_SHAPE),
    "far": np.add(E_SHAPE, (1e6, -1e6)),
    "huge": 1e140 * np.array(TRIANGLE),
}


@pytest.fixture(params=DOMAINS.values(), ids=DOMAINS)
def domain(request):
    return np.array(request.param, float)


def unit_of(domain):
    """A length of the order of the domain's size, by which shapely's arithmetic stays in range."""
    return np.ptp(domain, axis=0).max()


# What it is


def test_area_bounds_and_vertices(domain):
    source = brenier.Uniform(domain)
    assert source.area == pytest.approx(area((domain - domain[0]).tolist()), rel=1e-14)
    assert source.bounds == (*domain.min(axis=0), *domain.max(axis=0))
    np.testing.assert_array_equal(source.domain, domain)
    with pytest.raises(ValueError, match="read-only"):
        source.domain[0] = 0


def test_by_default_the_domain_is_the_unit_square():
    source = brenier.Uniform()
    assert source.area == 1
    assert source.bounds == (0, 0, 1, 1)
    np.testing.assert_array_equal(source.domain, UNIT_SQUARE)


def test_density_is_one_over_the_area_inside_and_zero_outside(domain):
    source, unit = brenier.Uniform(domain), unit_of(domain)
    low, high = domain.min(axis=0), domain.max(axis=0)
    x = np.random.default_rng(0).uniform(low - 0.2 * unit, high + 0.2 * unit, (2000, 2))
    inside = shapely.contains_xy(shapely.Polygon((domain - low) / unit), (x - low) / unit)
    assert 100 < inside.sum() < 1900
    np.testing.assert_array_equal(source.density(x), np.where(inside, 1 / source.area, 0))


def test_density_on_the_boundary_belongs_to_one_of_two_neighbours():
    left, right = ((0, 0), (1, 0), (1, 2), (0, 2)), ((1, 0), (3, 0), (3, 2), (1, 2))
    x = [(1, y) for y in np.linspace(0.1, 1.9, 19)]
    inside = [brenier.Uniform(d).density(x) > 0 for d in (left, right)]
    assert (inside[0] ^ inside[1]).all()


# Which way round, closed or not


@pytest.mark.parametrize(
    "form",
    [
        lambda d: d[::-1],
        lambda d: np.roll(d, 3, axis=0),
        lambda d: np.append(d, d[:1], axis=0),
        lambda d: np.append(d, d[:1], axis=0)[::-1],
        lambda d: np.repeat(d, 3, axis=0),
        lambda d: np.append(d, np.repeat(d[:1], 4, axis=0), axis=0),
        np.asfortranarray,
        lambda d: d.tolist(),
    ],
    ids=["clockwise", "rolled", "closed", "closed, clockwise", "repeated", "closed often", "F", ""],
)
def test_one_polygon_in_many_forms(domain, form):
    given = form(domain)
    kept = np.array(given)
    source = brenier.Uniform(given)
    np.testing.assert_array_equal(given, kept)
    assert source.domain.shape == domain.shape
    assert {tuple(p) for p in source.domain.tolist()} == {tuple(p) for p in domain.tolist()}
    assert area((source.domain - domain[0]).tolist()) > 0
    assert source.area == pytest.approx(brenier.Uniform(domain).area, rel=1e-14)
    sites = domain.mean(axis=0) + 0.1 * (domain - domain.mean(axis=0))
    np.testing.assert_allclose(
        brenier.PowerDiagram(sites, source=source).masses,
        brenier.PowerDiagram(sites, source=brenier.Uniform(domain)).masses,
        rtol=0,
        atol=1e-14,
    )


# Sampling


def test_samples_lie_in_the_domain(domain):
    unit, low = unit_of(domain), domain.min(axis=0)
    x = brenier.Uniform(domain).sample(5000, 0)
    assert x.shape == (5000, 2)
    assert x.dtype == np.float64
    whole = shapely.Polygon((domain - low) / unit)
    rounding = 1e-15 + 4 * np.spacing(np.abs(domain).max()) / unit
    assert shapely.distance(whole, shapely.points((x - low) / unit)).max() <= rounding


def test_samples_are_uniform(domain):
    """Their counts in the Voronoi cells of some sites are as the areas: a chi-square test."""
    source = brenier.Uniform(domain)
    sites = source.sample(60, 1)
    d = brenier.PowerDiagram(sites, source=source)
    n = 60_000
    counts = np.bincount(d.index(source.sample(n, 2)), minlength=60)
    expected = n * d.masses
    assert expected.min() > 5
    assert chisquare(counts, expected).pvalue > 1e-3
    # The test has the power to see that one in a hundred is misplaced.
    moved = counts + np.where(np.arange(60) == 0, n / 100, -n / 100 / 59)
    assert chisquare(moved, expected).pvalue < 1e-6


def test_samples_are_independent_in_both_coordinates():
    x = brenier.Uniform().sample(100_000, 3)
    assert abs(np.corrcoef(x.T)[0, 1]) < 0.012  # 4 standard deviations
    assert abs(np.corrcoef(x[1:, 0], x[:-1, 0])[0, 1]) < 0.012
    assert len(np.unique(x, axis=0)) == 100_000


def test_a_seed_decides_the_samples():
    source = brenier.Uniform(E_SHAPE)
    first = source.sample(100, 7)
    for same in (7, np.int64(7), np.random.default_rng(7)):
        np.testing.assert_array_equal(source.sample(100, same), first)
    assert not np.array_equal(source.sample(100, 8), first)
    assert not np.array_equal(source.sample(100), source.sample(100))


def test_a_generator_moves_on_and_the_global_one_is_left_alone():
    source, rng = brenier.Uniform(), np.random.default_rng(0)
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert not np.array_equal(source.sample(10, rng), source.sample(10, rng))
    source.sample(10)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


@pytest.mark.parametrize("n", [0, 1, np.int32(2), True])
def test_as_many_samples_as_asked_for(n):
    assert brenier.Uniform(TRIANGLE).sample(n, 0).shape == (int(n), 2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((-1,), ValueError, "n is -1"),
        ((1.0,), TypeError, r"n is 1\.0"),
        (("3",), TypeError, "n is '3'"),
        ((None,), TypeError, "n is None"),
        ((1, "seed"), TypeError, "rng is 'seed'"),
        ((1, 0.5), TypeError, r"rng is 0\.5"),
        ((1, np.random.PCG64(0)), TypeError, "rng is"),
    ],
)
def test_wrong_arguments_of_sample(arguments, error, message):
    with pytest.raises(error, match=message):
        brenier.Uniform().sample(*arguments)


def test_a_random_state_draws_and_goes_on():
    square, older = brenier.Uniform(), np.random.RandomState(0)
    first, second = square.sample(5, older), square.sample(5, older)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, square.sample(5, np.random.RandomState(0)))


# Polygons that are none


@pytest.mark.parametrize(
    ("vertices", "message"),
    [
        ([(0, 0), (1, 0), (np.nan, 1), (np.nan, 0)], "vertex 2 of"),
        ([(0, 0), (1, 0), (1, 1), (0, -np.inf)], "vertex 3 of"),
        ([(0, 0), (1e300, 0), (1, 1)], "vertex 1 of"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "from vertex 0 of .* from vertex 2 of .* simple"),
        ([(9, 0), (9, 9), (0, 0), (1, 1), (1, 0), (0, 1)], "from vertex [24] of .* simple"),
        # A spike goes out and comes back; the repeated vertex does not shift the numbers.
        ([(0, 0), (0, 0), (2, 0), (1, 0), (1, 1)], "from vertex [01] of .* from vertex 2 of"),
        ([(0, 0), (1, 0), (3, 0), (1, 0), (1, 1)], "from vertex .* of .* simple"),
        # A crossing at a vertex on an edge, one at a vertex visited twice, an edge traced twice
        (
            [(0, 0), (2, 0), (2, 2), (1, 0), (1, -1), (0, -1)],
            "from vertex [03] of .* from vertex [03] of .* cross; .* simple",
        ),
        ([(0, 0), (1, 1), (2, 2), (2, 0), (1, 1), (0, 2)], "from vertex .* cross; .* simple"),
        ([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0), (4, 0), (1, 1)], "overlap; .* simple"),
        ([(0, 0), (1, 1), (2, 2)], "vert|area"),
        ([(0, 0), (1, 0), (0.25, 0), (0.5, 0)], "vert|area"),
        ([(0, 0), (1, 0)], "two corners.* the lower one first"),
        ([(0, 0), (1, 1), (1, 1), (0, 0)], "2 distinct vertices"),
        ([(3, 3)] * 5, "domain"),
        (np.zeros((0, 2)), "domain"),
        ([], r"domain has shape \(0,\)"),
        ([1, 2, 3], r"domain has shape \(3,\); expected \(n, 2\)"),
        (np.zeros((3, 3)), r"domain has shape \(3, 3\)"),
        (np.zeros((1, 4, 2)), r"domain has shape \(1, 4, 2\)"),
        ([[UNIT_SQUARE]], r"domain has shape \(1, 1, 4, 2\)"),
        ([(0, 0), (1,), (1, 1)], "domain"),
        (np.ma.masked_equal([(0, 0), (1, 0), (1, 2)], 2), "domain has masked entries"),
    ],
)
def test_what_is_no_polygon_is_refused(vertices, message):
    with pytest.raises(ValueError, match=message):
        brenier.Uniform(vertices)


@pytest.mark.parametrize("vertices", ["abc", [("0", "0")] * 3, np.eye(3, 2) * 1j, {(0, 0): 1}, 5j])
def test_what_holds_no_real_numbers_is_refused(vertices):
    with pytest.raises(TypeError, match="domain"):
        brenier.Uniform(vertices)


@pytest.mark.parametrize("x", [(0, 0), [(0, 0, 0)], 1.0])
def test_density_is_asked_at_points(x):
    with pytest.raises(ValueError, match="x has shape"):
        brenier.Uniform().density(x)
