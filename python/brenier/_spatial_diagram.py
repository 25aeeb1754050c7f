"""Power diagrams in space."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import numpy as np

from brenier import _core
from brenier._arguments import as_int, as_path
from brenier._arrays import FloatArray, IntArray, as_real_array, read_only
from brenier._facet_matrices import adjacency, mass_derivatives
from brenier._space import space_core
from brenier._vtk import write_polyhedra
from brenier.polyhedra import Polyhedron, polyhedron_of
from brenier.power_diagram import PowerDiagram

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["SpatialDiagram", "SpatialFacets"]


@dataclass(frozen=True, eq=False)
class SpatialFacets:
    """Common boundaries of two cells in space, inside the domain: polygons, a row for each.

    Inside the domain there is a row for exactly those pairs of cells that share a polygon, not an
    edge or a point, decided without rounding; at the domain's boundary, for those with an area of
    more than rounding.

    Attributes
    ----------
    sites : ndarray of shape (f, 2)
        The two sites, the lower index first.
    areas : ndarray of shape (f,)
        The areas.
    masses : ndarray of shape (f,)
        ∫ρ dS over the facet.
    """

    sites: IntArray
    areas: FloatArray
    masses: FloatArray


class SpatialDiagram(PowerDiagram):
    """The power diagram of sites in space; made by `PowerDiagram` of sites (n, 3)."""

    dimension: ClassVar[int] = 3

    @staticmethod
    def _core_diagram(
        sites: FloatArray, weights: FloatArray, source: Any, workers: int
    ) -> _core.PowerDiagram:
        made: _core.PowerDiagram = space_core().PowerDiagram(sites, weights, source._core, workers)
        return made

    @property
    def _in_space(self) -> Any:
        return self._diagram

    def __repr__(self) -> str:
        return f"<PowerDiagram of {len(self)} sites in space>"

    @cached_property
    def volumes(self) -> FloatArray:
        """The volume of each cell inside the domain (n,)."""
        volumes: FloatArray = read_only(self._in_space.volumes())
        return volumes

    @cached_property
    def facets(self) -> Any:
        """The common boundaries of the cells inside the domain: `.sites`, `.areas`, `.masses`."""
        sites, areas, masses = self._in_space.facets()
        return SpatialFacets(read_only(sites.astype(np.intp)), read_only(areas), read_only(masses))

    def adjacency(self) -> csr_array:
        """Compute how much of their boundaries cells share: areas, (n, n)."""
        return adjacency(len(self), self.facets.sites, self.facets.areas)

    def hessian(self) -> csr_array:
        """Derivatives of the masses by the weights, ∂m_i/∂w_j (n, n), as in the plane."""
        i, j = self.facets.sites.T
        distances = np.linalg.norm(self.sites[i] - self.sites[j], axis=1)
        return mass_derivatives(
            len(self), self.facets.sites, self.facets.masses / (2.0 * distances)
        )

    def cell(self, i: int) -> Any:
        """Compute the cell of site i inside the domain.

        Parameters
        ----------
        i : int
            The site's index; negative ones count from the end.

        Returns
        -------
        Polyhedron
            Without vertices if the cell is empty.

        Raises
        ------
        IndexError
            There is no such site.
        TypeError
            `i` is no int.
        """
        site = as_int(i, "i")
        if not -len(self) <= site < len(self):
            raise IndexError(f"i is {i}; expected an index of {len(self)} sites")
        cell: Polyhedron = polyhedron_of(*self._in_space.cell(site % len(self)))
        return cell

    def to_vtk(self, path: str | os.PathLike[str], **cell_data: Any) -> Path:
        """Write the cells to a file for ParaView and its like: an unstructured grid of polyhedra.

        Parameters
        ----------
        path : str or path
            The file; ``.vtu`` is appended if the name ends otherwise. A file of that name is
            replaced.
        **cell_data : array_like of shape (n,) or (n, k)
            A number, or some, for each site, under the names given; beside ``site``, ``mass`` and
            ``volume``. Empty cells are left out.

        Returns
        -------
        Path
            The file that was written, with its ending.

        Raises
        ------
        ValueError
            An array has not one entry for each site.
        OSError
            The file cannot be written.
        """
        data = {
            "site": np.arange(len(self)),
            "mass": self.masses,
            "volume": self.volumes,
            **cell_data,
        }
        for name, values in data.items():
            data[name] = as_real_array(values, name)
            if data[name].ndim not in (1, 2) or len(data[name]) != len(self):
                raise ValueError(
                    f"{name} has shape {data[name].shape}; expected an entry for each of "
                    f"{len(self)} sites"
                )
        return write_polyhedra(as_path(path, "path"), map(self.cell, range(len(self))), data)

    @property
    def areas(self) -> NoReturn:
        """Cells in space have no area."""
        raise ValueError("cells in space have no area; they have .volumes")

    def cells(self) -> NoReturn:
        """Given in the plane only."""
        raise ValueError("cells() are polygons of the plane; in space, cell(i) gives one at a time")
