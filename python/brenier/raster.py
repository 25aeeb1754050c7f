"""Pictures as densities: constant on each pixel."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, IntArray, as_matrix, as_values, read_only
from brenier.sources import Source

__all__ = ["Raster"]

_ORIGINS = ("lower", "upper")


class Raster(Source):
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

    Raises
    ------
    ValueError
        A value is negative or not finite, all are 0, a shape is wrong, or the bounds are empty.
    TypeError
        An argument is of a wrong kind.

    Notes
    -----
    Masses, moments and facets are exact: a segment is walked through its pixels. A transport is
    solved from rasters without zeros; where zeros cut the density into parts, the solve may fail,
    which its status says.

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

    def __init__(self, values: Any, bounds: Any = (0, 0, 1, 1), origin: str = "lower") -> None:
        if origin not in _ORIGINS:
            raise ValueError(f"origin is {origin!r}; expected one of {', '.join(_ORIGINS)}")
        pixels = as_matrix(values, "values")
        xmin, ymin, xmax, ymax = as_values(bounds, "bounds", 4).tolist()
        self._bounds = (xmin, ymin, xmax, ymax)
        self._core = _core.raster(pixels, self._bounds, origin == "upper")
        from_below = pixels[::-1] if origin == "upper" else pixels
        self._values: FloatArray = read_only(np.ascontiguousarray(from_below), copy_of=values)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.values, self.bounds)

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {"values": self.values, "bounds": np.array(self.bounds)}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Raster:
        return cls(arrays["values"], arrays["bounds"])

    @property
    def values(self) -> FloatArray:
        """The values as given (rows, columns), the lowest row first; read-only."""
        return self._values

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The rectangle that the pixels fill: (xmin, ymin, xmax, ymax)."""
        return self._bounds

    @property
    def _pixel(self) -> FloatArray:
        """Width and height of a pixel."""
        xmin, ymin, xmax, ymax = self.bounds
        rows, columns = self.values.shape
        return np.array([(xmax - xmin) / columns, (ymax - ymin) / rows], dtype=np.float64)

    def _density(self, x: FloatArray) -> FloatArray:
        inside = self._core.contains(x)
        rows, columns = self.values.shape
        at = np.where(inside[:, None], (x - self.bounds[:2]) / self._pixel, 0.0)
        column, row = np.clip(at.astype(int), 0, (columns - 1, rows - 1)).T
        share = self.values / self.values.max()
        rho = share[row, column] / (share.sum() * self._pixel.prod())
        return np.where(inside, rho, 0.0)

    @cached_property
    def _shares(self) -> tuple[IntArray, FloatArray]:
        """The pixels with mass, and the sums of the values up to each of them."""
        pixels = np.flatnonzero(self.values)
        return pixels, np.cumsum(self.values.ravel()[pixels] / self.values.max())

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        pixels, sums = self._shares
        drawn = np.searchsorted(sums[:-1], rng.random(count) * sums[-1], side="right")
        row, column = np.divmod(pixels[drawn], self.values.shape[1])
        at = np.column_stack([column, row]) + rng.random((count, 2))
        points: FloatArray = self.bounds[:2] + at * self._pixel
        return points

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return f"<Raster of {rows} x {columns} pixels over {self.bounds}>"
