"""Pearson's test, whether counts are those of a law."""

from __future__ import annotations

import numpy as np
from scipy.stats import chi2


def chance(counts: np.ndarray, expected: np.ndarray) -> float:
    """How likely counts are to be at least as far from what is expected.

    SciPy's ``chisquare`` wants both to have the same sum, and only from 1.16 on can be told that
    they need not: classes may have been left out, and masses are rounded.
    """
    return float(chi2.sf(np.sum((counts - expected) ** 2 / expected), len(expected) - 1))
