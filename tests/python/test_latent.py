"""The sampler: its laws, its policies, its seeds."""

from __future__ import annotations

import copy
import pickle

import brenier
import numpy as np
import pytest
from inputs.shapes import SQUARE
from inputs.sites import clusters, random_masses, random_sites
from scipy.stats import chi2, chisquare

POLICIES = ("reject", "snap", "only", "keep")


@pytest.fixture(scope="module")
def t():
    y = clusters(200, 0.02)
    return brenier.solve(y, random_masses(200))


@pytest.fixture(scope="module")
def m(t):
    return brenier.ContinuousMap(t)


def frequencies_fit(index, probabilities):
    """Chi-square at a level that one run in a million fails."""
    counts = np.bincount(index, minlength=len(probabilities))
    there = probabilities > 0
    assert counts[~there].sum() == 0
    statistic = np.sum(
        (counts - counts.sum() * probabilities)[there] ** 2 / (counts.sum() * probabilities)[there]
    )
    return statistic < chi2.isf(1e-6, there.sum() - 1)


def test_the_chi_square_can_fail(t):
    index = np.random.default_rng(0).choice(200, size=1_000_000, p=t.masses)
    assert frequencies_fit(index, t.masses)
    assert not frequencies_fit(index, random_masses(200, seed=2))
    tilted = t.masses * (1 + 0.02 * np.sign(np.arange(200) - 100))
    assert not frequencies_fit(index, tilted / tilted.sum())


@pytest.mark.parametrize("singular", ["snap", "keep"])
def test_each_cell_is_drawn_with_its_mass(t, m, singular):
    batch = brenier.LatentSampler(m, singular=singular).sample(1_000_000, rng=0)
    assert frequencies_fit(batch.index, t.masses)


def test_from_a_transport_each_site_is_drawn_with_its_mass(t):
    batch = brenier.LatentSampler(t).sample(1_000_000, rng=1)
    assert frequencies_fit(batch.index, t.masses)
    assert np.array_equal(batch.latents, t.sites[batch.index])
    assert not batch.singular.any()


def test_rejection_gives_the_source_conditioned_on_regular_points(m):
    sampler = brenier.LatentSampler(m, singular="reject")
    batch = sampler.sample(200_000, rng=2)
    # The same law, drawn another way: 16 x 16 squares, with the area that is regular.
    side = 1600
    ticks = (np.arange(side) + 0.5) / side
    grid = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    square = 16 * (grid[:, 1] * 16).astype(int) + (grid[:, 0] * 16).astype(int)
    regular = np.bincount(square, ~m.is_singular(grid), minlength=256)
    counts = np.bincount(
        16 * (batch.source[:, 1] * 16).astype(int) + (batch.source[:, 0] * 16).astype(int),
        minlength=256,
    )
    expected = regular / regular.sum() * len(batch)
    enough = expected > 50
    assert enough.sum() > 100
    assert (
        chisquare(
            counts[enough], expected[enough] * counts[enough].sum() / expected[enough].sum()
        ).pvalue
        > 1e-4
    )
    # Without rejection that is not the law.
    other = brenier.LatentSampler(m, singular="keep").sample(200_000, rng=2)
    counts = np.bincount(
        16 * (other.source[:, 1] * 16).astype(int) + (other.source[:, 0] * 16).astype(int),
        minlength=256,
    )
    assert (
        chisquare(
            counts[enough], expected[enough] * counts[enough].sum() / expected[enough].sum()
        ).pvalue
        < 1e-4
    )


def test_what_each_policy_does(t, m):
    for policy in POLICIES:
        batch = brenier.LatentSampler(m, singular=policy).sample(3000, rng=3)
        x, z = batch.source, batch.latents
        assert np.array_equal(batch.singular, m.is_singular(x)), policy
        assert np.array_equal(batch.index, t.index(x))
        if policy == "reject":
            assert not batch.singular.any()
            assert np.array_equal(z, m(x))
        elif policy == "snap":
            assert 0 < batch.singular.sum() < 3000
            assert np.array_equal(z, m(x))
            assert np.array_equal(z[batch.singular], t(x)[batch.singular])
        else:
            assert batch.singular.all() if policy == "only" else not batch.singular.all()
            # In the gaps: no site, but between sites.
            gap = z[batch.singular]
            assert np.all(np.linalg.norm(gap - t(x)[batch.singular], axis=1) > 0)
            assert np.all(np.isfinite(t.conjugate(gap)))
            assert np.array_equal(z[~batch.singular], m(x)[~batch.singular])


def test_keep_is_the_map_without_thresholds(t, m):
    every = brenier.ContinuousMap(t, max_jump=np.inf)
    kept = brenier.LatentSampler(m, singular="keep").sample(2000, rng=4)
    np.testing.assert_array_equal(kept.latents, every(kept.source))


def test_the_same_seed_gives_the_same_batch(m):
    for policy in POLICIES:
        sampler = brenier.LatentSampler(m, singular=policy)
        a, b = sampler.sample(500, rng=5), sampler.sample(500, rng=np.random.default_rng(5))
        for name in ("latents", "source", "index", "singular"):
            assert np.array_equal(getattr(a, name), getattr(b, name)), name
        assert not np.array_equal(a.source, sampler.sample(500, rng=6).source)
        again = pickle.loads(pickle.dumps(sampler)).sample(500, rng=5)
        assert np.array_equal(again.latents, a.latents)
        assert np.array_equal(copy.deepcopy(sampler).sample(500, rng=5).latents, a.latents)


def test_a_generator_goes_on(m):
    rng = np.random.default_rng(7)
    sampler = brenier.LatentSampler(m)
    assert not np.array_equal(sampler.sample(50, rng).latents, sampler.sample(50, rng).latents)


@pytest.mark.parametrize("policy", POLICIES)
def test_any_number_may_be_drawn(m, policy):
    sampler = brenier.LatentSampler(m, singular=policy)
    for n in (0, 1, 2, 1000):
        batch = sampler.sample(n, rng=8)
        assert len(batch) == n
        assert batch.latents.shape == batch.source.shape == (n, 2)
        assert batch.index.shape == batch.singular.shape == (n,)
        assert batch.singular.dtype == bool
        assert batch.index.dtype == np.intp


def test_a_small_singular_set_is_found():
    # One crease between 2 of 400 sites: about a thousandth of the square.
    y = random_sites(400)
    t = brenier.solve(y)
    jumps = brenier.ContinuousMap(t, max_jump=np.inf).jumps
    m = brenier.ContinuousMap(t, max_jump=np.sort(jumps)[-2])
    assert m.singular.sum() == 1
    batch = brenier.LatentSampler(m, singular="only").sample(200, rng=9)
    assert len(batch) == 200
    assert batch.singular.all()


def test_a_singular_set_that_is_never_hit_ends_with_an_error():
    class OneCorner(brenier.Uniform):
        def sample(self, n, rng=None):
            return np.full((n, 2), 0.001)

    t = brenier.solve(clusters(60, 0.02), source=OneCorner())
    sampler = brenier.LatentSampler(brenier.ContinuousMap(t), singular="only")
    with pytest.raises(brenier.BrenierError, match=r"0 of .* points .* were singular"):
        sampler.sample(1)


def test_sources_of_any_shape_are_kept_to():
    source = brenier.Uniform(10 * SQUARE + 100)
    t = brenier.solve(clusters(100, 0.02), source=source)
    batch = brenier.LatentSampler(brenier.ContinuousMap(t)).sample(1000, rng=0)
    assert batch.source.min() >= 100
    assert batch.source.max() <= 110
    assert batch.latents.min() >= t.sites.min()
    assert batch.latents.max() <= t.sites.max()


def test_more_than_memory_holds_fails_at_once(m):
    with pytest.raises(MemoryError):
        brenier.LatentSampler(m).sample(10**14)


def test_batches_can_be_compared_by_identity(m):
    sampler = brenier.LatentSampler(m)
    a, b = sampler.sample(3, rng=0), sampler.sample(3, rng=0)
    assert a == a
    assert a != b
    assert len({a, b}) == 2


def test_bad_arguments_are_refused(t, m):
    with pytest.raises(TypeError, match="expected a ContinuousMap or a Transport"):
        brenier.LatentSampler(t.sites)
    with pytest.raises(ValueError, match="singular is 'skip'; expected one of reject, snap"):
        brenier.LatentSampler(m, singular="skip")
    with pytest.raises(ValueError, match="singular is None"):
        brenier.LatentSampler(m, singular=None)
    for nothing in (t, brenier.ContinuousMap(t, max_jump=np.inf)):
        with pytest.raises(ValueError, match="nothing of this map is singular"):
            brenier.LatentSampler(nothing, singular="only")
    sampler = brenier.LatentSampler(m)
    with pytest.raises(ValueError, match="n is -1; expected 0 or more"):
        sampler.sample(-1)
    with pytest.raises(TypeError, match=r"n is 2.5; expected an int"):
        sampler.sample(2.5)
    with pytest.raises(TypeError, match="rng is 'seed'"):
        sampler.sample(2, rng="seed")
    with pytest.raises(ValueError, match="rng is -1; expected a seed of 0 or more"):
        sampler.sample(2, rng=-1)
