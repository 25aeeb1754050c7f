"""GeoJSON, and what others hand out in its form, into the rings that the core takes [rfc7946]."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from brenier import _core
from brenier._arguments import shown
from brenier._arrays import FloatArray, as_points, first_not_finite

__all__ = ["rings_of_geojson"]

_WITHOUT_AREA = ("Point", "MultiPoint", "LineString", "MultiLineString", "LinearRing")
_JOIN = "join them first, for example by shapely.union_all(parts)"

Polygons = list[list[FloatArray]]


def rings_of_geojson(geometry: Mapping[str, Any]) -> list[FloatArray]:
    """Convert polygons to rings: checked to be simple, with holes in their polygon, and apart.

    Of each position the first two numbers are taken. In collections, geometries that are null or
    have no area are left out. Errors count the polygons that there are, and the rings of each.
    """
    others: Counter[str] = Counter()
    try:
        raw = list(_polygons(geometry, None, others))
    except RecursionError:
        raise ValueError(
            "domain is GeoJSON whose collections are too deep in each other; expected polygons"
        ) from None
    polygons = [
        [_closed(ring, f"ring {r} of polygon {p}") for r, ring in enumerate(rings)]
        for p, rings in enumerate(raw)
    ]
    if not any(polygons):
        found = ", ".join(f"{count} {kind}" for kind, count in others.items()) or "nothing"
        raise ValueError(
            f"domain is GeoJSON without a ring, with {found} in it; expected at least one polygon"
        )
    outer = iter(_from_outside(polygons))
    for p, polygon in enumerate(polygons):
        if len(polygon) > 1:
            _require_holes(polygon, p)
    for p, polygon in enumerate(polygons):
        is_outer = [next(outer) for _ in polygon]
        # If polygons overlap, one of them lies in just one other.
        if polygon and not is_outer[0]:
            raise ValueError(
                f"domain: polygon {p} lies in another{_which(polygons, p)}; expected parts apart: "
                f"{_JOIN}"
            )
    return [ring for polygon in polygons for ring in polygon]


def _polygons(geometry: Any, collection: str | None, others: Counter[str]) -> Iterator[list[Any]]:
    """The rings of all polygons in an object; in a collection, other geometries are counted."""
    kind = geometry.get("type") if isinstance(geometry, Mapping) else geometry
    if geometry is None and collection is not None:
        others["null"] += 1
    elif not isinstance(kind, str):
        raise _unknown(kind)
    elif kind == "Polygon":
        yield _members(geometry, "coordinates")
    elif kind == "MultiPolygon":
        for p, rings in enumerate(_members(geometry, "coordinates")):
            if not isinstance(rings, (list, tuple)):
                raise TypeError(
                    f"domain is a MultiPolygon whose coordinates[{p}] is {shown(rings)}; expected "
                    "a list of rings"
                )
            yield list(rings)
    elif kind == "Feature":
        yield from _polygons(geometry.get("geometry"), collection, others)
    elif kind in ("FeatureCollection", "GeometryCollection"):
        for part in _members(geometry, "features" if kind == "FeatureCollection" else "geometries"):
            yield from _polygons(part, kind, others)
    elif collection is not None and kind in _WITHOUT_AREA:
        others[kind] += 1
    else:
        raise _unknown(kind)


def _unknown(kind: Any) -> TypeError:
    return TypeError(f"domain is GeoJSON of type {shown(kind)}; expected Polygon or MultiPolygon")


def _members(geometry: Any, name: str) -> list[Any]:
    members = geometry.get(name) if isinstance(geometry, Mapping) else None
    if not isinstance(members, (list, tuple)):
        kind = geometry["type"] if isinstance(geometry, Mapping) else geometry
        raise TypeError(f"domain is a {kind} whose {name} are {shown(members)}; expected a list")
    return list(members)


def _closed(ring: Any, name: str) -> FloatArray:
    points = as_points(_flat(ring), f"domain: {name}")
    k = first_not_finite(points)
    if k is not None:
        at = tuple(points[k].tolist())
        raise ValueError(f"domain: vertex {k} of {name} is {at}; expected finite numbers")
    if len(points) == 0 or not np.array_equal(points[0], points[-1]):
        raise ValueError(
            f"domain: {name} is not closed; expected its first vertex again at the end"
        )
    return points


def _flat(ring: Any) -> Any:
    """Positions without what they have beside x and y: a height, a measure."""
    if isinstance(ring, np.ndarray):
        return ring[:, :2] if ring.ndim == 2 and ring.shape[1] in (3, 4) else ring
    if not isinstance(ring, (list, tuple)):
        return ring
    return [
        position[:2]
        if isinstance(position, (list, tuple)) and len(position) in (3, 4)
        else position
        for position in map(_as_list, ring)
    ]


def _as_list(position: Any) -> Any:
    is_array = isinstance(position, np.ndarray) and position.ndim == 1
    return position.tolist() if is_array else position


def _require_holes(polygon: list[FloatArray], p: int) -> None:
    """Check that all rings but the first are holes in the first.

    One ring at least lies in no other. If the first is the only one that bounds the polygon from
    outside, it is that one: all others lie in it, and none of them in another, as rings do not
    cross.
    """
    is_outer = _from_outside([polygon])
    if any(is_outer[1:]):
        raise ValueError(
            f"domain: ring {is_outer.index(True, 1)} of polygon {p} is no hole in it; expected "
            "rings inside of the first, and outside of each other"
        )


def _from_outside(polygons: Polygons) -> list[bool]:
    """For each ring, whether it bounds what an odd number of them enclose from outside."""
    given = [ring for polygon in polygons for ring in polygon]
    try:
        # The core makes sure that rings do not cross, and turns these counter-clockwise.
        rings = _core.uniform(given).rings
    except ValueError as error:
        clash = _core.ring_clash(given)
        raise ValueError(_in_their_polygons(str(error), clash, polygons)) from None
    return [_is_counter_clockwise(ring) for ring in rings]


def _in_their_polygons(message: str, clash: Any, polygons: Polygons) -> str:
    """Say what the core says of rings, which it counts in a row, of the rings of polygons."""
    places = [(p, r) for p, polygon in enumerate(polygons) for r in range(len(polygon))]
    if clash is not None:
        (one, k), (other, m), do_cross = clash
        (p, _), (q, _) = places[one], places[other]
        if p != q:
            edges = _edge(polygons, places[one], k), _edge(polygons, places[other], m)
            where = _crossing(*edges) if do_cross else _shared(*edges)
            names = f"{min(p, q)} and {max(p, q)}"
            return f"domain: polygons {names} {where}; expected parts apart: {_JOIN}"
        message += "; shapely.make_valid mends it"
    return re.sub(
        r"\bring (\d+)", lambda m: "ring {1} of polygon {0}".format(*places[int(m[1])]), message
    )


def _edge(polygons: Polygons, place: tuple[int, int], k: int) -> FloatArray:
    """The ends (2, 2) of the edge from a vertex to the next one that is elsewhere."""
    ring = polygons[place[0]][place[1]]
    ahead = np.roll(ring, -k, axis=0)
    elsewhere = np.any(ahead != ahead[0], axis=1)
    return np.stack([ahead[0], ahead[np.argmax(elsewhere)]])


def _shared(edge: FloatArray, other: FloatArray) -> str:
    """Where two edges on one line overlap."""
    ends = sorted(map(tuple, [*edge.tolist(), *other.tolist()]))
    return f"share a border, from {_place(ends[1])} to {_place(ends[2])}"


def _crossing(edge: FloatArray, other: FloatArray) -> str:
    """Where two edges cross, but for rounding."""
    (a, b), (c, d) = edge, other
    along, across = b - a, d - c
    area = along[0] * across[1] - along[1] * across[0]
    share = ((c - a)[0] * across[1] - (c - a)[1] * across[0]) / area if area else 0.0
    return f"overlap: their borders cross at {_place(a + share * along)}"


def _place(point: Any) -> str:
    return "({:.10g}, {:.10g})".format(*point)


def _which(polygons: Polygons, p: int) -> str:
    """Name the polygon that this one lies in, if it is found, and a place."""
    ring = polygons[p][0]
    around = (
        q
        for q, polygon in enumerate(polygons)
        if q != p and polygon and _core.uniform(polygon).contains(ring).all()
    )
    return "".join(f", polygon {q}, as at {_place(ring[0])}" for q in list(around)[:1])


def _is_counter_clockwise(ring: FloatArray) -> bool:
    x, y = (ring - ring[0]).T
    return bool(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]) > 0)
