"""Latents for a batch of training, where overheads count; against numpy's uniform noise."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

GROUP = "a batch of latents, {n} sites"
BATCHES = pytest.mark.parametrize("batch", [64, 1024])


@BATCHES
def test_brenier_sampler(timed, sites, batch):
    sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(sites, tol=1e-6)))
    rng = np.random.default_rng(6)
    sampler.sample(batch, rng)
    latents = timed(sampler.sample, batch, rng).latents
    assert latents.shape == (batch, 2)
    assert np.all((latents >= sites.min(axis=0)) & (latents <= sites.max(axis=0)))


@BATCHES
def test_baseline_uniform_noise(timed, sites, batch):
    noise = timed(np.random.default_rng(6).random, (batch, 2))
    assert noise.shape == (batch, 2)
