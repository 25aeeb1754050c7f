"""Points drawn from a source, in the cells of some sites only, however little mass these have."""

from __future__ import annotations

import numpy as np

from brenier._arrays import FloatArray, IntArray
from brenier._sampling import pick
from brenier._tetrahedra import Tetrahedra
from brenier._triangles import Triangles
from brenier.transport import Transport

__all__ = ["CellDraws", "SpatialCellDraws"]

_MOST_PIECES = 1 << 18


class CellDraws:
    """A source in some cells, below a density that is constant on each of many triangles.

    The cells are cut into triangles, and those on which the density varies into smaller ones, until
    about half of the points below the bound are below the density: a point is then accepted at the
    second try on average, whatever the mass of the cells. The law is exact whatever the bounds.

    Parameters
    ----------
    t : Transport
    sites : ndarray of shape (k,)
        Different indices of sites. The mass of their cells is not 0.
    """

    def __init__(self, t: Transport, sites: IntArray) -> None:
        self._t = t
        self._is_chosen = np.zeros(len(t.sites), dtype=bool)
        self._is_chosen[sites] = True
        cells = (t.diagram.cell(i) for i in sites.tolist())
        pieces = Triangles.joined([Triangles.of(rings) for rings in cells if rings])
        mass = t.diagram.masses[sites].sum()
        while True:
            low, high = t.source._range_over(pieces.corners)
            areas = pieces.areas
            excess = areas * (high - low)
            if areas @ high <= 2.0 * mass or len(areas) > _MOST_PIECES:
                break
            varies = excess * len(excess) > 0.5 * excess.sum()
            if not varies.any():
                break
            pieces = Triangles.joined([pieces[~varies], pieces[varies].halves()])
        self._pieces, self._high, self._up_to = pieces, high, np.cumsum(areas * high)

    def points(self, u: FloatArray) -> FloatArray:
        """Send numbers (m, 3) that are even in the unit cube to points (at most m, 2)."""
        sums = self._up_to
        piece, rest = pick(sums, u[:, 0])
        x = self._pieces.points(piece, np.column_stack([rest, u[:, 1]]))
        x = x[u[:, 2] * self._high[piece] < self._t.source.density(x)]
        # Rounding may have put a point beyond its cell.
        return x[self._is_chosen[self._t.index(x)]]


class SpatialCellDraws:
    """The uniform density in some cells in space, cut into tetrahedra.

    Parameters
    ----------
    t : Transport
    sites : ndarray of shape (k,)
        Different indices of sites. The mass of their cells is not 0.
    """

    def __init__(self, t: Transport, sites: IntArray) -> None:
        self._t = t
        self._is_chosen = np.zeros(len(t.sites), dtype=bool)
        self._is_chosen[sites] = True
        cells = (t.diagram.cell(i) for i in sites.tolist())
        self._pieces = Tetrahedra.of((c.vertices, c.faces) for c in cells if len(c.vertices))
        self._up_to = np.cumsum(self._pieces.volumes)

    def points(self, u: FloatArray) -> FloatArray:
        """Send numbers (m, 3) that are even in the unit cube to points (at most m, 3)."""
        piece, rest = pick(self._up_to, u[:, 0])
        x = self._pieces.points(piece, np.column_stack([rest, u[:, 1:]]))
        # Rounding may have put a point beyond its cell.
        return x[self._is_chosen[self._t.index(x)]]
