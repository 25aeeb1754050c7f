"""The demo's measures agree with brute force, and its parts are what they say."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")
pytest.importorskip("tqdm")

from brenier import datasets
from brenier.demo import classifier, decoder, metrics, split

RNG = np.random.default_rng(0)


def brute_force_closeness(real, made, k):
    def distance(a, b):
        return np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=-1))

    def inside(points, centres):
        radii = np.sort(distance(centres, centres), axis=1)[:, k]
        return distance(points, centres) <= radii

    return (
        inside(made, real).any(axis=1).mean(),
        inside(real, made).any(axis=1).mean(),
        inside(made, real).any(axis=0).mean(),
    )


@pytest.mark.parametrize(("n", "m", "k"), [(30, 50, 3), (50, 30, 1), (2100, 40, 3)])
def test_closeness_agrees_with_brute_force(n, m, k):
    real, made = RNG.normal(size=(n, 3)), RNG.normal(0.7, 1.2, size=(m, 3))
    found = metrics.closeness(metrics.Manifold.of(real, k), metrics.Manifold.of(made, k))
    expected = brute_force_closeness(real, made, k)
    assert (found.precision, found.recall, found.coverage) == pytest.approx(expected)
    assert 0 < found.precision < 1


def test_the_same_points_are_close_and_far_ones_are_not():
    points = metrics.Manifold.of(RNG.normal(size=(40, 5)))
    same = metrics.closeness(points, points)
    assert (same.precision, same.recall, same.coverage) == (1, 1, 1)
    far = metrics.closeness(points, metrics.Manifold.of(points.points + 100))
    assert (far.precision, far.recall, far.coverage) == (0, 0, 0)


def test_strays_raise_recall_but_not_coverage():
    real = metrics.Manifold.of(RNG.normal(size=(200, 2)))
    strays = metrics.Manifold.of(RNG.normal(scale=100, size=(200, 2)))
    found = metrics.closeness(real, strays)
    assert found.precision < 0.05
    assert found.recall > 0.9
    assert found.coverage < 0.05


def test_real_points_are_held_against_the_others():
    cluster = RNG.normal(size=(30, 2))
    points = np.concatenate([cluster, [[50.0, 50.0]]])
    found = metrics.closeness_of_real(metrics.Manifold.of(points, k=3))
    expected = []
    for i in range(len(points)):
        radii = np.sort(np.linalg.norm(points[:, None] - points, axis=-1), axis=1)[:, 3]
        inside = np.linalg.norm(points - points[i], axis=1) <= radii
        expected.append(np.delete(inside, i).any())
    assert not expected[-1]
    assert found.precision == found.recall == pytest.approx(np.mean(expected))
    assert found.coverage is None


def test_too_few_points_have_no_manifold():
    with pytest.raises(ValueError, match="3 points have no 3-th neighbour"):
        metrics.Manifold.of(np.zeros((3, 2)))


def test_histogram_distance_is_total_variation():
    assert metrics.histogram_distance([0, 1, 1, 2], [2, 1, 1, 0]) == 0
    assert metrics.histogram_distance([0, 0], [1, 2]) == 1
    assert metrics.histogram_distance([0, 0, 0, 1], [0, 1, 1, 1]) == pytest.approx(0.5)


def test_latents_are_new_unless_they_are_codes():
    codes = RNG.random((20, 2))
    copies = codes[[3, 3, 7]]
    assert metrics.new_latents(copies, codes) == 0
    assert metrics.new_latents(np.concatenate([copies, [[0.5, 0.5]]]), codes) == 0.25
    assert metrics.new_latents(np.nextafter(copies, 1), codes) == 1


def test_pictures_are_new_if_they_can_be_told_from_all_known_ones():
    known = RNG.random((50, 3, 4))
    order = RNG.permutation(50)
    assert metrics.new_pictures(known[order], known) == 0
    assert metrics.new_pictures(known[order] + 0.9 / 255, known) == 0
    changed = known[order].copy()
    changed[:10, 2, 1] += 1.1 / 255
    assert metrics.new_pictures(changed, known) == pytest.approx(0.2)


def test_confidence_is_calibrated_when_it_is_as_often_right_as_it_says():
    sure = np.tile([0.75, 0.25], (4, 1))
    assert metrics.confident_share(sure, 0.75) == 1
    assert metrics.confident_share(sure, 0.76) == 0
    assert metrics.calibration_error(sure, np.array([True, True, True, False])) == 0
    assert metrics.calibration_error(sure, np.zeros(4, bool)) == pytest.approx(0.75)
    # Over- and underconfidence in different bins do not make up for each other.
    mixed = np.array([[0.95, 0.05], [0.55, 0.45]])
    assert metrics.calibration_error(mixed, np.array([False, True])) == pytest.approx(0.7)


def test_the_temperature_mends_known_overconfidence():
    rng = np.random.default_rng(1)
    logits = rng.normal(size=(20000, 3))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    targets = (true.cumsum(axis=1) < rng.random((len(true), 1))).sum(axis=1)
    sharpened = np.exp(2.5 * logits) / np.exp(2.5 * logits).sum(axis=1, keepdims=True)
    assert classifier._fit_temperature(sharpened, targets) == pytest.approx(2.5, rel=0.05)


def test_the_judge_and_the_model_share_no_picture():
    digits = datasets.digits()
    numbered = datasets.Pictures(
        np.arange(1797, dtype=np.float32).reshape(-1, 1, 1), digits.labels, "numbered"
    )
    parts = split.split_pictures(numbered, seed=0)
    both = np.concatenate([parts.judge.flat, parts.model.flat])
    np.testing.assert_array_equal(np.sort(both[:, 0]), np.arange(1797))
    judged, modelled = np.bincount(parts.judge.labels), np.bincount(parts.model.labels)
    np.testing.assert_allclose(judged / (judged + modelled), 1 / 3, atol=0.01)


def test_fourier_features_are_bounded_and_seeded():
    codes = RNG.random((50, 2))
    features = decoder.FourierFeatures.of_codes(codes, seed=3)
    assert np.abs(features(codes)).max() <= 1
    again = decoder.FourierFeatures.of_codes(codes, seed=3)
    np.testing.assert_array_equal(features.frequencies, again.frequencies)
