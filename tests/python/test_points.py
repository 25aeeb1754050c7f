"""The points are where the literature puts them, and their quality is a distance."""

from __future__ import annotations

import numpy as np
import pytest
from brenier import datasets
from scipy.stats import chi2, chisquare

CLOUDS = [datasets.gaussian_ring, datasets.gaussian_grid, datasets.swiss_roll]
MIXTURES = CLOUDS[:2]


def test_the_ring_is_evenly_spaced_on_its_circle():
    ridge = datasets.gaussian_ring(0).ridge
    np.testing.assert_allclose(np.linalg.norm(ridge, axis=1), 2)
    sides = np.linalg.norm(ridge - np.roll(ridge, 1, axis=0), axis=1)
    np.testing.assert_allclose(sides, 4 * np.sin(np.pi / 8))
    np.testing.assert_allclose(ridge[0], [2, 0])


def test_the_grid_is_centred_and_two_apart():
    ridge = datasets.gaussian_grid(0).ridge
    assert sorted(map(tuple, ridge)) == [(x, y) for x in range(-4, 5, 2) for y in range(-4, 5, 2)]
    assert ridge[:2].tolist() == [[-4, -4], [-2, -4]]


def test_the_spiral_is_sampled_finely_and_its_arms_are_as_far_apart_as_stated():
    roll = datasets.swiss_roll(0)
    steps = np.linalg.norm(np.diff(roll.ridge, axis=0), axis=1)
    assert steps.max() <= 0.1 * roll.sigma
    angle = np.arctan2(roll.ridge[:, 1], roll.ridge[:, 0])
    radius = np.linalg.norm(roll.ridge, axis=1)
    np.testing.assert_allclose(radius[[0, -1]], np.array([1.5, 4.5]) * np.pi / 7.5)
    turns = np.unwrap(angle)
    np.testing.assert_allclose(radius - radius[0], (turns - turns[0]) / 7.5, atol=1e-9)
    assert 2 * np.pi / 7.5 == pytest.approx(0.84, abs=0.005)


@pytest.mark.parametrize("make", MIXTURES)
def test_modes_are_equally_likely_and_noise_around_them_is_normal(make):
    cloud = make(20_000, rng=3, sigma=0.3)
    k = len(cloud.ridge)
    assert chisquare(np.bincount(cloud.labels, minlength=k)).pvalue > 0.01
    noise = (cloud.points - cloud.ridge[cloud.labels]) / 0.3
    squares = np.sum(noise**2, axis=1)
    cuts = chi2.ppf(np.linspace(0, 1, 21), 2)
    assert chisquare(np.histogram(squares, cuts)[0]).pvalue > 0.01
    np.testing.assert_allclose(np.cov(noise.T), np.eye(2), atol=0.05)


def test_the_roll_is_uniform_in_its_angle_and_noise_crosses_it():
    roll = datasets.swiss_roll(20_000, rng=4, sigma=0.02)
    distances, places = roll.nearest(roll.points)
    inner = len(roll.ridge) // 10
    counts = np.histogram(places, np.linspace(inner, len(roll.ridge) - inner, 17))[0]
    assert chisquare(counts).pvalue > 0.01
    # Across the curve the noise is half-normal: its median is 0.6745 sigma.
    assert np.median(distances) == pytest.approx(0.6745 * 0.02, rel=0.03)


@pytest.mark.parametrize("make", CLOUDS)
def test_the_nearest_place_is_that_of_brute_force(make):
    cloud = make(50, rng=5)
    samples = np.random.default_rng(6).uniform(-5, 5, (300, 2))
    separations = np.linalg.norm(samples[:, None] - cloud.ridge[None], axis=2)
    distances, places = cloud.nearest(samples)
    np.testing.assert_allclose(distances, separations.min(axis=1))
    np.testing.assert_allclose(separations[np.arange(300), places], separations.min(axis=1))
    good = cloud.is_high_quality(samples, deviations=7)
    np.testing.assert_array_equal(good, separations.min(axis=1) <= 7 * cloud.sigma)
    assert good.any() and not good.all()


@pytest.mark.parametrize("make", MIXTURES)
def test_fresh_points_are_of_high_quality_as_often_as_stated(make):
    cloud = make(50_000, rng=7)
    for deviations in (2, 3):
        expected = np.exp(-(deviations**2) / 2)
        bad = np.mean(~cloud.is_high_quality(cloud.points, deviations=deviations))
        assert abs(bad - expected) < 4 * np.sqrt(expected / 50_000)
    assert np.mean(~cloud.is_high_quality(cloud.points)) < 0.001


@pytest.mark.parametrize("make", CLOUDS)
def test_the_same_seed_gives_the_same_points(make):
    a, b, c = make(100, rng=1), make(100, np.random.default_rng(1)), make(100, rng=2)
    np.testing.assert_array_equal(a.points, b.points)
    assert not np.array_equal(a.points, c.points)
    assert a.points.shape == (100, 2) and a.points.dtype == np.float64
    assert len(a) == 100 and len(make(0)) == 0


def test_labels_are_there_where_modes_are():
    assert datasets.gaussian_ring(5, rng=0, modes=3).labels.max() < 3
    assert datasets.swiss_roll(5, rng=0).labels is None


@pytest.mark.parametrize(
    ("make", "arguments", "error", "message"),
    [
        *((make, {"n": -1}, ValueError, "n is -1; expected 0 or more") for make in CLOUDS),
        *((make, {"n": 2.5}, TypeError, "n is 2.5; expected an int") for make in CLOUDS),
        *((make, {"n": 1, "rng": "x"}, TypeError, "rng is 'x'") for make in CLOUDS),
        *((make, {"n": 1, "sigma": 0}, ValueError, "sigma is 0; expected") for make in CLOUDS),
        *((make, {"n": 1, "sigma": None}, TypeError, "sigma is None") for make in CLOUDS),
        (datasets.gaussian_ring, {"n": 1, "modes": 0}, ValueError, "modes is 0; expected 1"),
        (datasets.gaussian_ring, {"n": 1, "radius": -1}, ValueError, "radius is -1; expected"),
        (datasets.gaussian_grid, {"n": 1, "side": 0}, ValueError, "side is 0; expected 1"),
        (datasets.gaussian_grid, {"n": 1, "spacing": np.inf}, ValueError, "spacing is inf"),
        (datasets.gaussian_grid, {"n": 1, "sigma": np.nan}, ValueError, "sigma is nan"),
    ],
)
def test_bad_arguments_are_named(make, arguments, error, message):
    with pytest.raises(error, match=message):
        make(**arguments)


def test_samples_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"samples has shape \(3,\); expected \(n, 2\)"):
        datasets.swiss_roll(0).is_high_quality(np.zeros(3))
