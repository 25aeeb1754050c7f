"""Inverse distribution functions: from uniform random numbers to others."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["linear_quantile"]


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
