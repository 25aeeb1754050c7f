"""All cells of a power diagram as polygons, in flat arrays, and for others to take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from brenier._arguments import as_int, shown
from brenier._arrays import FloatArray, IntArray

__all__ = ["Cells"]


@dataclass(frozen=True, repr=False, eq=False)
class Cells:
    """The cells of a power diagram inside its domain; made by `PowerDiagram.cells`.

    Each cell is a set of polygons, none if it is empty; each polygon is an outline,
    counter-clockwise, and its holes, clockwise. The arrays are those of GeoArrow's multipolygons,
    one a site, but that rings do not repeat their first point: each array of offsets says where in
    the one before its items begin, and ends with the length of that.

    Cells fit together: neighbours have the same vertices to the last bit, no two overlap, and all
    of them are the domain, but for the rounding of vertices on slanted edges.

    As a sequence it has one item a site: what `PowerDiagram.cell` returns.

    Attributes
    ----------
    points : ndarray of shape (p, 2)
        The vertices of all rings.
    rings : ndarray of shape (r + 1,)
        Ring k has the points ``points[rings[k]:rings[k + 1]]``.
    polygons : ndarray of shape (q + 1,)
        Polygon k has the rings from ``polygons[k]`` to ``polygons[k + 1]``, its outline first.
    sites : ndarray of shape (n + 1,)
        The cell of site i has the polygons from ``sites[i]`` to ``sites[i + 1]``.
    """

    points: FloatArray
    rings: IntArray
    polygons: IntArray
    sites: IntArray

    def __len__(self) -> int:
        return len(self.sites) - 1

    def __repr__(self) -> str:
        return f"<Cells of {len(self)} sites: {len(self.polygons) - 1} polygons>"

    def __getitem__(self, i: int) -> list[FloatArray]:
        k = as_int(i, "i")
        if not -len(self) <= k < len(self):
            n = len(self)
            raise IndexError(
                f"cell {shown(k)} of a diagram of {n} sites; expected an index from {-n} to {n - 1}"
            )
        return self._rings_of(k % len(self))

    def __iter__(self) -> Iterator[list[FloatArray]]:
        return map(self._rings_of, range(len(self)))

    @cached_property
    def _offsets(self) -> tuple[list[int], list[int], list[int]]:
        """As lists, which are faster to look up one by one."""
        return self.rings.tolist(), self.polygons.tolist(), self.sites.tolist()

    def _rings_of(self, k: int) -> list[FloatArray]:
        rings, polygons, sites = self._offsets
        return [
            self.points[rings[r] : rings[r + 1]]
            for r in range(polygons[sites[k]], polygons[sites[k + 1]])
        ]

    def to_geojson(
        self, properties: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> dict[str, Any]:
        """Convert to GeoJSON: a FeatureCollection with one feature a site.

        Parameters
        ----------
        properties : mapping of array_like of shape (n, ...), or sequence of n mappings, optional
            What the features have as properties: columns by name, or a mapping for each site.

        Returns
        -------
        dict
            For ``json.dump``. The `id` of each feature is its site's index. Its geometry is a
            Polygon, a MultiPolygon if the cell has several, or None if it is empty.

        Raises
        ------
        ValueError
            There is not one value, or not one mapping, for each site.
        TypeError
            `properties` is none of these.

        References
        ----------
        RFC 7946 (2016), The GeoJSON format.
        """
        rows = _rows(properties, len(self))
        _, polygons, sites = self._offsets
        closed, begin = self._closed_rings()
        points = closed.tolist()

        def polygon(p: int) -> list[Any]:
            of_rings = range(polygons[p], polygons[p + 1])
            return [points[begin[r] : begin[r + 1]] for r in of_rings]

        features = []
        for i, row in enumerate(rows):
            parts = [polygon(p) for p in range(sites[i], sites[i + 1])]
            geometry: dict[str, Any] | None = None
            if len(parts) == 1:
                geometry = {"type": "Polygon", "coordinates": parts[0]}
            elif parts:
                geometry = {"type": "MultiPolygon", "coordinates": parts}
            features.append({"type": "Feature", "id": i, "properties": row, "geometry": geometry})
        return {"type": "FeatureCollection", "features": features}

    def to_shapely(self) -> Any:
        """Convert to polygons of shapely.

        Returns
        -------
        ndarray of shape (n,)
            One geometry a site: a Polygon, which is empty if the cell is, or a MultiPolygon if the
            cell has several.

        Raises
        ------
        ImportError
            shapely is not installed.
        """
        try:
            import shapely
        except ImportError as error:
            raise ImportError("to_shapely needs shapely: pip install 'brenier[geo]'") from error

        closed, begin = self._closed_rings()
        parts = shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, closed, (np.asarray(begin), self.polygons)
        )
        counts = np.diff(self.sites)
        cells = np.full(len(self), shapely.Polygon(), dtype=object)
        cells[counts == 1] = parts[self.sites[:-1][counts == 1]]
        owner = np.repeat(np.arange(len(self)), counts)
        in_several = counts[owner] > 1
        if in_several.any():
            cells[counts > 1] = shapely.multipolygons(
                parts[in_several], indices=np.unique(owner[in_several], return_inverse=True)[1]
            )
        return cells

    def _closed_rings(self) -> tuple[FloatArray, list[int]]:
        """The points with the first of each ring once more behind its last, and their offsets."""
        sizes = np.diff(self.rings)
        ring = np.repeat(np.arange(len(sizes)), sizes + 1)
        at = np.arange(len(ring)) - ring
        last = self.rings[1:] + np.arange(len(sizes))
        at[last] = self.rings[:-1]
        return self.points[at], [*(self.rings + np.arange(len(sizes) + 1)).tolist()]


def _rows(properties: Any, count: int) -> list[dict[str, Any]]:
    """One dict of plain values for each site."""
    if properties is None:
        return [{} for _ in range(count)]
    if isinstance(properties, Mapping):
        names = list(properties)
        columns = [_column(name, properties[name], count) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)] or [
            {} for _ in range(count)
        ]
    if isinstance(properties, (str, bytes)) or not isinstance(properties, Sequence):
        raise TypeError(
            f"properties are {shown(properties)}; expected a mapping of columns, or a mapping for "
            "each site"
        )
    if len(properties) != count:
        raise ValueError(
            f"properties are {len(properties)}; expected one for each of {count} sites"
        )
    for k, row in enumerate(properties):
        if not isinstance(row, Mapping):
            raise TypeError(f"properties[{k}] is {shown(row)}; expected a mapping")
    return [dict(row) for row in properties]


def _column(name: str, values: Any, count: int) -> list[Any]:
    column = values.tolist() if hasattr(values, "tolist") else values
    if not isinstance(column, Sequence) or isinstance(column, (str, bytes)):
        raise TypeError(
            f"properties[{name!r}] is {shown(values)}; expected a value for each of {count} sites"
        )
    if len(column) != count:
        raise ValueError(
            f"properties[{name!r}] has {len(column)} values; expected one for each of {count} sites"
        )
    return list(column)
