"""Integrals over cells by brute force: Gauss rules on triangles that are cut small."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

NODES, WEIGHTS = np.polynomial.legendre.leggauss(20)
NODES, WEIGHTS = (NODES + 1) / 2, WEIGHTS / 2


def over_triangle(f, a, b, c, cuts):
    """∫ f·(1, x, y, |x|²) over an oriented triangle, in cuts² pieces."""
    s, t = np.meshgrid(NODES, NODES)
    weights = np.outer(WEIGHTS, WEIGHTS) * t
    u, v = (b - a) / cuts, (c - a) / cuts
    i, j = (k.ravel() for k in np.meshgrid(np.arange(cuts), np.arange(cuts)))
    up, down = i + j < cuts, i + j < cuts - 1
    corners = np.vstack([a + i[up, None] * u + j[up, None] * v,
                         a + (i[down, None] + 1) * u + (j[down, None] + 1) * v])  # fmt: skip
    signs = np.repeat([1.0, -1.0], [up.sum(), down.sum()])
    inner = t[..., None] * ((1 - s)[..., None] * u + s[..., None] * v)
    x = corners[:, None, None] + signs[:, None, None, None] * inner
    area = u[0] * v[1] - u[1] * v[0]
    masses = area * weights * f(x.reshape(-1, 2)).reshape(x.shape[:3])
    return np.array([masses.sum(), *(masses[..., None] * x).sum(axis=(0, 1, 2)),
                     (masses * (x**2).sum(axis=-1)).sum()])  # fmt: skip


def over_cell(f, polygons, cuts):
    """Mass, centroid and ∫ f·|x - centroid|² of convex polygons."""
    total = sum(
        over_triangle(f, polygon[0], b, c, cuts)
        for polygon in polygons
        for b, c in pairwise(polygon[1:])
    )
    centroid = total[1:3] / total[0]
    return total[0], centroid, total[3] - total[0] * (centroid**2).sum()


def over_segment(f, p, q, cuts):
    """∫ f ds."""
    t = ((np.arange(cuts)[:, None] + NODES) / cuts).ravel()
    return f(p + t[:, None] * (q - p)) @ np.tile(WEIGHTS / cuts, cuts) * np.hypot(*(q - p))
