"""Power diagrams."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import require_instance
from brenier._planar import refuse_space
from brenier.plot._axes import INK, PAPER, axes_or_new, require_matplotlib
from brenier.plot._cells import as_colours, cell_polygons, outlines, repeated
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
    **kw: Any,
) -> Axes:
    """Draw the cells of a power diagram.

    Parameters
    ----------
    d : PowerDiagram
        The diagram, of n cells. Empty cells draw nothing, cells in pieces several polygons. Those
        of a periodic source go on at the opposite side of the box.
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
        Goes to `matplotlib.collections.PathCollection`: ``norm``, ``alpha``, ``linewidth``, …

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
    require_matplotlib()
    from matplotlib.collections import PathCollection
    from matplotlib.patches import Rectangle

    require_instance(d, "d", PowerDiagram, "a PowerDiagram")
    refuse_space(d.source, "plot.diagram")
    n, bounds = len(d.sites), d.source.bounds
    polygons = cell_polygons(d)
    paths, owners = outlines(*(repeated(*polygons, bounds) if d.source.periodic else polygons))
    style = {"linewidth": float(np.clip(25 / math.sqrt(n + 1), 0.1, 0.8)), **kw}
    cells = PathCollection(paths, edgecolor=edgecolor, **style)
    colours, numbers = as_colours(values, n)
    if numbers is not None:
        cells.set_cmap(cmap)
        cells.set_array(numbers[owners])
    elif colours is not None:
        cells.set_facecolor(colours[owners])
    elif not {"facecolor", "facecolors"} & kw.keys():
        cells.set_facecolor(PAPER)
    ax = axes_or_new(ax)
    ax.add_collection(cells)
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
        cells.set_clip_path(box)
    margin = 0.01 * max(xmax - xmin, ymax - ymin)
    ax.set_xlim(xmin - margin, xmax + margin)
    ax.set_ylim(ymin - margin, ymax + margin)
    ax.set_aspect("equal")
    return ax
