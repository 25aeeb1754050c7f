"""Whether points are spread evenly over a domain."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.stats import chi2


def assert_uniform(x, domain, xs, ys):
    """As many points lie in each box of a grid as the area says that it has of shapely's domain."""
    import shapely

    assert shapely.contains_xy(domain.buffer(1e-9), *x.T).all()
    boxes = [shapely.box(a, b, c, d) for a, c in pairwise(xs) for b, d in pairwise(ys)]
    expected = np.array([domain.intersection(box).area for box in boxes]) / domain.area * len(x)
    counts = np.histogram2d(*x.T, bins=(xs, ys))[0].ravel()
    assert counts[expected == 0].sum() == 0
    many = expected > 20  # few tell nothing
    statistic = np.sum((counts - expected)[many] ** 2 / expected[many])
    assert statistic < chi2.isf(1e-6, many.sum())
