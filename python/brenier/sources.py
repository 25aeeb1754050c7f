"""Sources: probability densities on the plane, from which mass is transported."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_flag, as_generator, as_size, shown
from brenier._arrays import FloatArray, as_points, as_values, read_only
from brenier._sampling import pick, portions
from brenier._torus import Torus, read_periodic, written_periodic
from brenier._trapezoids import Trapezoids
from brenier.domains import as_box, as_rings

__all__ = ["PolygonSource", "Source", "Uniform", "as_source", "rings_of", "source_class"]


_INVERTIBLE = "Uniform, Raster, Bilinear, or a Gaussian of which a tenth lies in its domain"


class Source(ABC):
    """A probability density ρ on a compact polygonal domain."""

    _core: _core.Source
    _torus: Torus | None = None
    _kind: ClassVar[str]  # its name in files; a class that has none of its own is not found by it
    _classes: ClassVar[dict[str, type[Source]]] = {}  # by kind

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "_kind" in vars(cls):
            known = Source._classes.setdefault(cls._kind, cls)
            if known is not cls:
                raise TypeError(f"{cls.__name__} has the kind of {known.__name__}: {cls._kind}")

    @property
    @abstractmethod
    def bounds(self) -> tuple[float, float, float, float]:
        """The domain's bounding box: (xmin, ymin, xmax, ymax)."""

    @property
    def periodic(self) -> bool:
        """Whether opposite sides of the domain, a box, are one: the source lies on a torus."""
        return self._torus is not None

    def density(self, x: Any) -> FloatArray:
        """Evaluate the density.

        Parameters
        ----------
        x : array_like of shape (m, 2)

        Returns
        -------
        ndarray of shape (m,)
            ρ(x), which is 0 off the domain, unless that is periodic: then it repeats for ever.
        """
        points = as_points(x, "x")
        return self._density(points if self._torus is None else self._torus.wrapped(points))

    def sample(self, n: int, rng: Any = None) -> FloatArray:
        """Draw independent points of exactly this density.

        Points are drawn directly, without rejection, but for normal densities: those draw again
        what falls outside of the domain, or above the density where the domain holds little of it.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        rng : None, int or numpy.random.Generator
            Source of randomness; the same seed gives the same points.

        Returns
        -------
        ndarray of shape (n, 2)
        """
        return self._sample(as_size(n, "n"), as_generator(rng))

    @abstractmethod
    def _density(self, x: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _range_over(self, triangles: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Bound the density over triangles (t, 3, 2) of the domain, from below and above (t,)."""

    def _require_inverse(self) -> None:
        """Raise ValueError unless `_from_square` takes an even law to this one."""
        raise ValueError(
            f"method is 'sobol', which needs a source with a direct inverse: {_INVERTIBLE}; for a "
            f"{type(self).__name__} draw with method='random'"
        )

    def _from_square(self, u: FloatArray) -> FloatArray:
        """Send points (m, 2) of the open unit square to the plane, their even law to this density.

        Those that would come to lie outside of the domain are left out.
        """
        raise NotImplementedError

    @abstractmethod
    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray: ...

    @abstractmethod
    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What `_from_arrays` makes an equal source of."""

    @classmethod
    @abstractmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Source:
        """Make a source of its arrays, which may come from anywhere, or raise ValueError."""


class PolygonSource(Source):
    """A probability density on a polygon that the caller gives."""

    @property
    def domain(self) -> FloatArray | list[FloatArray]:
        """The polygon's vertices (k, 2), or the list of its rings if it has several; read-only.

        Outer rings run counter-clockwise, holes clockwise.
        """
        rings = self.rings
        return rings[0] if len(rings) == 1 else rings

    @property
    def rings(self) -> list[FloatArray]:
        """The rings of the polygon, each (k, 2), as in `domain`."""
        return [read_only(ring) for ring in self._core.rings]

    @property
    def area(self) -> float:
        """The area of the domain."""
        return self._core.area

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """The domain's bounding box: (xmin, ymin, xmax, ymax)."""
        vertices = np.concatenate(self.rings)
        (xmin, ymin), (xmax, ymax) = vertices.min(axis=0), vertices.max(axis=0)
        return float(xmin), float(ymin), float(xmax), float(ymax)

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        sizes = np.array([len(ring) for ring in self.rings])
        return {"domain": np.concatenate(self.rings), "ring_sizes": sizes}


def rings_of(arrays: dict[str, Any]) -> list[FloatArray]:
    """Read the rings that `PolygonSource._to_arrays` wrote, or raise ValueError."""
    vertices = as_points(arrays["domain"], "domain")
    sizes = as_values(arrays["ring_sizes"], "ring_sizes", arrays["ring_sizes"].size)
    if sizes.sum() != len(vertices) or not np.all(sizes >= 3) or np.any(sizes % 1):
        raise ValueError("ring_sizes do not fit its domain")
    return np.split(vertices, np.cumsum(sizes[:-1]).astype(int))


class Uniform(PolygonSource):
    """The uniform probability density on a polygon, with or without holes, in one part or several.

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
    periodic : bool, default False
        Whether opposite sides of the domain are one, which has to be a box along the axes: mass
        that leaves on one side comes in on the other, and distances are those on a torus.

    Raises
    ------
    ValueError
        A vertex is not finite, fewer than three of a ring are distinct, edges cross or overlap
        along a length, or the area is zero; or the domain is to be periodic and is no box. In
        GeoJSON: a ring is not closed, a hole lies outside of its polygon, or parts overlap or share
        a border: join them, for example by ``shapely.union_all``.
    TypeError
        It is nothing of that kind.

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

    def __init__(self, domain: Any = None, *, periodic: bool = False) -> None:
        if as_flag(periodic, "periodic"):
            self._torus = Torus(as_box(domain))
            self._core = _core.periodic_uniform(self._torus.bounds)
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
        periodic = ", periodic=True" if self.periodic else ""
        return f"Uniform({rings[0] if len(rings) == 1 else rings}{periodic})"


def source_class(kind: str) -> type[Source]:
    """Find the class that has this kind, or raise ValueError."""
    if kind not in Source._classes:
        raise ValueError(f"its source is {kind}; expected {' or '.join(Source._classes)}")
    return Source._classes[kind]


def as_source(value: object) -> Source:
    """Check a source; None is the uniform density on the unit square."""
    if value is None:
        return Uniform()
    if not isinstance(value, Source):
        raise TypeError(
            f"source is {shown(value)}; expected a brenier source such as brenier.Uniform(polygon) "
            "or brenier.Raster(picture)"
        )
    return value
