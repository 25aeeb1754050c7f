"""What the page draws of a map: cells, triangles, edges with their jumps, codes, classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray, IntArray
from brenier._atlas.arrays import pack, quantised
from brenier.continuous_map import ContinuousMap

__all__ = ["Frame", "scene"]

_MARGIN = 0.15  # around the centroids, of their size: what is shown of a source without an end


@dataclass(frozen=True)
class Frame:
    """A rectangle of a plane, scaled so that its longer side is 1.

    Attributes
    ----------
    lower : ndarray of shape (2,)
        Its lower left corner.
    size : ndarray of shape (2,)
        Its width and height.
    """

    lower: FloatArray
    size: FloatArray

    @classmethod
    def around(cls, points: FloatArray, margin: float = 0.0) -> Frame:
        """The smallest that holds all points, and a part of its size around them."""
        lower, upper = points.min(axis=0), points.max(axis=0)
        around = margin * max(float((upper - lower).max()), 1e-300)
        return cls(lower - around, upper - lower + 2 * around)

    def within(self, bounds: tuple[float, float, float, float]) -> Frame:
        """The part of it that lies in others' bounds."""
        lower = np.maximum(self.lower, bounds[:2])
        return Frame(lower, np.minimum(self.lower + self.size, bounds[2:]) - lower)

    @property
    def scaled_size(self) -> FloatArray:
        """Its width and height, the longer of them 1."""
        size: FloatArray = self.size / self.size.max()
        return size

    def scaled(self, points: FloatArray) -> FloatArray:
        """Coordinates in it, in units of its longer side."""
        coordinates: FloatArray = (points - self.lower) / self.size.max()
        return coordinates

    def grid(self, side: int) -> FloatArray:
        """The centres of side × side pixels, row by row from below."""
        steps = (np.arange(side) + 0.5) / side
        x, y = np.meshgrid(steps, steps)
        points: FloatArray = self.lower + np.column_stack([x.ravel(), y.ravel()]) * self.size
        return points


def source_frame(m: ContinuousMap) -> Frame:
    """What is shown of the source: where its mass is."""
    t = m.transport
    there = t.diagram._have_centroids
    return Frame.around(t.centroids[there], _MARGIN).within(t.source.bounds)


def scene(m: ContinuousMap, frame: Frame, classes: list[Any], class_of: IntArray) -> dict[str, Any]:
    """All that the page needs to draw, by name.

    Coordinates of the source are those of the frame, those of the codes fill a square of side 1.
    """
    t = m.transport
    n = len(t.sites)
    index = "u16" if n <= 65536 else "u32"
    codes = Frame.around(t.sites)
    polygons = [t.diagram.cell(i) for i in range(n)]
    outlines = [outline for cell in polygons for outline in cell]
    unit = float(np.median(m.jumps))
    facets, edge_of_facet = _facets_of_edges(m)
    rings = [frame.scaled(ring) for ring in t.source._core.rings]
    centroids = np.where(t.diagram._have_centroids[:, None], t.centroids, frame.lower)
    return {
        "count": n,
        "frame": {"lower": frame.lower.tolist(), "size": float(frame.size.max())},
        "size": frame.scaled_size.tolist(),
        "codes_size": codes.scaled_size.tolist(),
        "classes": [str(label) for label in classes],
        "class_of": pack(class_of, "u16"),
        "sites": quantised(codes.scaled(t.sites)),
        "centroids": quantised(frame.scaled(centroids)),
        "rings": pack(np.concatenate(rings), "f32"),
        "ring_sizes": [len(ring) for ring in rings],
        "points": quantised(frame.scaled(np.concatenate(outlines))),
        "outline_sizes": pack(np.array([len(outline) for outline in outlines]), "u32"),
        "outlines_of_cells": pack(np.array([len(cell) for cell in polygons]), "u16"),
        "edges": pack(m.edges, index),
        "jump_unit": unit,
        "jumps": pack(m.jumps / unit, "f32"),
        "singular": pack(m.singular, "u8"),
        "triangles": pack(m.simplices, index),
        "facets": quantised(frame.scaled(facets.reshape(-1, 2))),
        "edge_of_facet": pack(edge_of_facet, "u32"),
    }


def _facets_of_edges(m: ContinuousMap) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """The facets between cells that share an edge of the map, and which edge that is."""
    n = len(m.transport.sites)
    facets = m.transport.diagram.facets
    pairs = np.sort(facets.sites, axis=1)
    wanted, known = pairs[:, 0] * n + pairs[:, 1], m.edges[:, 0] * n + m.edges[:, 1]
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    there = known[place] == wanted
    return facets.points[there], place[there]
