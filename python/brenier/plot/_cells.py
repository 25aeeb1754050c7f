"""The polygons of cells, and the colours given for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from brenier.power_diagram import PowerDiagram


def cell_polygons(d: PowerDiagram) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
    """Return the polygons of all cells, and the cell that each belongs to."""
    polygons: list[NDArray[np.float64]] = []
    owners: list[int] = []
    for i in range(len(d.sites)):
        for polygon in d.cell(i):
            polygons.append(polygon)
            owners.append(i)
    return polygons, np.array(owners, dtype=np.int64)


def as_colours(values: ArrayLike | None, n: int) -> tuple[Any, Any]:
    """Return `values` as an array of colours or one of numbers, the other being None."""
    if values is None:
        return None, None
    array = np.asarray(values, dtype=float)
    if array.shape == (n,):
        return None, array
    if array.shape in {(n, 3), (n, 4)}:
        return array, None
    raise ValueError(
        f"values must be one number ({n},) or one colour ({n}, 3 or 4) a cell, got {array.shape}"
    )
