"""Displacement interpolation: against closed forms, Gaussian theory, shapely, and other solves."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites
from scipy.linalg import sqrtm
from scipy.optimize import linear_sum_assignment

SHAPE = np.asarray(L_SHAPE, dtype=float)
ISLANDS = [[(0, 0), (1, 0), (1, 1), (0, 1)], [(3, 0), (4, 0), (4, 1), (3, 1)]]
SOURCES = {
    "uniform": brenier.Uniform(),
    "not convex": brenier.Uniform(SHAPE),
    "in parts": brenier.Uniform(ISLANDS),
    "raster": brenier.Raster([[1, 5, 2], [3, 0, 9]], (3, 0, 5, 1)),
    "Gaussian": brenier.Gaussian((1, 2), [[1, 0.5], [0.5, 2]]),
}
each_source = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


def squared(x):
    return np.sum(np.asarray(x) ** 2, axis=1)


# Which masses go from where to where


@each_source
@pytest.mark.parametrize("offset", [0, 1e4], ids=["near", "far"])
@pytest.mark.parametrize("scale", [1, 1e-6, 1e5], ids=str)
def test_the_masses_of_a_site_are_those_of_its_cell(source, offset, scale):
    a = brenier.solve(random_sites(60), random_masses(60), source)
    b = brenier.solve(offset + scale * random_sites(40, seed=1), source=source)
    way = brenier.displacement(a, b)
    for side, t in enumerate((a, b)):
        sums = np.bincount(way.pairs[:, side], way.masses, len(t.sites))
        np.testing.assert_allclose(sums, t.diagram.masses, rtol=0, atol=1e-9)
    assert np.all(way.masses > 0)
    rows = [tuple(pair) for pair in way.pairs]
    assert rows == sorted(set(rows))


@each_source
def test_every_point_belongs_to_a_pair(source):
    a = brenier.solve(random_sites(60), source=source)
    b = brenier.solve(random_sites(40, seed=1), source=source)
    way = brenier.displacement(a, b)
    x = source.sample(20_000, rng=0)
    pairs = set(map(tuple, way.pairs))
    assert set(zip(a.index(x), b.index(x), strict=True)) <= pairs


@pytest.mark.parametrize("domain", [None, SHAPE, ISLANDS], ids=["square", "L", "parts"])
def test_masses_are_the_areas_that_shapely_cuts_out(domain):
    pytest.importorskip("shapely")
    source = brenier.Uniform(domain)
    a = brenier.solve(random_sites(25), source=source)
    b = brenier.solve(random_sites(30, seed=1) * (3, 1), random_masses(30), source)
    way = brenier.displacement(a, b)
    ours, theirs = (t.diagram.cells().to_shapely() for t in (a, b))
    areas = np.array([[one.intersection(other).area for other in theirs] for one in ours])
    masses = np.zeros(areas.shape)
    masses[tuple(way.pairs.T)] = way.masses
    np.testing.assert_allclose(masses, areas / source.area, rtol=0, atol=1e-13)


def test_sites_on_a_line_are_paired_by_quantiles():
    mu, nu = random_masses(12), random_masses(9, seed=1)
    a = brenier.solve([(k, 0) for k in range(12)], mu)
    b = brenier.solve([(k**2, 0) for k in range(9)], nu)
    way = brenier.displacement(a, b)
    ends = np.union1d(np.cumsum(mu), np.cumsum(nu)[:-1])
    ends = ends[np.append(True, np.diff(ends) > 1e-12)]
    middles = ends - np.diff(ends, prepend=0) / 2
    expected = [np.searchsorted(np.cumsum(m), middles) for m in (mu, nu)]
    large = way.masses > 1e-7  # where cells end at one place but for the tolerance of the solves
    np.testing.assert_array_equal(way.pairs[large], np.stack(expected, axis=1))
    np.testing.assert_allclose(way.masses[large], np.diff(ends, prepend=0), atol=1e-7)


# Closed forms


@pytest.mark.parametrize("offset", [(0.5, -2), (300, 40)], ids=str)
def test_translates_move_by_the_offset(offset):
    sites, nu = random_sites(50), random_masses(50)
    a, b = brenier.solve(sites, nu), brenier.solve(sites + offset, nu)
    way = brenier.displacement(a, b)
    assert way.masses[way.pairs[:, 0] == way.pairs[:, 1]].sum() == pytest.approx(1, abs=1e-7)
    assert way.cost == pytest.approx(np.sum(np.square(offset)), rel=1e-7)
    x = a.source.sample(500, rng=0)
    there = a.index(x) == b.index(x)
    assert there.mean() > 0.99
    np.testing.assert_allclose(way(x[there], 0.3), a(x[there]) + 0.3 * np.array(offset))


@pytest.mark.parametrize("factor", [3, 0.01, 0])
def test_scalings_scale(factor):
    sites = random_sites(50)
    a, b = brenier.solve(sites), brenier.solve(factor * sites)
    way = brenier.displacement(a, b)
    scale = 1 - 0.25 * (1 - factor)
    moments = [way.masses @ squared(way.positions(s)) for s in (0, 0.25, 1)]
    np.testing.assert_allclose(moments, np.array([1, scale**2, factor**2]) * moments[0], rtol=1e-6)
    assert way.cost == pytest.approx((1 - factor) ** 2 * squared(sites).mean(), rel=1e-6)


def test_gaussians_are_gaussian_on_the_way():
    """The map from N(0, 1) to N(0, C) is C^½: at s the covariance is the square of their mean."""
    covs = [np.array([[1, 0.6], [0.6, 1]]), np.array([[0.3, 0], [0, 2]])]
    source, n = brenier.Gaussian((0, 0), 1), 400
    sites, costs = [], []
    for k, cov in enumerate(covs):
        target = brenier.Gaussian((0, 3 * k), cov)
        q = brenier.quantize(n, target, masses="equal", rng=k, tol=1e-3)
        sites.append(q.sites)
        costs.append(q.cost)
    a, b = (brenier.solve(y, source=source, tol=1e-6) for y in sites)
    way = brenier.displacement(a, b)
    roots = [sqrtm(cov).real for cov in covs]
    for s in (0.25, 0.5, 0.75):
        x = way.positions(s)
        mean = way.masses @ x
        np.testing.assert_allclose(mean, (0, 3 * s), atol=1e-2)
        root = (1 - s) * roots[0] + s * roots[1]
        cov = (x - mean).T @ (way.masses[:, np.newaxis] * (x - mean))
        np.testing.assert_allclose(cov, root @ root, atol=2 * max(costs))
    expected = 9 + np.sum((roots[0] - roots[1]) ** 2)
    assert way.cost == pytest.approx(expected, rel=2e-2)


# What the way is


@each_source
@pytest.mark.parametrize("s", [0.2, 0.5, 0.9])
def test_the_way_is_made_of_optimal_maps(source, s):
    """W2² from the source to the law at s is (1 - s) A + s B - s (1 - s) cost, solved anew."""
    a = brenier.solve(random_sites(20), random_masses(20), source)
    b = brenier.solve(3 * random_sites(15, seed=1), source=source)
    way = brenier.displacement(a, b)
    large = way.masses > 1e-6
    masses = way.masses[large] / way.masses[large].sum()
    between = brenier.solve(way.positions(s)[large], masses, source)
    assert between.success
    expected = (1 - s) * a.cost + s * b.cost - s * (1 - s) * way.cost
    assert between.cost == pytest.approx(expected, rel=1e-5)
    x = source.sample(1000, rng=0)
    near = np.abs(between(x) - way(x, s)).max(axis=1) < 1e-9
    assert near.mean() > 0.99


@each_source
def test_its_length_is_bounded(source):
    n = 100
    a = brenier.solve(random_sites(n), source=source)
    b = brenier.solve(np.array([2, 0]) + random_sites(n, seed=1) * (1, 2), source=source)
    way = brenier.displacement(a, b)
    costs = np.sum((a.sites[:, np.newaxis] - b.sites) ** 2, axis=2)
    w2 = np.sqrt(costs[linear_sum_assignment(costs)].mean())
    excess = 2 * np.sqrt(min(a.cost, b.cost))
    assert w2 <= np.sqrt(way.cost) * (1 + 1e-9)
    assert np.sqrt(way.cost) <= w2 + excess


def test_the_way_from_a_density_is_nearly_the_shortest():
    n = 200
    source = brenier.Uniform()
    sites = brenier.quantize(n, source, masses="equal", rng=0, tol=1e-3).sites
    a = brenier.solve(sites, source=source)
    b = brenier.solve(random_sites(n, seed=1) * (3, 1), source=source)
    way = brenier.displacement(a, b)
    costs = np.sum((a.sites[:, np.newaxis] - b.sites) ** 2, axis=2)
    w2 = np.sqrt(costs[linear_sum_assignment(costs)].mean())
    assert np.sqrt(way.cost) < 1.01 * w2


def test_points_move_on_straight_lines_between_the_images():
    a, b = brenier.solve(random_sites(30)), brenier.solve(random_sites(20, seed=1))
    way = brenier.displacement(a, b)
    x = a.source.sample(100, rng=0)
    np.testing.assert_array_equal(way(x, 0), a(x))
    np.testing.assert_array_equal(way(x, 1), b(x))
    np.testing.assert_allclose(way(x, 0.3), 0.7 * a(x) + 0.3 * b(x), rtol=1e-15)
    i, j = way.pairs.T
    np.testing.assert_array_equal(way.positions(0), a.sites[i])
    np.testing.assert_array_equal(way.positions(1), b.sites[j])
    assert way.cost == pytest.approx(way.masses @ squared(a.sites[i] - b.sites[j]))


def test_the_way_back_is_the_same():
    a, b = brenier.solve(random_sites(30)), brenier.solve(random_sites(20, seed=1))
    there, back = brenier.displacement(a, b), brenier.displacement(b, a)
    order = np.lexsort(there.pairs.T)
    np.testing.assert_array_equal(there.pairs[order], back.pairs[:, ::-1])
    np.testing.assert_allclose(there.masses[order], back.masses, atol=1e-15)


def test_copies_and_sites_without_mass_have_no_pairs():
    sites = [(0.1, 0.2), (0.8, 0.5), (0.1, 0.2), (0.4, 0.9)]
    a = brenier.solve(sites, [0.2, 0.5, 0.3, 0])
    way = brenier.displacement(a, brenier.solve(random_sites(10)))
    assert set(way.pairs[:, 0]) == {0, 1}
    assert way.masses[way.pairs[:, 0] == 0].sum() == pytest.approx(0.5, abs=1e-8)


# Sources, files


def test_a_transport_to_itself_stays():
    t = brenier.solve(random_sites(300), source=SOURCES["raster"])
    way = brenier.displacement(t, t)
    np.testing.assert_array_equal(way.pairs[:, 0], way.pairs[:, 1])
    assert way.cost == 0 and len(way.masses) == 300


def test_another_source_is_refused():
    a, b = brenier.solve(random_sites(5)), brenier.solve(random_sites(5), source=SOURCES["raster"])
    with pytest.raises(ValueError, match=r"b has the source <Raster.* solve again, brenier\.solve"):
        brenier.displacement(a, b)
    other = brenier.solve(random_sites(5), source=brenier.Uniform([(0, 0), (1, 0), (0, 1)]))
    with pytest.raises(ValueError, match="one source for both"):
        brenier.displacement(a, other)


def test_a_torus_and_space_are_refused():
    around = brenier.solve(random_sites(5), source=brenier.Uniform([(0, 0), (1, 1)], periodic=True))
    with pytest.raises(ValueError, match="displacement: the source is periodic"):
        brenier.displacement(around, around)
    pytest.importorskip("brenier_space")
    t = brenier.solve(np.random.default_rng(0).random((5, 3)))
    with pytest.raises(ValueError, match="displacement: the source is in space"):
        brenier.displacement(t, t)


@each_source
def test_an_equal_source_is_taken(source, tmp_path):
    a = brenier.solve(random_sites(5), source=source)
    again = brenier.load(a.save(tmp_path / "a"))
    assert again.source is not a.source
    assert brenier.displacement(a, again).cost == 0


@pytest.mark.parametrize("s", [-0.1, 1.5, np.nan, np.inf])
def test_s_goes_from_0_to_1(s):
    way = brenier.displacement(*2 * [brenier.solve(random_sites(5))])
    with pytest.raises(ValueError, match=r"s is .*; expected a number from 0 to 1"):
        way.positions(s)
    with pytest.raises(ValueError, match=r"s is .*; expected a number from 0 to 1"):
        way([(0, 0)], s)


def test_it_is_shown_frozen_and_pickled():
    a, b = brenier.solve(random_sites(5)), brenier.solve(random_sites(6, seed=1))
    way = brenier.displacement(a, b)
    assert repr(way).startswith("<Displacement from 5 to 6 sites: ")
    assert not way.pairs.flags.writeable and not way.masses.flags.writeable
    assert way.source is a.source
    again = pickle.loads(pickle.dumps(way))
    np.testing.assert_array_equal(again.positions(0.5), way.positions(0.5))
