"""Transport from a million pixels, and from a million nodes, against the uniform density."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

GROUP = "solve from 1,000 x 1,000 values, {n} uniform sites, tol 1e-6"


@pytest.mark.parametrize("grid", [brenier.Raster, brenier.Bilinear], ids=["raster", "bilinear"])
def test_brenier_grid(timed, sites, grid):
    source = grid(np.random.default_rng(5).uniform(0.05, 1.05, (1000, 1000)))
    t = timed(brenier.solve, sites, source=source, tol=1e-6)
    assert t.success
    assert np.abs(t.diagram.masses * len(sites) - 1).max() < 1e-6


def test_baseline_uniform(timed, sites):
    assert timed(brenier.solve, sites, tol=1e-6).success
