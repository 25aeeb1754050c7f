"""Low-discrepancy numbers, in any portions."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["SobolNumbers"]

_HALF_A_STEP = 2.0**-31  # scipy's numbers are multiples of 2^-30, and may be 0


class SobolNumbers:
    """A scrambled Sobol sequence in the open unit square or cube, which goes on from call to call.

    References
    ----------
    A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points. J. Complexity 14.
    """

    def __init__(self, dimensions: int, rng: np.random.Generator) -> None:
        from scipy.stats import qmc

        # An int, as which of scipy's arguments takes a generator depends on its version.
        self._sequence = qmc.Sobol(dimensions, seed=int(rng.integers(2**31)))
        self._left = np.zeros((0, dimensions))

    def __call__(self, count: int) -> FloatArray:
        """Give the next numbers (count, dimensions)."""
        if len(self._left) < count:
            missing = count - len(self._left)
            # A power of two: of others scipy warns that they are less even.
            more = self._sequence.random(1 << max(missing - 1, 0).bit_length()) + _HALF_A_STEP
            self._left = np.concatenate([self._left, more])
        numbers, self._left = self._left[:count], self._left[count:]
        return numbers
