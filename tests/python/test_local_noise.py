"""Noise along the nearest values: its law, in any dimension, and where it is added."""

from __future__ import annotations

import math
import pickle

import brenier
import numpy as np
import pytest
from inputs.sites import clusters, random_sites
from scipy.spatial.distance import cdist
from scipy.stats import chi2

N = 200


def codes(dtype=np.float64):
    rng = np.random.default_rng(0)
    return (rng.normal(size=(N, 5)) * (1, 1, 1, 0.1, 3)).astype(dtype)


@pytest.fixture(scope="module")
def t():
    return brenier.solve(random_sites(N))


def offsets(values, i):
    """Of the ten nearest others, by the definition."""
    distances = cdist(values[i : i + 1], values)[0]
    distances[i] = np.inf
    return values[np.argsort(distances)[:10]] - values[i]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_normal_with_the_covariance_of_the_ten_nearest(t, dtype):
    values, count, local = codes(dtype), 40_000, 0.7
    m = brenier.ContinuousMap(t, values=values)
    for i in (3, 77):
        batch = brenier.LatentSampler(m, local=local).sample(count, rng=1, within=[i])
        assert batch.latents.dtype == dtype
        noise = batch.latents.astype(float) - m(batch.source)
        near = offsets(values.astype(float), i)
        expected = local**2 * near.T @ near / 10
        # Whitened, the noise is standard normal: its mean, its covariance, its lengths.
        white = noise @ np.linalg.inv(np.linalg.cholesky(expected)).T
        assert np.all(np.abs(white.mean(axis=0)) < 6 / math.sqrt(count))
        error = white.T @ white / count - np.eye(5)
        assert np.all(np.abs(error) < 6 * math.sqrt(2 / count))
        squares = np.sum(white**2, axis=1)
        bins = chi2.ppf(np.arange(1, 10) / 10, 5)
        counts = np.bincount(np.searchsorted(bins, squares), minlength=10)
        assert np.sum((counts - count / 10) ** 2) / (count / 10) < chi2.isf(1e-6, 9)
        # Half of the covariance, or one neighbour less, would be found.
        assert np.abs(white.T @ white / count / 2 - np.eye(5)).max() > 0.4


def test_the_points_are_those_without_noise(t):
    m = brenier.ContinuousMap(t, values=codes())
    for method in ("random", "sobol"):
        plain = brenier.LatentSampler(m).sample(500, 2, method=method)
        noisy = brenier.LatentSampler(m, local=0.5).sample(500, 2, method=method)
        assert np.array_equal(plain.source, noisy.source)
        assert np.array_equal(plain.index, noisy.index)
        assert np.all(np.any(plain.latents != noisy.latents, axis=1))


def test_without_values_it_is_along_the_nearest_sites(t):
    for map_ in (t, brenier.ContinuousMap(t)):
        batch = brenier.LatentSampler(map_, local=1.0).sample(20_000, 3, within=[5])
        noise = batch.latents - map_(batch.source)
        near = offsets(t.sites, 5)
        expected = near.T @ near / 10
        assert np.allclose(noise.T @ noise / 20_000, expected, atol=0.05 * np.trace(expected))


def test_it_goes_through_pickles_and_policies():
    m = brenier.ContinuousMap(brenier.solve(clusters(N, 0.02)), values=codes(np.float32))
    for policy in ("reject", "snap", "only", "keep"):
        if policy == "only" and not m.singular_simplices.any():
            continue
        sampler = brenier.LatentSampler(m, singular=policy, local=0.3)
        again = pickle.loads(pickle.dumps(sampler))
        assert again.local == 0.3
        assert np.array_equal(again.sample(100, 4).latents, sampler.sample(100, 4).latents)
    assert "local=0.3" in repr(sampler)


def test_any_number_of_workers_gives_the_same_bits(t):
    values = codes(np.float32)
    latents = [
        brenier.LatentSampler(
            brenier.ContinuousMap(brenier.solve(t.sites, workers=workers), values=values), local=0.4
        )
        .sample(3000, 5)
        .latents
        for workers in (1, 3)
    ]
    assert np.array_equal(*latents)


def test_a_decoder_gets_latents_of_the_type_and_width_of_the_values(t):
    sampler = brenier.LatentSampler(brenier.ContinuousMap(t, values=codes(np.float32)), local=0.1)
    seen = []

    def decode(z):
        seen.append((z.dtype, z.shape[1]))
        return z[:, :2]

    assert brenier.generate(decode, sampler, 70, rng=6, batch_size=32).shape == (70, 2)
    assert set(seen) == {(np.dtype(np.float32), 5)}
    assert brenier.generate(decode, sampler, 0).shape == (0, 2)


def test_few_sites_have_as_many_neighbours_as_there_are():
    t = brenier.solve([(0.2, 0.3), (0.8, 0.4)])
    batch = brenier.LatentSampler(t, local=1.0).sample(1000, 7, within=[0])
    along = t.sites[1] - t.sites[0]
    share = (batch.latents - t.sites[0]) @ along / (along @ along)
    assert np.allclose(batch.latents, t.sites[0] + share[:, None] * along)
    assert share.std() == pytest.approx(1, abs=0.1)
    alone = brenier.LatentSampler(brenier.solve([(0.2, 0.3)]), local=1.0).sample(5)
    assert np.array_equal(alone.latents, np.tile((0.2, 0.3), (5, 1)))


def test_bad_scales_are_refused(t):
    for bad in (-0.1, math.nan):
        with pytest.raises(ValueError, match=r"local is .*; expected a number, 0 or more"):
            brenier.LatentSampler(t, local=bad)
    with pytest.raises(ValueError, match=r"local is inf; expected a finite number, 0 or more"):
        brenier.LatentSampler(t, local=math.inf)
    with pytest.raises(TypeError, match="local is 'much'; expected a number"):
        brenier.LatentSampler(t, local="much")
