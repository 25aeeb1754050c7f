"""Transports that are known in closed form."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses


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


@pytest.mark.parametrize("mass", [0.5, 0.25, 0.01])
def test_two_sites_at_one_height_share_the_square_by_a_vertical_line(mass):
    x1, x2 = 0.3, 0.8
    t = brenier.solve([(x1, 0.4), (x2, 0.4)], [mass, 1 - mass], tol=1e-13)
    assert t.weights[0] - t.weights[1] == pytest.approx(
        (mass - x1) ** 2 - (mass - x2) ** 2, abs=1e-13
    )
    [facet] = t.diagram.facets.points
    assert facet[:, 0] == pytest.approx([mass, mass], abs=1e-13)


@pytest.mark.parametrize("swap", [False, True])
def test_aligned_sites_get_strips_at_the_cumulative_masses(swap):
    rng = np.random.default_rng(3)
    x = np.sort(rng.random(50))
    masses = random_masses(50)
    sites = np.column_stack([x, np.full(50, 0.7)])
    t = brenier.solve(sites[:, ::-1] if swap else sites, masses, tol=1e-12)
    facets = t.diagram.facets.points[..., 1 if swap else 0]
    assert np.sort(facets[:, 0]) == pytest.approx(np.cumsum(masses)[:-1], abs=1e-12)
    assert len(t.diagram.simplices) == 0


def test_strips_of_a_turned_square():
    diamond = brenier.Uniform([(1, 0), (0, 1), (-1, 0), (0, -1)])
    t = brenier.solve([(-0.3, -0.3), (0.0, 0.0), (0.4, 0.4)], [0.25, 0.5, 0.25], diamond)
    # Strips across the diagonal; the square is (1 / √2)² · 2 = 2 in area and √2 wide.
    mid = t.diagram.facets.points.mean(axis=1)
    assert np.sort(mid.sum(axis=1) / math.sqrt(2)) == pytest.approx(
        [-math.sqrt(2) / 4, math.sqrt(2) / 4], abs=1e-8
    )
