"""Pictures as densities: constant on each pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, as_matrix, as_points, read_only
from brenier.sources import Source, as_count, as_generator

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
    solved from rasters without zeros; where zeros cut the density into parts that no cell joins,
    the solve ends with the status ``singular_system``.

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
        box = as_matrix([bounds], "bounds")[0]
        if box.shape != (4,) or not np.isfinite(box).all() or not (box[:2] < box[2:]).all():
            raise ValueError(f"bounds is {bounds!r}; expected (xmin, ymin, xmax, ymax), increasing")
        self._bounds = (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
        # The core names what is bad by the row that it gets: check before rows are turned over.
        self._core = _core.raster(pixels, self._bounds)
        if origin == "upper":
            pixels = np.ascontiguousarray(pixels[::-1])
            self._core = _core.raster(pixels, self._bounds)
        self._values: FloatArray = read_only(pixels, copy_of=values)

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

    def density(self, x: Any) -> FloatArray:
        """Evaluate the density.

        Parameters
        ----------
        x : array_like of shape (m, 2)

        Returns
        -------
        ndarray of shape (m,)
            That of the pixel, of the right or upper one on a side; 0 off the bounds.
        """
        points = as_points(x, "x")
        inside = self._core.contains(points)
        rows, columns = self.values.shape
        at = np.where(inside[:, None], (points - self.bounds[:2]) / self._pixel, 0.0)
        column, row = np.clip(at.astype(int), 0, (columns - 1, rows - 1)).T
        share = self.values / self.values.max()
        rho = share[row, column] / (share.sum() * self._pixel.prod())
        return np.where(inside, rho, 0.0)

    def sample(self, n: int, rng: Any = None) -> FloatArray:
        """Draw independent points, without rejection: a pixel, then a point in it.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        rng : None, int or numpy.random.Generator
            Source of randomness; the same seed gives the same points.

        Returns
        -------
        ndarray of shape (n, 2)
        """
        count, generator = as_count(n, "n"), as_generator(rng)
        share = np.cumsum(self.values.ravel() / self.values.max())
        drawn = generator.random(count) * share[-1]
        pixel = np.searchsorted(share, drawn, side="right").clip(max=len(share) - 1)
        row, column = np.divmod(pixel, self.values.shape[1])
        at = np.column_stack([column, row]) + generator.random((count, 2))
        points: FloatArray = self.bounds[:2] + at * self._pixel
        return points

    def __repr__(self) -> str:
        rows, columns = self.values.shape
        return f"<Raster of {rows} x {columns} pixels over {self.bounds}>"
