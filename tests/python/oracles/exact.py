"""Oracles: power cells by clipping, in rational arithmetic or fast in floating point."""

from __future__ import annotations

import math
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
    return [_exact_cell(i, y, w, polygon) for i in range(len(y))]


def _exact_cell(i, y, w, polygon):
    if any(y[j] == y[i] and (w[j], -j) > (w[i], -i) for j in range(len(y))):
        return []
    cell, others = list(polygon), [j for j in range(len(y)) if y[j] != y[i]]
    sites, weights = np.array(y, float), np.array(w, float)
    with np.errstate(over="ignore", invalid="ignore"):
        normals, squares = 2 * (sites - sites[i]), (sites**2).sum(axis=1)
        offsets = squares - weights - (squares - weights)[i]
        sizes = squares + squares[i] + abs(weights) + abs(weights[i])
        # Floating point tells which half-planes hold the cell for sure, and which cuts off most.
        while cell and others:
            corners = np.array(cell, float)
            excess = (corners @ normals[others].T).max(axis=0) - offsets[others]
            size = abs(corners).max() * abs(normals[others]).sum(axis=1) + sizes[others]
            may_cut = ~(excess < -1e-12 * size)
            others = [j for j, may in zip(others, may_cut, strict=True) if may]
            if others:
                j = others.pop(int(np.argmax(excess[may_cut])))
                cell = clip(cell, half_plane(y[i], w[i], y[j], w[j]))
    return cell


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


def exact_masses(cells, rings):
    """The masses of convex cells under the uniform density on rings, rounded once.

    Outer rings are counter-clockwise, holes clockwise, and the cells hold the whole domain.
    """
    parts = [rational(ring) for ring in rings]
    whole = sum(area(ring) for ring in parts)
    return np.array([float(sum(_common_area(cell, p) for p in parts) / whole) for cell in cells])


def _common_area(cell, ring):
    """The signed area of a ring, convex or not, in a convex cell.

    Where the ring falls into parts, the lines that join them are gone along in both directions.
    """
    for p, q in zip(cell, cell[1:] + cell[:1], strict=True):
        normal = q[1] - p[1], p[0] - q[0]
        ring = clip(ring, (*normal, normal[0] * p[0] + normal[1] * p[1]))
    return area(ring) if ring and cell else 0


def exact_raster_masses(cells, values, bounds):
    """The masses of convex cells under a density that is constant on pixels, rounded once."""
    rows, columns = len(values), len(values[0])
    xmin, ymin, xmax, ymax = map(Fraction, bounds)
    width, height = (xmax - xmin) / columns, (ymax - ymin) / rows
    whole = sum(sum(map(Fraction, row)) for row in values) * width * height

    def strips(cell, axis, start, step, count):
        for k in range(count):
            low = [0, 0, -(start + k * step)]
            high = [0, 0, start + (k + 1) * step]
            low[axis], high[axis] = -1, 1
            yield clip(clip(cell, low), high) if cell else []

    masses = []
    for cell in cells:
        mass = Fraction(0)
        for row, strip in zip(values, strips(cell, 1, ymin, height, rows), strict=True):
            for value, part in zip(row, strips(strip, 0, xmin, width, columns), strict=True):
                mass += Fraction(value) * area(part) if part else 0
        masses.append(float(mass / whole))
    return np.array(masses)


def exact_facets(cells):
    """The lengths of the facets between cells, by the pairs (i, j) of their sites, i < j."""
    owner = {
        edge: i
        for i, cell in enumerate(cells)
        for edge in zip(cell, cell[1:] + cell[:1], strict=True)
    }
    return {
        (i, owner[b, a]): math.sqrt(squared_distance(a, b))
        for (a, b), i in owner.items()
        if i < owner.get((b, a), -1)
    }


def power_excess(triangle, site):
    """Positive iff the site lies outside of the power circle of a counter-clockwise triangle.

    Corners and site are (x, y, weight).
    """
    x0, y0, w0 = site
    rows = [(x - x0, y - y0, (x - x0) ** 2 + (y - y0) ** 2 - w + w0) for x, y, w in triangle]
    (a, b, c), (d, e, f), (g, h, k) = rows
    return -(a * (e * k - f * h) - b * (d * k - f * g) + c * (d * h - e * g))
