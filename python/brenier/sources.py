"""Sources: probability densities on the plane, from which mass is transported."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_count, as_generator
from brenier._arrays import FloatArray, as_points, as_values, read_only
from brenier._sampling import linear_quantile
from brenier.domains import as_rings

__all__ = ["Source", "Uniform", "as_source"]


class Source(ABC):
    """A probability density ρ on a compact polygonal domain."""

    _core: _core.Source
    _kind: ClassVar[str]  # its name in files

    @property
    @abstractmethod
    def bounds(self) -> tuple[float, float, float, float]:
        """The domain's bounding box: (xmin, ymin, xmax, ymax)."""

    def density(self, x: Any) -> FloatArray:
        """Evaluate the density.

        Parameters
        ----------
        x : array_like of shape (m, 2)

        Returns
        -------
        ndarray of shape (m,)
            ρ(x), which is 0 off the domain.
        """
        return self._density(as_points(x, "x"))

    def sample(self, n: int, rng: Any = None) -> FloatArray:
        """Draw independent points, without rejection.

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
        return self._sample(as_count(n, "n"), as_generator(rng))

    @abstractmethod
    def _density(self, x: FloatArray) -> FloatArray: ...

    @abstractmethod
    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray: ...

    @abstractmethod
    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What `_from_arrays` makes an equal source of."""

    @classmethod
    @abstractmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Source:
        """Make a source of its arrays, which may come from anywhere, or raise ValueError."""


class Uniform(Source):
    """The uniform probability density on a polygon, with or without holes, in one part or several.

    Parameters
    ----------
    domain : array_like of shape (k, 2), or as below, optional
        The polygon's vertices in order, in either orientation, convex or not; the first may be
        repeated at the end. None is the unit square. Or several such rings in a list or a tuple:
        what an odd number of them enclose. Or anything with ``__geo_interface__``, such as a
        Polygon or a MultiPolygon of shapely; or GeoJSON as a dict, of these or of features.

    Raises
    ------
    ValueError
        A vertex is not finite, fewer than three of a ring are distinct, edges cross or overlap
        along a length, or the area is zero. In GeoJSON: a ring is not closed, a hole lies
        outside of its polygon, or parts overlap.
    TypeError
        It is nothing of that kind.

    Notes
    -----
    Holes may touch the outer ring and each other in points, parts may touch in corners, and a ring
    may touch itself, as where a hole at the rim is drawn in one go with the outer ring. Whether
    rings touch or cross is decided exactly, from the coordinates as they are.

    A transport is solved from domains that hang together. From several parts the solve may fail,
    which its status says.

    Examples
    --------
    >>> import brenier
    >>> triangle = brenier.Uniform([(0, 0), (2, 0), (0, 1)])
    >>> triangle.area
    1.0
    >>> triangle.density([(0.5, 0.5), (2, 2)])
    array([1., 0.])
    """

    _kind = "uniform"

    def __init__(self, domain: Any = None) -> None:
        self._core = _core.uniform(as_rings(domain))

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        sizes = np.array([len(ring) for ring in self.rings])
        return {"domain": np.concatenate(self.rings), "ring_sizes": sizes}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Uniform:
        vertices = as_points(arrays["domain"], "domain")
        sizes = as_values(arrays["ring_sizes"], "ring_sizes", arrays["ring_sizes"].size)
        if sizes.sum() != len(vertices) or not np.all(sizes >= 3) or np.any(sizes % 1):
            raise ValueError("ring_sizes do not fit its domain")
        return cls(np.split(vertices, np.cumsum(sizes[:-1]).astype(int)))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.domain,)

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

    def _density(self, x: FloatArray) -> FloatArray:
        return np.where(self._core.contains(x), 1.0 / self.area, 0.0)

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        x, low, high = self._trapezoids
        width, left, right = x[:, 1] - x[:, 0], high[:, 0] - low[:, 0], high[:, 1] - low[:, 1]
        area = 0.5 * width * (left + right)
        k = rng.choice(len(area), size=count, p=area / area.sum())
        # Across a trapezoid the height is linear, and so is the density of x.
        t = linear_quantile(left[k], right[k], rng.random(count))
        bottom = (1 - t) * low[k, 0] + t * low[k, 1]
        top = (1 - t) * high[k, 0] + t * high[k, 1]
        return np.column_stack(
            [x[k, 0] + t * width[k], bottom + rng.random(count) * (top - bottom)]
        )

    @cached_property
    def _trapezoids(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        return _trapezoids(self._core.rings)

    def __repr__(self) -> str:
        rings = [ring.tolist() for ring in self.rings]
        return f"Uniform({rings[0] if len(rings) == 1 else rings})"


def _trapezoids(rings: list[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cut a polygon at the x of its vertices: x (t, 2), and low and high y (t, 2) at both."""
    p = np.concatenate(rings)
    q = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    cuts = np.unique(p[:, 0])
    x, low, high = [], [], []
    for x0, x1 in pairwise(cuts):
        spans = (np.minimum(p[:, 0], q[:, 0]) <= x0) & (np.maximum(p[:, 0], q[:, 0]) >= x1)
        a, b = p[spans], q[spans]
        slope = (b[:, 1] - a[:, 1]) / (b[:, 0] - a[:, 0])
        ends = np.column_stack([a[:, 1] + slope * (end - a[:, 0]) for end in (x0, x1)])
        ends = ends[np.argsort(ends.sum(axis=1))]
        low.append(ends[0::2])
        high.append(ends[1::2])
        x.append(np.tile([x0, x1], (len(ends) // 2, 1)))
    return np.concatenate(x), np.concatenate(low), np.concatenate(high)


def as_source(value: object) -> Source:
    """Check a source; None is the uniform density on the unit square."""
    if value is None:
        return Uniform()
    if not isinstance(value, Source):
        raise TypeError(f"source is {value!r}; expected a brenier source such as brenier.Uniform()")
    return value
