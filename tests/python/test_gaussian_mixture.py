"""Sums of normal densities, and samples of them and of one."""

from __future__ import annotations

import copy
import math
import pickle

import brenier
import numpy as np
import pytest
from brenier import _core
from brenier._envelope import NormalEnvelope
from inputs.files import altered
from inputs.shapes import L_SHAPE, SQUARE
from inputs.sites import random_masses, random_sites
from scipy.special import ndtr
from scipy.stats import chisquare, multivariate_normal

FRAME = [3 * SQUARE, 1 + SQUARE]
MEANS = np.array([(0.2, 0.3), (0.8, 0.7), (0.5, -1.0)])
COVS = np.array([0.02 * np.eye(2), [[0.1, 0.09], [0.09, 0.1]], [[1, 0], [0, 0.04]]])
WEIGHTS = np.array([1.0, 3.0, 4.0])


def mixture(domain=SQUARE, weights=WEIGHTS):
    return brenier.GaussianMixture(MEANS, COVS, weights, domain)


def test_masses_are_weighted_means_of_those_of_the_components():
    sites = random_sites(60)
    parts = [brenier.Gaussian(m, c, SQUARE) for m, c in zip(MEANS, COVS, strict=True)]
    inside = [
        multivariate_normal(m, c).cdf([1, 1], lower_limit=[0, 0])
        for m, c in zip(MEANS, COVS, strict=True)
    ]
    shares = WEIGHTS * inside / np.dot(WEIGHTS, inside)
    expected = sum(
        share * brenier.PowerDiagram(sites, source=part).masses
        for share, part in zip(shares, parts, strict=True)
    )
    masses = brenier.PowerDiagram(sites, source=mixture()).masses
    np.testing.assert_allclose(masses, expected, atol=1e-6)  # scipy's shares have so many digits
    x = random_sites(50, 2)
    pdf = sum(
        w * multivariate_normal(m, c).pdf(x) for w, m, c in zip(WEIGHTS, MEANS, COVS, strict=True)
    )
    np.testing.assert_allclose(mixture().density(x) * np.dot(WEIGHTS, inside), pdf, rtol=1e-6)
    ratio = mixture().density(x) / pdf
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-13)


MANY = {
    "wide": (lambda rng: rng.random((30, 2)), 0.2, SQUARE),
    "near": (lambda rng: rng.random((100, 2)), 0.05, SQUARE),
    "narrow": (lambda rng: rng.random((100, 2)), 0.02, SQUARE),
    "in a corner": (lambda rng: 0.2 * rng.random((40, 2)), 0.06, SQUARE),
    "in and around a frame": (lambda rng: 3 * rng.random((60, 2)), 0.2, FRAME),
}


@pytest.mark.parametrize(("place", "deviation", "domain"), MANY.values(), ids=MANY)
@pytest.mark.parametrize("n", [50, 3000])
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


def test_files_and_copies_are_the_same(tmp_path):
    source = mixture(FRAME)
    t = brenier.solve(source.sample(40, rng=1), random_masses(40), source)
    t.save(tmp_path / "plan.npz")
    again = brenier.load(tmp_path / "plan.npz")
    assert np.array_equal(again.weights, t.weights)
    for other in (copy.deepcopy(source), pickle.loads(pickle.dumps(source)), again.source):
        for name in ("means", "covs", "weights"):
            assert np.array_equal(getattr(other, name), getattr(source, name))
        assert all(np.array_equal(a, b) for a, b in zip(other.rings, source.rings, strict=True))
        assert np.array_equal(other.density(random_sites(9)), source.density(random_sites(9)))
    assert repr(source) == "<GaussianMixture of 3 components over (0.0, 0.0, 3.0, 3.0)>"


def grid_statistic(source, x, k=20):
    """Chi-square's p of samples on a grid of k² boxes, those with few pooled."""
    xmin, ymin, xmax, ymax = source.bounds
    xs, ys = np.linspace(xmin, xmax, k + 1), np.linspace(ymin, ymax, k + 1)
    centres = np.stack(np.meshgrid((xs[1:] + xs[:-1]) / 2, (ys[1:] + ys[:-1]) / 2), axis=-1)
    expected = brenier.PowerDiagram(centres.reshape(-1, 2), source=source).masses * len(x)
    counts = np.histogram2d(x[:, 1], x[:, 0], bins=[ys, xs])[0].ravel()
    assert counts.sum() == len(x)
    few = expected < 10
    if few.any():
        expected = np.append(expected[~few], max(expected[few].sum(), 1e-9))
        counts = np.append(counts[~few], counts[few].sum())
        if expected[-1] < 10:
            assert counts[-1] < 40
            expected, counts = expected[:-1], counts[:-1]
    assert len(counts) > 5
    return chisquare(counts, expected * (counts.sum() / expected.sum())).pvalue


SOURCES = {
    "default": brenier.Gaussian((1, 2), [[2, 1.5], [1.5, 2]]),
    "square": brenier.Gaussian((0.5, 0.5), 0.09, SQUARE),
    "corner": brenier.Gaussian((-0.1, -0.2), [0.2, 0.1], SQUARE),
    "far": brenier.Gaussian((-1, 0.5), 0.05**2, SQUARE),
    "far and turned": brenier.Gaussian((-1, 2), [[0.01, -0.009], [-0.009, 0.01]], SQUARE),
    "wide": brenier.Gaussian((0.5, 0.5), 100, L_SHAPE),
    "in a hole": brenier.Gaussian((1.375, 1.6875), 0.1**2, FRAME),
    "steep": brenier.Gaussian((0, 0), [[1, 0.999], [0.999, 1]], 0.5 * SQUARE - (0.2, 0.25)),
    "thin domain": brenier.Gaussian((0, 0), 1, [(-2, 1), (2, 1.5), (2, 1.501), (-2, 1.001)]),
    "mixture": mixture(),
    "mixture in a frame": mixture(FRAME),
    "one of two far": brenier.GaussianMixture([(-3, 0.5), (0.5, 0.5)], [0.04, 1], [1, 1], SQUARE),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_samples_are_those_of_the_density(source):
    x = source.sample(200_000, rng=7)
    assert np.all(source.density(x[:2000]) > 0)
    for k in (20, 100):  # the second sees densities that fall within a twentieth of the domain
        assert grid_statistic(source, x, k) > 1e-4
    assert np.array_equal(source.sample(100, rng=3), source.sample(100, rng=3))
    assert source.sample(0).shape == (0, 2)


def test_the_statistic_sees_what_is_wrong():
    source = brenier.Gaussian((0.5, 0.5), 0.09, SQUARE)
    x = source.sample(200_000, rng=7)
    wrong = brenier.Gaussian((0.5, 0.52), 0.09, SQUARE).sample(200_000, rng=7)
    assert grid_statistic(source, x) > 1e-4
    assert grid_statistic(source, wrong) < 1e-10
    assert grid_statistic(source, brenier.Uniform(SQUARE).sample(200_000, rng=7)) < 1e-10


@pytest.mark.parametrize(
    "rings",
    [
        [np.array([(10.0, -5), (1e6, -5), (1e6, 5), (10, 5)])],
        [np.array([(-1e6, -1e6), (1e6, 1e6), (1e6, 1e6 + 1), (-1e6, -1e6 + 1)])],
        [np.array([(900.0, 0), (901, 0), (901, 1)])],
        [20 * SQUARE - 10, 19.998 * SQUARE - 9.999],
        [(SQUARE - (0.3, 0.4)) * (6, 0.1)],
        [np.array([(-1, -1e4), (1, 1e4), (1, 1e4 + 1), (-1, 1 - 1e4)])],
    ],
    ids=["long", "long and slanted", "very far", "thin frame", "around the mean", "steep"],
)
def test_few_pieces_accept_most_points_wherever_the_polygon_lies(rings):
    envelope = NormalEnvelope(rings)
    assert len(envelope._shares) < 5_000
    which = np.random.default_rng(1).choice(len(envelope._shares), 20_000, p=envelope._shares)
    points = envelope._pieces.sample(which, np.random.default_rng(2))
    accepted = np.exp(-0.5 * (np.sum(points**2, axis=1) - envelope._near[which]))
    assert accepted.max() <= 1 + 1e-9
    assert accepted.mean() > 0.6
    assert envelope.sample(1000, np.random.default_rng(3)).shape == (1000, 2)


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
