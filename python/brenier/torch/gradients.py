"""The derivatives of the transport cost in the sites and in their masses."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray
from brenier.power_diagram import PowerDiagram
from brenier.transport import Transport

__all__ = ["gradient_in_masses", "gradient_in_points"]


def gradient_in_points(t: Transport) -> FloatArray:
    """Compute 2 ν_i (y_i - c_i) (n, 2), finite for every site."""
    centroids: FloatArray = t.centroids
    empty = np.isnan(centroids[:, 0])
    if empty.any():
        # Without mass, and any finite centre will do; or at the place of a site that has the cell
        # of both, which is then the nearest with a cell.
        from scipy.spatial import KDTree

        owners = np.flatnonzero(~empty)
        nearest = owners[KDTree(t.sites[owners]).query(t.sites[empty])[1]]
        centroids = centroids.copy()
        centroids[empty] = centroids[nearest]
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
        x = np.unique(t.diagram.cells().points, axis=0)
        owner = t.index(x)
        phi = np.sum((x - t.sites[owner]) ** 2, axis=1) - t.weights[owner]
        k = PowerDiagram(x, phi).index(t.sites[bare])
        potential[bare] = np.sum((x[k] - t.sites[bare]) ** 2, axis=1) - phi[k]
    return potential
