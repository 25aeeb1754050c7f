"""Convex polyhedra: cells of diagrams in space, and domains of sources there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from brenier._arguments import as_int, shown
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

    Returns
    -------
    vertices : ndarray of shape (v, 3)
        Those that are on faces.
    faces : list of list of int
    """
    vertices = as_points(domain.vertices, "vertices", 3)
    faces = []
    try:
        given = list(domain.faces)
    except Exception:  # of any kind, as it is the value's own
        raise TypeError(
            f"faces is {shown(domain.faces)}; expected, for each face, the indices of its vertices"
        ) from None
    for f, face in enumerate(given):
        try:
            faces.append([as_int(v, f"faces[{f}]") for v in face])
        except TypeError as error:
            raise TypeError(f"faces[{f}]: {error}; expected indices of vertices") from None
        if any(not 0 <= v < len(vertices) for v in faces[-1]):
            raise ValueError(
                f"faces[{f}] is {faces[-1]}; expected indices of {len(vertices)} vertices"
            )
    if not faces:
        return vertices, faces
    # Meshes from files often have vertices that are on no face.
    used, places = np.unique(np.concatenate(faces).astype(np.intp), return_inverse=True)
    ends = np.cumsum([len(face) for face in faces])
    return vertices[used], [part.tolist() for part in np.split(places, ends[:-1])]


def polyhedron_of(vertices: Any, faces: Any, neighbors: Any) -> Polyhedron:
    """Wrap what the core gives for a cell."""
    return Polyhedron(
        read_only(vertices),
        [read_only(np.array(face, dtype=np.intp)) for face in faces],
        read_only(neighbors.astype(np.intp)),
    )
