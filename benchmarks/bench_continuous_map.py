"""The continuous map of a million points, against scipy's linear interpolation."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from scipy.interpolate import LinearNDInterpolator

GROUP = "continuous map of 1,000,000 points, {n} sites"
QUERIES = 1_000_000


@pytest.fixture
def transport(sites):
    return brenier.solve(sites, tol=1e-6)


@pytest.fixture
def images(transport):
    """Points in triangles of centroids, and where they belong."""
    m = brenier.ContinuousMap(transport, max_jump=math.inf)
    rng = np.random.default_rng(3)
    triangle = m.simplices[rng.integers(len(m.simplices), size=QUERIES)]
    parts = rng.dirichlet((1, 1, 1), size=QUERIES)[:, None]
    x = (parts @ transport.centroids[triangle])[:, 0]
    return x, (parts @ transport.sites[triangle])[:, 0]


def test_brenier_continuous_map(timed, transport, images):
    x, expected = images
    m = brenier.ContinuousMap(transport)
    assert timed(m, x) == pytest.approx(expected, abs=1e-9)


def test_brenier_sampler(timed, transport):
    sampler = brenier.LatentSampler(brenier.ContinuousMap(transport))
    batch = timed(sampler.sample, QUERIES, 0)
    assert len(batch) == QUERIES
    assert not batch.singular.any()


def test_baseline_scipy_linear_interpolation(timed, transport, images):
    # Of the Delaunay triangulation of the centroids, which has most triangles in common.
    x, expected = images
    interpolate = LinearNDInterpolator(transport.centroids, transport.sites)
    image = timed(interpolate, x)
    near = np.linalg.norm(image - expected, axis=1) < 1e-9
    assert near.mean() > 0.7
