"""What fresh samples say of weights: the error of the masses, the dual value, a plan's cost."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray, IntArray
from brenier._sampled.certificate import error_of_counts, mean_interval
from brenier._sampled.samples import Samples
from brenier._sampled.scoring import Scorer
from brenier._sampled.weights import mean_of
from brenier.solution import SampledCertificate

__all__ = ["certified"]


def certified(
    scorer: Scorer, masses: FloatArray, heights: FloatArray, samples: Samples
) -> SampledCertificate:
    """Judge heights by samples, which are drawn twice: for the counts, then for the costs."""
    frame = scorer.frame
    lists = scorer.lists(samples, heights, 1)
    owner, best = lists.sites_at(0).astype(np.intp), lists.best
    counts = np.bincount(owner, minlength=len(masses)).astype(np.float64)
    of_masses = error_of_counts(counts, masses)
    plan = _Plan(frame.sites, frame.centre, masses, counts / samples.count)
    total = squares = size = cost = 0.0
    begin = 0
    for x in samples.blocks(scorer.rows):
        here = slice(begin, begin + len(x))
        powers = frame.powers(x, best[here])
        size = size or float(np.abs(powers).max()) or 1.0  # whose square may be too large
        total += float(np.sum(powers / size))
        squares += float(np.sum((powers / size) ** 2))
        cost += plan.cost(x, owner[here])
        begin += len(x)
    shift = mean_of(frame.weights(heights), masses)
    low, high = mean_interval(total, squares, samples.count)
    return SampledCertificate(
        samples=samples.count,
        error=of_masses.error,
        error_interval=of_masses.interval,
        dual_value=size * total / samples.count + shift,
        dual_interval=(size * low + shift, size * high + shift),
        plan_cost=cost / samples.count,
    )


class _Plan:
    """Of each sample a cell keeps what its target allows; the rest goes to where mass lacks."""

    @np.errstate(under="ignore")  # by masses next to nothing
    def __init__(
        self, sites: FloatArray, centre: FloatArray, masses: FloatArray, shares: FloatArray
    ) -> None:
        self._sites, self._centre = sites, centre
        self._kept = np.minimum(
            1.0, np.divide(masses, shares, out=np.ones_like(masses), where=shares > 0)
        )
        lacking = np.maximum(masses - shares, 0.0)
        lacking /= lacking.sum() or 1.0
        self._mean = lacking @ (sites - centre)
        self._square = float(lacking @ np.sum((sites - centre) ** 2, axis=1))

    @np.errstate(under="ignore")
    def cost(self, x: FloatArray, owner: IntArray) -> float:
        """The sum of squared distances that samples (m, d) of these cells go."""
        stay = self._kept[owner]
        near = np.sum((x - self._sites[owner]) ** 2, axis=1)
        from_centre = x - self._centre
        far = np.sum(from_centre**2, axis=1) - 2.0 * from_centre @ self._mean + self._square
        return float(np.sum(stay * near + (1.0 - stay) * far))
