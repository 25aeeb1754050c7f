"""Many small pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import as_count, as_size, shown
from brenier._arrays import as_real_array
from brenier.plot._axes import axes_or_new, require_matplotlib

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray


def images(
    grid: ArrayLike,
    ax: Axes | None = None,
    *,
    columns: int | None = None,
    shape: tuple[int, int] | None = None,
    cmap: str = "gray_r",
    **kw: Any,
) -> Axes:
    """Draw many small pictures as one tidy grid, row by row.

    Parameters
    ----------
    grid : (m, h, w) or (m, h * w) array
        The pictures.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if None.
    columns : int, optional
        Pictures in a row; about as many as there are rows if None.
    shape : (h, w), optional
        The size of flat pictures; they are taken to be square if None.
    cmap : str or matplotlib Colormap
        The colours of the grey values; ink on paper by default.
    **kw
        Goes to `matplotlib.axes.Axes.imshow`: ``vmin``, ``vmax`` (by default the least and the
        greatest value in the grid), ``interpolation``, …

    Returns
    -------
    Axes
        Without ticks. Picture k fills the unit square whose upper left corner, the y axis
        pointing down, is (k % columns, k // columns).

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If `grid` holds no pictures or has another shape, or `columns` is less than one.

    Examples
    --------
    >>> ax = brenier.plot.images(np.random.default_rng(0).random((24, 8, 8)), columns=6)
    """
    require_matplotlib()
    pictures = _as_pictures(grid, shape)
    m, h, w = pictures.shape
    if columns is None:
        columns = math.ceil(math.sqrt(m))
    columns = as_size(columns, "columns")
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    rows = math.ceil(m / columns)
    # One pixel of nan, which matplotlib leaves blank, on each side keeps neighbours apart.
    tiles = np.full((rows * columns, h + 2, w + 2), np.nan)
    tiles[:m, 1:-1, 1:-1] = pictures
    sheet = tiles.reshape(rows, columns, h + 2, w + 2).swapaxes(1, 2)
    ax = axes_or_new(ax)
    ax.imshow(
        sheet.reshape(rows * (h + 2), columns * (w + 2)),
        cmap=cmap,
        extent=(0, columns, rows, 0),
        **{"interpolation": "nearest", **kw},
    )
    ax.set_aspect((h + 2) / (w + 2))
    ax.set_axis_off()
    return ax


def _as_pictures(grid: ArrayLike, shape: Sequence[int] | None) -> NDArray[np.float64]:
    array = as_real_array(grid, "grid")
    if array.ndim == 2 and array.size:
        h, w = (math.isqrt(array.shape[1]),) * 2 if shape is None else _as_shape(shape)
        if h * w != array.shape[1]:
            raise ValueError(
                f"flat pictures of {array.shape[1]} values are not {h} x {w}: "
                "give their shape=(h, w)"
            )
        array = array.reshape(-1, h, w)
    if array.ndim != 3 or 0 in array.shape:
        raise ValueError(f"grid must be (m, h, w) or (m, h * w) pictures, got {array.shape}")
    return array


def _as_shape(shape: Any) -> tuple[int, int]:
    try:
        h, w = shape
        return as_count(h, "h", least=1), as_count(w, "w", least=1)
    except (TypeError, ValueError):
        raise TypeError(f"shape is {shown(shape)}; expected two ints, (h, w)") from None
