"""Whose cell do points lie in? Without weights, against scipy's nearest neighbours."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from scipy.spatial import cKDTree

GROUP = "locate {n} points among {n} sites, structures built"


@pytest.fixture
def queries(n):
    return np.random.default_rng(2).random((n, 2))  # other points than the sites


def test_brenier_index(timed, sites, queries):
    diagram = brenier.PowerDiagram(sites)
    index = timed(diagram.index, queries)
    assert np.array_equal(index, cKDTree(sites).query(queries)[1])


def test_baseline_scipy_kdtree(timed, sites, queries):
    tree = cKDTree(sites)
    distances, _ = timed(tree.query, queries)
    index = brenier.PowerDiagram(sites).index(queries)
    assert distances == pytest.approx(np.hypot(*(queries - sites[index]).T))
