"""From a solved transport to its continuous map, against the solve."""

from __future__ import annotations

import brenier
import numpy as np

GROUP = "making the continuous map, {n} sites"


def test_brenier_continuous_map(timed, sites):
    t = brenier.solve(sites, tol=1e-6)
    assert t.diagram.masses.min() > 0  # the diagram is made before the clock runs
    m = timed(brenier.ContinuousMap, t)
    assert np.abs(m(t.centroids) - t.sites).max() < 1e-12


def test_baseline_solve(timed, sites):
    assert timed(brenier.solve, sites, tol=1e-6).success
