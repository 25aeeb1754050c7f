"""Samples of normal densities and of their sums, wherever the domain lies."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier._envelope import NormalEnvelope
from inputs.normals import FRAME, mixture
from inputs.shapes import L_SHAPE, SQUARE
from scipy.stats import chisquare


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
