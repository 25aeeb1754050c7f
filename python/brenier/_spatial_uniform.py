"""The uniform source in space."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_flag
from brenier._arrays import FloatArray, as_points, as_real_array, as_values, read_only
from brenier._sampling import pick, portions
from brenier._space import space_core
from brenier.polyhedra import Polyhedron, as_surface, polyhedron_of
from brenier.sources import Source
from brenier.uniform import Uniform

__all__ = ["SpatialUniform"]

_UNIT_CUBE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


class SpatialUniform(Uniform):
    """The uniform probability density on a box or on a convex polyhedron; made by `Uniform`."""

    dimension: ClassVar[int] = 3
    _kind = "uniform_in_space"

    def __init__(self, domain: Any = None, *, periodic: bool = False) -> None:
        if as_flag(periodic, "periodic"):
            raise ValueError("periodic is True; expected False in space: periodic boxes are planar")
        source = space_core().Source
        if hasattr(domain, "vertices") and hasattr(domain, "faces"):
            self._core = source(*as_surface(domain))
            self._corners = None
            return
        corners = as_real_array(_UNIT_CUBE if domain is None else domain, "domain")
        if corners.shape != (2, 3):
            raise ValueError(
                f"domain has shape {corners.shape}; expected two corners of a box, (2, 3), or "
                "something with .vertices and .faces"
            )
        low, high = corners.tolist()
        self._core = source.box(low, high)
        self._corners = (tuple(low), tuple(high))

    @property
    def _body(self) -> Any:
        return self._core

    @property
    def bounds(self) -> Any:
        """The domain's bounding box by two corners: ((x0, y0, z0), (x1, y1, z1))."""
        vertices = self._body.vertices
        return tuple(vertices.min(axis=0).tolist()), tuple(vertices.max(axis=0).tolist())

    @property
    def domain(self) -> Any:
        """What it was made of: two corners of a box, or a Polyhedron."""
        return self._polyhedron if self._corners is None else self._corners

    @property
    def volume(self) -> float:
        """The volume of the domain."""
        return float(self._body.volume)

    @property
    def rings(self) -> NoReturn:
        """There are none in space."""
        raise ValueError("a source in space has no rings; its domain is .domain")

    @property
    def area(self) -> NoReturn:
        """There is none in space."""
        raise ValueError("a source in space has no area; it has a .volume")

    @property
    def _polyhedron(self) -> Polyhedron:
        faces = self._body.faces
        return polyhedron_of(self._body.vertices, faces, np.full(len(faces), -1))

    def __reduce__(self) -> tuple[Any, ...]:
        return Uniform, (self.domain,)

    def __repr__(self) -> str:
        return f"Uniform({self.domain!r})"

    def _problem(
        self, sites: FloatArray, masses: FloatArray, groups: npt.NDArray[np.int32] | None = None
    ) -> _core.Problem:
        return space_core().Problem(sites, masses, self._core, groups)  # type: ignore[no-any-return]

    def _density(self, x: FloatArray) -> FloatArray:
        return np.where(self._core.contains(x), 1.0 / self.volume, 0.0)

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        corners, up_to = self._tetrahedra
        points = np.empty((count, 3))
        for some in portions(count):
            u = rng.random((some.stop - some.start, 4))
            which, _ = pick(up_to, u[:, 0])
            # The gaps between three numbers in order, and 0 and 1, are even on the simplex.
            ends = np.sort(u[:, 1:], axis=1)
            shares = np.diff(ends, axis=1, prepend=0.0, append=1.0)
            points[some] = np.einsum("ks,ksd->kd", shares, corners[which])
        return points

    @property
    def _tetrahedra(self) -> tuple[FloatArray, FloatArray]:
        """Corners (t, 4, 3) of tetrahedra between the middle and the faces; volumes up to each."""
        vertices = self._body.vertices
        middle = vertices.mean(axis=0)
        corners = np.array(
            [
                (middle, vertices[face[0]], vertices[a], vertices[b])
                for face in self._body.faces
                for a, b in pairwise(face[1:])
            ]
        )
        edges = corners[:, 1:] - middle
        return corners, np.cumsum(np.abs(np.linalg.det(edges)) / 6.0)

    def _require_inverse(self) -> None:
        Source._require_inverse(self)

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        if self._corners is not None:
            return {"domain": np.array(self._corners)}
        faces = self._body.faces
        return {
            "domain": self._body.vertices,
            "faces": np.concatenate([np.array(face) for face in faces]),
            "face_sizes": np.array([len(face) for face in faces]),
        }

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Uniform:
        if "faces" not in arrays:
            return cls(as_points(arrays["domain"], "domain", 3))
        vertices = as_points(arrays["domain"], "domain", 3)
        flat = as_values(arrays["faces"], "faces", arrays["faces"].size)
        sizes = as_values(arrays["face_sizes"], "face_sizes", arrays["face_sizes"].size)
        if sizes.sum() != len(flat) or np.any(sizes < 3) or np.any(sizes % 1) or np.any(flat % 1):
            raise ValueError("face_sizes do not fit its faces")
        faces = np.split(flat.astype(np.intp), np.cumsum(sizes[:-1]).astype(int))
        return cls(Polyhedron(read_only(vertices), faces, np.full(len(faces), -1)))
