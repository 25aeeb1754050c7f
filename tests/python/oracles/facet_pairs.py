"""Oracle: which cells share a segment, in rational arithmetic, pair by pair."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np

from oracles.exact import half_plane, rational


def facet_pairs(sites, weights=None, domain=((0, 0), (1, 0), (1, 1), (0, 1))):
    """The pairs i < j whose cells share a positive length inside a convex domain.

    The bisector of two sites is cut with the half-planes of all others and of the domain's edges,
    which run counter-clockwise.
    """
    y, corners = rational(sites), rational(domain)
    w = rational(np.zeros(len(y)) if weights is None else weights)
    inner = [
        (q[1] - p[1], p[0] - q[0], (q[1] - p[1]) * p[0] + (p[0] - q[0]) * p[1])
        for p, q in pairwise((*corners, corners[0]))
    ]
    owner = {}
    for i in range(len(y)):
        if y[i] not in owner or w[i] > w[owner[y[i]]]:
            owner[y[i]] = i
    sites_with_cells = sorted(owner.values())
    pairs = set()
    for i, j in combinations(sites_with_cells, 2):
        others = (k for k in sites_with_cells if k not in (i, j))
        outer = (half_plane(y[i], w[i], y[k], w[k]) for k in others)
        if _length_is_positive(half_plane(y[i], w[i], y[j], w[j]), inner, outer):
            pairs.add((i, j))
    return pairs


def _length_is_positive(line, inner, outer):
    """Whether a line has a segment in half-planes, but not along the border of the inner ones."""
    a, b, c = line
    norm = a * a + b * b
    foot, direction = (a * c / norm, b * c / norm), (-b, a)
    low, high = [], []
    for k, (a, b, c) in enumerate([*inner, *outer]):
        slope = a * direction[0] + b * direction[1]
        rest = c - a * foot[0] - b * foot[1]
        if slope > 0:
            high.append(rest / slope)
        elif slope < 0:
            low.append(rest / slope)
        elif rest < 0 or (rest == 0 and k < len(inner)):
            return False
    return max(low) < min(high)
