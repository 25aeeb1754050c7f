"""What there is in the plane only says so, of transports in space and on a torus."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

SITES = np.random.default_rng(0).random((12, 3))
TORUS = brenier.Uniform([(0, 0), (1, 1)], periodic=True)

IN_SPACE = {
    "displacement": lambda t: brenier.displacement(t, t),
    "cells": lambda t: t.diagram.cells(),
    "areas": lambda t: t.diagram.areas,
    "another source": lambda t: brenier.solve([(0.1, 0.2)], source=t.source),
}
ON_A_TORUS = {
    "ContinuousMap": brenier.ContinuousMap,
    "LatentSampler": brenier.LatentSampler,
    "displacement": lambda t: brenier.displacement(t, t),
    "simplices": lambda t: t.diagram.simplices,
    "solve_sampled": lambda t: brenier.solve_sampled(t.sites, source=t.source, rng=0),
    "barycenter": lambda t: brenier.barycenter([t.source, brenier.Uniform()], n=3, rng=0),
}


@pytest.mark.parametrize("name", IN_SPACE)
def test_what_is_planar_says_so_in_space(name):
    pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")
    t = brenier.solve(SITES)
    with pytest.raises(ValueError, match=r"in space|in the plane"):
        IN_SPACE[name](t)


@pytest.mark.parametrize("name", ON_A_TORUS)
def test_what_is_planar_says_so_on_a_torus(name):
    t = brenier.solve(SITES[:, :2], source=TORUS)
    with pytest.raises(ValueError, match="periodic"):
        ON_A_TORUS[name](t)
