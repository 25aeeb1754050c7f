"""Domains as users have them, into the rings that the core takes: arrays, shapely, GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, as_finite_points, as_points
from brenier.geojson import rings_of_geojson

__all__ = ["as_box", "as_rings"]

_UNIT_SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def as_rings(domain: Any) -> list[FloatArray]:
    """Convert a domain to its rings (k, 2): what an odd number of them enclose.

    Parameters
    ----------
    domain : None, array_like, sequence of array_like, Mapping, or object with __geo_interface__
        The unit square; one ring, or two corners of a box; rings; GeoJSON.

    Raises
    ------
    ValueError
        A shape is wrong, a ring of GeoJSON is not closed, a hole lies outside of its polygon, or
        parts overlap or share a border.
    TypeError
        It is none of these, or GeoJSON without polygons.
    """
    if domain is None:
        return [as_points(_UNIT_SQUARE, "domain")]
    geometry = getattr(domain, "__geo_interface__", domain)
    if isinstance(geometry, Mapping):
        return rings_of_geojson(geometry)
    if isinstance(domain, (list, tuple)) and domain and _dimensions(domain[0]) == 2:
        return [as_points(ring, f"domain[{r}]") for r, ring in enumerate(domain)]
    ring = as_points(domain, "domain")
    return [_box_between(*ring) if len(ring) == 2 else ring]


def as_box(domain: Any) -> tuple[float, float, float, float]:
    """Convert a domain that is a rectangle along the axes: (xmin, ymin, xmax, ymax).

    Raises
    ------
    ValueError, TypeError
        It is no such rectangle, or as for `as_rings`.
    """
    rings = as_rings(domain)
    expected = (
        "a periodic domain has to be a rectangle along the axes: its four vertices, or two corners "
        "((xmin, ymin), (xmax, ymax))"
    )
    if len(rings) != 1:
        raise ValueError(f"domain has {len(rings)} rings; {expected}")
    ring = as_finite_points(rings[0], "domain")
    if len(ring) > 1 and np.array_equal(ring[0], ring[-1]):
        ring = ring[:-1]
    low, high = ring.min(axis=0), ring.max(axis=0)
    off = np.flatnonzero(np.any((ring != low) & (ring != high), axis=1))
    if len(off):
        k = off[0]
        raise ValueError(f"domain[{k}] is {tuple(ring[k].tolist())}, no corner; {expected}")
    # Each side of a rectangle changes one coordinate.
    changes = np.sum(ring != np.roll(ring, -1, axis=0), axis=1)
    if len(ring) != 4 or np.any(changes != 1) or np.any(low == high):
        raise ValueError(f"domain is {ring.tolist()}; {expected}")
    (xmin, ymin), (xmax, ymax) = low.tolist(), high.tolist()
    return xmin, ymin, xmax, ymax


def _box_between(low: FloatArray, high: FloatArray) -> FloatArray:
    """Make a ring of the lower and the upper corner of a box."""
    if np.all(np.isfinite([low, high])) and not np.all(low < high):
        raise ValueError(
            f"domain has two corners, {tuple(low.tolist())} and {tuple(high.tolist())}; expected "
            "the lower one first, both its coordinates less: ((xmin, ymin), (xmax, ymax))"
        )
    return np.array([low, (high[0], low[1]), high, (low[0], high[1])])


def _dimensions(value: Any) -> int:
    try:
        return np.ndim(value)
    except Exception:  # ragged, or of any kind, as it is the value's own
        return -1
