"""The certificate: unbiased, with intervals that hold what they promise, and larger for worse."""

from __future__ import annotations

import math
from fractions import Fraction

import brenier
import numpy as np
import pytest
from brenier._sampled.certificate import _noncentral_widths, error_of_counts, samples_for
from scipy.special import chndtr

RUNS = 400


def spoilt(n: int, error: float, rng: np.random.Generator, uneven: bool) -> tuple:
    """Targets, and masses that have just this error."""
    nu = rng.uniform(0.2, 1.8, n) if uneven else np.ones(n)
    nu /= nu.sum()
    off = rng.normal(size=n) * np.sqrt(nu)
    off -= nu * off.sum()
    m = nu + error * off / np.sqrt(np.sum(off**2 / nu))
    assert m.min() > 0
    return nu, m


@pytest.mark.parametrize("uneven", [False, True])
@pytest.mark.parametrize(
    ("n", "error", "per_site"),
    [(2, 0.0, 500), (2, 0.1, 500), (10, 0.05, 200), (300, 0.0, 20), (300, 0.2, 4), (5000, 0.1, 3)],
)
def test_the_square_is_unbiased_and_the_interval_covers(
    n: int, error: float, per_site: int, uneven: bool
) -> None:
    rng = np.random.default_rng(17)
    nu, m = spoilt(n, error, rng, uneven)
    results = [
        error_of_counts(rng.multinomial(per_site * n, m).astype(float), nu) for _ in range(RUNS)
    ]
    squares = np.array([r.square for r in results])
    deviation = squares.std() / np.sqrt(RUNS)
    assert abs(squares.mean() - error**2) < 4 * deviation
    covered = np.mean([r.interval[0] <= error <= r.interval[1] for r in results])
    assert 0.91 <= covered <= 1.0
    width = np.mean([r.interval[1] ** 2 - r.interval[0] ** 2 for r in results])
    assert width < 9 * squares.std()


@pytest.mark.parametrize(("largest", "samples"), [(0.1, 1000), (0.5, 400)])
def test_the_interval_covers_large_errors_of_one_cell(largest: float, samples: int) -> None:
    m = np.r_[largest, np.full(49, (1 - largest) / 49)]
    nu = np.full(50, 1 / 50)
    error = np.sqrt(50 * np.sum((m - nu) ** 2))
    rng = np.random.default_rng(5)
    counts = rng.multinomial(samples, m, RUNS).astype(float)
    intervals = [error_of_counts(c, nu).interval for c in counts]
    assert 0.91 <= np.mean([low <= error <= high for low, high in intervals]) <= 1.0


@pytest.mark.parametrize("small", [1e-5, 1e-10, 1e-100, 1e-200, 1e-300])
@pytest.mark.parametrize("expected", [5.0, 100.0, 900.0])
def test_the_interval_covers_what_is_in_a_cell_of_next_to_no_mass(
    small: float, expected: float
) -> None:
    nu = np.r_[small, np.full(4, (1 - small) / 4)]
    m = np.r_[expected / 1000, np.full(4, (1 - expected / 1000) / 4)]
    true = math.sqrt(
        sum((Fraction(a) - Fraction(b)) ** 2 / Fraction(b) for a, b in zip(m, nu, strict=True))
    )
    rng = np.random.default_rng(8)
    intervals = [
        error_of_counts(c, nu).interval for c in rng.multinomial(1000, m, RUNS).astype(float)
    ]
    assert np.mean([low <= true <= high for low, high in intervals]) >= 0.91
    assert np.mean([high - low for low, high in intervals]) < 2.5 * true


@pytest.mark.parametrize("small", [1e-3, 1e-30, 1e-100, 1e-170, 1e-300, 5e-324])
@pytest.mark.parametrize("hits", [0, 1, 2, 30, 2000])
def test_the_estimate_is_in_its_interval_and_that_of_rationals(small: float, hits: int) -> None:
    nu = np.r_[np.full(4, 0.25), small]
    counts = np.r_[np.full(4, (2000 - hits) / 4), hits]
    square = -1 + sum(
        Fraction(c) * (Fraction(c) - 1) / (2000 * 1999 * Fraction(max(v, 1e-300)))
        for c, v in zip(counts.tolist(), nu.tolist(), strict=True)
    )
    with np.errstate(all="raise"):
        result = error_of_counts(counts, nu)
    assert result.error == pytest.approx(math.sqrt(max(square, 0)), rel=1e-9)
    low, high = result.interval
    assert 0 <= low <= result.error <= high < math.inf
    if hits > 0 and small < 1e-9:  # which together should have no sample at all
        assert high >= 0.999 * hits / (2000 * math.sqrt(max(small, 1e-300)))


@pytest.mark.parametrize("freedom", [1, 30, 5000])
def test_large_noncentralities_have_the_widths_of_the_noncentral_law(freedom: int) -> None:
    for estimate in (1.1e6, 3e7):
        down, up = _noncentral_widths(estimate + freedom, freedom)
        at_ends = [
            float(chndtr(estimate + freedom, freedom, estimate + off)) for off in (-down, up)
        ]
        assert at_ends == pytest.approx([0.975, 0.025], abs=2e-4)


def test_counts_that_are_luckily_even_tell_no_more_than_usual_ones() -> None:
    ends = [value - 30 + _noncentral_widths(value, 30)[1] for value in (1.0, 20.0, 30.0, 40.0)]
    assert ends[0] == pytest.approx(ends[1]) == pytest.approx(ends[2])
    assert ends[3] > ends[2] + 5


def test_a_certificate_has_two_samples_for_each_cell_at_least() -> None:
    assert samples_for(10**6, 1.0) == 2 * 10**6
    assert samples_for(2, 1.0) == 1000
    assert samples_for(10**4, 0.1) == pytest.approx(4 * samples_for(10**4, 0.2), rel=1e-3)


def test_masses_next_to_nothing_beside_others() -> None:
    y = np.random.default_rng(0).random((9, 3))
    nu = np.r_[np.full(5, 0.2), 1e-100, 1e-170, 1e-300, 5e-324]
    with np.errstate(all="raise"):
        t = brenier.solve_sampled(y, nu, rng=0)
        assert t.success
        for weights in (None, np.zeros(9), t.weights + 0.1 * np.arange(9)):
            c = t.certify(3000, 1, weights)
            assert c.error_interval[0] <= c.error <= c.error_interval[1] < math.inf
            assert c.dual_interval[0] <= c.dual_value <= c.dual_interval[1]
            assert 0 <= c.plan_cost < math.inf


def test_it_covers_what_a_solve_has_left() -> None:
    y = np.random.default_rng(0).random((60, 2))
    t = brenier.solve_sampled(y, source=brenier.Uniform(), rng=0)
    masses = brenier.PowerDiagram(y, t.weights).masses
    true = np.sqrt(60 * np.sum((masses - 1 / 60) ** 2))
    intervals = [t.certify(3000, rng=k).error_interval for k in range(100)]
    assert np.mean([low <= true <= high for low, high in intervals]) >= 0.88


def test_it_grows_when_weights_are_spoilt() -> None:
    y = np.random.default_rng(1).normal(size=(80, 12))
    t = brenier.solve_sampled(y, rng=0)
    noise = np.random.default_rng(2).normal(size=80)
    certificates = [t.certify(20_000, 3, t.weights + s * noise) for s in (0.0, 0.3, 1.0, 3.0)]
    errors = [c.error for c in certificates]
    assert errors == sorted(errors)
    assert errors[0] < 0.12 < errors[-1]
    duals = [c.dual_value for c in certificates]
    assert duals[0] > duals[2] > duals[3]
    assert t.certify(20_000, 3).error == pytest.approx(errors[0], abs=1e-12)
    assert t.certify(20_000, 3, t.weights + 5.0).error == pytest.approx(errors[0], abs=1e-12)


def test_the_dual_value_is_below_the_cost_of_the_plan_and_both_are_near_the_exact_cost() -> None:
    y = np.random.default_rng(5).random((100, 2)) ** 2
    t = brenier.solve_sampled(y, source=brenier.Uniform(), tol=0.03, rng=0)
    exact = brenier.solve(y)
    c = t.certificate
    assert 0 <= c.gap < 0.1 * exact.cost
    assert c.dual_interval[0] <= exact.cost <= c.dual_interval[1] + c.gap
    of_exact = t.certify(100_000, 1, exact.weights)
    assert of_exact.dual_interval[0] <= exact.dual_value <= of_exact.dual_interval[1]
    assert of_exact.gap < c.gap + 0.02 * exact.cost


def test_the_plan_cost_is_that_of_a_plan_by_hand() -> None:
    y = np.array([[0.0], [1.0]])
    t = brenier.solve_sampled(y, source="uniform", rng=0)
    x = np.random.default_rng(1).random((4000, 1))
    frame_independent = t.certify(4000, 2, [0.0, 0.5])
    border = 0.25
    left = x[:, 0] < border
    share = 0.5 / (1 - left.mean())
    plan = np.where(left, x[:, 0] ** 2, share * (1 - x[:, 0]) ** 2 + (1 - share) * x[:, 0] ** 2)
    assert frame_independent.plan_cost == pytest.approx(plan.mean(), rel=0.05)


def test_few_samples_are_refused() -> None:
    t = brenier.solve_sampled(np.random.default_rng(0).normal(size=(5, 2)), rng=0)
    for n in (0, 1):
        with pytest.raises(ValueError, match="n is"):
            t.certify(n)
    with pytest.raises(ValueError, match=r"weights\[2\] is nan"):
        t.certify(10, weights=[0, 0, np.nan, 0, 0])
    with pytest.raises(ValueError, match="weights has shape"):
        t.certify(10, weights=[0.0])
