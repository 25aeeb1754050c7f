"""Pictures of diagrams, potentials, convergence and decoded samples, with matplotlib.

Each function draws into `ax`, or into a new figure of pyplot's, and returns the axes. Matplotlib
is imported when the first one is called, and its settings are left alone.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from mpl_toolkits.mplot3d import Axes3D
    from numpy.typing import ArrayLike, NDArray

    from brenier.power_diagram import PowerDiagram
    from brenier.transport import Transport

__all__ = ["convergence", "diagram", "images", "potential"]

_INK = "#22303c"
_PAPER = "#e9eef3"
_BLUE = "#0072b2"  # Okabe and Ito's palette, told apart by colour-blind readers
_ORANGE = "#d55e00"


class _HasHistory(Protocol):
    @property
    def history(self) -> Any: ...


def diagram(
    d: PowerDiagram,
    ax: Axes | None = None,
    *,
    values: ArrayLike | None = None,
    cmap: str = "viridis",
    sites: bool = True,
    edgecolor: Any = _INK,
    **kw: Any,
) -> Axes:
    """Draw the cells of a power diagram.

    Parameters
    ----------
    d : PowerDiagram
        The diagram, of n cells. Empty cells draw nothing, cells in pieces several polygons.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if None.
    values : (n,) or (n, 3) or (n, 4) array, optional
        One number a cell, coloured by `cmap` (nan: left blank), or its RGB(A) colour. All cells
        are of one pale colour if None.
    cmap : str or matplotlib Colormap
        The colours of the values.
    sites : bool
        Whether to mark the sites with dots.
    edgecolor : colour
        Of the cells' borders; ``"none"`` for none.
    **kw
        Goes to `matplotlib.collections.PolyCollection`: ``norm``, ``alpha``, ``linewidth``, …

    Returns
    -------
    Axes
        With the domain's bounds as limits and equal scales. Its first collection holds the cells:
        ``figure.colorbar(ax.collections[0])`` explains the colours.

    Raises
    ------
    ImportError
        If matplotlib is not installed.
    ValueError
        If `values` has another shape.

    Examples
    --------
    >>> d = brenier.PowerDiagram(np.random.default_rng(0).random((100, 2)))
    >>> ax = brenier.plot.diagram(d, values=d.masses * 100)
    """
    _require_matplotlib()
    from matplotlib.collections import PolyCollection

    n = len(d.sites)
    polygons, owners = _cells(d)
    style = {"linewidth": float(np.clip(25 / math.sqrt(n + 1), 0.1, 0.8)), **kw}
    cells = PolyCollection(polygons, edgecolor=edgecolor, **style)
    colours, numbers = _colours(values, n)
    if numbers is not None:
        cells.set_cmap(cmap)
        cells.set_array(numbers[owners])
    elif colours is not None:
        cells.set_facecolor(colours[owners])
    elif not {"facecolor", "facecolors"} & kw.keys():
        cells.set_facecolor(_PAPER)
    ax = _new_axes() if ax is None else ax
    ax.add_collection(cells)
    if sites:
        size = float(np.clip(60 / math.sqrt(n + 1), 0.3, 4))
        ax.plot(*np.asarray(d.sites).T, ".", color=_INK, markersize=size, markeredgewidth=0)
    xmin, ymin, xmax, ymax = d.source.bounds
    margin = 0.01 * max(xmax - xmin, ymax - ymin)
    ax.set_xlim(xmin - margin, xmax + margin)
    ax.set_ylim(ymin - margin, ymax + margin)
    ax.set_aspect("equal")
    return ax


def potential(
    t: Transport,
    ax: Axes3D | None = None,
    *,
    values: ArrayLike | None = None,
    cmap: str = "viridis",
    edgecolor: Any = _INK,
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
    _require_matplotlib()
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    if ax is not None and not hasattr(ax, "set_zlim"):
        raise ValueError("ax must be three-dimensional: figure.add_subplot(projection='3d')")
    n = len(t.sites)
    polygons, owners = _cells(t.diagram)
    if not polygons:
        raise ValueError("every cell is empty: there is no piece to draw")
    pieces = _pieces(polygons, t.sites[owners], t.heights[owners])
    style = {"linewidth": float(np.clip(15 / math.sqrt(n + 1), 0.1, 0.8)), **kw}
    surface = Poly3DCollection(pieces, edgecolor=edgecolor, **style)
    colours, numbers = _colours(values, n)
    if colours is not None:
        surface.set_facecolor(colours[owners])
    else:
        surface.set_cmap(cmap)
        surface.set_array(pieces[:, :, 2].mean(axis=1) if numbers is None else numbers[owners])
    ax = _new_axes(projection="3d") if ax is None else ax
    ax.add_collection3d(surface)
    low, high = pieces.min(axis=(0, 1)), pieces.max(axis=(0, 1))
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    ax.set_zlim(low[2], high[2])
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.set_zlabel("u(x, y)")
    return ax


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
    _require_matplotlib()
    pictures = _as_pictures(grid, shape)
    m, h, w = pictures.shape
    if columns is None:
        columns = math.ceil(math.sqrt(m))
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    rows = math.ceil(m / columns)
    # One pixel of nan, which matplotlib leaves blank, on each side keeps neighbours apart.
    tiles = np.full((rows * columns, h + 2, w + 2), np.nan)
    tiles[:m, 1:-1, 1:-1] = pictures
    sheet = tiles.reshape(rows, columns, h + 2, w + 2).swapaxes(1, 2)
    ax = _new_axes() if ax is None else ax
    ax.imshow(
        sheet.reshape(rows * (h + 2), columns * (w + 2)),
        cmap=cmap,
        extent=(0, columns, rows, 0),
        **{"interpolation": "nearest", **kw},
    )
    ax.set_aspect((h + 2) / (w + 2))
    ax.set_axis_off()
    return ax


def convergence(t: _HasHistory, ax: Axes | None = None) -> Axes:
    """Draw the relative error of every Newton step; damped steps are hollow, with their length.

    Parameters
    ----------
    t : Transport
        Its ``history`` holds the errors and the step lengths.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        With a logarithmic error axis. Errors below the rounding error 2.2e-16, which have no
        place on it, are drawn there.

    Raises
    ------
    ImportError
        If matplotlib is not installed.

    Examples
    --------
    >>> t = brenier.solve(np.random.default_rng(0).random((100, 2)))
    >>> ax = brenier.plot.convergence(t)
    """
    _require_matplotlib()
    from matplotlib.ticker import MaxNLocator

    error = np.maximum(np.asarray(t.history.error, float), np.finfo(float).eps)
    step = np.asarray(t.history.step, float)
    damped = step < 1
    number = np.arange(len(error))
    ax = _new_axes() if ax is None else ax
    ax.semilogy(number, error, "-", color=_BLUE, linewidth=1.5)
    ax.semilogy(number[~damped], error[~damped], "o", color=_BLUE, label="full step (τ = 1)")
    if damped.any():
        ax.semilogy(
            number[damped],
            error[damped],
            "o",
            color=_ORANGE,
            markerfacecolor="white",
            label="damped step (τ < 1)",
        )
        for k in np.flatnonzero(damped):
            ax.annotate(
                f"τ = {step[k]:.2g}",
                (number[k], error[k]),
                textcoords="offset points",
                xytext=(7, 5),
                fontsize="small",
                color=_ORANGE,
            )
        ax.legend(frameon=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(True, alpha=0.3)
    ax.set_xlabel("Newton step")
    ax.set_ylabel("largest relative error of a cell's mass")
    return ax


def _cells(d: PowerDiagram) -> tuple[list[NDArray[np.float64]], NDArray[np.int64]]:
    """Return the polygons of all cells, and the cell that each belongs to."""
    polygons: list[NDArray[np.float64]] = []
    owners: list[int] = []
    for i in range(len(d.sites)):
        for polygon in d.cell(i):
            polygons.append(polygon)
            owners.append(i)
    return polygons, np.array(owners, dtype=np.int64)


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


def _colours(values: ArrayLike | None, n: int) -> tuple[Any, Any]:
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


def _as_pictures(grid: ArrayLike, shape: Sequence[int] | None) -> NDArray[np.float64]:
    array = np.asarray(grid, dtype=float)
    if array.ndim == 2 and array.size:
        if shape is None:
            side = math.isqrt(array.shape[1])
            shape = (side, side)
        if math.prod(shape) != array.shape[1]:
            raise ValueError(
                f"flat pictures of {array.shape[1]} values are not {shape[0]} x {shape[1]}: "
                "give their shape=(h, w)"
            )
        array = array.reshape(-1, *shape)
    if array.ndim != 3 or 0 in array.shape:
        raise ValueError(f"grid must be (m, h, w) or (m, h * w) pictures, got {array.shape}")
    return array


def _new_axes(projection: str | None = None) -> Any:
    from matplotlib import pyplot

    size = (7, 6) if projection else (6, 6)
    figure = pyplot.figure(figsize=size, layout="constrained")
    return figure.add_subplot(projection=projection)


def _require_matplotlib() -> None:
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ImportError("plotting needs matplotlib: pip install brenier[plot]") from error
