"""Weights of all sites, from the heights of those that have cells."""

from __future__ import annotations

import math

import numpy as np

from brenier._arrays import FloatArray, read_only
from brenier._sampled.frame import Frame
from brenier._sampled.problem import Cells

__all__ = ["mean_of", "weights_of"]

_HIDDEN = 10.0  # units of the source from its origin, within which a site without mass has no cell


def weights_of(frame: Frame, cells: Cells, heights: FloatArray, sites: FloatArray) -> FloatArray:
    """Weights (n,) with Σ ν_i w_i = 0; where there is no cell, one that hides the site."""
    own = frame.weights(heights)
    own -= mean_of(own, cells.masses)
    weights = np.empty(len(sites))
    has_cell = cells.of_site >= 0
    weights[has_cell] = own[cells.of_site[has_cell]]
    weights[~has_cell] = _hidden_weights(frame, own, sites[~has_cell])
    return read_only(weights)  # type: ignore[no-any-return]


@np.errstate(under="ignore")  # by masses next to nothing
def mean_of(values: FloatArray, masses: FloatArray) -> float:
    """Σ ν_j v_j."""
    return float(np.sum(masses * values))


def _hidden_weights(frame: Frame, weights: FloatArray, sites: FloatArray) -> FloatArray:
    """The largest weights with which sites win nothing in a ball about the source's origin o.

    Against the site y that has o, of weight w, a site z has to have a greater power at all points x
    of the ball: |x - z|² - |x - y|² is the less the more x - o is along z - y, so it is at least
    |o - z|² - |o - y|² - 2 r |z - y|, r the radius.
    """
    radius = _HIDDEN * math.sqrt(len(frame.origin)) * frame.unit
    k = int(np.argmin(np.sum((frame.origin - frame.sites) ** 2, axis=1) - weights))
    away, along = frame.origin - sites, sites - frame.sites[k]
    power = float(np.sum((frame.origin - frame.sites[k]) ** 2) - weights[k])
    return np.asarray(
        np.sum(away**2, axis=1) - power - 2.0 * radius * np.linalg.norm(along, axis=1)
    )
