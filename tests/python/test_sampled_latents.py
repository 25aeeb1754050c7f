"""A `LatentSampler` of a `SampledTransport`: codes with their masses, and local noise."""

from __future__ import annotations

import brenier
import numpy as np
import pytest


@pytest.fixture(scope="module")
def t() -> brenier.SampledTransport:
    return brenier.solve_sampled(np.random.default_rng(0).normal(size=(60, 5)), rng=0)


def test_latents_are_sites_each_with_its_mass(t: brenier.SampledTransport) -> None:
    batch = brenier.LatentSampler(t).sample(60_000, rng=1)
    assert batch.source.shape == (60_000, 5)
    assert np.array_equal(batch.latents, t.sites[batch.index])
    assert np.array_equal(batch.index, t.index(batch.source))
    assert not batch.singular.any()
    share = np.bincount(batch.index, minlength=60) / 60_000
    assert np.sqrt(60 * np.sum((share - 1 / 60) ** 2)) < 0.13


def test_local_noise_has_the_covariance_of_the_neighbours(t: brenier.SampledTransport) -> None:
    plain = brenier.LatentSampler(t).sample(40_000, rng=1)
    noisy = brenier.LatentSampler(t, local=0.5).sample(40_000, rng=1)
    assert np.array_equal(plain.index, noisy.index)
    i = 7
    off = (noisy.latents - plain.latents)[plain.index == i]
    squares = np.sum((t.sites - t.sites[i]) ** 2, axis=1)
    differences = t.sites[np.argsort(squares)[1:11]] - t.sites[i]
    expected = 0.25 * differences.T @ differences / 10
    assert np.abs(off.T @ off / len(off) - expected).max() < 0.2 * np.trace(expected)


def test_even_noise_for_laws_with_a_name(t: brenier.SampledTransport) -> None:
    batch = brenier.LatentSampler(t).sample(4096, rng=1, method="sobol")
    assert np.abs(batch.source.mean(axis=0)).max() < 0.01
    assert np.abs(batch.source.std(axis=0) - 1).max() < 0.02
    cube = brenier.solve_sampled(np.random.default_rng(0).random((20, 3)), source="uniform", rng=0)
    even = brenier.LatentSampler(cube).sample(1024, rng=1, method="sobol").source
    assert np.abs(even.mean(axis=0) - 0.5).max() < 0.005
    own = brenier.solve_sampled(
        np.zeros((1, 3)), source=lambda n, rng: rng.normal(size=(n, 3)), rng=0
    )
    with pytest.raises(ValueError, match="needs the source 'normal' or 'uniform'"):
        brenier.LatentSampler(own).sample(5, method="sobol")


def test_what_needs_a_diagram_is_refused(t: brenier.SampledTransport) -> None:
    with pytest.raises(ValueError, match="within is given"):
        brenier.LatentSampler(t).sample(5, within=[1])
    with pytest.raises(ValueError, match="nothing of this map is singular"):
        brenier.LatentSampler(t, singular="only")
    with pytest.raises(TypeError, match="a SampledTransport"):
        brenier.LatentSampler(t.sites)
    with pytest.raises(TypeError):
        brenier.ContinuousMap(t)
