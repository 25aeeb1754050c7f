"""Sums of normal densities."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from brenier import _core
from inputs.files import altered
from inputs.normals import COVS, FRAME, MEANS, WEIGHTS, mixture
from inputs.repetition import first
from inputs.shapes import L_SHAPE, SQUARE
from inputs.sites import random_masses, random_sites
from scipy.special import ndtr
from scipy.stats import multivariate_normal


def test_the_density_is_the_components_sum_over_its_mass_inside():
    inside = [
        multivariate_normal(m, c).cdf([1, 1], lower_limit=[0, 0])
        for m, c in zip(MEANS, COVS, strict=True)
    ]
    x = random_sites(50, 2)
    pdf = sum(
        w * multivariate_normal(m, c).pdf(x) for w, m, c in zip(WEIGHTS, MEANS, COVS, strict=True)
    )
    ratio = mixture().density(x) / pdf
    np.testing.assert_allclose(1 / ratio, np.dot(WEIGHTS, inside), rtol=1e-6)  # scipy's digits
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-13)


MANY = {
    "wide": (lambda rng: rng.random((30, 2)), 0.2, SQUARE),
    "near": (lambda rng: rng.random((100, 2)), 0.05, SQUARE),
    "narrow": (lambda rng: rng.random((100, 2)), 0.02, SQUARE),
    "in a corner": (lambda rng: 0.2 * rng.random((40, 2)), 0.06, SQUARE),
    "in and around a frame": (lambda rng: 3 * rng.random((60, 2)), 0.2, FRAME),
}


@pytest.mark.parametrize(("place", "deviation", "domain"), MANY.values(), ids=MANY)
@pytest.mark.parametrize("n", first(1, [50, 3000]))
def test_masses_are_sums_over_the_components_in_far_tails_as_well(n, place, deviation, domain):
    """Those that do not count somewhere are left out there, or have few nodes: to no effect."""
    rng = np.random.default_rng(5)
    means = place(rng)
    k = len(means)
    turned = rng.normal(size=(k, 2, 2)) / 3 + np.eye(2)
    covs = deviation**2 * rng.uniform(0.5, 1.5, (k, 1, 1)) * turned @ turned.swapaxes(1, 2)
    source = brenier.GaussianMixture(means, covs, random_masses(k), domain)
    sites = rng.random((n, 2)) * np.max(np.asarray(source.bounds))
    d = brenier.PowerDiagram(sites, source=source)
    shares, _ = _core.gaussian_masses(source._core)
    masses, first, facets = np.zeros(n), np.zeros((n, 2)), np.zeros(len(d.facets.masses))
    for share, mean, cov in zip(shares, means, covs, strict=True):
        part = brenier.PowerDiagram(sites, source=brenier.Gaussian(mean, cov, domain))
        masses += share * part.masses
        first += share * part.masses[:, None] * np.nan_to_num(part.centroids)
        facets += share * part.facets.masses
    seen = masses > 1e-28  # what is below e^-80 counts as 0, in each component for itself
    if deviation == 0.06 and n == 3000:
        assert masses[seen].min() < 1e-20
    np.testing.assert_allclose(d.masses[seen], masses[seen], rtol=1e-13)
    np.testing.assert_allclose(
        d.centroids[seen], first[seen] / masses[seen, None], rtol=1e-12, atol=1e-13
    )
    seen = facets > 1e-26
    np.testing.assert_allclose(d.facets.masses[seen], facets[seen], rtol=1e-13)


@pytest.mark.parametrize("n", [1, 3, 30])
def test_a_peak_in_a_hole_hides_no_other_components(n):
    """It is e²⁰⁰ times as high as on the edge of the hole, where the others are as high."""
    centre, covs, frame = (1.5, 1.5), [0.025**2, 0.25, 0.2], [0.98 + 1.04 * SQUARE, 1 + SQUARE]
    source = brenier.GaussianMixture([centre] * 3, covs, [1, 1e-87, 1e-87], frame)
    shares, _ = _core.gaussian_masses(source._core)
    assert shares.min() > 0.1
    sites = 3 * random_sites(n)
    expected = sum(
        share * brenier.PowerDiagram(sites, source=brenier.Gaussian(centre, cov, frame)).masses
        for share, cov in zip(shares, covs, strict=True)
    )
    masses = brenier.PowerDiagram(sites, source=source).masses
    np.testing.assert_allclose(masses, expected, rtol=1e-12, atol=1e-28)
    np.testing.assert_allclose(masses.sum(), 1, rtol=1e-12)


def test_equal_components_are_one():
    one = brenier.Gaussian((0.4, 0.7), COVS[1], L_SHAPE)
    same = brenier.GaussianMixture([(0.4, 0.7)] * 3, [COVS[1]] * 3, [0.1, 5, 0.2], L_SHAPE)
    a, b = (brenier.PowerDiagram(random_sites(80), source=source) for source in (one, same))
    np.testing.assert_allclose(b.masses, a.masses, rtol=1e-13)
    np.testing.assert_allclose(b.centroids, a.centroids, rtol=1e-12)
    np.testing.assert_allclose(b.facets.masses, a.facets.masses, rtol=1e-13)


def test_a_component_without_weight_counts_for_nothing():
    none = mixture(weights=[1, 0, 2])
    less = brenier.GaussianMixture(MEANS[::2], COVS[::2], [1, 2], SQUARE)
    a, b = (brenier.PowerDiagram(random_sites(80), source=source) for source in (none, less))
    assert np.array_equal(a.masses, b.masses)
    assert np.array_equal(none.weights, np.array([1, 0, 2]) / 3)


def test_a_narrow_peak_and_a_wide_one():
    """The domain is a million deviations of the first, and six of the second, wide."""
    source = brenier.GaussianMixture([(0.25, 0.5), (0.75, 0.5)], [1e-12, 0.01], [1, 3], SQUARE)
    d = brenier.PowerDiagram([(0.125, 0.5), (0.375, 0.5), (0.75, 0.5)], source=source)
    cuts = np.array([0, 0.25, 0.5625, 1])  # where the cells end
    wide = np.diff(ndtr((cuts - 0.75) / 0.1)) * (ndtr(5) - ndtr(-5))
    expected = [0.5, 0.5, 0] + 3 * wide
    np.testing.assert_allclose(d.masses, expected / expected.sum(), rtol=1e-13)


def test_the_default_domain_is_around_all_boxes():
    source = brenier.GaussianMixture([(0, 0), (10, 1)], [1, 4])
    assert source.bounds == (-8.0, -15.0, 26.0, 17.0)
    assert np.array_equal(source.covs, [np.eye(2), 4 * np.eye(2)])
    assert np.array_equal(source.weights, [0.5, 0.5])


def test_many_components_are_those_that_are_near():
    """A thousand narrow ones: each cell has the masses of those around it."""
    means = (np.stack(np.meshgrid(np.arange(32), np.arange(32)), axis=-1).reshape(-1, 2) + 0.5) / 32
    weights = random_masses(1024)
    source = brenier.GaussianMixture(means, np.full(1024, 1e-6), weights, SQUARE)
    d = brenier.PowerDiagram(means, source=source)
    np.testing.assert_allclose(d.masses, weights, rtol=1e-12)


def test_representation():
    assert repr(mixture(FRAME)) == "<GaussianMixture of 3 components over (0.0, 0.0, 3.0, 3.0)>"


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((np.zeros((0, 2)), []), ValueError, r"means has shape \(0, 2\); expected \(k, 2\)"),
        (([0, 1], [1]), ValueError, r"means has shape \(2,\); expected \(n, 2\)"),
        (([(0, 0), (0, math.inf)], [1, 1]), ValueError, r"means\[1\] is \(0, inf\)"),
        (([(0, 0)], [1, 1]), ValueError, r"covs has shape \(2,\); expected \(1,\) or \(1, 2, 2\)"),
        (([(0, 0), (1, 1)], 1), ValueError, r"covs has shape \(\); expected \(2,\) or"),
        (([(0, 0), (1, 1)], [1, 0]), ValueError, r"covs\[1\] is .*; expected a positive definite"),
        (([(0, 0)], [[[1, 2], [3, 4]]]), ValueError, r"covs\[0\] is .*; expected a symmetric"),
        (([(0, 0)], [1], [1, 2]), ValueError, r"weights has shape \(2,\); expected \(1,\)"),
        (([(0, 0), (1, 1)], [1, 1], [2, -1]), ValueError, r"weights\[1\] is -1; expected"),
        (([(0, 0), (1, 1)], [1, 1], [2, math.nan]), ValueError, r"weights\[1\] is nan; expected"),
        (([(0, 0), (1, 1)], [1, 1], [0, 0]), ValueError, "weights are all 0"),
        (([(0, 0)], ["wide"]), TypeError, "covs has dtype"),
        (([(3e3, 0), (0, 2e3)], [1, 1], None, SQUARE), ValueError, "domain lies 1999 standard"),
    ],
)
def test_bad_arguments_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        brenier.GaussianMixture(*arguments)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"means": np.zeros((2, 2))}, "covs has shape"),
        ({"covs": np.zeros((3, 2, 2))}, r"covs\[0\]"),
        ({"component_weights": np.array([1.0, -1, 1])}, r"weights\[1\]"),
        ({"component_weights": None}, "component_weights"),
        ({"source": np.array("gaussian")}, "mean"),
    ],
)
def test_an_altered_file_is_refused(tmp_path, changes, words):
    path = tmp_path / "plan.npz"
    brenier.solve(random_sites(30), source=mixture()).save(path)
    with pytest.raises(ValueError, match=words):
        brenier.load(altered(path, **changes))
