"""Oracles: power cells by clipping, in rational arithmetic or fast in floating point."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np

UNIT_SQUARE = ((0, 0), (1, 0), (1, 1), (0, 1))


def rational(points):
    """The same numbers as Fractions, in nested tuples."""
    return tuple(
        tuple(map(Fraction, p)) if np.ndim(p) else Fraction(p) for p in np.asarray(points).tolist()
    )


def half_plane(y_i, w_i, y_j, w_j):
    """(a, b, c) such that site i has no more power than site j where a x + b y <= c."""
    a, b = 2 * (y_j[0] - y_i[0]), 2 * (y_j[1] - y_i[1])
    return a, b, y_j[0] ** 2 + y_j[1] ** 2 - w_j - y_i[0] ** 2 - y_i[1] ** 2 + w_i


def clip(polygon, line):
    """The part of a convex polygon in the half-plane; [] if it has no area."""
    a, b, c = line
    values = [a * x + b * y - c for x, y in polygon]
    if all(v <= 0 for v in values):
        return polygon
    if all(v >= 0 for v in values):
        return []
    result = []
    for k, (p, v) in enumerate(zip(polygon, values, strict=True)):
        q, u = polygon[k - 1], values[k - 1]
        if (u < 0 < v) or (v < 0 < u):
            t = u / (u - v)
            result.append((q[0] + t * (p[0] - q[0]), q[1] + t * (p[1] - q[1])))
        if v <= 0:
            result.append(p)
    return result


def exact_cells(sites, weights=None, domain=UNIT_SQUARE):
    """The cells in a convex counter-clockwise domain, as lists of rational vertices; [] if empty.

    Of several sites at one place with one weight, the first has the cell.
    """
    y, polygon = rational(sites), rational(domain)
    w = rational(np.zeros(len(y)) if weights is None else weights)
    cells = []
    for i in range(len(y)):
        cell = list(polygon)
        for j in range(len(y)):
            if j == i or not cell:
                continue
            if y[j] == y[i]:
                if (w[j], -j) > (w[i], -i):
                    cell = []
            else:
                cell = clip(cell, half_plane(y[i], w[i], y[j], w[j]))
        cells.append(cell)
    return cells


def float_cells(sites, weights=None, domain=UNIT_SQUARE):
    """As exact_cells, in floating point, for distinct sites and a domain of the order of 1.

    Each step cuts away the worst violation, so a cell takes few more steps than it has edges.
    """
    y, w = np.asarray(sites, float), np.zeros(len(sites)) if weights is None else weights
    cells = []
    for i in range(len(y)):
        normals, squares = 2 * (y - y[i]), (y * y).sum(axis=1) - w
        offsets = squares - squares[i]
        cell = np.asarray(domain, float)
        while len(cell):
            excess = (cell @ normals.T - offsets).max(axis=0)
            j = excess.argmax()
            if excess[j] <= 1e-15:
                break
            cell = np.array(clip(cell.tolist(), (*normals[j].tolist(), offsets[j].item())))
        cells.append([tuple(p) for p in cell.tolist()])
    return cells


def cross(o, p, q):
    """Twice the signed area of a triangle."""
    return (p[0] - o[0]) * (q[1] - o[1]) - (p[1] - o[1]) * (q[0] - o[0])


def area(polygon):
    """The signed area, exact for rational vertices."""
    twice = [cross(polygon[0], p, q) for p, q in pairwise(polygon[1:])]
    return sum(twice) / 2


def moments(polygon):
    """Area, centroid and second moment around it, exact for rational vertices."""
    parts = []
    for p, q in pairwise(polygon[1:]):
        corners = (polygon[0], p, q)
        center = tuple(sum(corner[axis] for corner in corners) / 3 for axis in (0, 1))
        own = sum(squared_distance(center, corner) for corner in corners) / 12
        parts.append((cross(*corners) / 2, center, own))
    total = sum(a for a, _, _ in parts)
    centroid = tuple(sum(a * center[axis] for a, center, _ in parts) / total for axis in (0, 1))
    second = sum(a * (own + squared_distance(center, centroid)) for a, center, own in parts)
    return total, centroid, second


def squared_distance(p, q):
    """The squared distance of two points."""
    return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2


def exact_areas(sites, weights=None, domain=UNIT_SQUARE):
    """The areas of exact_cells, in units of the domain's, rounded once."""
    whole = area(rational(domain))
    return np.array([float(area(cell) / whole) for cell in exact_cells(sites, weights, domain)])


def power_excess(triangle, site):
    """Positive iff the site lies outside of the power circle of a counter-clockwise triangle.

    Corners and site are (x, y, weight).
    """
    x0, y0, w0 = site
    rows = [(x - x0, y - y0, (x - x0) ** 2 + (y - y0) ** 2 - w + w0) for x, y, w in triangle]
    (a, b, c), (d, e, f), (g, h, k) = rows
    return -(a * (e * k - f * h) - b * (d * k - f * g) + c * (d * h - e * g))
