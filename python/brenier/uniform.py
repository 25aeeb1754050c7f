"""The uniform density on a polygon."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_flag
from brenier._arrays import FloatArray
from brenier._sampling import pick, portions
from brenier._space import points_dimension
from brenier._torus import Torus, read_periodic, written_periodic
from brenier._trapezoids import Trapezoids
from brenier.domains import as_box, as_rings
from brenier.sources import PolygonSource, rings_of, source_class

__all__ = ["Uniform"]

_SHOWN = 12  # vertices that a repr shows one by one


class Uniform(PolygonSource):
    """The uniform probability density on a polygon, with or without holes, or on a polyhedron.

    Parameters
    ----------
    domain : array_like of shape (k, 2), or as below, optional
        The polygon's vertices in order, in either orientation, convex or not; the first may be
        repeated at the end. None is the unit square. Two points are the lower and the upper corner
        of a box, ((xmin, ymin), (xmax, ymax)). Or several rings in a list or a tuple:
        what an odd number of them enclose. Or anything with ``__geo_interface__``, such as a
        Polygon or a MultiPolygon of shapely; or GeoJSON as a dict, of these or of features. Of
        each position x and y are taken; in collections, null geometries and those without area,
        such as points, are left out.

        In space, with the distribution brenier-space: two corners of a box, ((x0, y0, z0), (x1, y1,
        z1)), or anything that has ``vertices`` (v, 3) and ``faces``, such as a `Polyhedron` or a
        mesh of trimesh. A face is the indices of its vertices, counter-clockwise as seen from
        outside; the polyhedron is closed and convex.
    periodic : bool, default False
        Whether opposite sides of the domain, a box along the axes, are one: mass that leaves on one
        side comes in on the other, and distances are those on a torus.

    Raises
    ------
    ValueError
        The domain is periodic and no box. A vertex is not finite, fewer than three of a ring are
        distinct, edges cross or overlap along a length, or the area is zero. In GeoJSON: a ring is
        not closed, a hole lies outside of its polygon, or parts overlap or share a border: join
        them, for example by ``shapely.union_all``. In space: the polyhedron is not closed, not
        convex or not oriented.
    TypeError
        It is nothing of that kind.
    ImportError
        The domain is in space, and brenier-space is not installed.

    Notes
    -----
    Holes may touch the outer ring and each other in points, parts may touch in points, and a ring
    may touch itself, as where a hole at the rim is drawn in one go with the outer ring. Whether
    rings touch or cross is decided exactly, from the coordinates as they are.

    Examples
    --------
    >>> import brenier
    >>> triangle = brenier.Uniform([(0, 0), (2, 0), (0, 1)])
    >>> triangle.area
    1.0
    >>> triangle.density([(0.5, 0.5), (2, 2)])
    array([1., 0.])

    On a torus, the cell of a single site is all of it, and the mean squared distance 1/6:

    >>> torus = brenier.Uniform([(0, 0), (1, 1)], periodic=True)
    >>> round(brenier.solve([(0.9, 0.2)], source=torus).cost, 12)
    0.166666666667
    """

    _kind = "uniform"

    def __new__(cls, domain: Any = None, *, periodic: bool = False) -> Uniform:
        """Make a source in space of a domain in space: `SpatialUniform`."""
        is_mesh = hasattr(domain, "vertices") and hasattr(domain, "faces")
        in_space = is_mesh or points_dimension(domain) == 3
        made: Any = source_class("uniform_in_space") if in_space else cls
        uniform: Uniform = super().__new__(made)
        return uniform

    def __init__(self, domain: Any = None, *, periodic: bool = False) -> None:
        if as_flag(periodic, "periodic"):
            bounds = as_box(domain)
            self._torus = Torus(bounds)
            self._core = _core.periodic_uniform(bounds)
        else:
            self._core = _core.uniform(as_rings(domain))

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {**super()._to_arrays(), **written_periodic(self._torus)}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Uniform:
        return cls(rings_of(arrays), periodic=read_periodic(arrays))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(type(self), periodic=self.periodic), (self.domain,)

    def _density(self, x: FloatArray) -> FloatArray:
        return np.where(self._core.contains(x), 1.0 / self.area, 0.0)

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        points = np.empty((count, 2))
        for some in portions(count):
            u = rng.random(some.stop - some.start)
            which = self._shares_up_to.searchsorted(u, side="right")
            points[some] = self._trapezoids.sample(which, rng)
        return points

    def _range_over(self, triangles: FloatArray) -> tuple[FloatArray, FloatArray]:
        rho = np.full(len(triangles), 1.0 / self.area)
        return rho, rho

    def _require_inverse(self) -> None:
        pass

    def _from_square(self, u: FloatArray) -> FloatArray:
        which, rest = pick(np.cumsum(self._trapezoids.areas), u[:, 0])
        return self._trapezoids.points(which, rest, u[:, 1])

    @cached_property
    def _shares_up_to(self) -> FloatArray:
        """The shares of the trapezoids up to each, as numpy's `choice` sums them up."""
        areas = self._trapezoids.areas
        sums = np.cumsum(areas / areas.sum())
        shares: FloatArray = sums / sums[-1]
        return shares

    @cached_property
    def _trapezoids(self) -> Trapezoids:
        return Trapezoids.of(self._core.rings)

    def __repr__(self) -> str:
        rings = [ring.tolist() for ring in self.rings]
        count = sum(len(ring) for ring in rings)
        if count > _SHOWN:
            parts = f"{len(rings)} ring{'s' if len(rings) > 1 else ''}"
            return f"<Uniform on {parts} of {count} vertices over {self.bounds}>"
        periodic = ", periodic=True" if self.periodic else ""
        return f"Uniform({rings[0] if len(rings) == 1 else rings}{periodic})"
