"""Uniform densities on polygons: where they are, what they weigh, what they draw."""

import brenier
import numpy as np
import pytest
import shapely
from inputs import L_SHAPE, SQUARE, STAR, random_sites
from scipy.stats import chi2

DOMAINS = {
    "square": SQUARE,
    "triangle": [(0, 0), (1, 0), (0, 1)],
    "diamond": [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)],
    "L": L_SHAPE,
    "star": STAR,
    "horseshoe": [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)],
}


@pytest.fixture(params=DOMAINS)
def domain(request):
    return DOMAINS[request.param]


def test_the_default_is_the_unit_square():
    source = brenier.Uniform()
    assert source.bounds == (0, 0, 1, 1)
    assert source.area == 1
    np.testing.assert_array_equal(source.domain, SQUARE)


def test_area_and_bounds(domain):
    source = brenier.Uniform(domain)
    assert source.area == pytest.approx(shapely.Polygon(domain).area, rel=1e-15)
    assert source.bounds == (*np.min(domain, axis=0), *np.max(domain, axis=0))
    assert all(type(bound) is float for bound in source.bounds)


def test_density_is_one_over_the_area_inside_and_zero_outside(domain):
    x = np.random.default_rng(0).uniform(-0.5, 3.5, (2000, 2))
    inside = shapely.contains_xy(shapely.Polygon(domain), x)
    assert 0 < inside.mean() < 1
    expected = np.where(inside, 1 / shapely.Polygon(domain).area, 0)
    np.testing.assert_allclose(brenier.Uniform(domain).density(x), expected, rtol=1e-15)


def variants(vertices):
    """Yield the same polygon, written in other ways."""
    p = list(vertices)
    yield p[::-1]
    yield [*p, p[0]]
    yield [p[0], p[0], *p[1:], p[-1], p[0], p[0]]
    yield p[2:] + p[:2]
    yield np.asfortranarray(p)
    yield np.repeat(np.array(p, float), 2, axis=0)[::2]


@pytest.mark.parametrize("k", range(6))
def test_a_polygon_may_be_written_in_many_ways(domain, k):
    source, same = brenier.Uniform(domain), brenier.Uniform(list(variants(domain))[k])
    assert same.domain.shape == np.shape(domain)
    assert shapely.LinearRing(same.domain).is_ccw
    assert set(map(tuple, same.domain)) == set(map(tuple, source.domain))
    assert same.area == pytest.approx(source.area, rel=1e-15)
    sites = random_sites(10)
    expected = brenier.PowerDiagram(sites, None, source).masses
    got = brenier.PowerDiagram(sites, None, same).masses
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-15)


def test_vertices_on_straight_edges_change_nothing():
    bent = [(0, 0), (0.25, 0), (0.5, 0), (1, 0), (1, 1), (0.5, 1), (0, 1)]
    source = brenier.Uniform(bent)
    assert source.area == 1
    sites = random_sites(20)
    expected = brenier.PowerDiagram(sites).masses
    got = brenier.PowerDiagram(sites, None, source).masses
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-15)


def test_the_domain_is_read_only_and_the_callers_array_is_not_kept():
    given = np.array(L_SHAPE, float)
    source = brenier.Uniform(given)
    with pytest.raises(ValueError, match="read-only"):
        source.domain[0] = 1
    given[:] = 7
    np.testing.assert_array_equal(source.domain, L_SHAPE)


# Samples


def test_samples_lie_in_the_domain(domain):
    x = brenier.Uniform(domain).sample(5000, rng=0)
    assert x.shape == (5000, 2)
    distance = shapely.distance(shapely.Polygon(domain), shapely.points(x))
    assert distance.max() < 1e-15


def test_samples_are_uniform(domain):
    """A chi-square test on the parts that a grid cuts the domain into."""
    n, k = 40_000, 7
    source = brenier.Uniform(domain)
    xmin, ymin, xmax, ymax = source.bounds
    ticks_x, ticks_y = np.linspace(xmin, xmax, k + 1), np.linspace(ymin, ymax, k + 1)
    whole = shapely.Polygon(domain)
    share = np.array(
        [
            [
                (shapely.box(ticks_x[i], ticks_y[j], ticks_x[i + 1], ticks_y[j + 1]) & whole).area
                for j in range(k)
            ]
            for i in range(k)
        ]
    )
    expected = n * share / whole.area
    counts, _, _ = np.histogram2d(*source.sample(n, rng=1).T, bins=(ticks_x, ticks_y))
    enough = expected > 5
    assert counts[expected < 1e-9].sum() == 0
    statistic = np.sum((counts - expected)[enough] ** 2 / expected[enough])
    assert chi2.sf(statistic, np.count_nonzero(enough) - 1) > 1e-4


def test_samples_follow_their_seed():
    source = brenier.Uniform(L_SHAPE)
    once = source.sample(100, rng=3)
    np.testing.assert_array_equal(source.sample(100, rng=3), once)
    np.testing.assert_array_equal(source.sample(100, np.random.default_rng(3)), once)
    assert not np.array_equal(source.sample(100, rng=4), once)
    assert not np.array_equal(source.sample(100), source.sample(100))
    generator = np.random.default_rng(3)
    np.testing.assert_array_equal(source.sample(100, generator), once)
    assert not np.array_equal(source.sample(100, generator), once)


def test_no_samples():
    assert brenier.Uniform().sample(0).shape == (0, 2)


# Errors


@pytest.mark.parametrize(
    ("domain", "error", "message"),
    [
        ([(0, 0), (1, 0)], ValueError, "domain: ring 0 has 2 distinct vertices; expected at least"),
        ([(0, 0)] * 5, ValueError, "domain"),
        ([], ValueError, r"domain has shape \(0,\); expected \(n, 2\)"),
        (np.zeros((4, 3)), ValueError, r"domain has shape \(4, 3\)"),
        ([(0, 0), (1, np.nan), (1, 1)], ValueError, "domain: vertex 1 .* is .*nan"),
        ([(0, 0), (1, 0), (np.inf, 1)], ValueError, "domain: vertex 2 .* is .*inf"),
        ([(0, 0), (1e151, 0), (1, 1)], ValueError, "domain: vertex 1 .*1e150 at most"),
        ([(0, 0), (1, 1), (2, 2)], ValueError, "domain"),
        ([(0, 0), (2, 0), (1, 0), (1, 1)], ValueError, "expected a simple polygon"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], ValueError, "the edges from vertex .* simple polygon"),
        ([(0, 0), (2, 0), (2, 2), (1, 0), (0, 2)], ValueError, "expected a simple polygon"),
        ("square", TypeError, "domain has dtype"),
        ([(0, 0), (1, 0), (1j, 1)], TypeError, "domain has dtype complex"),
        ([(0, 0), (1, 0), (1,)], ValueError, "domain"),
        (1e-151 * SQUARE, ValueError, "domain has size .*1e-150 at least"),
    ],
)
def test_what_is_no_polygon_is_refused(domain, error, message):
    with pytest.raises(error, match=message):
        brenier.Uniform(domain)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((-1,), ValueError, "n is -1; expected 0 or more"),
        ((1.5,), TypeError, "n is 1.5; expected an int"),
        (("3",), TypeError, "n is '3'; expected an int"),
        ((3, "seed"), TypeError, "rng is 'seed'; expected None, an int or a numpy.random.Gener"),
        ((3, 1.0), TypeError, "rng is 1.0"),
        ((3, np.random.RandomState(0)), TypeError, "rng is RandomState"),
        ((3, -1), ValueError, "non-negative|rng"),
    ],
)
def test_bad_arguments_of_sample_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        brenier.Uniform().sample(*arguments)


@pytest.mark.parametrize(
    ("x", "message"), [([0, 0], r"x has shape \(2,\)"), (np.zeros((3, 3)), r"x has shape \(3, 3\)")]
)
def test_density_is_asked_at_points(x, message):
    with pytest.raises(ValueError, match=message):
        brenier.Uniform().density(x)


def test_no_point_that_is_not_finite_lies_in_the_domain():
    x = [(0.5, np.nan), (np.nan, 0.5), (np.inf, 0.5), (0.5, -np.inf), (0.5, 0.5)]
    assert brenier.Uniform().density(x).tolist() == [0, 0, 0, 0, 1]
