"""Domains as users have them, into the rings that the core takes: arrays, shapely, GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, as_points

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
        parts overlap.
    TypeError
        It is none of these, or GeoJSON without polygons.
    """
    if domain is None:
        return [as_points(_UNIT_SQUARE, "domain")]
    geometry = getattr(domain, "__geo_interface__", domain)
    if isinstance(geometry, Mapping):
        return _rings_of_geometry(geometry)
    if isinstance(domain, (list, tuple)) and domain and _dimensions(domain[0]) == 2:
        return [as_points(ring, f"domain[{r}]") for r, ring in enumerate(domain)]
    return [as_points(domain, "domain")]


def _dimensions(value: Any) -> int:
    try:
        return np.ndim(value)
    except ValueError:  # ragged
        return -1


def _rings_of_geometry(geometry: Mapping[str, Any]) -> list[FloatArray]:
    """Rings of GeoJSON [rfc7946], checked to be holes in their polygon, and parts apart."""
    polygons = [
        [_closed(ring, f"domain: ring {r} of polygon {p}") for r, ring in enumerate(rings)]
        for p, rings in enumerate(_polygons(geometry))
    ]
    if not any(polygons):
        raise ValueError("domain is GeoJSON without a ring; expected at least one polygon")
    rings = [ring for polygon in polygons for ring in polygon]
    _core.uniform(rings)  # raises unless they are simple and apart; then one vertex tells for all
    for p, (outer, *holes) in enumerate(polygons):
        for r, hole in enumerate(holes, start=1):
            others = [other for other in holes if other is not hole]
            if not _contains([outer], hole) or any(_contains([other], hole) for other in others):
                raise ValueError(
                    f"domain: ring {r} of polygon {p} is no hole in it; expected rings inside of "
                    "the first, and outside of each other"
                )
        for q, (other, *_) in enumerate(polygons):
            if q != p and _contains([outer, *holes], other):
                raise ValueError(f"domain: polygon {q} lies in polygon {p}; expected parts apart")
    return rings


def _polygons(geometry: Mapping[str, Any]) -> Iterator[Any]:
    """The coordinates of all polygons in a GeoJSON object."""
    kind = geometry.get("type")
    try:
        if kind == "Polygon":
            yield list(geometry["coordinates"])
        elif kind == "MultiPolygon":
            for rings in geometry["coordinates"]:
                yield list(rings)
        elif kind == "Feature":
            yield from _polygons(geometry["geometry"])
        elif kind in ("FeatureCollection", "GeometryCollection"):
            for part in geometry["features" if kind == "FeatureCollection" else "geometries"]:
                yield from _polygons(part)
        else:
            raise TypeError(f"domain is GeoJSON of type {kind!r}; expected Polygon or MultiPolygon")
    except (AttributeError, KeyError) as error:
        raise TypeError(f"domain is no sound GeoJSON: {error!r} in its {kind}") from error


def _closed(ring: Any, name: str) -> FloatArray:
    points = as_points(ring, name)
    if len(points) == 0 or not np.array_equal(points[0], points[-1]):
        raise ValueError(f"{name} is not closed; expected its first vertex again at the end")
    return points


def _contains(rings: list[FloatArray], other: FloatArray) -> bool:
    """Whether a ring that meets none of the others lies inside of them."""
    return bool(_core.uniform(rings).contains(other[:1])[0])
