"""Power diagrams on a torus by the nine copies of each site, in rational numbers and by search."""

from __future__ import annotations

import itertools

import numpy as np

from oracles.exact import area, exact_cells

SHIFTS = list(itertools.product((-1, 0, 1), repeat=2))


def all_copies(sites, weights, period):
    """All copies of the sites (9 n, 2) and their weights, the sites themselves first."""
    shifts = sorted(SHIFTS, key=lambda k: k != (0, 0))
    moved = [np.asarray(sites, float) + np.multiply(k, period) for k in shifts]
    return np.concatenate(moved), np.tile(weights, len(shifts))


def whole_cells(sites, weights, period):
    """The cells of the sites in the plane, where all their copies are: as rational polygons.

    Sites and period have so few digits that copies are exact.
    """
    copies, copied_weights = all_copies(sites, weights, period)
    low, high = -2.0 * np.asarray(period), 3.0 * np.asarray(period)
    window = [tuple(low), (high[0], low[1]), tuple(high), (low[0], high[1])]
    return exact_cells(copies, copied_weights, window)[: len(sites)]


def exact_areas(sites, weights, period):
    cells = whole_cells(sites, weights, period)
    return np.array([float(area(cell)) if cell else 0.0 for cell in cells])


def powers(x, sites, weights, period):
    """The least power of a copy of each site at each point (m, n)."""
    away = np.abs(np.asarray(x)[:, None] - np.asarray(sites)[None]) % period
    away = np.minimum(away, period - away)
    return np.sum(away**2, axis=2) - np.asarray(weights)
