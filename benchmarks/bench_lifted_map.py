"""The map lifted to 64 dimensions, against numpy; local noise; nearest values."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from brenier._neighbors import nearest_neighbors

GROUP = "lifted map of 100,000 points to 64 dimensions, {n} sites"
QUERIES, DIMENSIONS = 100_000, 64
DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def lifted(sites, dtype=np.float32, **options):
    values = np.random.default_rng(0).normal(size=(len(sites), DIMENSIONS)).astype(dtype)
    m = brenier.ContinuousMap(brenier.solve(sites, tol=1e-6), values=values, **options)
    # To find the nearest of 1e5 values takes minutes; for the time of a blend any others will do.
    others = np.random.default_rng(2).integers(len(sites), size=(len(sites), 10), dtype=np.int32)
    m._values.__dict__["neighbors"] = others
    return m


@DTYPES
@pytest.mark.parametrize("blend", ["affine", "spread"])
def test_brenier_lifted_map(timed, sites, blend, dtype):
    m = lifted(sites, dtype, blend=blend, max_jump=math.inf)
    x = np.random.default_rng(1).random((QUERIES, 2))
    m(x[:1])
    z = timed(m, x)
    assert z.shape == (QUERIES, DIMENSIONS)
    assert z.dtype == dtype


def test_baseline_numpy_of_known_coordinates(timed, sites):
    m = lifted(sites, blend="affine", max_jump=math.inf)
    x = np.random.default_rng(1).random((QUERIES, 2))
    corners, shares = m.barycentric(x)
    shares = shares.astype(np.float32)
    z = timed(lambda: np.einsum("kc,kcd->kd", shares, m.values[corners]))
    np.testing.assert_allclose(z, m(x), atol=1e-5)


@pytest.mark.parametrize("local", [0.0, 0.5])
def test_brenier_lifted_sampler(timed, sites, local):
    sampler = brenier.LatentSampler(lifted(sites, max_jump=math.inf), local=local)
    sampler.sample(1)
    assert timed(sampler.sample, QUERIES, 0).latents.shape == (QUERIES, DIMENSIONS)


def test_brenier_nearest_values(timed, n, sites):
    if n > 10_000:
        pytest.skip("minutes")
    values = lifted(sites).values
    near = timed(nearest_neighbors, values)
    assert near.shape == (n, 10)
