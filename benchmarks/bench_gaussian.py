"""Transport from normal densities, against the uniform density."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

GROUP = "solve from a normal density, {n} sites, tol 1e-6"

SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]


@pytest.mark.parametrize("sigma", [0.5, 0.3, 0.2])
def test_brenier_on_the_square(timed, sites, sigma):
    source = brenier.Gaussian((0.5, 0.5), sigma**2, SQUARE)
    t = timed(brenier.solve, sites, source=source, tol=1e-6)
    assert t.success
    assert np.abs(t.diagram.masses * len(sites) - 1).max() < 1e-6


def test_brenier_on_the_default_domain(timed, sites):
    assert timed(brenier.solve, sites, source=brenier.Gaussian(), tol=1e-6).success


def test_brenier_on_the_default_domain_to_normal_codes(timed, n):
    sites = np.random.default_rng(2).normal(size=(n, 2))
    assert timed(brenier.solve, sites, source=brenier.Gaussian(), tol=1e-6).success


def test_brenier_from_ten_components(timed, sites):
    means = np.random.default_rng(4).random((10, 2))
    source = brenier.GaussianMixture(means, np.full(10, 0.05), domain=SQUARE)
    assert timed(brenier.solve, sites, source=source, tol=1e-6).success


@pytest.mark.parametrize(("count", "sigma"), [(50, 0.05), (1000, 0.02)])
def test_brenier_from_many_components(timed, sites, count, sigma):
    if count * len(sites) > 10_000_000:
        pytest.skip("takes minutes")
    means = np.random.default_rng(4).random((count, 2))
    source = brenier.GaussianMixture(means, np.full(count, sigma**2), domain=SQUARE)
    assert timed(brenier.solve, sites, source=source, tol=1e-6).success


def test_baseline_uniform(timed, sites):
    assert timed(brenier.solve, sites, tol=1e-6).success
