"""Tetrahedra that a convex polyhedron is cut into, to draw points from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, IntArray

__all__ = ["Tetrahedra"]


class Tetrahedra:
    """Tetrahedra by their corners (t, 4, 3), in either orientation."""

    def __init__(self, corners: FloatArray) -> None:
        self.corners = corners

    @classmethod
    def of(cls, polyhedra: Iterable[tuple[FloatArray, Any]]) -> Tetrahedra:
        """Cut convex polyhedra, given by vertices and faces, from the middle of their vertices."""
        corners = [
            (middle, vertices[face[0]], vertices[a], vertices[b])
            for vertices, faces in polyhedra
            for middle in [vertices.mean(axis=0)]
            for face in faces
            for a, b in pairwise(face[1:])
        ]
        return cls(np.array(corners))

    @property
    def volumes(self) -> FloatArray:
        """The volume of each (t,)."""
        edges = self.corners[:, 1:] - self.corners[:, :1]
        volumes: FloatArray = np.abs(np.linalg.det(edges)) / 6.0
        return volumes

    def points(self, which: IntArray, u: FloatArray) -> FloatArray:
        """Send numbers (m, 3) that are even in the unit cube to points (m, 3), even in each."""
        # The gaps between three numbers in order, and 0 and 1, are even on the simplex.
        shares = np.diff(np.sort(u, axis=1), axis=1, prepend=0.0, append=1.0)
        points: FloatArray = np.einsum("ks,ksd->kd", shares, self.corners[which])
        return points
