"""Power diagrams."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import as_number, require_instance
from brenier.plot._axes import INK, PAPER, axes_or_new, require_matplotlib
from brenier.plot._cells import as_colours, as_shown, cell_polygons, outlines, repeated
from brenier.plot._polyhedra import draw_polyhedra
from brenier.power_diagram import PowerDiagram

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike


def diagram(
    d: PowerDiagram,
    ax: Axes | None = None,
    *,
    values: ArrayLike | None = None,
    cmap: str = "viridis",
    sites: bool = True,
    edgecolor: Any = INK,
    cells: ArrayLike | None = None,
    explode: float = 0.0,
    **kw: Any,
) -> Axes:
    """Draw the cells of a power diagram: polygons, or in space shaded polyhedra.

    Parameters
    ----------
    d : PowerDiagram
        The diagram, of n cells. Empty cells draw nothing, cells in pieces several polygons. Those
        of a periodic source go on at the opposite side of the box; in space they are whole, around
        their sites. In space some hundreds of cells are as many as matplotlib turns with ease; for
        more there is ``d.to_vtk``.
    ax : matplotlib Axes, optional
        Where to draw, in space three-dimensional ones; a new figure if None.
    values : (n,) or (n, 3) or (n, 4) array, optional
        One number a cell, coloured by `cmap` (nan: left blank), or its RGB(A) colour. All cells
        are of one pale colour if None.
    cmap : str or matplotlib Colormap
        The colours of the values.
    sites : bool
        Whether to mark the sites with dots; in space only if cells are translucent, by ``alpha``.
    edgecolor : colour
        Of the cells' borders; ``"none"`` for none.
    cells : (n,) array of bool, optional
        Which cells to draw: in space, the others are cut away.
    explode : float
        In space: what part of its size each cell is shrunk by, so that all are seen apart. 0.1 to
        0.3 look well.
    **kw
        Goes to `matplotlib.collections.PathCollection`, in space to
        `mpl_toolkits.mplot3d.art3d.Poly3DCollection`: ``norm``, ``alpha``, ``linewidth``, …

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
        If `values` or `cells` has another shape, `explode` is not from 0 to below 1, or not 0 in
        the plane, or `ax` is of another dimension.

    Examples
    --------
    >>> d = brenier.PowerDiagram(np.random.default_rng(0).random((100, 2)))
    >>> ax = brenier.plot.diagram(d, values=d.masses * 100)

    A cube with the corner that is nearest cut away:

    >>> d = brenier.PowerDiagram(np.random.default_rng(0).random((200, 3)))
    >>> near = np.all((d.sites - 0.5) * (1, -1, 1) > 0, axis=1)
    >>> ax = brenier.plot.diagram(d, values=d.masses, cells=~near)
    """
    require_matplotlib()
    from matplotlib.collections import PathCollection
    from matplotlib.patches import Rectangle

    require_instance(d, "d", PowerDiagram, "a PowerDiagram")
    n, bounds = len(d.sites), d.source.bounds
    shown = as_shown(cells, n)
    shrunk = as_number(explode, "explode", least=0.0)
    if shrunk >= 1.0:
        raise ValueError(f"explode is {shrunk:g}; expected a part, from 0 to below 1")
    if d.dimension == 3:
        own = {"values": values, "cmap": cmap, "sites": sites, "edgecolor": edgecolor}
        in_space: Axes = draw_polyhedra(d, ax, shown, explode=shrunk, **own, **kw)
        return in_space
    if shrunk:
        raise ValueError(
            f"explode is {shrunk:g}; expected 0 in the plane, where all cells are seen"
        )
    polygons = cell_polygons(d, shown)
    paths, owners = outlines(*(repeated(*polygons, bounds) if d.source.periodic else polygons))
    style = {"linewidth": float(np.clip(25 / math.sqrt(n + 1), 0.1, 0.8)), **kw}
    drawn = PathCollection(paths, edgecolor=edgecolor, **style)
    colours, numbers = as_colours(values, n)
    if numbers is not None:
        drawn.set_cmap(cmap)
        drawn.set_array(numbers[owners])
    elif colours is not None:
        drawn.set_facecolor(colours[owners])
    elif not {"facecolor", "facecolors"} & kw.keys():
        drawn.set_facecolor(PAPER)
    ax = axes_or_new(ax)
    ax.add_collection(drawn)
    if sites:
        size = float(np.clip(60 / math.sqrt(n + 1), 0.3, 4))
        dots = np.asarray(d.sites)
        if d.source._torus is not None:
            dots = d.source._torus.wrapped(d.sites)
        ax.plot(*dots.T, ".", color=INK, markersize=size, markeredgewidth=0)
    xmin, ymin, xmax, ymax = bounds
    if d.source.periodic:
        box = Rectangle((xmin, ymin), xmax - xmin, ymax - ymin, fill=False, edgecolor=INK, lw=0.5)
        ax.add_patch(box)
        drawn.set_clip_path(box)
    margin = 0.01 * max(xmax - xmin, ymax - ymin)
    ax.set_xlim(xmin - margin, xmax + margin)
    ax.set_ylim(ymin - margin, ymax + margin)
    ax.set_aspect("equal")
    return ax
