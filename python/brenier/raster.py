"""Pictures as densities: constant on each pixel."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, IntArray
from brenier._grids import GridSource

__all__ = ["Raster"]


class Raster(GridSource):
    """The probability density that is constant on each pixel of a picture.

    Parameters
    ----------
    values : array_like of shape (rows, columns)
        The density on the pixels, up to a factor: >= 0, of any real dtype, or a grey picture of
        PIL. Zeros are allowed, if not for all.
    bounds : (xmin, ymin, xmax, ymax), default (0, 0, 1, 1)
        The rectangle that the pixels fill.
    origin : {"lower", "upper"}
        Where the first row lies: at the bottom, as in mathematics, or at the top, as in pictures.
    periodic : bool, default False
        Whether opposite sides of the rectangle are one: mass that leaves on one side comes in on
        the other, and distances are those on a torus.

    Raises
    ------
    ValueError
        A value is negative or not finite, all are 0, a shape is wrong, as of a picture in colour,
        or the bounds are empty.
    TypeError
        An argument is of a wrong kind.

    Notes
    -----
    Masses, moments and facets are exact: they are summed up pixel by pixel. Zeros may cut the
    density into parts: a cell then has pieces in several of them.

    Examples
    --------
    >>> import brenier
    >>> picture = brenier.Raster([[1, 3], [0, 4]])
    >>> picture.density([(0.75, 0.25), (0.25, 0.75), (2, 2)])
    array([1.5, 0. , 0. ])
    >>> brenier.PowerDiagram([(0.25, 0.5), (0.75, 0.5)], source=picture).masses
    array([0.125, 0.875])
    """

    _kind = "raster"
    _make_core = staticmethod(_core.raster)

    @property
    def _tile_shape(self) -> tuple[int, int]:
        rows, columns = self.values.shape
        return rows, columns

    @property
    def _tile_means(self) -> FloatArray:
        return self._shares

    def _density_inside(self, row: IntArray, column: IntArray, place: FloatArray) -> FloatArray:
        rho: FloatArray = self._rho[row, column]
        return rho

    def _draw_places(self, row: IntArray, column: IntArray, rng: np.random.Generator) -> FloatArray:
        return rng.random((len(row), 2))

    def _tile_extremes(self) -> tuple[FloatArray, FloatArray]:
        return self._rho, self._rho

    @cached_property
    def _below(self) -> FloatArray:
        """The sums of each column's values below each row and the top (rows + 1, columns)."""
        return np.pad(np.cumsum(self._shares, axis=0), ((1, 0), (0, 0)))

    def _place_across(self, column: IntArray, u: FloatArray) -> FloatArray:
        return u

    def _mass_below(self, row: IntArray, column: IntArray, across: FloatArray) -> FloatArray:
        below: FloatArray = self._below[row, column]
        return below

    def _place_up(
        self, row: IntArray, column: IntArray, across: FloatArray, u: FloatArray
    ) -> FloatArray:
        return u

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return f"<Raster of {rows} x {columns} pixels over {self.bounds}{self._mark}>"
