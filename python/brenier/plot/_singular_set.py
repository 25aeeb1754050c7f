"""Where a continuous map tears: singular triangles, and creases of the potential."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from brenier._arguments import require_instance
from brenier._map_edges import are_among
from brenier._planar import refuse_space
from brenier.continuous_map import ContinuousMap
from brenier.plot._axes import ORANGE, axes_or_new, require_matplotlib

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def singular_set(
    m: ContinuousMap,
    ax: Axes | None = None,
    *,
    triangles: bool = True,
    creases: bool = True,
    color: Any = ORANGE,
    alpha: float = 0.35,
    linewidth: float = 1.2,
    **kw: Any,
) -> Axes:
    """Draw the singular set of a continuous map over what is there, such as the cells.

    Parameters
    ----------
    m : ContinuousMap
        The map.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if None.
    triangles : bool
        Whether to fill the singular triangles: points there are singular. Where they stand out of
        the domain, which is then not convex, they are cut to it.
    creases : bool
        Whether to draw the facets between cells whose edge is singular: there the potential has a
        crease, and the transport map jumps from one site to another across a gap.
    color : colour
        Of both.
    alpha : float
        How opaque the triangles are, from 0 to 1.
    linewidth : float
        Of the creases, in points.
    **kw
        Goes to the collections of both: ``zorder``, ``rasterized``, …

    Returns
    -------
    Axes
        The triangles are added first, the creases after them, as a collection each. The limits are
        left alone, but for new axes, which show the source's bounds at equal scales.

    Raises
    ------
    ImportError
        If matplotlib is not installed.

    Examples
    --------
    >>> codes = np.random.default_rng(0).normal([[0, 0], [9, 0]], 1, (500, 2, 2)).reshape(-1, 2)
    >>> m = brenier.ContinuousMap(brenier.solve(codes))
    >>> ax = brenier.plot.diagram(m.transport.diagram, sites=False)
    >>> ax = brenier.plot.singular_set(m, ax)
    """
    require_matplotlib()
    from matplotlib.collections import LineCollection, PolyCollection

    require_instance(m, "m", ContinuousMap, "a ContinuousMap")
    refuse_space(m.transport.source, "plot.singular_set")
    is_new, ax = ax is None, axes_or_new(ax)
    if is_new:
        xmin, ymin, xmax, ymax = m.transport.source.bounds
        ax.set(xlim=(xmin, xmax), ylim=(ymin, ymax), aspect="equal")
    if triangles:
        corners = m.transport.centroids[m.simplices[m.singular_simplices]]
        # Edges of their own colour would make translucent triangles darker where they meet.
        style = {"facecolor": color, "alpha": alpha, "linewidth": 0, **kw}
        filled = PolyCollection(list(corners), **style)
        ax.add_collection(filled, autolim=False)
        filled.set_clip_path(_domain(m), ax.transData)
    if creases:
        facets = m.transport.diagram.facets
        drawn = are_among(facets.sites, m.edges[m.singular], len(m.transport.sites))
        lines = LineCollection(
            list(facets.points[drawn]),
            colors=[color],
            linewidth=linewidth,
            **{"capstyle": "round", **kw},
        )
        ax.add_collection(lines, autolim=False)
    return ax


def _domain(m: ContinuousMap) -> Any:
    from matplotlib.path import Path

    rings = m.transport.source._core.rings
    return Path.make_compound_path(*(Path(np.vstack([r, r[:1]]), closed=True) for r in rings))
