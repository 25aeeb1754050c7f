"""How far rounding may move results: the bounds that the laws are tested to, and why.

A vertex of a diagram, and where a facet meets the domain's boundary, are known to about 1e-14 in
local coordinates, in which the domain is 1 to 2 wide: vertices that a filter cannot vouch for to
1e-14 are computed anew with 106 bits. Moving the border of a cell by δ changes what the cell holds
by δ times the integral of ρ along the border at most; so the bounds below are of that form, with 2δ
for two diagrams that are compared, and as much as 1e-13 for the sums of a row of a grid and the
rules of quadrature.
"""

from __future__ import annotations

import brenier
import numpy as np

EPS = np.finfo(float).eps
VERTEX = 1e-14


def size_of(source):
    low, high = np.reshape(source.bounds, (2, 2))
    return float(np.max(high - low))


def peak(source):
    """The largest density: exactly, or, for normal densities whose means are inside, a bound."""
    if isinstance(source, brenier.Uniform):
        return 1 / source.area
    if isinstance(source, brenier.Gaussian):
        return float(source.density([source.mean])[0])
    if isinstance(source, brenier.GaussianMixture):
        return float(source.density(source.means).sum())
    rows, columns = source._tile_shape
    xmin, ymin, xmax, ymax = source.bounds
    tile = (xmax - xmin) * (ymax - ymin) / (rows * columns)
    return float(1 / (source._tile_means.sum() * tile))


def perimeter(source):
    rings = getattr(source, "rings", None)
    if rings is None:
        xmin, ymin, xmax, ymax = source.bounds
        return 2 * (xmax - xmin + ymax - ymin)
    return sum(float(np.hypot(*(ring - np.roll(ring, 1, axis=0)).T).sum()) for ring in rings)


def of_masses(d):
    """How far each cell's mass may be from the true one.

    The border of a cell is made of facets and of parts of the domain's boundary.
    """
    facets = np.zeros(len(d))
    for side in (0, 1):
        np.add.at(facets, d.facets.sites[:, side], d.facets.masses)
    along = facets + peak(d.source) * perimeter(d.source)
    return 2 * VERTEX * size_of(d.source) * along + 1e-13


def of_powers(d, x):
    """How exactly |x - y|² - w is known: four operations on numbers as large as these."""
    reach = np.abs(x).max() + np.abs(d.sites).max()
    return 8 * EPS * (reach**2 + np.abs(d.weights).max())


def of_costs(t):
    """How far the cost of a transport may be from that to its target masses.

    Where the cells have the masses m instead of ν, the cost is exact for m; as it is convex in the
    masses with the weights as slopes, it differs from that for ν by Σ |w_i| |m_i - ν_i| at most. To
    which comes the rounding of the moments, relative to the squared distances.
    """
    target = t.max_relative_error * np.dot(np.abs(t.weights), t.masses)
    return target + of_masses(t.diagram).sum() * 2 * farthest(t) ** 2


def farthest(t):
    """No point of the source is farther from a site."""
    return float(np.abs(t.source.bounds).max() + np.abs(t.sites).max())
