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


def error_of_counts(counts: FloatArray, masses: FloatArray) -> MassError:
    """Estimate χ from how many of N independent samples are in each cell.

    χ² = Σ_j (m_j - ν_j)²/ν_j = Σ_j m_j²/ν_j - 1, of which Σ_j c_j (c_j - 1)/(N (N - 1) ν_j) - 1 is
    an unbiased estimate: a pair of samples is in cell j with probability m_j².

    N χ² + (n - 1) of the estimate goes nearly like χ² with n - 1 degrees of freedom, noncentral by
    N times the true χ². The interval is that of this law, made wider where an estimate of the
    variance from the counts themselves says so, as for large errors or for few samples in a cell.

    Parameters
    ----------
    counts : ndarray of shape (n,)
    masses : ndarray of shape (n,)
        Targets, all over 0.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # masses may be next to nothing
        return _estimate(counts, masses)


def _estimate(counts: FloatArray, masses: FloatArray) -> MassError:
    total = float(counts.sum())
    pairs = counts * (counts - 1.0) / (total * (total - 1.0))
    square = np.sum(pairs / masses) - 1.0
    freedom = len(counts) - 1
    if freedom == 0:
        return MassError(0.0, (0.0, 0.0))
    low, high = _noncentral_interval(total * square + freedom, freedom)
    low, high = low / total, high / total
    # Variance of a U-statistic [hoeffding1948], with unbiased estimates of its two terms.
    triples = pairs * (counts - 2.0) / max(total - 2.0, 1.0)
    first = np.sum((triples / masses) / masses) - (1.0 + square) ** 2
    second = np.sum((pairs / masses) / masses) - (1.0 + square) ** 2
    variance = 4.0 / total * np.fmax(first, 0.0) + 2.0 / total**2 * np.fmax(second, 0.0)
    of_law = (2.0 * freedom + 4.0 * total * max(square, 0.0)) / total**2
    wider = max(1.0, math.sqrt(variance / of_law))
    low = square - wider * (square - low) if low > 0.0 else 0.0
    high = square + wider * (high - square)
    return MassError(float(square), (math.sqrt(max(low, 0.0)), math.sqrt(max(high, 0.0))))


def _noncentral_interval(value: float, freedom: int) -> Interval:
    """Between which noncentralities a value of that law is no surprise, from either side.

    The upper one is that of the mean without noncentrality at least: lower values tell no more.
    """
    from scipy.special import chndtr

    tail = 0.5 * (1.0 - CONFIDENCE)

    def below(noncentrality: float) -> float:
        return float(chndtr(max(value, 0.0), freedom, noncentrality))

    def below_mean(noncentrality: float) -> float:
        return float(chndtr(max(value, freedom), freedom, noncentrality))

    most = 2.0 * max(value, 0.0) + 10.0 * math.sqrt(freedom) + 100.0
    return _root(below, 1.0 - tail, most), _root(below_mean, tail, most)


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
