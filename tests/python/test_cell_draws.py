"""Draws within the cells of some sites: their law, whatever the source, and their cost."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from brenier._cell_draws import CellDraws
from inputs.sites import clusters, random_masses, random_sites
from inputs.source_cases import SOURCES, Frame, sites_over
from scipy.stats import chi2

SAMPLES = 200_000


def fits(counts, probabilities):
    """Chi-square at a level that one run in a million fails."""
    there = probabilities > 0
    assert counts[~there].sum() == 0
    expected = counts.sum() * probabilities[there]
    return np.sum((counts[there] - expected) ** 2 / expected) < chi2.isf(1e-6, there.sum() - 1)


@pytest.fixture(scope="module", params=SOURCES)
def t(request):
    source = SOURCES[request.param](Frame())
    return brenier.solve(sites_over(source, 60), random_masses(60), source)


def test_the_law_is_that_of_the_source_in_these_cells(t):
    chosen = np.arange(0, 60, 3)
    batch = brenier.LatentSampler(t).sample(SAMPLES, rng=0, within=chosen)
    share = np.zeros(60)
    share[chosen] = t.masses[chosen]
    assert fits(np.bincount(batch.index, minlength=60), share / share.sum())
    # Within one cell, by its exact moments.
    for i in chosen[:4]:
        draws = brenier.LatentSampler(t).sample(SAMPLES, rng=1, within=[i])
        assert np.all(draws.index == i)
        mean, deviation = draws.source.mean(axis=0), draws.source.std(axis=0)
        assert np.all(np.abs(mean - t.centroids[i]) < 6 * deviation / math.sqrt(SAMPLES))
        second = t.diagram.second_moments[i] / t.diagram.masses[i]
        squares = np.sum((draws.source - t.centroids[i]) ** 2, axis=1)
        assert abs(squares.mean() - second) < 6 * squares.std() / math.sqrt(SAMPLES)


def test_a_single_cell_is_that_of_plain_draws(t):
    # Two samples of one law, in a lattice of bins over the cell.
    i = int(np.argmax(t.masses))
    plain = t.source.sample(1_000_000, rng=2)
    plain = plain[t.index(plain) == i]
    here = brenier.LatentSampler(t).sample(len(plain), rng=3, within=[i]).source
    low, high = plain.min(axis=0), plain.max(axis=0)
    bins = [
        np.ravel_multi_index(np.clip((8 * (x - low) / (high - low)).astype(int), 0, 7).T, (8, 8))
        for x in (plain, here)
    ]
    a, b = (np.bincount(k, minlength=64) for k in bins)
    there = a + b > 0
    statistic = np.sum((a - b)[there] ** 2 / (a + b)[there])
    assert statistic < chi2.isf(1e-6, there.sum() - 1)
    # A law that is off by a tenth on half of the cell would be found.
    a[:32] = a[:32] * 1.1
    assert len(plain) < 10_000 or np.sum((a - b)[there] ** 2 / (a + b)[there]) > statistic + 30


def test_at_least_a_third_of_the_tries_are_accepted(t):
    for chosen in ([0], np.arange(60)):
        chosen = np.asarray(chosen)
        draws = CellDraws(t, chosen)
        u = np.random.default_rng(4).random((20_000, 3))
        assert len(draws.points(u)) > 20_000 / 3
        low, high = t.source._range_over(draws._pieces.corners)
        x = draws._pieces.points(np.arange(len(low)), np.full((len(low), 2), 0.4))
        rho = t.source.density(x)
        solid = draws._pieces.areas > 1e-12  # others are lines, which rounding puts anywhere
        assert np.all(low[solid] <= rho[solid] * (1 + 1e-12))
        assert np.all(rho[solid] <= high[solid] * (1 + 1e-12))


@pytest.mark.parametrize("mass", [1e-3, 1e-12])
def test_the_cost_does_not_depend_on_the_mass(mass):
    masses = np.full(500, (1 - 5 * mass) / 495)
    masses[:5] = mass
    t = brenier.solve(random_sites(500), masses, brenier.Gaussian(), tol=1e-3)
    draws = CellDraws(t, np.arange(5))
    u = np.random.default_rng(5).random((10_000, 3))
    assert len(draws.points(u)) > 10_000 / 3
    assert len(draws._pieces.areas) < 300
    assert np.all(brenier.LatentSampler(t).sample(1000, 0, within=range(5)).index < 5)


def test_singular_points_are_treated_as_everywhere():
    t = brenier.solve(clusters(200, 0.02), random_masses(200))
    m = brenier.ContinuousMap(t)
    x = t.source.sample(400_000, rng=6)
    chosen = np.arange(200) % 4 == 1
    x = x[chosen[t.index(x)]]
    regular = np.bincount(t.index(x[~m.is_singular(x)]), minlength=200)
    cells = np.flatnonzero(regular > 200)
    assert len(cells) > 10
    for policy in ("reject", "snap", "only", "keep"):
        batch = brenier.LatentSampler(m, singular=policy).sample(20_000, 7, within=chosen)
        assert chosen[batch.index].all()
        assert np.array_equal(batch.singular, m.is_singular(batch.source))
        assert np.array_equal(batch.index, t.index(batch.source))
        if policy == "reject":
            assert not batch.singular.any()
            mine = np.bincount(batch.index, minlength=200)[cells]
            both = regular[cells] / mine.sum() + mine / regular[cells].sum()
            a, b = regular[cells] / regular[cells].sum(), mine / mine.sum()
            assert np.sum((a - b) ** 2 / both) < chi2.isf(1e-6, len(cells) - 1)
        if policy == "only":
            assert batch.singular.all()


def test_indices_and_flags_say_the_same():
    t = brenier.solve(random_sites(50))
    flags = np.zeros(50, dtype=bool)
    flags[[3, 7, 49]] = True
    sampler = brenier.LatentSampler(brenier.ContinuousMap(t))
    expected = sampler.sample(100, 8, within=flags)
    for within in ([7, 3, 49], (3, 7, 7, -1), flags.tolist(), np.array([3, 7, 49], np.uint8)):
        assert np.array_equal(sampler.sample(100, 8, within=within).latents, expected.latents)
    assert np.all(sampler.sample(20, 8, within=7).index == 7)
    assert len(sampler.sample(0, 8, within=7)) == 0


def test_sites_that_are_none_or_have_no_mass_are_refused():
    y = random_sites(50)
    y[9] = y[4]
    masses = random_masses(50)
    masses[[6, 8]] = 0
    masses /= masses.sum()
    sampler = brenier.LatentSampler(brenier.solve(y, masses))

    def refused(within, kind=ValueError):
        with pytest.raises(kind) as error:
            sampler.sample(10, within=within)
        return str(error.value)

    assert refused([]) == "within selects no site; expected one at least"
    assert refused(np.zeros(50, bool)) == "within selects no site; expected one at least"
    assert refused([6, 8]).startswith("within selects only sites whose cells have no mass, such as")
    assert refused([9]).startswith("within selects only sites whose cells have no mass, such as 9")
    assert refused([1, 50]) == "within[1] is 50; expected an index of 50 sites"
    assert refused([-51]) == "within[0] is -51; expected an index of 50 sites"
    assert "expected indices of sites, or a bool for each, (50,)" in refused([True] * 49)
    assert "expected indices of sites" in refused([[1, 2]])
    assert "of float64; expected indices of sites" in refused([1.0, 2.0], TypeError)
    assert "expected indices of sites" in refused("cats", TypeError)
    assert len(sampler.sample(10, within=[6, 7])) == 10


def test_cells_that_are_all_singular_end_with_an_error(monkeypatch):
    monkeypatch.setattr(brenier.latent, "_PATIENCE", 1 << 12)
    t = brenier.solve(clusters(60, 0.02))
    m = brenier.ContinuousMap(t)
    x = np.random.default_rng(9).random((100_000, 2))
    index, singular = t.index(x), m.is_singular(x)
    whole = [i for i in range(60) if np.all(singular[index == i])]
    if not whole:
        m = brenier.ContinuousMap(t, quantile=0.2)
        singular = m.is_singular(x)
        whole = [i for i in range(60) if np.all(singular[index == i])]
    with pytest.raises(brenier.BrenierError, match="points drawn from the source were regular"):
        brenier.LatentSampler(m).sample(10, within=whole[:1])
