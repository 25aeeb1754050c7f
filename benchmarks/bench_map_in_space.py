"""The continuous map in space, made and applied to 100,000 points, against scipy."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

GROUP = "map in space, {n} sites, values of 64 numbers"
QUERIES, DIMENSIONS = 100_000, 64


@pytest.fixture
def transport(n):
    return brenier.solve(np.random.default_rng(0).random((n, 3)), tol=1e-6)


@pytest.fixture
def values(n):
    return np.random.default_rng(1).normal(size=(n, DIMENSIONS))


X = np.random.default_rng(2).random((QUERIES, 3))


def test_brenier_map_is_made(timed, transport):
    transport.diagram.centroids  # noqa: B018 - computed when first asked for
    m = timed(brenier.ContinuousMap, transport, max_jump=math.inf)
    assert len(m.folded) < 0.05 * len(m.simplices)


def test_baseline_delaunay_of_the_centroids(timed, transport):
    assert len(timed(Delaunay, transport.centroids).simplices) > 4 * len(transport.sites)


def test_brenier_map_is_applied(timed, transport, values):
    m = brenier.ContinuousMap(transport, values=values, blend="affine", max_jump=math.inf)
    m(X[:1])
    assert timed(m, X).shape == (QUERIES, DIMENSIONS)


def test_baseline_scipy_interpolates(timed, transport, values):
    interpolate = LinearNDInterpolator(Delaunay(transport.centroids), values)
    assert timed(interpolate, X).shape == (QUERIES, DIMENSIONS)
