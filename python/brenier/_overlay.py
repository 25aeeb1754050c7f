"""The overlay of two power diagrams under one source: which cells overlap, with which masses.

The potentials of two transports are maxima of planes, one a site. Their sum is convex, too, and its
planes belong to pairs of sites: it has that of (i, j) where the cells of i and j overlap. So the
overlay is itself a power diagram, and needs no polygons to be cut with each other, only to know
which pairs there are. Those are found by cutting planes: the planes of some pairs give a function
below the sum. On each cell of their diagram the sum minus this function is convex, and thus largest
at a corner; where the pairs that have the corners are all known, nothing is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray, IntArray
from brenier.power_diagram import PowerDiagram
from brenier.sources import Source

if TYPE_CHECKING:
    from brenier.transport import Transport

__all__ = ["overlay"]


def overlay(a: Transport, b: Transport) -> tuple[IntArray, FloatArray]:
    """Find the pairs of sites (k, 2) whose cells overlap, sorted, and the masses there (k,)."""
    count = len(b.sites)
    (y, g), (z, h) = _planes(a), _planes(b)
    known: npt.NDArray[Any] = np.empty(0, dtype=np.int64)
    seen: npt.NDArray[Any] = np.empty(0, dtype=complex)
    corners = _distinct(np.concatenate([_corners(a.diagram), _corners(b.diagram)]))
    while True:
        x = corners.view(float).reshape(-1, 2)
        more = _without(_distinct(a.index(x) * count + b.index(x)), known)
        if len(more) == 0:
            break
        known, seen = _distinct(np.concatenate([known, more])), np.concatenate([seen, corners])
        i, j = np.divmod(known, count)
        diagram = _diagram(a.source, y[i] + z[j], g[i] + h[j], a._workers)
        corners = _without(_distinct(_corners(diagram)), np.sort(seen))
    there = diagram.masses > 0
    return np.stack([i, j], axis=1)[there], diagram.masses[there]


def _diagram(source: Source, slopes: FloatArray, heights: FloatArray, workers: int) -> PowerDiagram:
    """The power diagram whose cells are where each of the planes of `_planes` is the highest."""
    weights = np.sum(slopes**2, axis=1) + 2.0 * heights
    return PowerDiagram(_centre(source) + slopes, weights, source, workers=workers)


def _planes(t: Transport) -> tuple[FloatArray, FloatArray]:
    """Slopes (n, 2) and heights (n,) of the potential's planes, over x minus the source's centre.

    Up to a linear function and a factor, which leave the cells as they are: slopes are about as
    large as the source is wide, wherever the sites lie and at whatever scale.
    """
    middle = t.sites.mean(axis=0)
    slopes = t.sites - middle
    heights = 0.5 * t.weights - np.sum(slopes * (0.5 * slopes + middle - _centre(t.source)), axis=1)
    xmin, ymin, xmax, ymax = t.source.bounds
    spread = float(np.abs(slopes).max())
    scale = max(xmax - xmin, ymax - ymin) / spread if spread > 0 else 1.0
    return scale * slopes, scale * heights


def _centre(source: Source) -> FloatArray:
    xmin, ymin, xmax, ymax = source.bounds
    return np.array([0.5 * (xmin + xmax), 0.5 * (ymin + ymax)])


def _corners(d: PowerDiagram) -> npt.NDArray[np.complex128]:
    """All corners of cells, some more than once, as complex numbers: ends of facets, and of rings.

    Complex numbers are sorted by x and then by y, which finds copies.
    """
    points = np.concatenate([d.facets.points.reshape(-1, 2), *d.source._core.rings])
    return np.ascontiguousarray(points).view(complex).ravel()


def _distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Sort values, and take each once."""
    ordered = np.sort(values)
    first = np.append(True, ordered[1:] != ordered[:-1])
    distinct: npt.NDArray[Any] = ordered[first[: len(ordered)]]
    return distinct


def _without(values: npt.NDArray[Any], known: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Those values that are not among the known ones, which are sorted."""
    if len(known) == 0:
        return values
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    others: npt.NDArray[Any] = values[known[at] != values]
    return others
