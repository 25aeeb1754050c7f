"""Target masses over many decades: tiny cells beside huge ones, wherever the mass is."""

from __future__ import annotations

import runpy
from pathlib import Path

import brenier
import numpy as np
import pytest
from inputs.rough_sources import SOURCES
from inputs.sites import random_sites

N = 200


def log_uniform(decades, seed=0, n=N):
    masses = 10 ** (decades * np.random.default_rng(seed).random(n))
    return masses / masses.sum()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "name", ["islands", "u", "dumbbell", "checkerboard", "ring", "discs", "sparse"]
)
def test_eight_decades_on_rough_sources(name, seed):
    masses = log_uniform(8, seed)
    t = brenier.solve(random_sites(N, seed), masses, SOURCES[name])
    assert t.success and t.nit <= 75
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-8)


@pytest.mark.parametrize("seed", [2, 5, 6])
def test_parts_that_a_sinking_floor_puts_out_of_balance(seed):
    """From one floor to the next, other cells have to be in both parts."""
    masses = log_uniform(8, seed)
    t = brenier.solve(random_sites(N, seed), masses, SOURCES["a large one and a speck"])
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-8)


@pytest.mark.parametrize("width", [1e-2, 1e-3])
@pytest.mark.parametrize("seed", range(3))
def test_six_decades_in_clusters(width, seed):
    rng = np.random.default_rng(seed)
    sites = rng.random((5, 2))[rng.integers(0, 5, 1000)] + width * rng.standard_normal((1000, 2))
    t = brenier.solve(sites, log_uniform(6, seed, 1000), tol=1e-7)
    assert t.success and t.nit <= 40


@pytest.mark.parametrize("tiny", [1e-12, 1e-14, 1e-15])
def test_tiny_masses_beside_a_huge_one(tiny):
    """What limits them is the rounding of weights, not that of the huge mass."""
    masses = np.full(100, tiny)
    masses[7] = 1 - 99 * tiny
    t = brenier.solve(random_sites(100), masses, tol=1e-6)
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-6)


@pytest.mark.parametrize("name", ["islands", "discs", "sparse"])
def test_fourteen_decades_come_to_the_limit_of_double_precision(name):
    t = brenier.solve(random_sites(N, 1), log_uniform(14, 1), SOURCES[name], tol=1e-4)
    assert t.success


def test_history_and_weights_are_for_the_true_masses_on_the_way():
    sites, masses, source = random_sites(N), log_uniform(8), SOURCES["discs"]
    whole = brenier.solve(sites, masses, source)
    for steps in range(0, whole.nit, 5):
        with pytest.warns(brenier.ConvergenceWarning):
            t = brenier.solve(sites, masses, source, max_iter=steps)
        assert t.status == "max_iterations" and t.nit == steps
        assert np.array_equal(t.history.error, whole.history.error[: steps + 1])
        error = np.max(np.abs(t.diagram.masses - masses) / masses)
        assert error == pytest.approx(t.max_relative_error, rel=1e-9)


@pytest.mark.parametrize("tol", [1e-3, 1e-1, 0.5, 1.0])
def test_a_loose_tolerance_is_met_on_the_way(tol):
    t = brenier.solve(random_sites(N), log_uniform(8), SOURCES["discs"], tol=tol)
    assert t.success and t.max_relative_error <= tol
    assert (t.history.error[:-1] > tol).all()


def test_threads_do_not_matter():
    sites, masses, source = random_sites(700), log_uniform(7, n=700), SOURCES["islands"]
    one, two = (brenier.solve(sites, masses, source, workers=workers) for workers in (1, 2))
    assert one.success and np.array_equal(one.weights, two.weights)


def test_steps_that_only_rounding_asks_for_are_not_made():
    """At its limit the distance may fall a little at a time, by chance, for a hundred steps."""
    rough_problems = runpy.run_path(Path(__file__).parents[2] / "benchmarks/rough_problems.py")
    t = brenier.solve(*rough_problems["problem"](227), tol=1.5e-8)
    assert t.success
    with pytest.warns(brenier.ConvergenceWarning, match="double precision"):
        t = brenier.solve(*rough_problems["problem"](227), tol=1e-9)
    assert t.status == "stalled" and t.nit < 60


@pytest.mark.parametrize("share", [0.1, 0.01, 1e-3, 1e-9])
def test_one_grey_pixel_is_divided_between_two_far_sites(share):
    """Outside of it all is black: where a start divides the domain, one site has nothing."""
    values = np.zeros((26, 2))
    values[0, 0] = 1
    sites = np.array([(3981.2, 399.7), (3980.5, 399.5)])
    for masses in ([share, 1 - share], [1 - share, share]):
        t = brenier.solve(sites, masses, brenier.Raster(values, (0, 0, 1, 0.4)))
        assert t.success
        np.testing.assert_allclose(t.diagram.masses, masses, rtol=2e-8)
