"""Weights of all sites, from the heights of those that have cells."""

from __future__ import annotations

import math

import numpy as np

from brenier._arrays import FloatArray, read_only
from brenier._sampled.frame import Frame
from brenier._sampled.problem import Cells

__all__ = ["mean_of", "weights_of"]

_HIDDEN = 10.0  # units of the source from its origin, within which a site without mass has no cell


def weights_of(frame: Frame, cells: Cells, heights: FloatArray) -> FloatArray:
    """Weights (n,) with Σ ν_i w_i = 0; where there is no cell, one that hides the site."""
    own = frame.weights(heights)
    own -= mean_of(own, cells.masses)
    weights = np.full(len(cells.of_site), _hidden_weight(frame, own))
    has_cell = cells.of_site >= 0
    weights[has_cell] = own[cells.of_site[has_cell]]
    return read_only(weights)  # type: ignore[no-any-return]


@np.errstate(under="ignore")  # by masses next to nothing
def mean_of(values: FloatArray, masses: FloatArray) -> float:
    """Σ ν_j v_j."""
    return float(np.sum(masses * values))


def _hidden_weight(frame: Frame, weights: FloatArray) -> float:
    """A weight with which a site among the others wins nothing near the source."""
    reach = _HIDDEN * math.sqrt(len(frame.origin)) * frame.unit
    width = math.sqrt(len(frame.origin)) * frame.length
    apart = float(np.linalg.norm(frame.centre - frame.origin))
    return float(weights.min()) - 4.0 * width * (reach + apart + 2.0 * width)
