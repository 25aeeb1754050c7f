"""`solve_sampled` onto sites of all sizes, and on a line, where heights have far to go."""

from __future__ import annotations

from collections.abc import Callable

import brenier
import numpy as np
import pytest
from brenier._sampled.fitting import Fitting
from brenier._sampled.frame import Frame
from brenier._sampled.levels import Levels
from brenier._sampled.samples import Seeds
from brenier._sampled.scoring import Scorer
from brenier._sampled.sources import SampledSource


def with_outlier(n: int, d: int) -> np.ndarray:
    y = np.random.default_rng(7).normal(size=(n, d))
    y[0] += 1e6
    return y


def cauchy(n: int, d: int) -> np.ndarray:
    return np.random.default_rng(7).standard_cauchy((n, d))


def normal(n: int, d: int) -> np.ndarray:
    return np.random.default_rng(7).normal(size=(n, d))


@pytest.mark.parametrize(
    ("sites", "n", "d"),
    [(normal, 200, 1), (normal, 200, 2), (cauchy, 100, 1), (cauchy, 200, 8), (with_outlier, 21, 6)],
)
def test_each_cell_gets_its_mass_whatever_the_sizes(
    sites: Callable[[int, int], np.ndarray], n: int, d: int
) -> None:
    y = sites(n, d)
    t = brenier.solve_sampled(y, rng=1, max_samples=400 * n)
    assert t.success
    counts = np.bincount(t.index(np.random.default_rng(9).normal(size=(200_000, d))), minlength=n)
    assert np.sqrt(np.mean((counts * n / 200_000 - 1.0) ** 2)) < 0.13


def test_on_a_line_the_borders_are_quantiles() -> None:
    y = np.sort(normal(100, 1), axis=0)
    t = brenier.solve_sampled(y, tol=0.05, rng=0)
    w, sites = t.weights, y[:, 0]
    borders = 0.5 * (sites[1:] + sites[:-1]) + 0.5 * (w[:-1] - w[1:]) / (sites[1:] - sites[:-1])
    levels = np.searchsorted(np.sort(np.random.default_rng(1).normal(size=10**6)), borders) / 10**6
    assert np.abs(levels - np.arange(1, 100) / 100).max() < 0.01


def problem(y: np.ndarray) -> tuple[Scorer, Seeds, np.ndarray]:
    """From the normal law; with the heights of no weights."""
    d = y.shape[1]
    frame = Frame.of(y, np.zeros(d), 1.0)
    seeds = Seeds(SampledSource("normal", d), np.random.default_rng(0))
    return Scorer(frame, 1), seeds, frame.heights(np.zeros(len(y)))


def test_a_fit_goes_down_from_a_smoothing_that_is_large_enough() -> None:
    n = 100
    scorer, seeds, heights = problem(normal(n, 1))
    lists = scorer.lists(seeds.fresh(10 * n), heights, n)
    fitting = Fitting(lists, np.full(n, 1 / n), 0.05, 1)
    smoothing = 2.5 * float(np.median(lists.behind_at(1)))
    assert not fitting.at(smoothing).is_converged
    assert fitting.down_to(smoothing).is_converged


def test_a_pass_that_has_made_things_worse_is_forgotten() -> None:
    n = 200
    scorer, seeds, good = problem(normal(n, 3))
    levels = Levels(scorer, np.full(n, 1 / n), seeds, 0.1)
    bad = good.copy()
    bad[0] += 100.0
    first, is_nearer = levels._lists_at_nearest(seeds.fresh(10 * n), good)
    assert is_nearer
    samples = seeds.fresh(10 * n)
    lists, is_nearer = levels._lists_at_nearest(samples, bad)
    assert not is_nearer
    assert lists.width > first.width
    assert np.array_equal(lists.sites_at(0), scorer.lists(samples, good).sites_at(0))
