"""Which sites are the best for each sample: scores by BLAS or torch, the choice by the core."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, IntArray
from brenier._sampled.frame import Frame
from brenier._sampled.samples import Samples
from brenier._sampled.table import Table, in_single

__all__ = ["LISTED", "Scorer"]

_ENTRIES = 1 << 21  # of a block of scores: 8 MB
_LEAST_ROWS = 64  # of it, for BLAS to be at its best
_LIST_BYTES = 1 << 30  # of all lists of a sample
_SHORTEST = 8  # lists, where memory allows no more

LISTED = 24  # sites for each sample


class Scorer:
    """Scores samples at the sites of a frame, in float32: by numpy, or by torch on a device."""

    def __init__(self, frame: Frame, workers: int, device: Any = None) -> None:
        self.frame, self.workers, self._device = frame, workers, device
        n, d = frame.places.shape
        self.rows = max(_LEAST_ROWS, _ENTRIES // max(n, d))

    def at(self, heights: FloatArray) -> Table:
        """Make what scores at these heights."""
        if self._device is None:
            return Table(self.frame, heights, self.rows, self.workers)
        from brenier._sampled.torch_scoring import TorchTable

        return TorchTable(self.frame, heights, self.rows, self.workers, self._device)

    def lists(self, samples: Samples, heights: FloatArray, most: int = LISTED) -> _core.SampleLists:
        """List the best sites of all samples: `most` of them, or as many as memory allows."""
        width = min(most, max(_SHORTEST, _LIST_BYTES // (8 * samples.count)))
        return self.at(heights).lists(self._blocks(samples), width)

    def appearances(self, samples: Samples, best: FloatArray, which: IntArray) -> FloatArray:
        """The heights with which sites are the best for one sample, whose best scores are told."""
        places = in_single(2.0 * self.frame.places[which].T)
        nearest = np.full(len(which), -np.inf)
        room = np.empty((min(self.rows, samples.count), len(which)), dtype=np.float32)
        begin = 0
        for points in self._blocks(samples):
            scores = np.matmul(in_single(points), places, out=room[: len(points)])
            scores -= in_single(best[begin : begin + len(points), None])
            np.maximum(nearest, scores.max(axis=0), out=nearest)
            begin += len(points)
        return -nearest

    def _blocks(self, samples: Samples) -> Iterator[FloatArray]:
        for x in samples.blocks(self.rows):
            yield self.frame.points(x)
