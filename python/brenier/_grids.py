"""What densities have in common that are given by values on a grid."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_choice, as_flag
from brenier._arrays import (
    FloatArray,
    IntArray,
    as_matrix,
    as_values,
    read_only,
)
from brenier._extremes import Extremes
from brenier._sampling import pick, portions
from brenier._torus import Torus, read_periodic, written_periodic
from brenier.sources import Source

__all__ = ["GridSource"]

_ORIGINS = ("lower", "upper")


class GridSource(Source):
    """A density that is given by values in rows and columns over a rectangle."""

    _make_core: ClassVar[Callable[..., _core.Source]]

    def __init__(
        self,
        values: Any,
        bounds: Any = (0, 0, 1, 1),
        origin: str = "lower",
        *,
        periodic: bool = False,
    ) -> None:
        matrix = _as_grey(values)
        xmin, ymin, xmax, ymax = as_values(bounds, "bounds", 4).tolist()
        self._bounds = (xmin, ymin, xmax, ymax)
        is_from_top = as_choice(origin, "origin", _ORIGINS) == "upper"
        self._torus = Torus(self._bounds) if as_flag(periodic, "periodic") else None
        self._core = type(self)._make_core(matrix, self._bounds, is_from_top, self.periodic)
        from_below = matrix[::-1] if is_from_top else matrix
        self._values: FloatArray = read_only(np.ascontiguousarray(from_below))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), periodic=self.periodic), (self.values, self.bounds)

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {
            "values": self.values,
            "bounds": np.array(self.bounds),
            **written_periodic(self._torus),
        }

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> GridSource:
        return cls(arrays["values"], arrays["bounds"], periodic=read_periodic(arrays))

    @property
    def _mark(self) -> str:
        """What `repr` says of a periodic one."""
        return ", periodic" if self.periodic else ""

    @property
    def values(self) -> FloatArray:
        """The values as given (rows, columns), the lowest row first; read-only."""
        return self._values

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The rectangle that the grid fills: (xmin, ymin, xmax, ymax)."""
        return self._bounds

    @property
    @abstractmethod
    def _tile_shape(self) -> tuple[int, int]:
        """Into how many rows and columns of equal tiles the rectangle is divided."""

    @property
    @abstractmethod
    def _tile_means(self) -> FloatArray:
        """The mean value on each tile, (rows, columns) of them, as parts of the largest value."""

    @property
    def _tile(self) -> FloatArray:
        """Width and height of a tile."""
        xmin, ymin, xmax, ymax = self.bounds
        rows, columns = self._tile_shape
        return np.array([(xmax - xmin) / columns, (ymax - ymin) / rows], dtype=np.float64)

    @cached_property
    def _shares(self) -> FloatArray:
        """The values, as parts of the largest, so that sums of them are finite."""
        shares: FloatArray = self.values / self.values.max()
        return shares

    @cached_property
    def _rho(self) -> FloatArray:
        """The density where the values are, as many of them."""
        rho: FloatArray = self._shares / (self._tile_means.sum() * self._tile.prod())
        return rho

    @cached_property
    def _mass_up_to(self) -> FloatArray:
        """The sums of the tiles' means up to each of them, in the order of rows."""
        return np.cumsum(self._tile_means)

    def _locate(self, x: FloatArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Row and column of points of the rectangle, and where in their tiles they are."""
        rows, columns = self._tile_shape
        at = (x - self.bounds[:2]) / self._tile
        tile = np.clip(at.astype(np.intp), 0, (columns - 1, rows - 1))
        return tile[:, 1], tile[:, 0], at - tile

    def _draw_tiles(self, count: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
        """Draw tiles by their masses: their rows and columns."""
        sums = self._mass_up_to
        # To the right: a tile without mass ends where it begins, and is never drawn.
        tiles = np.searchsorted(sums, rng.random(count) * sums[-1], side="right")
        row, column = np.divmod(tiles, self._tile_shape[1])
        return row, column

    def _density(self, x: FloatArray) -> FloatArray:
        rho = np.zeros(len(x))
        inside = self._core.contains(x)
        rho[inside] = self._density_inside(*self._locate(x[inside]))
        return rho

    @abstractmethod
    def _density_inside(self, row: IntArray, column: IntArray, place: FloatArray) -> FloatArray:
        """Evaluate ρ at places in tiles, (m, 2) from 0 to 1."""

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        points = np.empty((count, 2))
        for some in portions(count):
            row, column = self._draw_tiles(some.stop - some.start, rng)
            at = np.column_stack([column, row]) + self._draw_places(row, column, rng)
            points[some] = self.bounds[:2] + at * self._tile
        return points

    @abstractmethod
    def _draw_places(self, row: IntArray, column: IntArray, rng: np.random.Generator) -> FloatArray:
        """Draw places in tiles, (m, 2) from 0 to 1."""

    @abstractmethod
    def _tile_extremes(self) -> tuple[FloatArray, FloatArray]:
        """The least and the greatest ρ on each tile, (rows, columns) of each."""

    @cached_property
    def _extremes(self) -> Extremes:
        return Extremes(*self._tile_extremes())

    def _range_over(self, triangles: FloatArray) -> tuple[FloatArray, FloatArray]:
        ends = np.concatenate([triangles.min(axis=1), triangles.max(axis=1)])
        row, column, _ = self._locate(ends)
        first, last = np.split(np.column_stack([row, column]), 2)
        return self._extremes(first, last)

    def _require_inverse(self) -> None:
        pass

    def _from_square(self, u: FloatArray) -> FloatArray:
        column, rest = pick(np.cumsum(self._tile_means.sum(axis=0)), u[:, 0])
        across = self._place_across(column, rest)
        rows = self._tile_shape[0]
        target = u[:, 1] * self._mass_below(np.full(len(u), rows), column, across)
        # Up to row `low` there is less mass than wanted, or as much; up to row `high` more.
        low, high = np.zeros(len(u), dtype=np.intp), np.full(len(u), rows)
        while np.any(high - low > 1):
            middle = (low + high) // 2
            is_below = self._mass_below(middle, column, across) <= target
            low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
        begin = self._mass_below(low, column, across)
        height = self._mass_below(low + 1, column, across) - begin
        rest = np.clip((target - begin) / height, 0.0, 1.0)
        at = np.column_stack([column, low])
        places = np.column_stack([across, self._place_up(low, column, across, rest)])
        return self.bounds[:2] + (at + places) * self._tile

    @abstractmethod
    def _place_across(self, column: IntArray, u: FloatArray) -> FloatArray:
        """Invert the law of x within columns of tiles: places (m,) from 0 to 1."""

    @abstractmethod
    def _mass_below(self, row: IntArray, column: IntArray, across: FloatArray) -> FloatArray:
        """Integrate upright lines up to the lower ends of rows, up to a factor for each line."""

    @abstractmethod
    def _place_up(
        self, row: IntArray, column: IntArray, across: FloatArray, u: FloatArray
    ) -> FloatArray:
        """Invert the law of y within tiles, on upright lines: places (m,) from 0 to 1."""


def _as_grey(values: Any) -> FloatArray:
    """Take the grey values of a picture, of PIL or as an array; refuse one in colour."""
    mode = getattr(values, "mode", None)
    if isinstance(mode, str) and mode.startswith("P"):
        raise ValueError(
            f"values is a picture of mode {mode!r}, whose numbers are entries of a palette; "
            'expected grey values: values.convert("L")'
        )
    try:
        return as_matrix(values, "values")
    except ValueError as error:
        if not str(error).startswith("values has shape"):
            raise
        shape = np.shape(values)
        axis = next((axis for axis in (2, 0) if len(shape) == 3 and shape[axis] in (3, 4)), None)
        if axis is None:
            raise
        raise ValueError(
            f"{error} of grey values; this is a picture of {shape[axis]} channels: take "
            f'image.convert("L") of a PIL image, or the mean of its colours, over axis {axis}'
        ) from None
