"""Whose cell do points lie in? Without weights, against scipy's nearest neighbours."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from scipy.spatial import cKDTree


@pytest.fixture
def queries(n):
    return np.random.default_rng(2).random((n, 2))


@pytest.fixture
def in_group(benchmark, n):
    benchmark.group = f"locate {n} points among {n} sites, structures built"
    return benchmark


def test_brenier_index(in_group, sites, queries):
    diagram = brenier.PowerDiagram(sites)
    index = in_group(diagram.index, queries)
    assert np.array_equal(index, cKDTree(sites).query(queries)[1])


def test_baseline_scipy_kdtree(in_group, sites, queries):
    tree = cKDTree(sites)
    distances, _ = in_group(tree.query, queries)
    index = brenier.PowerDiagram(sites).index(queries)
    assert distances == pytest.approx(np.hypot(*(queries - sites[index]).T))
