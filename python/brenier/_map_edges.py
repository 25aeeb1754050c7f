"""The edges and simplices of a continuous map, and which of them are singular."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, IntArray, read_only
from brenier._planar import refuse_torus
from brenier._space import space_core
from brenier.thresholds import Sides, Thresholds
from brenier.transport import Transport

__all__ = ["PlanarMesh", "SpatialMesh", "are_among", "edges_and_simplices", "mesh_of_centroids"]


class PlanarMesh:
    """Triangles between the centroids of a diagram's cells."""

    def __init__(self, t: Transport) -> None:
        assert isinstance(t.diagram._diagram, _core.PowerDiagram)
        self._diagram, self._sites = t.diagram._diagram, t.sites
        self._mesh = _core.CentroidMesh(self._diagram, t.sites)
        self._edges, self._jumps, self._angles = self._mesh.edges()

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Read the arrays that do not depend on thresholds."""
        return {
            "simplices": self._mesh.simplices().astype(np.intp),
            "folded": self._mesh.folded().astype(np.intp),
            "edges": self._edges.astype(np.intp),
        }

    def sides(self) -> Sides:
        """Read which edges each triangle has: two, or three."""
        # As intp: where memory is short, numpy crashes on indices of other types.
        edges = self._mesh.edges_of_simplices().astype(np.intp)
        there = edges >= 0
        begin = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
        return Sides(edges[there], begin, np.arange(len(edges)))

    def measured(
        self, values: npt.NDArray[Any] | None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Jumps, angles, and which jumps are gaps, between values, or between sites."""
        if values is None:
            return self._jumps, self._angles, self._mesh.gap_limits()
        return _core.value_edges(self._edges, values, False)

    def affine_map(self, singular: npt.NDArray[np.bool_]) -> _core.PiecewiseAffineMap:
        """Make what says where points are, and its images."""
        return _core.PiecewiseAffineMap(self._diagram, self._mesh, self._sites, singular)


class SpatialMesh:
    """Tetrahedra between the centroids of a diagram's cells."""

    def __init__(self, t: Transport) -> None:
        self._diagram, self._sites = t.diagram._diagram, t.sites
        self._mesh = space_core().CentroidMesh(self._diagram, t._workers)

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Read the arrays that do not depend on thresholds."""
        return {
            "simplices": self._mesh.simplices().astype(np.intp),
            "folded": self._mesh.folded().astype(np.intp),
            "edges": self._mesh.edges().astype(np.intp),
        }

    def sides(self) -> Sides:
        """Read which edges connect the cells of each tetrahedron."""
        return Sides(*(array.astype(np.intp) for array in self._mesh.sides()))

    def measured(
        self, values: npt.NDArray[Any] | None
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Jumps, angles, and which jumps are gaps, between values, or between sites."""
        rows = self._sites if values is None else values
        return _core.value_edges(self._mesh.edges(), rows, values is None)

    def affine_map(self, singular: npt.NDArray[np.bool_]) -> Any:
        """Make what says where points are."""
        return space_core().PiecewiseAffineMap(self._diagram, self._mesh, singular)


def are_among(pairs: IntArray, edges: IntArray, n: int) -> npt.NDArray[np.bool_]:
    """Tell which pairs of n sites (..., 2), in either order, are among edges, the lower first."""
    low, high = pairs.min(axis=-1), pairs.max(axis=-1)
    found: npt.NDArray[np.bool_] = np.isin(low * n + high, edges[:, 0] * n + edges[:, 1])
    return found


def mesh_of_centroids(t: Transport) -> PlanarMesh | SpatialMesh:
    """Make the mesh of centroids of a transport, or raise ValueError."""
    refuse_torus(t.source, "ContinuousMap")
    return PlanarMesh(t) if t.source.dimension == 2 else SpatialMesh(t)


def edges_and_simplices(
    mesh: PlanarMesh | SpatialMesh, values: npt.NDArray[Any] | None, thresholds: Thresholds
) -> dict[str, npt.NDArray[Any]]:
    """Read a mesh, and judge its edges by thresholds on jumps between values, or between sites.

    Returns
    -------
    dict
        The arrays of `ContinuousMap`, by their names; read-only.

    Raises
    ------
    ValueError
        There are no simplices, or none is regular.
    """
    arrays, sides = mesh.arrays(), mesh.sides()
    corners = arrays["simplices"].shape[1]
    if not len(arrays["simplices"]):
        few, flat = ("three", "on one line") if corners == 3 else ("four", "in one plane")
        raise ValueError(
            f"this transport has no {few} cells that meet, so there is nothing to be affine on: "
            f"its sites are fewer than {few} or lie {flat}"
        )
    jumps, angles, limits = mesh.measured(values)
    singular = thresholds.are_exceeded(jumps, angles, limits)
    singular_simplices = sides.largest(singular)
    if singular_simplices.all():
        kind = "triangle" if corners == 3 else "tetrahedron"
        raise ValueError(thresholds.complaint(jumps, angles, sides, kind))
    arrays |= {
        "jumps": jumps,
        "angles": angles,
        "singular": singular,
        "singular_simplices": singular_simplices,
    }
    return {name: read_only(array) for name, array in arrays.items()}
