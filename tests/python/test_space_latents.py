"""Samplers on maps in space: gaps, cells of some sites, low-discrepancy points."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")


def random_sites(n, seed=0):
    return np.random.default_rng(seed).random((n, 3))


CENTRES = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)])


@pytest.fixture(scope="module")
def clustered():
    noise = np.random.default_rng(10).normal(size=(4, 300, 3))
    return brenier.ContinuousMap(brenier.solve((0.05 * noise + CENTRES[:, None]).reshape(-1, 3)))


def test_gaps_between_clusters_are_found_and_samples_keep_off_them(clustered):
    cluster = clustered.edges // 300
    across = cluster[:, 0] != cluster[:, 1]
    assert clustered.singular[across].all()
    assert clustered.singular[~across].mean() < 0.01
    for singular in ("reject", "snap", "keep"):
        batch = brenier.LatentSampler(clustered, singular=singular).sample(2000, rng=0)
        away = np.linalg.norm(batch.latents[:, None] - CENTRES, axis=-1).min(axis=1)
        assert np.any(away > 0.3) == (singular == "keep")
    only = brenier.LatentSampler(clustered, singular="only").sample(200, rng=0)
    assert clustered.is_singular(only.source).all()


@pytest.mark.parametrize("method", ["random", "sobol"])
def test_samples_are_drawn_within_cells(clustered, method):
    sampler = brenier.LatentSampler(clustered, local=0.5)
    batch = sampler.sample(600, rng=0, within=np.arange(300), method=method)
    assert np.all(batch.index < 300) and batch.source.shape == (600, 3)
    np.testing.assert_array_equal(clustered.transport.index(batch.source), batch.index)
    one = sampler.sample(4000, rng=1, within=[7], method=method).source
    np.testing.assert_allclose(
        one.mean(axis=0), clustered.transport.centroids[7], atol=0.05 * np.ptp(one, axis=0).max()
    )


@pytest.mark.parametrize(
    "domain",
    [((-1, 0, 2), (1, 1, 3)), brenier.PowerDiagram(random_sites(5)).cell(0)],
    ids=["box", "polyhedron"],
)
def test_low_discrepancy_points_have_the_law_of_the_source(domain):
    t = brenier.solve(random_sites(20, 11), source=brenier.Uniform(domain), tol=1e-10)
    batch = brenier.LatentSampler(t).sample(1 << 13, rng=0, method="sobol")
    counts = np.bincount(batch.index, minlength=20) / (1 << 13)
    independent = np.sqrt(0.05 * 0.95 / (1 << 13))
    assert np.sqrt(np.mean((counts - 0.05) ** 2)) < 0.5 * independent
    assert np.all(t.source.density(batch.source) > 0)
