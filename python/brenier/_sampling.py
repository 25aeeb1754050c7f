"""What drawing samples takes: inverse distribution functions, and patience in portions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from brenier._arrays import FloatArray, IntArray

__all__ = ["PORTION", "linear_quantile", "pick", "portions"]

PORTION = 1 << 18  # draws that take numpy, which is deaf to signals, about a tenth of a second


def portions(count: int) -> Iterator[slice]:
    """Cut `count` draws into portions, so that Ctrl-C is heard between them."""
    for begin in range(0, count, PORTION):
        yield slice(begin, min(begin + PORTION, count))


def linear_quantile(left: FloatArray, right: FloatArray, u: FloatArray) -> FloatArray:
    """Invert the distribution functions on [0, 1] of densities that are linear there.

    Parameters
    ----------
    left, right : ndarray of shape (m,)
        The densities at 0 and at 1, up to a factor: >= 0.
    u : ndarray of shape (m,)
        In [0, 1].

    Returns
    -------
    ndarray of shape (m,)
        Where the distribution function (left t + (right - left) t²/2) / ((left + right) / 2) is u;
        0 for u = 0 and for densities that are 0.
    """
    # This form of the root of a quadratic is stable, also if both values are the same.
    root = np.sqrt((1 - u) * left**2 + u * right**2)
    t = np.zeros(len(u))
    np.divide(u * (left + right), left + root, out=t, where=left + root > 0)
    return t


def pick(up_to: FloatArray, u: FloatArray) -> tuple[IntArray, FloatArray]:
    """Choose by sums of shares up to each; and where between its sums each u in [0, 1) falls."""
    target = u * up_to[-1]
    # To the right: what has no share ends where it begins, and is never chosen.
    chosen = np.minimum(np.searchsorted(up_to, target, side="right"), len(up_to) - 1)
    begin = np.where(chosen > 0, up_to[chosen - 1], 0.0)
    rest = (target - begin) / (up_to[chosen] - begin)
    return chosen, np.clip(rest, 0.0, 1.0)
