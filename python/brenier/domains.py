"""Domains as users have them, into the rings that the core takes: arrays, shapely, GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, as_points, first_not_finite

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
        [_closed(ring, f"ring {r} of polygon {p}") for r, ring in enumerate(rings)]
        for p, rings in enumerate(_polygons(geometry))
    ]
    if not any(polygons):
        raise ValueError("domain is GeoJSON without a ring; expected at least one polygon")
    rings = [ring for polygon in polygons for ring in polygon]
    outer = iter(_from_outside(rings))
    for p, polygon in enumerate(polygons):
        if len(polygon) > 1:
            _require_holes(polygon, p)
    for p, polygon in enumerate(polygons):
        is_outer = [next(outer) for _ in polygon]
        # If polygons overlap, one of them lies in just one other.
        if polygon and not is_outer[0]:
            raise ValueError(f"domain: polygon {p} lies in another; expected parts apart")
    return rings


def _require_holes(polygon: list[FloatArray], p: int) -> None:
    """Check that all rings but the first are holes in the first.

    One ring at least lies in no other. If the first is the only one that bounds the polygon from
    outside, it is that one: all others lie in it, and none of them in another, as rings do not
    cross.
    """
    is_outer = _from_outside(polygon)
    if any(is_outer[1:]):
        raise ValueError(
            f"domain: ring {is_outer.index(True, 1)} of polygon {p} is no hole in it; expected "
            "rings inside of the first, and outside of each other"
        )


def _from_outside(rings: list[FloatArray]) -> list[bool]:
    """For each ring, whether it bounds what an odd number of them enclose from outside."""
    # The core makes sure that rings do not cross, and turns these counter-clockwise.
    return [_is_counter_clockwise(ring) for ring in _core.uniform(rings).rings]


def _polygons(geometry: Any) -> Iterator[list[Any]]:
    """The rings of all polygons in a GeoJSON object."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else geometry
    if kind == "Polygon":
        yield _members(geometry, "coordinates")
    elif kind == "MultiPolygon":
        yield from (list(rings) for rings in _members(geometry, "coordinates"))
    elif kind == "Feature":
        yield from _polygons(geometry.get("geometry"))
    elif kind in ("FeatureCollection", "GeometryCollection"):
        for part in _members(geometry, "features" if kind == "FeatureCollection" else "geometries"):
            yield from _polygons(part)
    else:
        raise TypeError(f"domain is GeoJSON of type {kind!r}; expected Polygon or MultiPolygon")


def _members(geometry: Mapping[str, Any], name: str) -> list[Any]:
    members = geometry.get(name)
    if not isinstance(members, (list, tuple)):
        kind = geometry["type"]
        raise TypeError(f"domain is a {kind} whose {name} are {members!r}; expected a list")
    return list(members)


def _closed(ring: Any, name: str) -> FloatArray:
    points = as_points(ring, f"domain: {name}")
    k = first_not_finite(points)
    if k is not None:
        at = tuple(points[k].tolist())
        raise ValueError(f"domain: vertex {k} of {name} is {at}; expected finite numbers")
    if len(points) == 0 or not np.array_equal(points[0], points[-1]):
        raise ValueError(
            f"domain: {name} is not closed; expected its first vertex again at the end"
        )
    return points


def _is_counter_clockwise(ring: FloatArray) -> bool:
    x, y = (ring - ring[0]).T
    return bool(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]) > 0)
