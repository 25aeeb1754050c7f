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
from brenier._planar import ElsewhereError
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

    Inside the domain, and everywhere on a torus, there is a row for exactly those pairs of cells
    that share a polygon, not an edge or a point, decided without rounding; at the domain's
    boundary, for those with an area of more than rounding.

    Attributes
    ----------
    sites : ndarray of shape (f, 2)
        The two sites, the lower index first.
    areas : ndarray of shape (f,)
        The areas.
    masses : ndarray of shape (f,)
        ∫ρ dS over the facet.
    shifts : ndarray of shape (f, 3)
        Under a periodic source, by how many periods along each axis the second site is moved to be
        the neighbour of the first; else 0. There each facet has one row, whole, also across the
        seam; two cells that meet on several sides have several, and a cell that meets its own
        copies has rows with its site twice.
    """

    sites: IntArray
    areas: FloatArray
    masses: FloatArray
    shifts: IntArray

    @classmethod
    def _of(cls, core: Any, periodic: bool) -> SpatialFacets:
        """Of a diagram of the core."""
        sites, areas, masses, *shifts = core.facets()
        moved = shifts[0] if periodic else np.zeros((len(sites), 3))
        return cls(
            read_only(sites.astype(np.intp)),
            read_only(areas),
            read_only(masses),
            read_only(moved.astype(np.intp)),
        )


class SpatialDiagram(PowerDiagram):
    """The power diagram of sites in space; made by `PowerDiagram` of sites (n, 3)."""

    dimension: ClassVar[int] = 3

    @staticmethod
    def _core_diagram(
        sites: FloatArray, weights: FloatArray, source: Any, workers: int
    ) -> _core.PowerDiagram:
        kind = space_core().PeriodicDiagram if source.periodic else space_core().PowerDiagram
        made: _core.PowerDiagram = kind(sites, weights, source._core, workers)
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
        """The common boundaries of the cells inside the domain, with their areas and masses."""
        return SpatialFacets._of(self._in_space, self.source.periodic)

    def adjacency(self) -> csr_array:
        """Compute how much of their boundaries cells share: areas, (n, n).

        What a cell shares with itself, around a torus, does not count.
        """
        pairs, areas = self.facets.sites, self.facets.areas
        between = pairs[:, 0] != pairs[:, 1]
        return adjacency(len(self), pairs[between], areas[between])

    def hessian(self) -> csr_array:
        """Derivatives of the masses by the weights, ∂m_i/∂w_j (n, n), as in the plane."""
        pairs, masses, shifts = self.facets.sites, self.facets.masses, self.facets.shifts
        between = pairs[:, 0] != pairs[:, 1]
        i, j = pairs[between].T
        away = self.sites[i] - self.sites[j]
        if self.source._torus is not None:
            away = away - shifts[between] * self.source._torus.period
        conductances = masses[between] / (2.0 * np.linalg.norm(away, axis=1))
        return mass_derivatives(len(self), pairs[between], conductances)

    def cell(self, i: int) -> Any:
        """Compute the cell of site i inside the domain.

        Under a periodic source the cell is whole, around its site, and may reach beyond the box.

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
        raise ElsewhereError("cells in space have no area; they have .volumes")

    @property
    def _elsewhere(self) -> frozenset[str]:
        return super()._elsewhere | {"areas", "_cells"}

    def cells(self) -> NoReturn:
        """Given in the plane only."""
        raise ValueError("cells() are polygons of the plane; in space, cell(i) gives one at a time")
