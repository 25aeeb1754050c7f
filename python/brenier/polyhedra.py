"""Convex polyhedra: cells of diagrams in space, and domains of sources there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from brenier._arguments import as_int
from brenier._arrays import FloatArray, IntArray, as_points, read_only

__all__ = ["Polyhedron", "as_surface", "polyhedron_of"]


@dataclass(frozen=True, eq=False)
class Polyhedron:
    """A convex polyhedron, such as the cell of a site in space.

    Attributes
    ----------
    vertices : ndarray of shape (v, 3)
        The corners; none if a cell is empty.
    faces : list of ndarray of shape (k,)
        For each face the indices of its vertices, counter-clockwise as seen from outside.
    neighbors : ndarray of shape (f,)
        For each face the site of the cell behind it, or -1 for the boundary of the domain.
    """

    vertices: FloatArray
    faces: list[IntArray]
    neighbors: IntArray

    def __repr__(self) -> str:
        return f"<Polyhedron of {len(self.vertices)} vertices and {len(self.faces)} faces>"

    @property
    def volume(self) -> float:
        """The volume that the faces enclose."""
        volume = 0.0
        for face in self.faces:
            a, *rest = self.vertices[face] - self.vertices[0]
            for b, c in pairwise(rest):
                volume += float(np.dot(a, np.cross(b, c))) / 6.0
        return volume


def as_surface(domain: Any) -> tuple[FloatArray, list[list[int]]]:
    """Convert anything with ``vertices`` and ``faces`` to what the core takes.

    Raises
    ------
    ValueError, TypeError
        Vertices are no points of space, or faces no lists of indices.
    """
    vertices = as_points(domain.vertices, "vertices", 3)
    faces = []
    for f, face in enumerate(domain.faces):
        try:
            faces.append([as_int(v, f"faces[{f}]") for v in face])
        except TypeError as error:
            raise TypeError(f"faces[{f}]: {error}; expected indices of vertices") from None
        if any(not 0 <= v < len(vertices) for v in faces[-1]):
            raise ValueError(
                f"faces[{f}] is {faces[-1]}; expected indices of {len(vertices)} vertices"
            )
    return vertices, faces


def polyhedron_of(vertices: Any, faces: Any, neighbors: Any) -> Polyhedron:
    """Wrap what the core gives for a cell."""
    return Polyhedron(
        read_only(vertices),
        [read_only(np.array(face, dtype=np.intp)) for face in faces],
        read_only(neighbors.astype(np.intp)),
    )
