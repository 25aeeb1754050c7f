"""Power cells by brute force, cut into triangles over a domain or a grid.

Each is cut out of the box from -1 to 1, half-plane by half-plane, then to the domain's rings or
along the lines of a grid.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from oracles.exact import clip


class Cell(NamedTuple):
    """A convex polygon, and for each edge the line a x + b y = c and the neighbour beyond it."""

    vertices: list[tuple[float, float]]
    lines: list[tuple[float, float, float]]
    neighbours: list[int]  # -1 beyond the box


class Pieces(NamedTuple):
    """Parts of cells: triangles (t, 3, 2), with a sign, their cells and their tiles in a grid."""

    triangles: np.ndarray
    cell: np.ndarray
    tile: np.ndarray


BOX = Cell(
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
    [(0.0, -1.0, 1.0), (1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (-1.0, 0.0, 1.0)],
    [-1] * 4,
)


def cut(cell, line, neighbour):
    """The part of a cell where a x + b y <= c."""
    a, b, c = line
    values = [a * x + b * y - c for x, y in cell.vertices]
    result = Cell([], [], [])

    def add(vertex, k, own):
        result.vertices.append(vertex)
        result.lines.append(line if own else cell.lines[k])
        result.neighbours.append(neighbour if own else cell.neighbours[k])

    for k, (p, v) in enumerate(zip(cell.vertices, values, strict=True)):
        after = (k + 1) % len(values)
        q, u = cell.vertices[after], values[after]
        if v <= 0:
            add(p, k, own=False)
        if (u < 0 < v) or (v < 0 < u):
            t = v / (v - u)
            add((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])), k, own=v < 0)
        elif v <= 0 < u:  # p lies on the line
            result.lines[-1], result.neighbours[-1] = line, neighbour
    return result if len(result.vertices) > 2 else Cell([], [], [])


def power_cells(sites, weights, origin, unit):
    """The cells in the box of half-width `unit` around `origin`, in its coordinates.

    Each step cuts away the worst violation, so a cell takes few more steps than it has edges.
    """
    y, w = sites.astype(np.longdouble), weights.astype(np.longdouble)
    cells = []
    for i in range(len(y)):
        step = y - y[i]
        step[i] = 1  # no line, but a number
        length = np.hypot(*step.T)
        offsets = np.sum(step * (y + y[i] - 2 * origin), axis=1) - (w - w[i])
        offsets = (offsets / (2 * unit * length)).astype(float)
        normals = (step / length[:, None]).astype(float)
        offsets[i] = np.inf
        cell = BOX
        while cell.vertices:
            excess = (np.array(cell.vertices) @ normals.T - offsets).max(axis=0)
            j = int(excess.argmax())
            if excess[j] <= 1e-15:
                break
            cell = cut(cell, (*normals[j].tolist(), float(offsets[j])), j)
        cells.append(cell)
    return cells


def contains(ring, point):
    """Is a point inside of a ring?"""
    (x, y), inside = point, False
    for k in range(len(ring)):
        (x0, y0), (x1, y1) = ring[k - 1], ring[k]
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
            inside = not inside
    return inside


def in_rings(cells, rings):
    """The cells cut to what an odd number of rings enclose."""
    found = []
    turned = []
    for r, ring in enumerate(rings):
        depth = sum(contains(other, ring[0]) for s, other in enumerate(rings) if s != r)
        twice_area = np.sum(ring[:, 0] * np.roll(ring[:, 1], -1))
        twice_area -= np.sum(ring[:, 1] * np.roll(ring[:, 0], -1))
        turned.append(ring if (twice_area > 0) == (depth % 2 == 0) else ring[::-1])
    for i, cell in enumerate(cells):
        lines = np.reshape(cell.lines, (-1, 3))
        for ring in turned:
            beyond = ring @ lines[:, :2].T - lines[:, 2]
            if not len(lines) or (beyond.min(axis=0) >= 0).any():
                continue
            part = ring.tolist()
            for line in lines[beyond.max(axis=0) > 0].tolist():
                part = clip(part, line)
            found.append((part, i, (0, 0)))
    return found


def in_tiles(cells, low, high, rows, columns):
    """The cells cut along the lines of a grid."""
    found = []
    x = np.linspace(low[0], high[0], columns + 1).tolist()
    y = np.linspace(low[1], high[1], rows + 1).tolist()
    tile = (high - low) / (columns, rows)
    for i, cell in enumerate(cells):
        if not cell.vertices:
            continue
        first, last = tile_range([p[1] for p in cell.vertices], low[1], tile[1], rows)
        for row in range(first, last + 1):
            strip = clip(clip(cell.vertices, (0, -1, -y[row])), (0, 1, y[row + 1]))
            if not strip:
                continue
            left, right = tile_range([p[0] for p in strip], low[0], tile[0], columns)
            for column in range(left, right + 1):
                part = clip(clip(strip, (-1, 0, -x[column])), (1, 0, x[column + 1]))
                found.append((part, i, (row, column)))
    return found


def tile_range(coordinates, low, width, count):
    """The first and the last tile that coordinates reach, with one more on each side."""
    first, last = (min(coordinates) - low) / width - 1, (max(coordinates) - low) / width + 1
    return max(int(first), 0), min(int(last), count - 1)


def triangulated(found):
    triangles, cell, tile = [], [], []
    for part, i, where in found:
        for k in range(1, len(part) - 1):
            triangles.append((part[0], part[k], part[k + 1]))
            cell.append(i)
            tile.append(where)
    return Pieces(
        np.reshape(triangles, (-1, 3, 2)).astype(float),
        np.array(cell, dtype=int),
        np.reshape(tile, (-1, 2)).astype(int),
    )
