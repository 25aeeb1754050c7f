"""An oracle for solutions: the masses and the cost of the cells by clipping and quadrature.

Of the library it uses the numbers that a source is made of, no more. All is done in coordinates in
which the domain's box goes from -1 to 1, in its longer direction.
"""

from __future__ import annotations

from dataclasses import dataclass

import brenier
import numpy as np
from scipy.ndimage import maximum_filter

from oracles.clipped_cells import Pieces, in_rings, in_tiles, power_cells, triangulated

EPS = np.finfo(float).eps


@dataclass(frozen=True)
class Certificate:
    """What the cells measure, and by how much rounding may have changed that."""

    masses: np.ndarray
    cost: float
    slack: np.ndarray  # of the masses
    cost_slack: float


def halved_until(pieces, size, farthest):
    """The triangles, cut at the middle of their longest sides until none is longer than `size`.

    Those that lie further than `farthest` from 0 are left out.
    """
    done, todo = [], pieces
    while len(todo.cell):
        corners = todo.triangles
        sides = np.hypot(*np.moveaxis(np.roll(corners, -1, axis=1) - corners, 2, 0))
        middle = corners.mean(axis=1)
        near = np.hypot(*middle.T) - sides.max(axis=1) <= farthest
        small = sides.max(axis=1) <= size
        done.append(Pieces(*(array[small & near] for array in todo)))
        corners, cell, tile = (array[near & ~small] for array in todo)
        longest = sides[near & ~small].argmax(axis=1)
        a, b, c = (
            np.take_along_axis(corners, ((longest + k) % 3)[:, None, None], 1)[:, 0]
            for k in range(3)
        )
        half = 0.5 * (a + b)
        todo = Pieces(
            np.concatenate([np.stack([a, half, c], 1), np.stack([half, b, c], 1)]),
            np.concatenate([cell, cell]),
            np.concatenate([tile, tile]),
        )
    return Pieces(*(np.concatenate(arrays) for arrays in zip(*done, strict=True)))


def squared(vectors):
    return vectors[..., 0] ** 2 + vectors[..., 1] ** 2


class Sums:
    """Masses, costs and densities of cells, from triangles by Gauss's product rule."""

    def __init__(self, sites, origin, unit):
        self.sites, self.origin, self.unit = sites, origin, unit
        self.masses, self.largest = np.zeros(len(sites)), np.zeros(len(sites))
        self.costs, self.farthest = np.zeros(len(sites)), np.zeros(len(sites))

    def add(self, pieces, density, nodes, to_box=lambda x: x, scale=1.0):
        """A unit of area in the triangles' coordinates is `scale` in the box's."""
        at, weight = np.polynomial.legendre.leggauss(nodes)
        at, weight = 0.5 * at + 0.5, 0.5 * weight
        s, t = (grid.ravel() for grid in np.meshgrid(at, at, indexing="ij"))
        rule = np.outer(weight * at, weight).ravel()
        for first in range(0, len(pieces.cell), 2000):
            corners, cell, tile = (array[first : first + 2000] for array in pieces)
            a, b, c = (corners[:, k, None, :] for k in range(3))
            points = a + s[:, None] * (b - a) + (s * t)[:, None] * (c - b)
            u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
            twice_area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
            rho = density(points, tile[:, None, :])
            shares = rho * rule * twice_area[:, None]
            offset = (self.origin - self.sites[cell])[:, None, :]
            squares = squared(self.unit * to_box(points) + offset)
            np.add.at(self.masses, cell, shares.sum(axis=1))
            np.add.at(self.costs, cell, (shares * squares).sum(axis=1))
            np.maximum.at(self.largest, cell, rho.max(axis=1) / scale)
            np.maximum.at(self.farthest, cell, squares.max(axis=1))


def certificate(sites, weights, source):
    """Measure the power cells of distinct sites under a source."""
    low, high = np.reshape(source.bounds, (2, 2))
    origin, unit = 0.5 * low + 0.5 * high, 0.5 * (high - low).max()
    cells = power_cells(sites, weights, origin, unit)
    sums = Sums(sites, origin, unit)
    if isinstance(source, brenier.Raster | brenier.Bilinear):
        add_grid(sums, cells, source, (low - origin) / unit, (high - origin) / unit)
    else:
        pieces = triangulated(in_rings(cells, [(ring - origin) / unit for ring in source.rings]))
        if isinstance(source, brenier.Uniform):
            sums.add(pieces, lambda x, tile: np.ones(x.shape[:2]), 3)
        else:
            add_normals(sums, pieces, source)
    total = sums.masses.sum()
    # A facet may be as far off as the rounding of the weights and the sites' squares moves it, or
    # that of its own ends.
    rounding = 16 * EPS * (np.abs(weights).max(initial=0) + squared(sites - origin).max(initial=0))
    slack = np.zeros(len(sites))
    for i, cell in enumerate(cells):
        for k, j in enumerate(cell.neighbours):
            (px, py), (qx, qy) = cell.vertices[k], cell.vertices[(k + 1) % len(cell.vertices)]
            apart = np.hypot(*(sites[i] - sites[j])) if j >= 0 else np.inf
            slack[i] += np.hypot(px - qx, py - qy) * (8 * EPS + rounding / (2 * apart * unit))
    # What is so thin that it was cut away may lie wherever the density is greatest.
    slack *= sums.largest / total
    slack[sums.masses == 0] += 64 * EPS * sums.largest.max() / total
    return Certificate(
        sums.masses / total,
        float(sums.costs.sum() / total),
        slack,
        float(slack @ sums.farthest),
    )


def add_grid(sums, cells, source, low, high):
    values = source.values / source.values.max()
    if isinstance(source, brenier.Raster):
        pieces = triangulated(in_tiles(cells, low, high, *values.shape))
        sums.add(pieces, lambda x, tile: values[tile[..., 0], tile[..., 1]], 3)
        # The sides of a pixel are rounded, too: what lies beyond them counts.
        around = maximum_filter(values, 3)[pieces.tile[:, 0], pieces.tile[:, 1]]
        np.maximum.at(sums.largest, pieces.cell, around)
        return
    rows, columns = np.array(values.shape) - 1
    size = (high - low) / (columns, rows)

    def density(x, tile):
        row, column = tile[..., 0], tile[..., 1]
        u, v = np.moveaxis((x - low) / size, 2, 0) - (column, row)
        below = (1 - u) * values[row, column] + u * values[row, column + 1]
        above = (1 - u) * values[row + 1, column] + u * values[row + 1, column + 1]
        return (1 - v) * below + v * above

    sums.add(triangulated(in_tiles(cells, low, high, rows, columns)), density, 3)


def add_normals(sums, pieces, source):
    """Each component in coordinates in which it is the standard one.

    A domain may lie far from all of them: densities are in units of about the largest on it.
    """
    if isinstance(source, brenier.Gaussian):
        components = [(1.0, source.mean, source.cov)]
    else:
        components = zip(source.weights, source.means, source.covs, strict=True)
    parts = []
    for share, mean, cov in components:
        root = np.linalg.cholesky(cov / sums.unit**2)
        shift = (mean - sums.origin) / sums.unit
        around = np.linalg.solve(root, (pieces.triangles - shift).reshape(-1, 2).T).T
        whitened = Pieces(around.reshape(-1, 3, 2), pieces.cell, pieces.tile)
        nearest = distances_from_0(whitened.triangles).min()
        parts.append((share, root, shift, whitened, nearest))
    unit = min(part[-1] for part in parts) ** 2
    for share, root, shift, whitened, nearest in parts:
        small = halved_until(whitened, min(1.5, 9 / max(nearest, 1)), np.hypot(nearest, 10))

        def density(x, tile, share=share):
            return share / (2 * np.pi) * np.exp(-0.5 * (squared(x) - unit))

        def to_box(x, root=root, shift=shift):
            return x @ root.T + shift

        sums.add(small, density, 10, to_box, np.linalg.det(root))


def distances_from_0(triangles):
    """Of the triangles (t, 3, 2), 0 inside."""
    sides = np.roll(triangles, -1, axis=1) - triangles
    squares = np.maximum(np.sum(sides**2, axis=2), np.finfo(float).tiny)
    along = np.clip(-np.sum(triangles * sides, axis=2) / squares, 0, 1)
    feet = triangles + along[..., None] * sides
    turns = triangles[..., 0] * sides[..., 1] - triangles[..., 1] * sides[..., 0]
    is_inside = (turns >= 0).all(axis=1) | (turns <= 0).all(axis=1)
    return np.where(is_inside, 0, np.hypot(*np.moveaxis(feet, 2, 0)).min(axis=1))
