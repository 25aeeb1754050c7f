"""Units of length do not matter: sites and source may be of any size, and in any place."""

from __future__ import annotations

import warnings

import brenier
import numpy as np
import pytest
from inputs.shapes import SQUARE
from inputs.sites import random_masses, random_sites
from inputs.source_cases import SOURCES, Frame, sites_over

N = 60
each_source = pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)


@pytest.fixture(scope="module")
def normal():
    """The transports of the sources as they are, solved once."""
    return {make: plan(make(Frame())) for make in SOURCES.values()}


def plan(source, sites=None):
    if sites is None:
        sites = sites_over(source, N, reach=1.5)
    return brenier.solve(sites, random_masses(len(sites)), source, tol=1e-12)


def cells_and_map(t, x):
    """What a transport is, and a map makes of points x: the unit of each is site^a source^b."""
    m, d, facets = brenier.ContinuousMap(t), t.diagram, t.diagram.facets
    i, j = facets.sites.T
    middles = np.zeros((N, N, 2))
    np.add.at(middles, (i, j), facets.masses[:, None] * facets.points.sum(axis=1))
    batch = brenier.LatentSampler(m, singular="snap").sample(500, rng=0)
    return {
        "masses": (d.masses, 0, 0),
        "areas": (d.areas, 0, 2),
        "centroids": (d.centroids, 0, 1),
        "second moments": (d.second_moments, 0, 2),
        "middles of facets": (middles + middles.transpose(1, 0, 2), 0, 0),
        "corners of cells": (np.array([p.sum(axis=0) for k in range(N) for p in d.cell(k)]), 0, 1),
        "hessian": (d.hessian().toarray(), -1, -1),
        "index": (t.index(x), 0, 0),
        "images": (t(x), 1, 0),
        "continuous images": (m(x), 1, 0),
        "jumps": (m.jumps, 1, 0),
        "singular": (m.singular, 0, 0),
        "latents": (batch.latents, 1, 0),
        "draws": (batch.source, 0, 1),
        "density": (t.source.density(x), 0, -2),
    }


def potentials_and_costs(t, x):
    """What depends on sites and source together."""
    conjugate = t.conjugate(0.99 * t.sites)
    inside = np.isfinite(conjugate)
    return {
        "weights": (t.weights, 1, 1),
        "heights": (t.heights, 1, 1),
        "potential": (t.potential(x), 1, 1),
        "hull": (inside, 0, 0),
        "conjugate": (conjugate[inside], 1, 1),
        "cost": (t.cost, 1, 1),
        "dual value": (t.dual_value, 1, 1),
    }


def check(answers, expected, site_scale, source_scale):
    for name, (value, a, b) in answers.items():
        scaled = value / site_scale**a / source_scale**b
        size = np.abs(expected[name][0]).max()
        np.testing.assert_allclose(scaled, expected[name][0], 0, 1e-10 * size, err_msg=name)


@each_source
@pytest.mark.parametrize("scale", [1e-140, 1e-50, 1e50, 1e140])
def test_all_follows_when_sites_and_source_are_scaled_together(make, scale, normal):
    t, source = normal[make], make(Frame(scale))
    x = t.source.sample(1000, rng=0)
    u = plan(source, scale * t.sites)
    check(cells_and_map(u, scale * x), cells_and_map(t, x), scale, scale)
    check(potentials_and_costs(u, scale * x), potentials_and_costs(t, x), scale, scale)
    weights = scale * (scale * t.weights)
    masses = brenier.PowerDiagram(scale * t.sites, weights, source).masses
    np.testing.assert_allclose(masses, t.masses, rtol=1e-9)


@each_source
@pytest.mark.parametrize("scales", [(1e-140, 1), (1e140, 1), (1, 1e-140), (1, 1e140)])
def test_cells_and_maps_do_not_depend_on_either_scale(make, scales, normal):
    site_scale, source_scale = scales
    t = normal[make]
    x = t.source.sample(1000, rng=0)
    u = plan(make(Frame(source_scale)), site_scale * t.sites)
    check(cells_and_map(u, source_scale * x), cells_and_map(t, x), *scales)


@each_source
@pytest.mark.parametrize("scale", [1e-140, 1e140])
@pytest.mark.parametrize("masses", ["free", "equal"])
def test_quantization_follows(make, scale, masses):
    source, scaled = make(Frame()), make(Frame(scale))
    sites = sites_over(source, 20)
    options = {"masses": masses, "max_iter": 3, "tol": 0.1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        q = brenier.quantize(sites, source, **options)
        p = brenier.quantize(scale * sites, scaled, **options)
    np.testing.assert_allclose(p.sites / scale, q.sites, rtol=0, atol=1e-10 * np.abs(q.sites).max())
    assert p.cost / scale / scale == pytest.approx(q.cost, rel=1e-10)


@pytest.mark.parametrize("source_scale", [1e-150, 1e-75, 1, 1e75, 1e150])
@pytest.mark.parametrize("site_scale", [2.0**-1074, 1e-320, 1e-310, 1e-200, 1e-150, 1e100, 1e149])
def test_sites_may_be_of_any_size_that_the_domain_is_not_too_small_for(site_scale, source_scale):
    sites = np.round(1000 * random_sites(N)) * site_scale if site_scale < 1e-300 else None
    sites = random_sites(N) * site_scale if sites is None else sites
    source = brenier.Uniform(source_scale * SQUARE)
    if np.abs(sites).max() / source_scale > 1e150:
        with pytest.raises(ValueError, match=r"sites lie .* times the size of the domain apart"):
            plan(source, sites)
        return
    t, u = plan(brenier.Uniform(), sites / sites.max()), plan(source, sites)
    assert t.success and u.success
    np.testing.assert_allclose(u.diagram.masses, t.diagram.masses, rtol=1e-10)
    np.testing.assert_allclose(u.centroids / source_scale, t.centroids, rtol=0, atol=1e-10)
    x = random_sites(1000, 4)
    assert np.array_equal(u.index(source_scale * x), t.index(x))
    for values in (u.weights, u.heights, u.potential(source_scale * x), u.cost, u.dual_value):
        assert np.isfinite(values).all()


@each_source
@pytest.mark.parametrize("far", [2.0**20, 2.0**40])
def test_sites_far_away_are_as_good_as_near_ones(make, far, normal):
    """A power of two away, and rounded before, so that the shift does not round them again."""
    source = make(Frame())
    shift = np.array([far, -3 * far])
    sites = np.round(1024 * normal[make].sites) / 1024
    t, u = plan(source, sites), plan(source, sites + shift)
    np.testing.assert_allclose(u.diagram.masses, t.diagram.masses, rtol=1e-10)
    np.testing.assert_allclose(u.centroids, t.centroids, rtol=1e-10, atol=1e-10)
    x = source.sample(1000, rng=0)
    assert np.array_equal(u.index(x), t.index(x))
    assert np.array_equal(u(x) - shift, t(x))
    # The cost is that of the shift, but for what the shift and the means have in common.
    mean = t.diagram.masses @ t.centroids
    apart = np.sum(shift**2) + 2 * shift @ (t.masses @ sites - mean)
    assert u.cost == pytest.approx(apart + t.cost, rel=1e-14)


@pytest.mark.parametrize("far", [2.0**20, 2.0**40])
def test_all_may_be_far_from_the_origin(far):
    shift = np.array([far, -3 * far])
    sites = np.round(1024 * random_sites(N)) / 1024
    t, u = plan(brenier.Uniform(), sites), plan(brenier.Uniform(SQUARE + shift), sites + shift)
    np.testing.assert_allclose(u.diagram.masses, t.diagram.masses, rtol=1e-10)
    np.testing.assert_allclose(u.diagram.areas, t.diagram.areas, rtol=1e-10)
    np.testing.assert_allclose(u.diagram.second_moments, t.diagram.second_moments, rtol=1e-10)
    np.testing.assert_allclose(u.centroids - shift, t.centroids, rtol=0, atol=1e-15 * far)
    assert u.cost == pytest.approx(t.cost, rel=1e-10, abs=1e-15 * far)


def test_sites_that_a_domain_far_from_zero_would_round_are_told_apart():
    """They are 1e-17 apart, and their domain is around 3."""
    sites = np.array([(1e-17, 0), (2e-17, 0), (1.5e-17, 1e-17)])
    source = brenier.Uniform(SQUARE + 2.5)
    t = brenier.solve(sites, [0.2, 0.3, 0.5], source, tol=1e-12)
    u = brenier.solve(1e17 * sites, [0.2, 0.3, 0.5], source, tol=1e-12)
    np.testing.assert_allclose(t.diagram.masses, [0.2, 0.3, 0.5], rtol=1e-10)
    np.testing.assert_allclose(t.centroids, u.centroids, rtol=1e-10)
    # Beside others at ordinary distances they are copies of each other.
    v = brenier.solve([(1e-17, 0), (2e-17, 0), (1, 1)], [0.2, 0.3, 0.5], source)
    assert v.success and v.groups.tolist() == [0, 0, 2]
    np.testing.assert_allclose(v.diagram.masses, [0.5, 0, 0.5], rtol=1e-8)


LARGE = 1.1e150


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brenier.solve([(0, 0), (LARGE, 0)]), r"sites\[1\] is .*1e150 at most"),
        (lambda: brenier.PowerDiagram([(0, 0), (0, -LARGE)]), r"sites\[1\] is .*1e150 at most"),
        (lambda: brenier.Uniform(LARGE * SQUARE), r"vertex 1 of ring 0 is .*1e150 at most"),
        (lambda: brenier.Uniform(1e-151 * SQUARE), "domain has size 1e-151; expected 1e-150"),
        (lambda: brenier.Uniform(SQUARE * (1, 1e-310)), "domain is too thin: its area is .*e-31"),
        (lambda: brenier.Gaussian(domain=SQUARE * (1, 1e-200)), "domain is too thin"),
        (lambda: brenier.Raster(np.ones((2, 2)), (0, 0, LARGE, 1)), r"bounds\[2\] is 1.1e.150"),
        (lambda: brenier.Raster(np.ones((2, 2)), (0, 0, 1e-151, 1e-151)), "bounds has size 1e-151"),
        (lambda: brenier.Bilinear(np.ones((2, 2)), (0, 0, 1, 1e-151)), "bounds are too thin"),
        (lambda: brenier.Gaussian((LARGE, 0)), r"mean is .*1e150 at most"),
        (lambda: brenier.Gaussian(cov=1e301), r"cov is .*at most"),
        (lambda: brenier.Gaussian(cov=1e-301), r"cov is .*at least"),
        (lambda: brenier.Gaussian(cov=1e-290, domain=SQUARE), "out of all proportion"),
        (lambda: brenier.GaussianMixture([(0, 0), (0, LARGE)], [1, 1]), r"means\[1\] is .*1e150"),
        (lambda: brenier.solve([(0.5, 0.5)]).index([(0, LARGE)]), r"x\[0\] is .*1e150 at most"),
        (lambda: brenier.solve([(0.5, 0.5)]).conjugate([(0, LARGE)]), r"y\[0\] is .*1e150 at most"),
    ],
)
def test_what_is_too_large_or_too_small_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
