"""Hard problems: every solution holds when its masses are computed anew."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE, SQUARE, STAR
from inputs.sites import clusters, disc, random_sites, steep_masses

HARD = {
    "uniform": (random_sites(3000), None, None),
    "clusters": (clusters(2000, 0.02), None, None),
    "tight clusters": (clusters(500, 1e-4), None, None),
    "disc far outside": (disc(1000, 1e-3, (5.0, -7.0)), None, None),
    "disc inside": (disc(1000, 1e-3, (0.3, 0.6)), None, None),
    "spread masses": (random_sites(500), steep_masses(500), None),
    "one heavy mass": (random_sites(1001), np.r_[0.5, np.full(1000, 0.0005)], None),
    "an outlier": (np.vstack([random_sites(300), [(1e4, 7e3)]]), None, None),
    "two scales": (np.vstack([random_sites(300), 1e-3 * random_sites(300, 2)]), None, None),
    "diagonal": (np.repeat(np.linspace(0.1, 0.9, 200)[:, None], 2, axis=1), None, None),
    "circle": (0.5 + 0.4 * np.exp(1j * np.arange(500)).view(float).reshape(-1, 2), None, None),
    "L": (random_sites(1000), None, L_SHAPE),
    "star": (random_sites(500), None, STAR),
    "star, clusters": (clusters(300, 0.02), None, STAR),
    "thin triangle": (random_sites(300), None, [(0, 0), (1, 0), (0, 1e-3)]),
    "tiny domain": (random_sites(300), None, 1e-100 * SQUARE),
    "domain far away": (random_sites(300), None, 1e-3 * SQUARE + 1e5),
}


@pytest.mark.parametrize("name", HARD)
def test_the_certificate_holds(name):
    sites, masses, domain = HARD[name]
    source = None if domain is None else brenier.Uniform(domain)
    t = brenier.solve(sites, masses, source)
    assert t.success
    target = np.full(len(sites), 1 / len(sites)) if masses is None else masses
    # Anew, from the weights that are handed out, where these can hold the precision.
    own = t.diagram.masses
    assert np.max(np.abs(own - target) / target) <= 1e-8
    assert abs(math.fsum(own) - 1) < 1e-13
    assert t.max_relative_error <= 1e-8
    # Their difference is Σ w_i (ν_i - m_i).
    slack = t.max_relative_error * (np.abs(t.weights) @ t.masses) + 1e-11 * t.cost
    assert abs(t.dual_value - t.cost) <= slack
    if np.abs(sites).max() < 2 and domain is None:
        again = brenier.PowerDiagram(sites, t.weights, t.source).masses
        assert np.max(np.abs(again - target) / target) <= 1e-5


def test_weights_are_as_sharp_as_their_differences():
    """Those of a small cluster far from a solution are much smaller than what they share."""
    sites = (0.3, 0.6) + 1e-6 * random_sites(500)
    with pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve(sites, initial_weights=np.zeros(500), max_iter=1)
    alone = brenier.PowerDiagram(sites, t.weights).masses
    np.testing.assert_allclose(alone, t.diagram.masses, rtol=0, atol=1e-15)
