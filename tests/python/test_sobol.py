"""Low-discrepancy draws: their law, and that they are more even than independent ones."""

from __future__ import annotations

import warnings

import brenier
import numpy as np
import pytest
from brenier._sobol import SobolNumbers
from inputs.sites import clusters, random_masses, random_sites
from inputs.source_cases import SOURCES, Frame, sites_over
from scipy.stats import chi2

INVERTIBLE = [name for name in SOURCES if "mixture" not in name]
SAMPLES = 1 << 16


def chi_square(index, probabilities):
    counts = np.bincount(index, minlength=len(probabilities))
    there = probabilities > 0
    assert counts[~there].sum() == 0
    expected = len(index) * probabilities[there]
    return np.sum((counts[there] - expected) ** 2 / expected), chi2.isf(1e-6, there.sum() - 1)


@pytest.mark.parametrize("name", INVERTIBLE)
def test_each_cell_is_drawn_with_its_mass_and_more_evenly_than_at_random(name):
    source = SOURCES[name](Frame())
    t = brenier.solve(sites_over(source, 60), random_masses(60), source)
    sampler = brenier.LatentSampler(t)
    statistic, limit = chi_square(sampler.sample(SAMPLES, 0, method="sobol").index, t.masses)
    assert statistic < limit
    assert statistic < 59 / 5  # 59 is the mean of independent draws
    chosen = np.arange(60) % 3 == 0
    share = np.where(chosen, t.masses, 0) / t.masses[chosen].sum()
    batch = sampler.sample(SAMPLES, 1, within=chosen, method="sobol")
    statistic, limit = chi_square(batch.index, share)
    assert statistic < limit


@pytest.mark.parametrize("name", INVERTIBLE)
def test_the_square_is_sent_to_the_source(name):
    # Of independent numbers, what comes out is as good as what the source itself draws.
    source = SOURCES[name](Frame())
    t = brenier.solve(sites_over(source, 200, seed=1), random_masses(200), source)
    x = source._from_square(np.random.default_rng(0).random((400_000, 2)))
    statistic, limit = chi_square(t.index(x), t.masses)
    assert statistic < limit


def test_rejection_keeps_its_law():
    t = brenier.solve(clusters(200, 0.02), random_masses(200))
    m = brenier.ContinuousMap(t)
    batch = brenier.LatentSampler(m).sample(SAMPLES, 2, method="sobol")
    assert not batch.singular.any()
    x = t.source.sample(2_000_000, 3)
    regular = np.bincount(t.index(x[~m.is_singular(x)]), minlength=200)
    often = regular > 500
    counts = np.bincount(batch.index, minlength=200)[often]
    expected = regular[often] / regular[often].sum() * counts.sum()
    assert np.sum((counts - expected) ** 2 / expected) < chi2.isf(1e-6, often.sum() - 1)
    for policy in ("snap", "only", "keep"):
        batch = brenier.LatentSampler(m, singular=policy).sample(1000, 2, method="sobol")
        assert np.array_equal(batch.singular, m.is_singular(batch.source))


def test_averages_are_more_exact():
    t = brenier.solve(random_sites(500))
    sampler = brenier.LatentSampler(brenier.ContinuousMap(t))
    every = sampler.sample(1_000_000, 4).latents.mean(axis=0)
    errors = [
        [
            np.linalg.norm(sampler.sample(1024, seed, method=method).latents.mean(axis=0) - every)
            for seed in range(20)
        ]
        for method in ("random", "sobol")
    ]
    assert np.median(errors[1]) < np.median(errors[0]) / 4


def test_the_same_seed_gives_the_same_batch_and_others_others():
    sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(random_sites(50))))
    a, b, c = (sampler.sample(300, seed, method="sobol").latents for seed in (5, 5, 6))
    assert np.array_equal(a, b)
    assert not np.array_equal(a, c)
    rng = np.random.default_rng(5)
    d, e = (sampler.sample(300, rng, method="sobol").latents for _ in range(2))
    assert np.array_equal(a, d)
    assert not np.array_equal(d, e)


def test_any_number_is_drawn_without_a_warning():
    sampler = brenier.LatentSampler(brenier.solve(random_sites(20)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for n in (0, 1, 3, 1000):
            assert len(sampler.sample(n, 7, method="sobol")) == n


def test_a_sequence_goes_on_from_call_to_call():
    numbers, others = (SobolNumbers(3, np.random.default_rng(8)) for _ in range(2))
    parts = np.concatenate([numbers(n) for n in (3, 0, 10, 1, 50)])
    assert len(np.unique(parts, axis=0)) == 64
    assert 0 < parts.min() <= parts.max() < 1
    assert np.array_equal(others(3), parts[:3])
    # One in each of 64 equal slabs.
    slabs = (64 * SobolNumbers(2, np.random.default_rng(9))(64)).astype(int)
    assert np.array_equal(np.sort(slabs, axis=0), np.tile(np.arange(64)[:, None], 2))


def test_sources_without_a_direct_inverse_are_refused():
    far = brenier.Gaussian((0, 0), 1, [(3, 3), (4, 3), (3, 4)])
    for source in (SOURCES["mixture"](Frame()), far):
        sampler = brenier.LatentSampler(brenier.solve(sites_over(source, 20), source=source))
        for within in (None, [1, 2]):
            with pytest.raises(ValueError, match=r"needs a source with a direct inverse: Uniform,"):
                sampler.sample(10, within=within, method="sobol")
    sampler = brenier.LatentSampler(brenier.solve(random_sites(20)))
    for method in ("halton", None, 3):
        with pytest.raises(ValueError, match=r"method is .*; expected one of random, sobol"):
            sampler.sample(10, method=method)
