"""The nearest neighbours of rows: those of the definition, however they are found."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from brenier import _neighbors
from brenier._neighbors import means_of_neighbors, nearest_neighbors
from scipy.spatial.distance import cdist


def ten_nearest(values):
    """By the definition, in the order of their distances."""
    distances = cdist(values, values)
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1, kind="stable")[:, :10]


@pytest.mark.parametrize(("n", "dimensions"), [(500, 3), (500, 40), (5000, 20), (8, 5), (1, 3)])
def test_neighbours_are_the_ten_nearest(n, dimensions):
    values = np.random.default_rng(3).normal(size=(n, dimensions)).astype(np.float32)
    values[: n // 4] += 1000  # far from the mean, where squares lose digits
    expected = ten_nearest(values.astype(np.float64))[:, : n - 1]
    assert np.array_equal(nearest_neighbors(values), expected[:, : min(10, n - 1)])


def test_copies_are_neighbours_at_no_distance():
    values = np.repeat(np.random.default_rng(4).normal(size=(6, 12)), 30, axis=0)
    near = nearest_neighbors(values)
    assert np.array_equal(values[near], np.repeat(values[:, None], 10, axis=1))
    assert not np.any(near == np.arange(180)[:, None])


def test_it_is_the_same_with_and_without_scikit_learn_and_in_any_blocks(monkeypatch):
    values = np.random.default_rng(5).normal(size=(5000, 12))
    expected = nearest_neighbors(values)
    monkeypatch.setattr(_neighbors, "_ENTRIES", 1 << 16)
    assert np.array_equal(nearest_neighbors(values), expected)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert np.array_equal(nearest_neighbors(values), expected)


def test_means_have_the_type_of_the_values():
    for dtype in (np.float32, np.float64):
        values = np.random.default_rng(6).normal(size=(100, 7)).astype(dtype)
        means = means_of_neighbors(values, nearest_neighbors(values))
        assert means.dtype == dtype
        expected = values[ten_nearest(values)].astype(float).mean(axis=1)
        np.testing.assert_allclose(means, expected, rtol=1e-5, atol=1e-6)
