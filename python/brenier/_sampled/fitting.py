"""Newton's method on the lists of a sample: at a smoothing, or from a large one down to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray

__all__ = ["Fit", "Fitting"]

_LARGEST = 0.25  # smoothing, as a part of how far the last of a list is behind
_RISE = 3.0  # from one smoothing to the next


@dataclass(frozen=True)
class Fit:
    """Heights with which smoothed cells have their masses, if Newton's method has converged."""

    heights: FloatArray
    is_converged: bool
    steps: int


class Fitting:
    """Lists of samples, to which heights are fitted for cells to have their masses."""

    def __init__(
        self, lists: _core.SampleLists, masses: FloatArray, tol: float, workers: int
    ) -> None:
        self._lists, self._masses, self._tol, self._workers = lists, masses, tol, workers

    def at(self, smoothing: float, start: FloatArray | None = None) -> Fit:
        """Fit from heights, by default those of the lists."""
        result = self._lists.fit(self._masses, start, smoothing, self._tol, self._workers)
        steps = len(result.history[0]) - 1
        return Fit(result.point_weights, result.status == "converged", steps)

    def down_to(self, smoothing: float, start: FloatArray | None = None) -> Fit:
        """Fit; where that does not converge, at larger smoothings until one does, and down again.

        Of many cells that lack mass by a little next to others that have it in excess, heights have
        to go far. Newton's steps do not, at a smoothing that parts cells from all but the next.
        """
        result, rung, largest = self.at(smoothing, start), 0, self._largest()
        steps = result.steps
        while not result.is_converged and smoothing * _RISE ** (rung + 2) <= largest:
            rung += 2
            result = self.at(smoothing * _RISE**rung, start)
            steps += result.steps
        for below in reversed(range(rung)):
            result = self.at(smoothing * _RISE**below, result.heights)
            steps += result.steps
        return Fit(result.heights, result.is_converged, steps)

    def _largest(self) -> float:
        return _LARGEST * float(np.median(self._lists.behind_at(self._lists.width - 1)))
