"""The derivatives of the transport cost in the sites and in their masses."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray
from brenier.power_diagram import PowerDiagram
from brenier.transport import Transport

__all__ = ["gradient_in_masses", "gradient_in_points"]


def gradient_in_points(t: Transport) -> FloatArray:
    """Compute 2 ν_i (y_i - c_i) (n, d), finite for every site."""
    # Sites of a group get the centre of the cell that they share. Of an empty cell, which wants no
    # mass or has failed to get some, any finite centre will do.
    centroids: FloatArray = t.centroids[t.groups]
    centroids = np.where(np.isnan(centroids), t.sites, centroids)
    offsets = t.sites - centroids
    gradient: FloatArray = 2.0 * t.masses[:, np.newaxis] * offsets
    return gradient


def gradient_in_masses(t: Transport) -> FloatArray:
    """Compute Kantorovich's potential w_i (n,), with Σ ν_i w_i = 0.

    A site without mass has a cell of no area with any weight up to min_x |x - y_i|² - φ(x), where
    φ(x) = min_j |x - y_j|² - w_j over the sites with mass. That largest one is the derivative for a
    mass that grows from 0; the transport's own weight may be any of them.
    """
    potential: FloatArray = t.weights.copy()
    bare = t.masses == 0
    if bare.any():
        # On a cell |x - y_i|² - φ(x) is affine, so a vertex of a cell has the least value: the one
        # whose power cell y_i lies in, if the vertices x are taken for sites with weights φ(x).
        x = np.unique(_vertices_of_cells(t), axis=0)
        owner = t.index(x)
        phi = _squares(t, x, t.sites[owner]) - t.weights[owner]
        k = PowerDiagram(x, phi, t.source).index(t.sites[bare])
        potential[bare] = _squares(t, x[k], t.sites[bare]) - phi[k]
    return potential


def _squares(t: Transport, x: FloatArray, y: FloatArray) -> FloatArray:
    """Squared distances of points (m, d), on a torus those of the nearest copies."""
    torus = t.source._torus
    ways = x - y if torus is None else torus.differences(x, y)
    squares: FloatArray = np.sum(ways**2, axis=1)
    return squares


def _vertices_of_cells(t: Transport) -> FloatArray:
    """The vertices of all cells with mass, some of them several times."""
    if t.source.dimension == 2:
        return t.diagram.cells().points
    cells = np.flatnonzero(t.diagram.masses).tolist()
    return np.concatenate([t.diagram.cell(i).vertices for i in cells])
