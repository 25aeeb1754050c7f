"""Sites with their heights, at which samples are scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray
from brenier._sampled.frame import Frame

__all__ = ["Float32Array", "Room", "Table", "in_single"]

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

    def lists_of(self, points: FloatArray, most: int) -> _core.SampleLists:
        """List the `most` best sites of points of the frame (m, d)."""
        begins = range(0, len(points), self.rows)
        return self.lists((points[begin : begin + self.rows] for begin in begins), most)

    def lists(self, blocks: Iterable[FloatArray], most: int) -> _core.SampleLists:
        """The same of points in blocks, of which the first is the largest.

        Blocks share the memory for their scores: to ask the system for it takes longer than the
        products.
        """
        lists = _core.SampleLists(self.frame.in_core, self.heights, most)
        room: Room | None = None
        for points in blocks:
            room = room or Room.of(len(points), *self._matrix.shape)
            self._add(lists, points, room)
        return lists

    def _add(self, lists: _core.SampleLists, points: FloatArray, room: Room) -> None:
        """Add points (m, d) to lists of these heights."""
        scores = room.scores[: len(points)]
        np.matmul(room.filled(points), self._matrix, out=scores)
        lists.add(points, scores, self._workers)


@dataclass(frozen=True)
class Room:
    """Memory for a block of samples and their scores."""

    rows: Float32Array
    scores: Float32Array

    @classmethod
    def of(cls, count: int, columns: int, sites: int) -> Room:
        """Make it for blocks of `count` samples at most."""
        empty = np.empty((count, sites), dtype=np.float32)
        return cls(np.ones((count, columns), dtype=np.float32), empty)

    def filled(self, points: FloatArray) -> Float32Array:
        """Points (m, d) in float32, each with 1 behind it."""
        rows = self.rows[: len(points)]
        rows[:, :-1] = in_single(points)
        return rows
