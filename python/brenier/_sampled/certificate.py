"""How far the masses of cells are from their targets, told from samples that nobody has fitted."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["CONFIDENCE", "Interval", "MassError", "error_of_counts", "mean_interval", "samples_for"]

CONFIDENCE = 0.95
_NORMAL = 1.959963984540054  # its quantile, for both sides together
_SHARP = 10.0
_LEAST = 1e-300  # of a target mass
_NEARLY_NORMAL = 1e6  # noncentrality, from where on the normal law's tails are right to 1 %

Interval = tuple[float, float]


@dataclass(frozen=True)
class MassError:
    """The relative root mean square error χ of masses, and where it lies with confidence 0.95."""

    square: float  # unbiased, so that it may be negative
    interval: Interval

    @property
    def error(self) -> float:
        """χ: 0 where the unbiased square is negative."""
        return math.sqrt(max(self.square, 0.0))


def samples_for(cells: int, error: float) -> int:
    """How many samples tell χ² to a tenth of `error`², one standard deviation."""
    return max(math.ceil(_SHARP * math.sqrt(2.0 * cells) / error**2), 2 * cells, 1000)


@np.errstate(under="ignore")  # by masses next to nothing
def error_of_counts(counts: FloatArray, masses: FloatArray) -> MassError:
    """Estimate χ from how many of N independent samples are in each cell.

    χ² = Σ_j (m_j - ν_j)²/ν_j = Σ_j m_j²/ν_j - 1, of which Σ_j c_j (c_j - 1)/(N (N - 1) ν_j) - 1 is
    an unbiased estimate: a pair of samples is in cell j with probability m_j².

    N χ² + (n - 1) of the estimate goes nearly like χ² with n - 1 degrees of freedom, noncentral by
    N times the true χ². The interval is that of this law, made wider where an estimate of the
    variance from the counts themselves says so, as for large errors or for few samples in a cell.
    Where cells have samples that all of them together should have none of, its upper end has room
    for as much mass as so few samples can stand for. Those without a sample count as empty.

    Parameters
    ----------
    counts : ndarray of shape (n,)
    masses : ndarray of shape (n,)
        Targets, all over 0. Those below 1e-300 count as that, so that their inverses are finite.
    """
    masses = np.maximum(masses, _LEAST)
    total = float(counts.sum())
    pairs = counts * (counts - 1.0) / (total * (total - 1.0))
    whole = float(np.sum(pairs / masses))
    square, freedom = whole - 1.0, len(counts) - 1
    if freedom == 0:
        return MassError(0.0, (0.0, 0.0))
    down, up = (v / total for v in _noncentral_widths(total * square + freedom, freedom))
    of_law = math.sqrt(2.0 * freedom + 4.0 * total * max(square, 0.0)) / total
    wider = max(1.0, _deviation(counts, pairs, pairs / masses, whole) / of_law)
    low = square - wider * down
    high = square + max(wider * up, _surprise(counts, masses, pairs))
    return MassError(square, (math.sqrt(max(low, 0.0)), math.sqrt(max(high, 0.0))))


def _deviation(counts: FloatArray, pairs: FloatArray, parts: FloatArray, whole: float) -> float:
    """That of the estimate, as counts tell it: of a U-statistic with `parts` of its whole.

    By unbiased estimates of the two terms of its variance [hoeffding1948], both as parts of the
    square of the whole, which itself may be too large for a double.
    """
    total, has = float(counts.sum()), counts > 1
    if not has.any():
        return 0.0
    of_whole, pairs, third = parts[has] / whole, pairs[has], counts[has] - 2.0
    of_pairs = of_whole**2 / pairs
    first = float(np.sum(of_pairs * third)) / max(total - 2.0, 1.0) - 1.0
    second = float(np.sum(of_pairs)) - 1.0
    return whole * math.sqrt(4.0 / total * max(first, 0.0) + 2.0 / total**2 * max(second, 0.0))


def _surprise(counts: FloatArray, masses: FloatArray, pairs: FloatArray) -> float:
    """What χ² may have more of the smallest cells that together should have no sample, but do.

    The mass of each is at most what would have more samples than it has with confidence.
    """
    from scipy.special import gammaincinv

    total, order = float(counts.sum()), np.argsort(masses)
    small = order[total * np.cumsum(masses[order]) <= 0.5 * (1.0 - CONFIDENCE)]
    hit = small[counts[small] > 0]
    most = np.minimum(gammaincinv(counts[hit] + 1.0, 0.5 * (1.0 + CONFIDENCE)) / total, 1.0)
    return float(np.sum((most**2 - pairs[hit]) / masses[hit]))


def _noncentral_widths(value: float, freedom: int) -> Interval:
    """By how much noncentralities may be less and more than a value of that law tells.

    A value less the freedom is an estimate of the noncentrality. Within this interval about it the
    value is no surprise, from either side; without end below if 0 is in it. The upper end is that
    of the mean without noncentrality at least: lower values tell no more. Large noncentralities
    make the law a normal one, of variance 2 (freedom + 2 noncentrality).
    """
    from scipy.special import chndtr

    estimate = value - freedom
    if estimate > _NEARLY_NORMAL:
        half = 2.0 * _NORMAL * math.sqrt(estimate + 0.5 * freedom + _NORMAL**2)
        return half - 2.0 * _NORMAL**2, half + 2.0 * _NORMAL**2
    tail = 0.5 * (1.0 - CONFIDENCE)

    def below(noncentrality: float) -> float:
        return float(chndtr(max(value, 0.0), freedom, noncentrality))

    def below_mean(noncentrality: float) -> float:
        return float(chndtr(max(value, freedom), freedom, noncentrality))

    most = 2.0 * max(value, 0.0) + 10.0 * math.sqrt(freedom) + 100.0
    low, high = _root(below, 1.0 - tail, most), _root(below_mean, tail, most)
    return estimate - low if low > 0.0 else math.inf, high - estimate


def _root(decreasing: Callable[[float], float], level: float, most: float) -> float:
    """Find where a decreasing function of [0, most] comes down to a level; 0 if it is below all."""
    low, high = 0.0, most
    if decreasing(low) <= level:
        return 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if decreasing(middle) > level:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def mean_interval(total: float, squares: float, count: int) -> Interval:
    """Interval of a mean, of which the sum of so many values is known and that of their squares."""
    mean = total / count
    deviation = math.sqrt(max(squares / count - mean**2, 0.0) / count)
    return mean - _NORMAL * deviation, mean + _NORMAL * deviation
