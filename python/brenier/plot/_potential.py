"""The Brenier potential."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import require_instance
from brenier._planar import refuse_space
from brenier.plot._axes import INK, axes_or_new, require_matplotlib
from brenier.plot._cells import as_colours, as_shown, cell_polygons
from brenier.transport import Transport

if TYPE_CHECKING:
    from mpl_toolkits.mplot3d import Axes3D
    from numpy.typing import ArrayLike, NDArray


def potential(
    t: Transport,
    ax: Axes3D | None = None,
    *,
    values: ArrayLike | None = None,
    cmap: str = "viridis",
    edgecolor: Any = INK,
    **kw: Any,
) -> Axes3D:
    """Draw the Brenier potential u: one planar piece over each power cell.

    Parameters
    ----------
    t : Transport
        A solved transport of n sites. Every piece is an exact polygon, so that a few thousand
        sites are as many as matplotlib turns with ease.
    ax : matplotlib Axes3D, optional
        Three-dimensional axes; a new figure if None.
    values : (n,) or (n, 3) or (n, 4) array, optional
        One number a cell, coloured by `cmap`, or its RGB(A) colour. The pieces are coloured by
        their mean height if None.
    cmap : str or matplotlib Colormap
        The colours of the values.
    edgecolor : colour
        Of the pieces' borders; ``"none"`` for none.
    **kw
        Goes to `mpl_toolkits.mplot3d.art3d.Poly3DCollection`.

    Returns
    -------
    Axes3D
        Its first collection holds the pieces.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If `ax` is not three-dimensional, `values` has another shape, or no cell is left to draw.

    Examples
    --------
    >>> t = brenier.solve(np.random.default_rng(0).random((100, 2)))
    >>> ax = brenier.plot.potential(t)
    """
    require_matplotlib()
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    require_instance(t, "t", Transport, "a Transport")
    refuse_space(t.source, "plot.potential")
    if ax is not None and not hasattr(ax, "set_zlim"):
        raise ValueError("ax must be three-dimensional: figure.add_subplot(projection='3d')")
    n = len(t.sites)
    polygons, owners = cell_polygons(t.diagram, as_shown(None, len(t.sites)))
    if not polygons:
        raise ValueError("every cell is empty: there is no piece to draw")
    pieces = _pieces(polygons, t.sites[owners], t.heights[owners])
    style = {"linewidth": float(np.clip(15 / math.sqrt(n + 1), 0.1, 0.8)), **kw}
    surface = Poly3DCollection(pieces, edgecolor=edgecolor, **style)
    colours, numbers = as_colours(values, n)
    if colours is not None:
        surface.set_facecolor(colours[owners])
    else:
        surface.set_cmap(cmap)
        surface.set_array(pieces[:, :, 2].mean(axis=1) if numbers is None else numbers[owners])
    ax = axes_or_new(ax, projection="3d")
    ax.add_collection3d(surface)
    low, high = pieces.min(axis=(0, 1)), pieces.max(axis=(0, 1))
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    ax.set_zlim(low[2], high[2])
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_zlabel("u(x, y)")
    return ax


def _pieces(
    polygons: list[NDArray[np.float64]],
    gradients: NDArray[np.float64],
    heights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Lift polygons to their planes, (m, k, 3), k the most corners that one has.

    Polygons with fewer corners repeat their last one: of polygons of several lengths, matplotlib
    3.11 takes uninitialised memory into the limits of the axes.
    """
    most = max(len(p) for p in polygons)
    flat = np.array([np.concatenate([p, np.repeat(p[-1:], most - len(p), 0)]) for p in polygons])
    lifted = np.einsum("mkd,md->mk", flat, gradients) + heights[:, None]
    return np.concatenate([flat, lifted[:, :, None]], axis=2)
