"""Newton's method on samples, more of them from level to level, until fresh ones bear it out."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray
from brenier._sampled.certificate import error_of_counts, samples_for
from brenier._sampled.samples import Samples, Seeds
from brenier._sampled.scoring import Scorer

__all__ = ["Levels", "SampledRecord"]

_FIRST = 10  # samples of the first level for each cell, and how many there are at least
_LEAST = 2000
_FIT = 0.15  # of √(n/N), the largest relative error of smoothed masses
_FLOOR = 0.7  # of √(n/N), about what the error of a fit to N samples is
_MARGIN = 1.3
_MOST_GROWTH, _LEAST_GROWTH = 8.0, 1.5  # from level to level
_HELD_OUT = 0.25  # samples that choose the smoothing, for each that is fitted
_MOST_PASSES = 8
_UNCERTAIN = 0.01  # samples whose lists need not tell the best site for sure
_SMOOTHINGS = (2.0, 1.5, 1.0)  # in units of `_Scale`
_FIRST_SCALE, _FINER = 1.25, 0.6


@dataclass(frozen=True)
class SampledRecord:
    """What a level has done."""

    level: int
    samples: int
    error: float  # on samples that were held out
    smoothing: float
    steps: int
    passes: int
    scored: int  # samples, so far
    seconds: float


class Levels:
    """The state that goes from level to level."""

    def __init__(self, scorer: Scorer, masses: FloatArray, seeds: Seeds, tol: float) -> None:
        self._scorer, self._masses, self._seeds, self._tol = scorer, masses, seeds, tol
        self._scale = _FIRST_SCALE
        self._begin, self._scored, self._level = time.perf_counter(), 0, 0

    def fit(self, heights: FloatArray, count: int) -> tuple[FloatArray, SampledRecord]:
        """Fit heights to `count` samples, and choose among smoothings by as many as are needed."""
        samples = self._seeds.fresh(count)
        workers, steps = self._scorer.workers, 0
        tol = _FIT * math.sqrt(len(self._masses) / count)
        for passes in range(1, _MOST_PASSES + 1):  # noqa: B007
            lists = self._lists(samples, heights)
            gap = float(np.median(lists.behind_at(min(1, lists.width - 1))))
            unit = self._scale * (gap or 1.0)
            result = lists.fit(self._masses, None, _SMOOTHINGS[0] * unit, tol, workers)
            heights, steps = result.point_weights, steps + len(result.history[0]) - 1
            heights = self._with_cells(lists, samples, heights)
            uncertain = lists.cell_counts(heights, workers)[1]
            if result.status == "converged" and uncertain <= _UNCERTAIN * count:
                break
        fitted = [heights]
        for part in _SMOOTHINGS[1:]:
            result = lists.fit(self._masses, fitted[-1], part * unit, tol, workers)
            fitted.append(result.point_weights)
            steps += len(result.history[0]) - 1
        best, error, smoothing = self._chosen(fitted, count)
        seconds = time.perf_counter() - self._begin
        self._level += 1
        return best, SampledRecord(
            self._level, count, error, smoothing * gap, steps, passes, self._scored, seconds
        )

    def corrected(self, record: SampledRecord, error: float) -> SampledRecord:
        """Take the certificate's error for that of the level, which then was luck."""
        return replace(record, error=error)

    def _lists(self, samples: Samples, heights: FloatArray) -> _core.SampleLists:
        self._scored += samples.count
        return self._scorer.lists(samples, heights)

    def _with_cells(
        self, lists: _core.SampleLists, samples: Samples, heights: FloatArray
    ) -> FloatArray:
        """Raise sites that are on no list to where they have a sample."""
        is_listed = np.zeros(len(heights), dtype=bool)
        for k in range(lists.width):
            is_listed[lists.sites_at(k)] = True
        which = np.flatnonzero(~is_listed)
        if not len(which):
            return heights
        raised = heights.copy()
        raised[which] = self._scorer.appearances(samples, lists.best, which)
        return raised

    def _chosen(self, fitted: list[FloatArray], count: int) -> tuple[FloatArray, float, float]:
        """Choose by samples that are held out: heights, their error, the smoothing in its unit.

        The error by smoothing goes like its square, so that fits at two of them tell it, and what
        is left without; noise is less at larger ones.
        """
        candidates = [_without_bias(fitted[k : k + 2], _SMOOTHINGS[k : k + 2]) for k in (0, 1)]
        candidates.append(fitted[-1])
        n = len(self._masses)
        held_out = self._seeds.fresh(
            min(max(int(_HELD_OUT * count), samples_for(n, self._tol) // 4), count)
        )
        lists = self._lists(held_out, candidates[1])
        errors = [
            error_of_counts(lists.cell_counts(v, self._scorer.workers)[0], self._masses).square
            for v in candidates
        ]
        k = int(np.argmin(errors))
        smoothing = self._scale * _SMOOTHINGS[k]
        if k > 0:
            self._scale *= _FINER
        return candidates[k], math.sqrt(max(errors[k], 0.0)), smoothing

    def next_count(self, last: SampledRecord | None) -> int:
        """How many samples may do: by what is usual, then by the error of the last level."""
        n = len(self._masses)
        if last is None:
            return max(_FIRST * n, _LEAST)
        is_first = last.level == 1
        error = _FLOOR * math.sqrt(n / last.samples) if is_first else last.error
        growth = _MARGIN * (error / self._tol) ** 2
        return int(last.samples * min(max(growth, _LEAST_GROWTH), _MOST_GROWTH))


def _without_bias(fitted: list[FloatArray], smoothings: tuple[float, ...]) -> FloatArray:
    """What fits at two smoothings tell of none: errors like the square cancel."""
    larger, less = fitted
    a, b = (s**2 for s in smoothings)
    return less + b / (a - b) * (less - larger)
