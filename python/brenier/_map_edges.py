"""The edges and triangles of a continuous map, and which of them are singular."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import read_only
from brenier._planar import require_plane
from brenier.thresholds import Thresholds, largest_of_edges
from brenier.transport import Transport

__all__ = ["diagram_and_mesh", "edges_and_triangles"]


def diagram_and_mesh(t: Transport) -> tuple[_core.PowerDiagram, _core.CentroidMesh]:
    """Make the mesh of centroids of a transport in the plane, or raise ValueError."""
    require_plane(t.source, "ContinuousMap")
    diagram = t.diagram._diagram
    assert isinstance(diagram, _core.PowerDiagram)
    return diagram, _core.CentroidMesh(diagram, t.sites)


def edges_and_triangles(
    mesh: _core.CentroidMesh, values: npt.NDArray[Any] | None, thresholds: Thresholds
) -> dict[str, npt.NDArray[Any]]:
    """Read a mesh, and judge its edges by thresholds on jumps between values, or between sites.

    Returns
    -------
    dict
        The arrays of `ContinuousMap`, by their names; read-only.

    Raises
    ------
    ValueError
        There are no triangles, or none is regular.
    """
    # As intp: where memory is short, numpy crashes on indices of other types.
    edges_of_triangles = mesh.edges_of_simplices().astype(np.intp)
    if not len(edges_of_triangles):
        raise ValueError(
            "this transport has no three cells that meet, so there is nothing to be affine on: its "
            "sites are fewer than three or lie on one line"
        )
    edges, jumps, angles = mesh.edges()
    if values is None:
        limits = mesh.gap_limits()
    else:
        jumps, angles, limits = _core.value_edges(mesh, values)
    singular = thresholds.are_exceeded(jumps, angles, limits)
    singular_simplices = largest_of_edges(singular, edges_of_triangles).astype(bool)
    if singular_simplices.all():
        raise ValueError(thresholds.complaint(jumps, angles, edges_of_triangles))
    arrays = {
        "simplices": mesh.simplices().astype(np.intp),
        "folded": mesh.folded().astype(np.intp),
        "edges": edges.astype(np.intp),
        "jumps": jumps,
        "angles": angles,
        "singular": singular,
        "singular_simplices": singular_simplices,
    }
    return {name: read_only(array) for name, array in arrays.items()}
