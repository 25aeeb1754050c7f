"""What the latent layer is for: samples in every mode, in no gap, and new ones."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier import datasets

DRAWS = 20_000


@pytest.fixture(scope="module")
def grid():
    """1,000 codes in 25 modes."""
    return datasets.gaussian_grid(1000, rng=0)


@pytest.fixture(scope="module")
def extended(grid):
    return brenier.ContinuousMap(brenier.solve(grid.points))


def draw(map, singular, rng=1):
    return brenier.LatentSampler(map, singular=singular).sample(DRAWS, rng=rng).latents


def good_share(grid, samples):
    return grid.is_high_quality(samples).mean()


def mode_counts(grid, samples):
    return np.bincount(grid.nearest(samples)[1], minlength=25)


def is_copy(grid, samples):
    codes = set(map(tuple, grid.points.tolist()))
    return np.array([tuple(sample) in codes for sample in samples.tolist()])


@pytest.fixture(scope="module")
def rejected(extended):
    return draw(extended, "reject")


def test_rejection_leaves_nothing_in_the_gaps(grid, extended, rejected):
    low, high = grid.points.min(axis=0), grid.points.max(axis=0)
    noise = np.random.default_rng(1).uniform(low, high, (DRAWS, 2))
    assert good_share(grid, rejected) >= 0.99
    assert good_share(grid, noise) <= 0.1
    # Without rejection a fifth lies on the singular set, and most of that in the gaps.
    assert 0.7 <= good_share(grid, draw(extended, "keep")) <= 0.9
    assert good_share(grid, draw(extended, "only")) <= 0.3


def test_every_mode_is_drawn_from(grid, rejected):
    counts = mode_counts(grid, rejected[grid.is_high_quality(rejected)])
    of_codes = np.bincount(grid.labels, minlength=25)
    assert counts.min() >= 0.2 * DRAWS / 25
    # Modes lose different shares of their cells to the creases, but none loses half of what is due.
    assert np.all(counts >= 0.5 * DRAWS * of_codes / len(grid))


def test_samples_are_new_where_the_transport_map_only_copies(grid, extended, rejected):
    assert is_copy(grid, draw(extended.transport, "reject")).all()
    # What is sent to its own site lies beyond the centroids, in half a cell along the border: a
    # share of about half a cell's width times the perimeter, 2 / sqrt(1000).
    assert is_copy(grid, rejected).mean() <= 3 / np.sqrt(1000)
    assert len(np.unique(rejected[~is_copy(grid, rejected)], axis=0)) >= 0.99 * np.sum(
        ~is_copy(grid, rejected)
    )


def test_new_samples_spread_as_the_modes_do(grid, rejected):
    _, modes = grid.nearest(rejected)
    deviations = (rejected - grid.ridge[modes]) / grid.sigma
    codes = (grid.points - grid.ridge[grid.labels]) / grid.sigma
    # Interpolation can only draw samples in; it takes little from the spread.
    ratio = np.std(deviations, axis=0) / np.std(codes, axis=0)
    assert np.all((ratio >= 0.8) & (ratio <= 1.02))


@pytest.mark.parametrize("seed", range(3))
def test_snapping_leaves_every_mode_what_the_transport_gives_it(grid, extended, seed):
    snapped = draw(extended, "snap", rng=seed)
    transported = draw(extended.transport, "snap", rng=seed)
    np.testing.assert_array_equal(mode_counts(grid, snapped), mode_counts(grid, transported))
    assert good_share(grid, snapped) >= 0.99
    assert not is_copy(grid, snapped).all()


def test_the_arms_of_a_swiss_roll_stay_apart():
    roll = datasets.swiss_roll(1000, rng=0)
    extended = brenier.ContinuousMap(brenier.solve(roll.points))
    assert roll.is_high_quality(draw(extended, "reject")).mean() >= 0.99
    assert roll.is_high_quality(draw(extended, "keep")).mean() <= 0.97
