"""The whole solve to 1e-8, against one build of the triangulation of as many sites by CGAL."""

from __future__ import annotations

import brenier
import numpy as np
import problems
import pytest
from timing import CgalBuild

GROUP = "solve to 1e-8, {n} sites"


def assert_is_solved(transport):
    assert transport.success
    masses = transport.diagram.masses
    assert np.max(np.abs(masses * len(masses) - 1)) <= 1e-8 + 1e-12
    assert masses.sum() == pytest.approx(1.0, abs=1e-10)


@pytest.mark.parametrize("workers", [1, 2])
def test_uniform(timed, sites, workers):
    assert_is_solved(timed(brenier.solve, sites, workers=workers))


def test_clusters(timed, n):
    if n > 100_000:
        pytest.skip("minutes; bench_targets.py has it, once")
    assert_is_solved(timed(brenier.solve, problems.sites("clusters", n)))


def test_uniform_again(timed, n, sites):
    """From the weights of sites that have moved by a thousandth of their spacing."""
    before = brenier.solve(sites).weights
    moved = sites + np.random.default_rng(3).normal(scale=0.001 * n**-0.5, size=sites.shape)
    assert_is_solved(timed(brenier.solve, moved, initial_weights=before))


def test_baseline_cgal_build(timed, sites):
    """It checks that all sites are vertices."""
    assert timed(CgalBuild(sites)).wall > 0
