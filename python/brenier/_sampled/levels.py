"""Newton's method on samples, more of them from level to level, until fresh ones bear it out."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray
from brenier._sampled.certificate import error_of_counts, samples_for
from brenier._sampled.fitting import Fitting
from brenier._sampled.samples import Samples, Seeds
from brenier._sampled.scoring import LISTED, Scorer

__all__ = ["Levels", "SampledRecord"]

_FEW = 2  # samples for each cell of the first lists
_FIRST = 10  # samples of the first level for each cell, and how many there are at least
_LEAST = 2000
_FIT = 0.15  # of √(n/N), the largest relative error of smoothed masses
_FLOOR = 0.75  # of √(n/N), about what the error of a fit to N samples is
_MARGIN = 1.3
_MOST_GROWTH, _LEAST_GROWTH = 8.0, 1.5  # from level to level
_HELD_OUT = 0.1  # samples that choose the smoothing, for each that is fitted
_MOST_PASSES = 8
_NO_NEARER, _WORSE = 0.9, 2.0  # parts of the distance before a pass
_LONGER = 4  # times as long are lists after one that was no use
_UNCERTAIN = 0.05  # samples whose lists need not tell the best site for sure
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
        self._scale, self._width = _FIRST_SCALE, LISTED
        self._begin, self._scored, self._level = time.perf_counter(), 0, 0
        self._steps = self._passes = 0
        self._gap = math.inf
        self._nearest: tuple[float, FloatArray] = (math.inf, np.zeros(0))  # distance, heights
        self._mean: FloatArray | None = None  # heights of all levels, by their samples
        self.fitted = 0  # samples of these levels
        self.expected = math.inf  # error

    def approach(self, heights: FloatArray, count: int) -> FloatArray:
        """Go as far as lists of fewer samples do, of twice as many each time."""
        few = _FEW * len(self._masses)
        while few < count:
            *_, heights, is_certain = self._pass(self._seeds.fresh(few), heights)
            if is_certain:
                break
            few *= 2
        return heights

    def fit(self, heights: FloatArray, count: int) -> tuple[FloatArray, SampledRecord]:
        """Fit heights to `count` samples, and choose among smoothings by as many as are needed."""
        samples, self._width = self._seeds.fresh(count), LISTED
        for _ in range(_MOST_PASSES):
            lists, gap, heights, is_certain = self._pass(samples, heights)
            if is_certain:
                break
        fitting, unit, fitted = self._fitting(lists), self._scale * gap, [heights]
        for part in _SMOOTHINGS[1:]:
            fit = fitting.at(part * unit, fitted[-1])
            self._steps += fit.steps
            fitted.append(fit.heights)
        best, error, smoothing = self._chosen(fitted, count)
        seconds = time.perf_counter() - self._begin
        self._level += 1
        steps, passes = self._steps, self._passes
        self._steps = self._passes = 0
        return best, SampledRecord(
            self._level, count, error, smoothing * gap, steps, passes, self._scored, seconds
        )

    def _pass(
        self, samples: Samples, heights: FloatArray
    ) -> tuple[_core.SampleLists, float, FloatArray, bool]:
        """Make lists of samples, and fit at the largest smoothing.

        Tells the lists; a usual gap from the best score to the second; heights; and whether
        these are the solution, or no pass brings them nearer, where lists tell the best site.
        """
        lists, is_nearer = self._lists_at_nearest(samples, heights)
        gap = self._gap_so_far(lists)
        fit = self._fitting(lists).down_to(_SMOOTHINGS[0] * self._scale * gap)
        heights = self._with_cells(lists, samples, fit.heights)
        uncertain = lists.cell_counts(heights, self._scorer.workers)[1] / lists.count
        self._steps += fit.steps
        is_done = fit.is_converged or not is_nearer
        return lists, gap, heights, is_done and uncertain <= _UNCERTAIN

    def _lists_at_nearest(
        self, samples: Samples, heights: FloatArray
    ) -> tuple[_core.SampleLists, bool]:
        """Make lists at heights, and tell whether the last pass has brought these nearer.

        If not, lists were too short for as far as heights had to go: the next ones are longer. If
        heights are much farther from the masses than before that pass, it is forgotten.
        """
        lists = self._lists(samples, heights, self._width)
        self._passes += 1
        distance, (before, nearest) = self._distance(lists, heights), self._nearest
        if distance > _NO_NEARER * before:
            self._width *= _LONGER
        if distance > _WORSE * before:
            self._passes += 1
            return self._lists(samples, nearest, self._width), False
        self._nearest = distance, heights
        return lists, distance <= _NO_NEARER * before

    def _gap_so_far(self, lists: _core.SampleLists) -> float:
        """The median gap from the best score to the second, where each cell counts the same.

        Where some cells get empty, those that are left are wider: the least so far is that of all.
        """
        gaps, owners = lists.behind_at(min(1, lists.width - 1)), lists.sites_at(0)
        order = np.argsort(gaps)
        shares = np.cumsum(1.0 / self._masses[owners[order]])
        middle = np.searchsorted(shares, 0.5 * shares[-1])
        self._gap = min(self._gap, float(gaps[order[middle]]) or math.inf)
        return self._gap if self._gap < math.inf else 1.0

    @np.errstate(under="ignore")  # by masses next to nothing
    def _distance(self, lists: _core.SampleLists, heights: FloatArray) -> float:
        """χ² of the counts; if chance alone makes it more, that: it is less after a fit to them."""
        shares = lists.cell_counts(heights, self._scorer.workers)[0] / lists.count
        told = np.maximum(self._masses, 1.0 / lists.count)  # of less, a single sample were all
        square = float(np.sum((shares - self._masses) ** 2 / told))
        return max(square, len(heights) / lists.count)

    def _fitting(self, lists: _core.SampleLists) -> Fitting:
        tol = _FIT * math.sqrt(len(self._masses) / lists.count)
        return Fitting(lists, self._masses, tol, self._scorer.workers)

    def corrected(self, record: SampledRecord, error: float) -> SampledRecord:
        """Take the certificate's error for that of the level, which then was luck."""
        self.expected = error
        return replace(record, error=error)

    def _lists(
        self, samples: Samples, heights: FloatArray, width: int = LISTED
    ) -> _core.SampleLists:
        self._scored += samples.count
        return self._scorer.lists(samples, heights, width)

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
        is left without; noise is less at larger ones. Levels have different samples, so that the
        mean of their heights has less noise than each.
        """
        own = [_without_bias(fitted[k : k + 2], _SMOOTHINGS[k : k + 2]) for k in (0, 1)]
        own.append(fitted[-1])
        candidates = own
        if self._mean is not None:
            part = count / (self.fitted + count)
            candidates = own + [self._mean + part * (v - self._mean) for v in own]
        n = len(self._masses)
        wanted = max(int(_HELD_OUT * count), samples_for(n, self._tol) // 4)
        held_out = self._seeds.fresh(max(min(wanted, count), 2))  # of one, no error can be told
        lists = self._lists(held_out, candidates[1])
        errors = [
            error_of_counts(lists.cell_counts(v, self._scorer.workers)[0], self._masses).square
            for v in candidates
        ]
        k = int(np.argmin(errors))
        self._mean = candidates[k]
        self.fitted = count if k < len(own) else self.fitted + count
        self.expected = self._expected_error(errors[k], held_out.count)
        place = k % len(own)
        smoothing = self._scale * _SMOOTHINGS[place]
        if place > 0:
            self._scale *= _FINER
        return candidates[k], math.sqrt(max(errors[k], 0.0)), smoothing

    def next_count(self) -> int:
        """How many samples may do: by what is usual, then by the error of the last level."""
        if self.fitted == 0:
            return max(_FIRST * len(self._masses), _LEAST)
        error = max(self.expected, _FLOOR * math.sqrt(len(self._masses) / self.fitted))
        growth = _MARGIN * min(error / self._tol, _MOST_GROWTH) ** 2
        return int(self.fitted * (min(max(growth, _LEAST_GROWTH), _MOST_GROWTH) - 1.0))

    def _expected_error(self, square: float, held_out: int) -> float:
        """Of a measured χ² and what is usual: the more of the former the less it may be chance."""
        n = len(self._masses)
        usual, noise = _FLOOR**2 * n / self.fitted, math.sqrt(2.0 * n) / held_out
        off = (square - usual) / noise
        trust = (off / math.hypot(1.0, off)) ** 2
        return math.sqrt(max(usual + (square - usual) * trust, 0.0))


def _without_bias(fitted: list[FloatArray], smoothings: tuple[float, ...]) -> FloatArray:
    """What fits at two smoothings tell of none: errors like the square cancel."""
    larger, less = fitted
    a, b = (s**2 for s in smoothings)
    return less + b / (a - b) * (less - larger)
