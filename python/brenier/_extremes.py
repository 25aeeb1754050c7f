"""The least and the greatest entries in rectangles of a matrix."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray, IntArray

__all__ = ["Extremes"]


class Extremes:
    """Answers for rectangles of any size from four entries each, of a matrix made ever coarser.

    They may be those of a larger rectangle around the one asked for, but are exact for one entry.

    Parameters
    ----------
    low, high : ndarray of shape (rows, columns)
        What the least and the greatest are taken of.
    """

    def __init__(self, low: FloatArray, high: FloatArray) -> None:
        self._levels = [(low, high)]
        while max(low.shape) > 1:
            low, high = _halved(low, np.minimum), _halved(high, np.maximum)
            self._levels.append((low, high))

    def __call__(self, first: IntArray, last: IntArray) -> tuple[FloatArray, FloatArray]:
        """Of rectangles from the entries at `first` to those at `last` (m, 2), with both."""
        size = (last - first).max(axis=1, initial=0)
        level = np.minimum(np.frexp(size)[1], len(self._levels) - 1)
        least, greatest = np.empty(len(size)), np.empty(len(size))
        for k in np.unique(level):
            here = level == k
            (top, left), (bottom, right) = (first[here] >> k).T, (last[here] >> k).T
            corners = ((top, left), (top, right), (bottom, left), (bottom, right))
            low, high = self._levels[k]
            least[here] = np.min([low[corner] for corner in corners], axis=0)
            greatest[here] = np.max([high[corner] for corner in corners], axis=0)
        return least, greatest


def _halved(matrix: FloatArray, best: np.ufunc) -> FloatArray:
    rows, columns = matrix.shape
    even = np.pad(matrix, ((0, rows % 2), (0, columns % 2)), mode="edge")
    halved: FloatArray = best.reduce([even[i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=0)
    return halved
