"""What fresh samples say of weights: the error of the masses, the dual value, a plan's cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from brenier._arrays import FloatArray
from brenier._sampled.certificate import error_of_counts, mean_interval
from brenier._sampled.samples import Samples
from brenier._sampled.scoring import Scorer
from brenier.solution import SampledCertificate

__all__ = ["certified"]


def certified(
    scorer: Scorer, masses: FloatArray, heights: FloatArray, samples: Samples
) -> SampledCertificate:
    """Judge heights by samples, which are drawn twice: for counts and costs, then for the plan."""
    frame = scorer.frame
    table, rows = scorer.at(heights), scorer.rows
    owner = np.empty(samples.count, dtype=np.int32)
    own = frame.weights(heights)
    total = squares = size = 0.0
    for k, x in enumerate(samples.blocks(rows)):
        lists = table.lists_of(frame.points(x), 1)
        owner[k * rows : k * rows + len(x)] = lists.sites_at(0)
        powers = frame.powers(x, lists.best)
        size = size or float(np.abs(powers).max()) or 1.0  # whose square may be too large
        total += float(np.sum(powers / size))
        squares += float(np.sum((powers / size) ** 2))
    counts = np.bincount(owner, minlength=len(masses)).astype(np.float64)
    of_masses = error_of_counts(counts, masses)
    shift = float(np.sum(masses * own))
    low, high = mean_interval(total, squares, samples.count)
    return SampledCertificate(
        samples=samples.count,
        error=of_masses.error,
        error_interval=of_masses.interval,
        dual_value=size * total / samples.count + shift,
        dual_interval=(size * low + shift, size * high + shift),
        plan_cost=_plan_cost(scorer, masses, counts / samples.count, samples, owner),
    )


def _plan_cost(
    scorer: Scorer, masses: FloatArray, shares: FloatArray, samples: Samples, owner: Any
) -> float:
    """Of each sample a cell keeps what its target allows; the rest goes to where mass lacks."""
    y, centre = scorer.frame.sites, scorer.frame.centre
    kept = np.minimum(1.0, np.divide(masses, shares, out=np.ones_like(masses), where=shares > 0))
    lacking = np.maximum(masses - shares, 0.0)
    lacking /= lacking.sum() or 1.0
    mean = lacking @ (y - centre)
    square = float(lacking @ np.sum((y - centre) ** 2, axis=1))
    cost, rows = 0.0, scorer.rows
    for k, x in enumerate(samples.blocks(rows)):
        sites = owner[k * rows : k * rows + len(x)]
        stay = kept[sites]
        near = np.sum((x - y[sites]) ** 2, axis=1)
        from_centre = x - centre
        far = np.sum(from_centre**2, axis=1) - 2.0 * from_centre @ mean + square
        cost += float(np.sum(stay * near + (1.0 - stay) * far))
    return cost / samples.count
