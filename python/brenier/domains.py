"""Domains as users have them, into the rings that the core takes: arrays, shapely, GeoJSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, as_points
from brenier.geojson import rings_of_geojson

__all__ = ["as_rings"]

_UNIT_SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def as_rings(domain: Any) -> list[FloatArray]:
    """Convert a domain to its rings (k, 2): what an odd number of them enclose.

    Parameters
    ----------
    domain : None, array_like, sequence of array_like, Mapping, or object with __geo_interface__
        The unit square; one ring; rings; GeoJSON.

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
    return [as_points(domain, "domain")]


def _dimensions(value: Any) -> int:
    try:
        return np.ndim(value)
    except Exception:  # ragged, or of any kind, as it is the value's own
        return -1
