"""Sites with their heights, at which samples are scored."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray
from brenier._sampled.frame import Frame

__all__ = ["Float32Array", "Table", "in_single"]

_LARGEST = 1e15  # of a number in single precision: products of two, and their sums, are finite

Float32Array = npt.NDArray[np.float32]


def in_single(numbers: FloatArray) -> Float32Array:
    """Round to float32, huge numbers to smaller ones: the core decides in double what they hide."""
    return np.clip(numbers, -_LARGEST, _LARGEST).astype(np.float32)


class Table:
    """Sites in float32 with their heights as a column more, and 1 as one more of the samples."""

    def __init__(self, frame: Frame, heights: FloatArray, rows: int, workers: int) -> None:
        self.frame, self.heights, self.rows, self._workers = frame, heights, rows, workers
        n, d = frame.places.shape
        self._matrix = np.empty((d + 1, n), dtype=np.float32)
        self._matrix[:d] = 2.0 * frame.places.T
        self._matrix[d] = in_single(heights)

    def empty_lists(self, most: int) -> _core.SampleLists:
        """Make lists for these heights, of `most` sites each."""
        return _core.SampleLists(self.frame.in_core, self.heights, most)

    def lists_of(self, points: FloatArray, most: int) -> _core.SampleLists:
        """List the best sites of points of the frame (m, d)."""
        lists = self.empty_lists(most)
        for begin in range(0, len(points), self.rows):
            self.add(lists, points[begin : begin + self.rows])
        return lists

    def add(self, lists: _core.SampleLists, points: FloatArray) -> None:
        """Add points (m, d), not more than `rows`, to lists of these heights."""
        lists.add(points, self._rows(points) @ self._matrix, self._workers)

    def _rows(self, points: FloatArray) -> Float32Array:
        rows = np.ones((len(points), len(self._matrix)), dtype=np.float32)
        rows[:, :-1] = in_single(points)
        return rows
