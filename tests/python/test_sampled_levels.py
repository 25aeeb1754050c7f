"""From level to level: how many samples come next, and what errors at two smoothings tell."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier._sampled.frame import Frame
from brenier._sampled.levels import Levels, SampledRecord, _without_bias
from brenier._sampled.samples import Seeds
from brenier._sampled.scoring import Scorer
from brenier._sampled.solving import _is_stalled
from brenier._sampled.sources import SampledSource

N = 50


def levels(tol: float = 0.1, d: int = 3) -> Levels:
    sites = np.random.default_rng(0).normal(size=(N, d))
    seeds = Seeds(SampledSource("normal", d), np.random.default_rng(1))
    scorer = Scorer(Frame.of(sites, np.zeros(d), 1.0), 1)
    return Levels(scorer, np.full(N, 1 / N), seeds, tol)


def test_what_a_certificate_says_of_a_level_counts_for_the_next() -> None:
    by_luck, known = levels(), levels()
    for each in (by_luck, known):
        each.fitted, each.expected = 2000, 0.1
    record = SampledRecord(1, 2000, 0.1, 1.0, 3, 1, 4000, 0.5)
    assert known.corrected(record, 0.2) == SampledRecord(1, 2000, 0.2, 1.0, 3, 1, 4000, 0.5)
    assert known.next_count() > 3 * by_luck.next_count()


def test_samples_grow_like_the_square_of_the_error_within_bounds() -> None:
    """With some more, that the next level may be the last."""
    own, growths = levels(), []
    own.fitted = 10_000  # with which the usual error is a half of tol
    errors = [0.0, 0.1, 0.15, 0.2, 0.22, 0.3, 10.0, 1e150]
    for own.expected in errors:
        growths.append((own.fitted + own.next_count()) / own.fitted)
    assert growths == sorted(growths)
    assert growths[0] == growths[1] == pytest.approx(1.5)
    assert growths[-1] == growths[-2] == pytest.approx(8.0)
    for error, growth in zip(errors[2:5], growths[2:5], strict=True):
        assert (error / 0.1) ** 2 < growth < 1.5 * (error / 0.1) ** 2


def test_an_error_that_is_no_better_than_usual_asks_for_what_is_usual() -> None:
    own = levels(tol=0.01)
    own.fitted, own.expected = 10_000, 0.0
    few = own.next_count()
    own.expected = 0.75 * np.sqrt(N / 10_000)
    assert few == own.next_count() > 5 * 10_000


def test_a_measured_error_is_believed_the_more_the_farther_it_is_from_what_is_usual() -> None:
    own = levels()
    own.fitted = 1000
    usual = own._expected_error(0.75**2 * N / 1000, 500)
    assert usual == pytest.approx(0.75 * np.sqrt(N / 1000))
    noise = np.sqrt(2 * N) / 500
    near, far = (own._expected_error(usual**2 + k * noise, 500) for k in (0.3, 30.0))
    assert near**2 - usual**2 < 0.1 * 0.3 * noise
    assert far**2 - usual**2 > 0.99 * 30 * noise
    assert own._expected_error(1e300, 500) == pytest.approx(1e150)
    assert own._expected_error(-0.5, 10**9) == 0.0


def test_errors_like_the_square_of_the_smoothing_cancel() -> None:
    truth, slope = np.random.default_rng(3).normal(size=(2, N))
    fitted = [truth + s**2 * slope for s in (2.0, 1.5)]
    assert _without_bias(fitted, (2.0, 1.5)) == pytest.approx(truth, abs=1e-12)


def test_a_site_on_no_list_is_raised_to_where_it_has_a_sample() -> None:
    own = levels(d=8)
    samples = own._seeds.fresh(400)
    heights = -np.sum(own._scorer.frame.places**2, axis=1)
    heights[7] -= 1e3
    lists = own._scorer.lists(samples, heights)
    assert not any((lists.sites_at(k) == 7).any() for k in range(lists.width))
    raised = own._with_cells(lists, samples, heights)
    assert np.array_equal(np.delete(raised, 7), np.delete(heights, 7))
    frame = own._scorer.frame
    points = frame.points(samples.whole())
    scores = 2 * points @ frame.places.T + raised
    behind = scores.max(axis=1) - scores[:, 7]
    assert 0 <= behind.min() < 1e-4
    assert np.sum(behind < 1e-4) == 1


def test_levels_are_averaged_by_their_samples_and_counted() -> None:
    own = levels(d=8)
    start = -np.sum(own._scorer.frame.places**2, axis=1)
    one, first = own.fit(start, 2000)
    assert own.fitted == 2000
    held_out = 2000  # as many as tell a quarter of what a certificate does, but not more than 2000
    assert first.scored == first.passes * 2000 + held_out
    _, second = own.fit(one, 4000)
    assert own.fitted == 6000
    assert second.scored == first.scored + second.passes * 4000 + 2500
    assert second.error < first.error


def test_lists_that_are_uncertain_need_another_pass() -> None:
    seen = []
    for seed in range(8):
        own = levels()
        start = 0.1 * np.random.default_rng(seed).normal(size=N)
        lists, _, heights, is_certain = own._pass(own._seeds.fresh(1000), start)
        uncertain = lists.cell_counts(heights, 1)[1] / 1000
        seen.append(uncertain)
        assert not (is_certain and uncertain > 0.05)
    assert max(seen) > 0.05


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_what_the_certificate_says_of_the_last_level_is_the_status() -> None:
    """Also where samples held out said that one was not worth the while."""
    y = np.random.default_rng(0).normal(size=(30, 3))
    ends = [brenier.solve_sampled(y, rng=k, tol=0.08, max_samples=2000) for k in range(30)]
    assert all(t.success == (t.error <= 0.08) for t in ends)
    assert any(t.success and t.history.error[-1] > 1.15 * 0.08 for t in ends)


def test_smoothing_is_told_in_the_unit_of_weights() -> None:
    y = np.random.default_rng(0).normal(size=(30, 3))
    small, large = (brenier.solve_sampled(s * y, rng=0) for s in (1.0, 8.0))
    assert large.history.smoothing == pytest.approx(8 * small.history.smoothing)
    gaps = np.diff(np.sort(small.nearest(small.sample(1000, 1)[0], 2)[1], axis=1))
    assert 0.1 < small.history.smoothing[0] / np.median(2 * gaps) < 10


def test_more_samples_without_progress_are_judged_by_two_levels_before() -> None:
    assert not _is_stalled([(100, 0.5), (400, 0.5)])
    assert _is_stalled([(100, 0.5), (100, 0.5), (400, 0.48)])
    assert not _is_stalled([(100, 0.5), (100, 0.5), (400, 0.4)])
    assert not _is_stalled([(100, 0.5), (200, 0.5), (500, 0.5)])


def test_a_far_start_is_brought_near_by_fewer_samples() -> None:
    rng = np.random.default_rng(0)
    y = rng.normal(size=(10, 3))[rng.integers(0, 10, 400)] + 0.02 * rng.normal(size=(400, 3))
    history = brenier.solve_sampled(y, rng=0).history
    assert history.passes[0] > 2
    assert history.scored[0] < history.passes[0] * history.samples[0]
