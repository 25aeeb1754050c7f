"""Sources: probability densities on the plane, from which mass is transported."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_generator, as_size, shown
from brenier._arrays import FloatArray, as_points, as_values, read_only
from brenier._notebook.cards import SourceCard
from brenier._planar import Elsewhere
from brenier._torus import Torus

__all__ = ["PolygonSource", "Source", "as_source", "rings_of", "source_class"]


_CoreProblem = _core.Problem
_INVERTIBLE = "Uniform, Raster, Bilinear, or a Gaussian of which a tenth lies in its domain"


class Source(Elsewhere, SourceCard, ABC):
    """A probability density ρ on a compact polygonal domain."""

    dimension: ClassVar[int] = 2  # of the space that it lives in: 2 for the plane, 3 for space

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
        x : array_like of shape (m, 2), in space (m, 3)

        Returns
        -------
        ndarray of shape (m,)
            ρ(x), which is 0 off the domain, unless that is periodic: then it repeats for ever.
        """
        points = as_points(x, "x", self.dimension)
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
        ndarray of shape (n, 2), in space (n, 3)
        """
        return self._sample(as_size(n, "n"), as_generator(rng))

    def _problem(
        self, sites: FloatArray, masses: FloatArray, groups: npt.NDArray[np.int32] | None = None
    ) -> _CoreProblem:
        """Make the core's problem, with sites that share cells found, or given as groups."""
        return _core.Problem(sites, masses, self._core, groups)

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


def source_class(kind: str) -> type[Source]:
    """Find the class that has this kind, or raise ValueError."""
    if kind not in Source._classes:
        raise ValueError(f"its source is {kind}; expected {' or '.join(Source._classes)}")
    return Source._classes[kind]


def as_source(value: object, dimension: int = 2) -> Source:
    """Check a source; None is the uniform density on the unit square, or on the unit cube."""
    if value is None:
        return source_class("uniform" if dimension == 2 else "uniform_in_space")()
    if not isinstance(value, Source):
        raise TypeError(
            f"source is {shown(value)}; expected a brenier source such as brenier.Uniform(polygon) "
            "or brenier.Raster(picture)"
        )
    if value.dimension != dimension:
        where = "in the plane" if value.dimension == 2 else "in space"
        wanted = "the plane, with points (n, 2)" if dimension == 2 else "space, with sites (n, 3)"
        box = "((x0, y0), (x1, y1))" if dimension == 2 else "((x0, y0, z0), (x1, y1, z1))"
        raise ValueError(
            f"source is {where}; expected one of {wanted}: brenier.Uniform({box}), or leave it out"
        )
    return value
