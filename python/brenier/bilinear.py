"""Densities that are bilinear between the nodes of a grid."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, IntArray
from brenier._grids import GridSource
from brenier._sampling import linear_quantile

__all__ = ["Bilinear"]


class Bilinear(GridSource):
    """The probability density that is bilinear between values at the nodes of a grid.

    It is continuous, where a `Raster` jumps from pixel to pixel.

    Parameters
    ----------
    values : array_like of shape (rows, columns)
        The density at the nodes, up to a factor: >= 0, of any real dtype, or a grey picture of
        PIL; two rows and two columns at least. Zeros are allowed, if not for all.
    bounds : (xmin, ymin, xmax, ymax), default (0, 0, 1, 1)
        The rectangle whose corners are the nodes at the grid's corners.
    origin : {"lower", "upper"}
        Where the first row lies: at the bottom, as in mathematics, or at the top, as in pictures.
    periodic : bool, default False
        Whether opposite sides of the rectangle are one: mass that leaves on one side comes in on
        the other, and distances are those on a torus. The density is
        continuous across them where values on opposite sides agree.

    Raises
    ------
    ValueError
        A value is negative or not finite, all are 0, a shape is wrong, as of a picture in colour,
        or the bounds are empty.
    TypeError
        An argument is of a wrong kind.

    Notes
    -----
    Between four nodes the density is a + b x + c y + d x y. Masses, moments and facets are exact:
    they are summed up patch by patch.

    Examples
    --------
    >>> import brenier
    >>> ramp = brenier.Bilinear([[0, 1], [0, 1]])
    >>> ramp.density([(0.25, 0.5), (0.75, 0.5), (2, 2)])
    array([0.5, 1.5, 0. ])
    >>> brenier.PowerDiagram([(0.25, 0.5), (0.75, 0.5)], source=ramp).masses
    array([0.25, 0.75])
    """

    _kind = "bilinear"
    _make_core = staticmethod(_core.bilinear)

    @property
    def _tile_shape(self) -> tuple[int, int]:
        rows, columns = self.values.shape
        return rows - 1, columns - 1

    @property
    def _tile_means(self) -> FloatArray:
        v = self._shares
        means: FloatArray = 0.25 * (v[:-1, :-1] + v[:-1, 1:] + v[1:, :-1] + v[1:, 1:])
        return means

    def _density_inside(self, row: IntArray, column: IntArray, place: FloatArray) -> FloatArray:
        rho, (across, up) = self._rho, place.T
        low = _mix(rho[row, column], rho[row, column + 1], across)
        high = _mix(rho[row + 1, column], rho[row + 1, column + 1], across)
        return _mix(low, high, up)

    def _draw_places(self, row: IntArray, column: IntArray, rng: np.random.Generator) -> FloatArray:
        v, u = self._shares, rng.random((len(row), 2))
        low_left, low_right = v[row, column], v[row, column + 1]
        high_left, high_right = v[row + 1, column], v[row + 1, column + 1]
        # The mean over each upright line is linear across the patch, and so is ρ along the line.
        across = linear_quantile(low_left + high_left, low_right + high_right, u[:, 0])
        low, high = _mix(low_left, low_right, across), _mix(high_left, high_right, across)
        return np.column_stack([across, linear_quantile(low, high, u[:, 1])])

    def _tile_extremes(self) -> tuple[FloatArray, FloatArray]:
        rho = self._rho
        nodes = (rho[:-1, :-1], rho[:-1, 1:], rho[1:, :-1], rho[1:, 1:])
        return np.min(nodes, axis=0), np.max(nodes, axis=0)

    def _range_over(self, triangles: FloatArray) -> tuple[FloatArray, FloatArray]:
        low, high = super()._range_over(triangles)
        # Within one patch, the extremes over a box are at its corners.
        row, column, begin = self._locate(triangles.min(axis=1))
        last_row, last_column, end = self._locate(triangles.max(axis=1))
        one = (row == last_row) & (column == last_column)
        x, y = np.stack([begin[one], end[one]]).transpose(2, 0, 1)
        at_corners = [
            self._density_inside(row[one], column[one], np.column_stack([x[i], y[j]]))
            for i in (0, 1)
            for j in (0, 1)
        ]
        low[one], high[one] = np.min(at_corners, axis=0), np.max(at_corners, axis=0)
        return low, high

    @cached_property
    def _below(self) -> FloatArray:
        """The integrals along each column of nodes, up to each row of them; twice as large."""
        of_tiles = self._shares[:-1] + self._shares[1:]
        return np.pad(np.cumsum(of_tiles, axis=0), ((1, 0), (0, 0)))

    def _place_across(self, column: IntArray, u: FloatArray) -> FloatArray:
        lines = self._below[-1]
        return linear_quantile(lines[column], lines[column + 1], u)

    def _mass_below(self, row: IntArray, column: IntArray, across: FloatArray) -> FloatArray:
        return _mix(self._below[row, column], self._below[row, column + 1], across)

    def _place_up(
        self, row: IntArray, column: IntArray, across: FloatArray, u: FloatArray
    ) -> FloatArray:
        v = self._shares
        low = _mix(v[row, column], v[row, column + 1], across)
        high = _mix(v[row + 1, column], v[row + 1, column + 1], across)
        return linear_quantile(low, high, u)

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return f"<Bilinear between {rows} x {columns} nodes over {self.bounds}{self._mark}>"


def _mix(from_: FloatArray, to: FloatArray, share: FloatArray) -> FloatArray:
    """Go from one value (m,) to another by a share (m,) of the way."""
    mixed: FloatArray = from_ + share * (to - from_)
    return mixed
