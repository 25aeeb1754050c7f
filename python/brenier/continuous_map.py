"""The continuous extension of the transport map, and its singular set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import require_instance
from brenier._arrays import FloatArray, IntArray, as_points, read_only
from brenier.thresholds import Thresholds
from brenier.transport import Transport

__all__ = ["ContinuousMap"]

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, init=False, repr=False, eq=False)
class ContinuousMap:
    """The transport map made continuous where its sites lie close together.

    The transport map T is constant on every cell, so it gives back the sites. This map is affine on
    the weighted Delaunay triangles, whose vertices are placed at the centroids of the cells: it
    takes each centroid to its site, and what lies between centroids to what lies between sites. An
    edge whose sites are far apart is singular: there the Brenier potential has a crease that must
    not be smoothed out, because between the sites is a gap. A triangle with a singular edge is
    singular.

    Points in singular triangles, and points beyond all triangles (near the domain's border), are
    sent to the site of their own cell.

    Parameters
    ----------
    t : Transport
        A solved transport of at least three sites, not on one line.
    max_angle : float, optional
        Edges with a larger angle are singular, in radians.
    max_jump : float, optional
        Edges with a larger jump are singular, in the sites' unit of length. `math.inf` makes none
        singular.
    quantile : float, optional
        Edges whose jump is over this quantile of the jumps, in [0, 1], are singular.

        An edge over any of the given thresholds is singular. When none is given, an edge is if its
        jump is over 6 times what is usual among all sites, and over 4 times what is usual at its
        own two (the geometric mean), where the usual jump of a site is its second smallest.

    Attributes
    ----------
    transport : Transport
        The transport.
    simplices : ndarray of shape (s, 3)
        The triangles, counter-clockwise, as indices of sites: those weighted Delaunay triangles of
        which two edges or all three are in `edges`, without those in `folded`.
    folded : ndarray of shape (f, 3)
        Triangles that were left out because their centroids are not counter-clockwise, or because
        they overlap others. There are few, mostly none. Points there count as beyond the triangles,
        so that each point has one image.
    edges : ndarray of shape (e, 2)
        Pairs of sites whose cells have a common facet with mass, sorted.
    jumps : ndarray of shape (e,)
        |y_i - y_j|, by which the gradient of the Brenier potential jumps at the facet.
    angles : ndarray of shape (e,)
        Angles between the normals (y_i, -1) and (y_j, -1) of the potential's planes, in radians.
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
        which value on some are.
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
    _map: _core.PiecewiseAffineMap

    def __init__(
        self,
        t: Transport,
        *,
        max_angle: float | None = None,
        max_jump: float | None = None,
        quantile: float | None = None,
    ) -> None:
        require_instance(t, "t", Transport, "a Transport, of brenier.solve")
        diagram = t.diagram._diagram
        mesh = _core.CentroidMesh(diagram, t.sites)
        edges, jumps, angles = mesh.edges()
        # As intp: where memory is short, numpy crashes on indices of other types.
        edges_of_triangles = mesh.edges_of_simplices().astype(np.intp)
        if not len(edges_of_triangles):
            raise ValueError(
                "this transport has no three cells that meet, so there is nothing to be affine on: "
                "its sites are fewer than three or lie on one line"
            )
        thresholds = Thresholds(max_angle, max_jump, quantile)
        singular = thresholds.are_exceeded(jumps, angles, mesh.gap_limits())
        singular_simplices = _largest(singular, edges_of_triangles).astype(bool)
        if singular_simplices.all():
            largest = (_largest(values, edges_of_triangles) for values in (jumps, angles))
            raise ValueError(thresholds.complaint(jumps, *largest))
        self.__dict__.update(
            transport=t,
            simplices=read_only(mesh.simplices().astype(np.intp)),
            folded=read_only(mesh.folded().astype(np.intp)),
            edges=read_only(edges.astype(np.intp)),
            jumps=read_only(jumps),
            angles=read_only(angles),
            singular=read_only(singular),
            singular_simplices=read_only(singular_simplices),
            thresholds=thresholds,
            _map=_core.PiecewiseAffineMap(diagram, mesh, t.sites, singular),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.transport, self.thresholds.given)

    def __repr__(self) -> str:
        return (
            f"<ContinuousMap onto {len(self.transport.sites)} sites: {len(self.simplices)} "
            f"triangles, {self.singular.mean():.1%} of the edges singular>"
        )

    def __call__(self, x: Any) -> FloatArray:
        """Apply the map.

        Parameters
        ----------
        x : array_like of shape (k, 2)
            Points of the plane, in the domain or not.

        Returns
        -------
        ndarray of shape (k, 2)
            Their images. A point has one image, whichever others it comes with.
        """
        return self._images(x)[0]

    def is_singular(self, x: Any) -> BoolArray:
        """Tell which points lie on the singular set, the union of the singular triangles.

        Parameters
        ----------
        x : array_like of shape (k, 2)

        Returns
        -------
        ndarray of shape (k,)
            Bools. Points beyond all triangles are not singular.
        """
        return self._images(x)[1]

    def _are_singular_edges(self, pairs: IntArray) -> BoolArray:
        """Tell which pairs of sites (..., 2), in either order, are singular edges."""
        n = len(self.transport.sites)
        low, high = pairs.min(axis=-1), pairs.max(axis=-1)
        first, second = self.edges[self.singular].T
        singular: BoolArray = np.isin(low * n + high, first * n + second)
        return singular

    def _images(self, x: Any, across_singular: bool = False) -> tuple[FloatArray, BoolArray]:
        """Images of points, interpolated in singular triangles too if asked; which are singular."""
        workers = self.transport._workers
        return self._map.images(as_points(x, "x"), across_singular, workers)


def _again(kind: type[ContinuousMap], t: Transport, given: dict[str, float]) -> ContinuousMap:
    return kind(t, **given)


def _largest(values: npt.NDArray[Any], edges_of_triangles: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The largest of the edges' values on each triangle, of those of its edges that have one."""
    there = edges_of_triangles >= 0
    largest: npt.NDArray[Any] = np.where(there, values[edges_of_triangles], 0).max(axis=1)
    return largest
