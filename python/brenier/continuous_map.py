"""The continuous extension of the transport map, and its singular set."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_path, require_instance
from brenier._arrays import FloatArray, IntArray, as_points, as_rows
from brenier._map_arrays import load_map_arrays, map_to_arrays
from brenier._map_edges import edges_and_simplices, mesh_of_centroids
from brenier._notebook.cards import MapCard
from brenier._values import Values
from brenier.storage import write_arrays
from brenier.thresholds import Thresholds
from brenier.transport import Transport

__all__ = ["ContinuousMap"]

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, init=False, repr=False, eq=False)
class ContinuousMap(MapCard):
    """The transport map made continuous where its sites lie close together.

    The transport map T is constant on every cell, so it gives back the sites. This map is affine on
    the weighted Delaunay triangles, whose vertices are placed at the centroids of the cells: it
    takes each centroid to its site, and what lies between centroids to what lies between sites. An
    edge whose sites are far apart is singular: there the Brenier potential has a crease that must
    not be smoothed out, because between the sites is a gap. A triangle with a singular edge is
    singular.

    Points in singular triangles, and points beyond all triangles (near the domain's border), are
    sent to the site of their own cell.

    In space it is affine on the weighted Delaunay tetrahedra; what is said of triangles here is
    said of them.

    With `values`, the map is lifted: it goes to the codes in a model's own space, of any dimension,
    instead of to the sites, which stand for them in the plane. Jumps are then measured there, too.

    Parameters
    ----------
    t : Transport
        A solved transport of at least three sites, not on one line; in space of at least four, not
        in one plane.
    values : array_like of shape (n, D), optional
        A value for each site, which takes its place: D from 1 to 4,096. float32 and float64 are
        kept as they are, not copied, and give the type of what the map gives; so do not change
        them later. Other numbers become one of these.
    blend : {"affine", "spread"}, optional
        What becomes of a point in a triangle with values c_i at its corners, of which it is the
        mean with shares λ_i (see `barycentric`):

        - ``"affine"``, the default without values: the mean Σ λ_i c_i, which in many dimensions
          varies less than the values do;
        - ``"spread"``, the default with them: z = Σ λ_i m_i + Σ λ_i (c_i - m_i) / √(Σ λ_i²), where
          m_i is the mean of the 10 values nearest to c_i. It keeps most of the variance, is
          continuous, too, and c_i at the corners. The nearest values are found at the first use,
          by n² D operations.
    max_angle : float, optional
        Edges with a larger angle are singular, in radians.
    max_jump : float, optional
        Edges with a larger jump are singular, in the unit of length of the sites, or of the values
        if there are any. `math.inf` makes none singular.
    quantile : float, optional
        Edges whose jump is over this quantile of the jumps, in [0, 1], are singular.

        An edge over any of the given thresholds is singular. When none is given, an edge is if its
        jump is over 6 times what is usual among all sites, and over 4 times what is usual at its
        own two (the geometric mean), where the usual jump of a site is its second smallest. Between
        values it is if its jump is over 2 times what is usual at its own two: nothing that is
        usual among all would suit narrow and wide classes at once.

    Attributes
    ----------
    transport : Transport
        The transport.
    simplices : ndarray of shape (s, 3)
        The triangles, counter-clockwise, as indices of sites: those weighted Delaunay triangles of
        which two edges or all three are in `edges`, without those in `folded`. In space (s, 4):
        tetrahedra, positively oriented, whose cells are connected by `edges`.
    folded : ndarray of shape (f, 3)
        Triangles that were left out because their centroids are not counter-clockwise, or because
        they overlap others. There are few, mostly none. Points there count as beyond the triangles,
        so that each point has one image. In space (f, 4), where of two that overlap the larger is
        kept.
    edges : ndarray of shape (e, 2)
        Pairs of sites whose cells have a common facet with mass, sorted.
    jumps : ndarray of shape (e,)
        |y_i - y_j|, by which the gradient of the Brenier potential jumps at the facet; with values
        |c_i - c_j|.
    angles : ndarray of shape (e,)
        Angles between the normals (y_i, -1) and (y_j, -1) of the potential's planes, in radians;
        with values between (c_i, -1) and (c_j, -1).
    singular : ndarray of shape (e,)
        Which edges are singular.
    singular_simplices : ndarray of shape (s,)
        Which triangles are singular, as they have a singular edge. Their union is the singular set.
    thresholds : Thresholds
        The thresholds as they were given.

    Raises
    ------
    ValueError
        A threshold is out of range, or no triangle is left regular; the message then says from
        which value on some are. The values have a wrong shape, or one is not finite; there is no
        such blend.
    TypeError
        An argument is of a wrong kind.

    References
    ----------
    D. An, Y. Guo, N. Lei, Z. Luo, S.-T. Yau, X. Gu (2020), AE-OT: a new generative model based on
    extended semi-discrete optimal transport. ICLR.

    Examples
    --------
    >>> import brenier, numpy as np
    >>> codes = np.random.default_rng(0).random((1000, 2))
    >>> m = brenier.ContinuousMap(brenier.solve(codes))
    >>> bool(np.allclose(m(m.transport.centroids), codes))
    True
    >>> int(m.singular.sum())
    0

    Codes of 64 numbers, brought to the plane for the transport only:

    >>> z = np.random.default_rng(1).normal(size=(1000, 64)).astype(np.float32)
    >>> m = brenier.ContinuousMap(brenier.solve(z[:, :2]), values=z)
    >>> m([(0.5, 0.5)]).shape, m([(0.5, 0.5)]).dtype
    ((1, 64), dtype('float32'))
    """

    transport: Transport
    simplices: IntArray
    folded: IntArray
    edges: IntArray
    jumps: FloatArray
    angles: FloatArray
    singular: BoolArray
    singular_simplices: BoolArray
    thresholds: Thresholds
    _values: Values
    _map: _core.PiecewiseAffineMap  # or that of space

    def __init__(
        self,
        t: Transport,
        *,
        values: Any = None,
        blend: str | None = None,
        max_angle: float | None = None,
        max_jump: float | None = None,
        quantile: float | None = None,
    ) -> None:
        require_instance(t, "t", Transport, "a Transport, of brenier.solve")
        rows = t.sites if values is None else as_rows(values, "values", len(t.sites))
        usual = "affine" if values is None else "spread"
        blended = Values(rows, usual if blend is None else blend)
        thresholds = Thresholds(max_angle, max_jump, quantile)
        mesh = mesh_of_centroids(t)
        arrays = edges_and_simplices(mesh, None if values is None else rows, thresholds)
        self.__dict__.update(
            transport=t,
            **arrays,
            thresholds=thresholds,
            _values=blended,
            _map=mesh.affine_map(arrays["singular"]),
        )

    @property
    def values(self) -> npt.NDArray[Any]:
        """What the sites stand for (n, D), read-only: the sites themselves if nothing was given."""
        return self._values.rows

    @property
    def blend(self) -> str:
        """How values are blended in triangles."""
        return self._values.blend

    @property
    def _is_lifted(self) -> bool:
        """Whether the values are others than the sites."""
        return self.values is not self.transport.sites

    @property
    def _options(self) -> dict[str, Any]:
        """What makes an equal map of the transport."""
        values = self.values if self._is_lifted else None
        return {"values": values, "blend": self.blend, **self.thresholds.given}

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), **self._options), (self.transport,)

    def __repr__(self) -> str:
        onto = f"values in {self.values.shape[1]} dimensions" if self._is_lifted else "sites"
        simplices = "triangles" if self.simplices.shape[1] == 3 else "tetrahedra"
        return (
            f"<ContinuousMap onto {len(self.values)} {onto}: {len(self.simplices)} {simplices}, "
            f"{self.singular.mean():.1%} of the edges singular>"
        )

    def __call__(self, x: Any) -> npt.NDArray[Any]:
        """Apply the map.

        Parameters
        ----------
        x : array_like of shape (k, 2), in space (k, 3)
            Points, in the domain or not.

        Returns
        -------
        ndarray of shape (k, D)
            Their images, D = 2 or 3 without values. A point has one image, whichever others it
            comes with.
        """
        return self._images(x)[0]

    def barycentric(self, x: Any) -> tuple[IntArray, FloatArray]:
        """Tell of which sites' centroids points are the means, and with which shares.

        Singular triangles count as any other; `is_singular` knows them.

        Parameters
        ----------
        x : array_like of shape (k, 2), in space (k, 3)

        Returns
        -------
        sites : ndarray of shape (k, 3)
            The corners of the triangle that each point lies in; beyond all triangles the site of
            its own cell, three times. In space (k, 4), those of the tetrahedron.
        coordinates : ndarray of shape (k, 3), in space (k, 4)
            Their shares, from 0 to 1 with sum 1; beyond all triangles 1, 0 and 0.
        """
        sites, shares, _ = self._map.places(self._points(x), True, self.transport._workers)
        return sites.astype(np.intp), shares

    def is_singular(self, x: Any) -> BoolArray:
        """Tell which points lie on the singular set, the union of the singular triangles.

        Parameters
        ----------
        x : array_like of shape (k, 2), in space (k, 3)

        Returns
        -------
        ndarray of shape (k,)
            Bools. Points beyond all triangles are not singular.
        """
        return self._map.places(self._points(x), True, self.transport._workers)[2]

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the map to an .npz file, for `load`: its transport, thresholds and values.

        `brenier.load` reads the transport from such a file.

        Parameters
        ----------
        path : str or path
            The file; ``.npz`` is appended if the name ends otherwise. One that is there is
            replaced, once the new one is complete.

        Returns
        -------
        Path
            The file that was written, with its ending.

        Raises
        ------
        OSError
            The file cannot be written.
        """
        return write_arrays(as_path(path, "path"), map_to_arrays(self.transport, self._options))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> ContinuousMap:
        """Read a map that `save` has written; OSError or ValueError as for `brenier.load`."""
        t, options = load_map_arrays(as_path(path, "path"))
        return cls(t, **options)

    def _points(self, x: Any) -> FloatArray:
        return as_points(x, "x", self.transport.source.dimension)

    def _images(self, x: Any, across_singular: bool = False) -> tuple[npt.NDArray[Any], BoolArray]:
        """Images of points, interpolated in singular triangles too if asked; which are singular."""
        points, workers = self._points(x), self.transport._workers
        if points.shape[1] == 2 and not self._is_lifted and self.blend == "affine":
            return self._map.images(points, across_singular, workers)
        sites, shares, singular = self._map.places(points, across_singular, workers)
        return self._values.blended(sites, shares, workers), singular
