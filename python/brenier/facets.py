"""The common boundaries of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, IntArray, read_only

__all__ = ["Facets"]


@dataclass(frozen=True, eq=False)
class Facets:
    """Common boundaries of two cells inside the domain, a row per straight piece.

    There is a row for exactly those pairs of cells that share a segment of positive length inside
    the domain, decided without rounding. Where that is too short for double precision, its ends are
    the same point and its mass is 0.

    Attributes
    ----------
    sites : ndarray of shape (f, 2)
        The two sites.
    points : ndarray of shape (f, 2, 2)
        The ends of the piece; going from the first to the second, the first site's cell is on the
        left.
    masses : ndarray of shape (f,)
        ∫ρ ds over the piece.
    shifts : ndarray of shape (f, 2)
        Under a periodic source, by how many periods along each axis the second site is moved to be
        the neighbour of the first, about which the piece is drawn; else 0. There each facet has one
        row, whole, also across the seam; two cells that meet on several sides have several, and a
        cell that meets its own copies has rows with its site twice.
    """

    sites: IntArray
    points: FloatArray
    masses: FloatArray
    shifts: IntArray

    @classmethod
    def _of(cls, diagram: _core.PowerDiagram | _core.PeriodicDiagram) -> Facets:
        if isinstance(diagram, _core.PeriodicDiagram):
            sites, points, masses, shifts = diagram.facets()
        else:
            sites, points, masses = diagram.facets()
            shifts = np.zeros_like(sites)
        pairs, periods = (read_only(array.astype(np.intp)) for array in (sites, shifts))
        return cls(pairs, read_only(points), read_only(masses), periods)

    @property
    def _are_between_cells(self) -> npt.NDArray[np.bool_]:
        """Which have a length, and different cells on their sides (f,)."""
        i, j = self.sites.T
        between: npt.NDArray[np.bool_] = (self._lengths > 0) & (i != j)
        return between

    @property
    def _lengths(self) -> FloatArray:
        """Of the pieces (f,); 0 where double precision cannot tell the ends apart."""
        lengths: FloatArray = np.hypot(*(self.points[:, 1] - self.points[:, 0]).T)
        return lengths
