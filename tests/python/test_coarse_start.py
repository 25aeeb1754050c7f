"""Starts by fewer sites: clusters, and what a history tells of them."""

from __future__ import annotations

import brenier
import numpy as np
import pytest


def clusters(n: int) -> np.ndarray:
    rng = np.random.default_rng(1)
    centers = rng.uniform(0.1, 0.9, (10, 2))
    return centers[np.arange(n) % 10] + rng.normal(scale=0.02, size=(n, 2))


@pytest.fixture(scope="module")
def clustered():
    return brenier.solve(clusters(10_000), tol=1e-6)


def test_clusters_are_solved_in_about_as_many_steps_as_uniform_sites(clustered):
    assert clustered.success
    assert np.abs(clustered.diagram.masses * 10_000 - 1).max() < 1.001e-6
    assert clustered.history.coarse_steps > 0
    assert clustered.nit <= 8


def test_results_do_not_depend_on_the_number_of_threads(clustered):
    two = brenier.solve(clusters(10_000), tol=1e-6, workers=2)
    assert np.array_equal(two.weights, clustered.weights)
    assert two.history.coarse_steps == clustered.history.coarse_steps


def test_few_sites_and_good_starts_and_given_weights_do_without(clustered):
    assert brenier.solve(clusters(1_000), tol=1e-6).history.coarse_steps == 0
    uniform = np.random.default_rng(0).random((10_000, 2))
    assert brenier.solve(uniform, tol=1e-6).history.coarse_steps == 0
    again = brenier.solve(clusters(10_000), tol=1e-6, initial_weights=clustered.weights)
    assert again.history.coarse_steps == 0 and again.nit <= 1


def test_the_number_of_coarse_steps_is_bounded_and_kept_in_files(clustered, tmp_path):
    with pytest.warns(brenier.ConvergenceWarning):
        early = brenier.solve(clusters(10_000), max_iter=2)
    assert early.nit == 2 and early.history.coarse_steps <= 2
    clustered.save(tmp_path / "plan.npz")
    assert brenier.load(tmp_path / "plan.npz").history.coarse_steps == (
        clustered.history.coarse_steps
    )


def test_the_callback_is_told_of_the_steps_with_all_sites_alone(clustered):
    told = []
    t = brenier.solve(clusters(10_000), tol=1e-6, callback=lambda state: told.append(state.nit))
    assert told == list(range(1, clustered.nit + 1))
    assert np.array_equal(t.weights, clustered.weights)


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def ring_of_pixels() -> np.ndarray:
    """A grey ring around a white disc, apart from each other, on black ground."""
    x, y = np.meshgrid(*2 * [np.linspace(-1, 1, 200)])
    r = np.hypot(x, y)
    return (r < 0.3) + 0.4 * ((r > 0.6) & (r < 0.9))


ROUGH = {
    "a U": lambda: brenier.Uniform(
        [(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)]
    ),
    "islands": lambda: brenier.Uniform([square(0, 0, 1), square(3, 1, 0.5), square(1, 3, 2)]),
    "a ring and a disc": lambda: brenier.Raster(ring_of_pixels()),
    "pixels": lambda: brenier.Raster(np.random.default_rng(2).random((30, 30)) < 0.2),
}


@pytest.mark.parametrize("name", ROUGH)
def test_rough_sources_are_solved_by_fewer_sites_without_smooth_ones(name):
    """Without them it is 18 to 48 steps of about three times the price."""
    sites = np.random.default_rng(0).random((6_000, 2))
    t = brenier.solve(sites, source=ROUGH[name](), tol=1e-6)
    assert t.success and t.history.coarse_steps > 0
    assert np.abs(t.diagram.masses * 6_000 - 1).max() < 1.001e-6
    assert not t.history.blur.any()
    assert t.nit <= 30
