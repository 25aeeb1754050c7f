"""What is integrated over the cells of a power diagram, in any dimension."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray, read_only

if TYPE_CHECKING:
    from brenier import _core

__all__ = ["CellMeasures"]


class CellMeasures:
    """Masses, centroids and second moments of cells, each computed when it is first asked for."""

    sites: FloatArray
    _diagram: _core.PowerDiagram | _core.PeriodicDiagram

    @cached_property
    def masses(self) -> FloatArray:
        """The source's mass in each cell (n,); they sum to 1."""
        masses: FloatArray = read_only(self._diagram.masses())
        return masses

    @cached_property
    def _moments(self) -> tuple[FloatArray, FloatArray]:
        _, centroids, second_moments = self._diagram.moments()
        return read_only(centroids), read_only(second_moments)

    @property
    def centroids(self) -> FloatArray:
        """The centre of mass of each cell, shaped as `sites`.

        nan where a cell has no mass, or by rounding only.
        """
        return self._moments[0]

    @property
    def second_moments(self) -> FloatArray:
        """∫|x - centroid|² ρ over each cell (n,), in squared units of length; 0 where empty."""
        return self._moments[1]

    @property
    def _have_centroids(self) -> npt.NDArray[np.bool_]:
        """Not quite the same as a mass, which rounding may leave to a cell on empty ground."""
        have: npt.NDArray[np.bool_] = ~np.isnan(self.centroids[:, 0])
        return have

    def _cost(self) -> float:
        """Σ_i ∫ |x - y_i|² ρ over the cells: what it costs to transport each to its site."""
        cells = self._have_centroids
        offsets = self.centroids[cells] - self.sites[cells]
        per_cell = self.second_moments[cells] + self.masses[cells] * np.sum(offsets**2, axis=1)
        return float(np.sum(per_cell))
