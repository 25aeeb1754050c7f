"""The polygons of cells, and the colours given for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import shown as say
from brenier._arrays import as_real_array

if TYPE_CHECKING:
    from matplotlib.path import Path
    from numpy.typing import ArrayLike, NDArray

    from brenier.power_diagram import PowerDiagram


def as_shown(cells: ArrayLike | None, n: int) -> NDArray[np.bool_]:
    """Return which of n cells are to be drawn."""
    if cells is None:
        return np.ones(n, dtype=bool)
    try:
        shown = np.asarray(cells)
    except Exception:  # of any kind, as it is the value's own
        raise TypeError(f"cells is {say(cells)}; expected a bool for each of {n} cells") from None
    if shown.shape != (n,) or shown.dtype.kind != "b":
        raise ValueError(
            f"cells has shape {shown.shape} and dtype {shown.dtype}; expected a bool for each of "
            f"{n} cells"
        )
    return shown


def cell_polygons(
    d: PowerDiagram, shown: NDArray[np.bool_]
) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
    """Return the polygons of the cells to be drawn, and the cell that each belongs to."""
    polygons: list[NDArray[np.float64]] = []
    owners: list[int] = []
    for i in np.flatnonzero(shown).tolist():
        for polygon in d.cell(i):
            polygons.append(polygon)
            owners.append(i)
    return polygons, np.array(owners, dtype=np.int64)


def repeated(
    polygons: list[NDArray[np.float64]],
    owners: NDArray[np.int64],
    bounds: tuple[float, float, float, float],
) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
    """Return the copies of whole cells of a torus that come into its box, and their cells."""
    low, high = np.reshape(bounds, (2, 2))
    period = high - low
    copies: list[NDArray[np.float64]] = []
    whose: list[int] = []
    for polygon, owner in zip(polygons, owners, strict=True):
        first = np.ceil((low - polygon.max(axis=0)) / period)
        last = np.floor((high - polygon.min(axis=0)) / period)
        for x in np.arange(first[0], last[0] + 1):
            for y in np.arange(first[1], last[1] + 1):
                copies.append(polygon + (x, y) * period)
                whose.append(int(owner))
    return copies, np.array(whose, dtype=np.int64)


def outlines(
    polygons: list[NDArray[np.float64]], owners: NDArray[np.int64]
) -> tuple[list[Path], NDArray[np.int64]]:
    """Return a path for each polygon, and the cell that it belongs to.

    Where a cell has holes, one path has all of its polygons: those of the holes run clockwise, so
    that they are left blank.
    """
    from matplotlib.path import Path

    pierced = np.unique(owners[[_is_clockwise(polygon) for polygon in polygons]])
    alone = ~np.isin(owners, pierced)
    paths = [_closed(polygon) for polygon, one in zip(polygons, alone, strict=True) if one]
    for i in pierced:
        rings = [polygons[p] for p in np.flatnonzero(owners == i)]
        paths.append(Path.make_compound_path(*(_closed(ring) for ring in rings)))
    return paths, np.concatenate([owners[alone], pierced])


def _closed(polygon: NDArray[np.float64]) -> Path:
    from matplotlib.path import Path

    return Path(np.concatenate([polygon, polygon[:1]]), closed=True)


def _is_clockwise(polygon: NDArray[np.float64]) -> bool:
    x, y = (polygon - polygon[0]).T
    return bool(np.dot(x[:-1], y[1:]) < np.dot(x[1:], y[:-1]))


def as_colours(values: ArrayLike | None, n: int) -> tuple[Any, Any]:
    """Return `values` as an array of colours or one of numbers, the other being None."""
    if values is None:
        return None, None
    array = as_real_array(values, "values")
    if array.shape == (n,):
        return None, array
    if array.shape in {(n, 3), (n, 4)}:
        return array, None
    raise ValueError(
        f"values must be one number ({n},) or one colour ({n}, 3 or 4) a cell, got {array.shape}"
    )
