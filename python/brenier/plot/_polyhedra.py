"""The cells of diagrams in space: shaded polyhedra."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from brenier.plot._axes import INK, PAPER, axes_or_new
from brenier.plot._cells import as_colours

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from brenier._arrays import FloatArray
    from brenier.power_diagram import PowerDiagram

_LIGHT = np.array([-0.2, -0.55, 0.81])  # towards it, for who looks as matplotlib does at first
_DARKEST = 0.55  # what a face keeps of its colour that has its back to the light


def draw_polyhedra(
    d: PowerDiagram,
    ax: Any,
    shown: NDArray[np.bool_],
    *,
    values: ArrayLike | None,
    cmap: Any,
    sites: bool,
    edgecolor: Any,
    explode: float,
    **kw: Any,
) -> Any:
    """Draw those cells of a diagram that are to be shown; `plot.diagram` tells the rest."""
    from mpl_toolkits.mplot3d import Axes3D

    ax = axes_or_new(ax, "3d")
    if not isinstance(ax, Axes3D):
        raise ValueError(
            "ax is flat; expected three-dimensional axes: add_subplot(projection='3d')"
        )
    colours, mappable = _colours(d, values, cmap, kw.pop("norm", None), kw.pop("clim", None))
    shown = shown & ~np.isnan(colours).any(axis=1)
    faces, owners = _faces(d, shown, explode)
    style = {"linewidth": float(np.clip(9 / np.sqrt(len(d)), 0.3, 0.8)), **kw}
    is_solid = style.get("alpha") in (None, 1)
    if faces:
        kind = _solid_faces() if is_solid else _translucent_faces()
        colours_of_faces = _shaded(colours[owners], faces)
        of_edges = (
            colours_of_faces if isinstance(edgecolor, str) and edgecolor == "face" else edgecolor
        )
        cells = kind(
            _as_one_array(faces), facecolors=colours_of_faces, edgecolors=of_edges, **style
        )
        if mappable is not None:
            cells.set_cmap(mappable.cmap)
            cells.set_norm(mappable.norm)
        ax.add_collection3d(cells, autolim=False)
    if sites and not is_solid:
        ax.plot(*d.sites[shown].T, ".", color=INK, markersize=2, markeredgewidth=0)
    low, high = np.array(d.source.bounds)
    if d.source.periodic and faces:  # whole cells, some of them partly beyond the box
        corners = np.concatenate(faces)
        low, high = np.minimum(low, corners.min(axis=0)), np.maximum(high, corners.max(axis=0))
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), zlim=(low[2], high[2]))
    ax.set_box_aspect(high - low, zoom=0.95)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((1, 1, 1, 0))
    ax.grid(visible=False)
    return ax


def _as_one_array(faces: list[FloatArray]) -> Any:
    """Faces of as many corners as the largest, of which those that there are not are masked.

    Where it is given a list, matplotlib reckons with memory that holds anything there.
    """
    counts = np.array([len(face) for face in faces])
    corners = np.minimum(np.arange(counts.max()), counts[:, None] - 1)
    places = np.concatenate(faces)[np.cumsum(counts)[:, None] - counts[:, None] + corners]
    beyond = np.arange(counts.max()) >= counts[:, None]
    return np.ma.MaskedArray(places, np.broadcast_to(beyond[..., None], places.shape))


def _translucent_faces() -> Any:
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection

    return Poly3DCollection


def _solid_faces() -> Any:
    """A collection of faces of which those are hidden that look away from the viewer.

    matplotlib sorts faces by how far they are off on average, and would draw some that are behind a
    solid in front of it.
    """
    from matplotlib.colors import to_rgba_array
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection
    from mpl_toolkits.mplot3d.proj3d import proj_transform

    class SolidFaces(Poly3DCollection):  # type: ignore[misc]
        def __init__(self, faces: Any, *, facecolors: Any, edgecolors: Any, **kw: Any) -> None:
            super().__init__(faces, facecolors=facecolors, edgecolors=edgecolors, **kw)
            is_there = ~faces.mask[..., 0]
            self._points = faces.data[is_there]
            self._begin = np.cumsum([0, *is_there.sum(axis=1)])
            self._colours = np.array(facecolors), to_rgba_array(edgecolors)

        def do_3d_projection(self) -> Any:
            """Hide what looks away, from where the viewer is now, and project the rest."""
            ax = self.axes
            x, y, _ = proj_transform(*self._points.T, ax.get_proj())
            if (ax.xaxis_inverted() + ax.yaxis_inverted() + ax.zaxis_inverted()) % 2:
                x = -x  # what is seen is a mirror image
            after = np.arange(1, len(x) + 1)
            after[self._begin[1:] - 1] = self._begin[:-1]
            areas = np.add.reduceat(x * y[after] - x[after] * y, self._begin[:-1])
            for colours, setter in zip(
                self._colours, (self.set_facecolor, self.set_edgecolor), strict=True
            ):
                if len(colours):
                    seen = np.broadcast_to(colours, (len(areas), 4)).copy()
                    seen[areas <= 0, 3] = 0.0
                    setter(seen)
            return super().do_3d_projection()

    return SolidFaces


def _colours(d: PowerDiagram, values: Any, cmap: Any, norm: Any, clim: Any) -> tuple[Any, Any]:
    """The colour of each cell (n, 4), nan for none, and what explains them, if they are values."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import to_rgba

    n = len(d)
    given, numbers = as_colours(values, n)
    if numbers is not None:
        mappable = ScalarMappable(norm, cmap)
        mappable.set_array(numbers)
        if clim is not None:
            mappable.set_clim(*clim)
        mappable.autoscale_None()
        colours = mappable.to_rgba(numbers)
        colours[np.isnan(numbers)] = np.nan
        return colours, mappable
    if given is not None:
        return np.column_stack([given, np.ones(n)])[:, :4], None
    return np.tile(to_rgba(PAPER), (n, 1)), None


def _shaded(colours: NDArray[np.float64], faces: list[NDArray[np.float64]]) -> Any:
    """Darken colours (f, 4) of faces that look away from the light."""
    normals = np.array([np.cross(f[1:-1] - f[0], f[2:] - f[0]).sum(axis=0) for f in faces])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-300)
    light = 0.5 + 0.5 * normals @ _LIGHT
    shaded = colours.copy()
    shaded[:, :3] *= (_DARKEST + (1.0 - _DARKEST) * light)[:, np.newaxis]
    return np.clip(shaded, 0.0, 1.0)


def _faces(
    d: PowerDiagram, shown: NDArray[np.bool_], explode: float
) -> tuple[list[NDArray[np.float64]], NDArray[np.intp]]:
    """The faces that can be seen, and the cells that they belong to."""
    faces: list[NDArray[np.float64]] = []
    owners: list[int] = []
    for i in np.flatnonzero(shown).tolist():
        cell = d.cell(i)
        if not len(cell.vertices):
            continue
        middle = cell.vertices.mean(axis=0)
        vertices = cell.vertices + explode * (middle - cell.vertices)
        for face, neighbor in zip(cell.faces, cell.neighbors.tolist(), strict=True):
            # Between two cells that are shown, nothing is seen unless they are apart.
            is_between = neighbor >= 0 and shown[neighbor] and _meet(d, i, neighbor, vertices[face])
            if explode > 0 or not is_between:
                faces.append(vertices[face])
                owners.append(i)
    return faces, np.array(owners, dtype=np.intp)


def _meet(d: PowerDiagram, i: int, j: int, face: NDArray[np.float64]) -> bool:
    """Tell whether cell j itself is behind a face of cell i, and not a copy of it around a torus.

    That is the copy nearest to the face, by less than half a period along each axis.
    """
    torus = d.source._torus
    if torus is None:
        return True
    away = np.abs(face.mean(axis=0) - d.sites[j])
    return i != j and bool(np.all(away < 0.5 * torus.period))
