"""Transports that are known in closed form."""

from __future__ import annotations

import brenier
import numpy as np
import pytest


@pytest.mark.parametrize("site", [(0.5, 0.5), (0.1, 0.9), (3.0, -2.0), (1e6, 0.0)])
def test_one_site_costs_a_sixth_plus_the_squared_distance_from_the_centre(site):
    t = brenier.solve([site])
    expected = 1 / 6 + (site[0] - 0.5) ** 2 + (site[1] - 0.5) ** 2
    assert t.cost == pytest.approx(expected, rel=1e-14)
    assert t.nit == 0 and t.success
    assert t.diagram.masses == pytest.approx([1.0], abs=1e-15)


@pytest.mark.parametrize("k", [2, 3, 10, 31])
def test_the_centres_of_a_grid_have_equal_weights(k):
    ticks = (np.arange(k) + 0.5) / k
    sites = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    t = brenier.solve(sites)
    assert np.ptp(t.weights) < 1e-12
    assert t.cost == pytest.approx(1 / (6 * k**2), rel=1e-10)
