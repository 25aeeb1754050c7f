"""The uniform source in space."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, ClassVar, NoReturn

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_flag
from brenier._arrays import FloatArray, as_points, as_real_array, as_values, read_only
from brenier._planar import ElsewhereError
from brenier._sampling import pick, portions
from brenier._space import space_core
from brenier._tetrahedra import Tetrahedra
from brenier._torus import Torus, read_periodic, written_periodic
from brenier.polyhedra import Polyhedron, as_surface, polyhedron_of
from brenier.uniform import Uniform

__all__ = ["SpatialUniform"]

_UNIT_CUBE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


class SpatialUniform(Uniform):
    """The uniform probability density on a box or on a convex polyhedron; made by `Uniform`."""

    dimension: ClassVar[int] = 3
    _kind = "uniform_in_space"

    def __init__(self, domain: Any = None, *, periodic: bool = False) -> None:
        source = space_core().Source
        is_periodic = as_flag(periodic, "periodic")
        if hasattr(domain, "vertices") and hasattr(domain, "faces"):
            if is_periodic:
                raise ValueError(
                    "domain has .vertices and .faces; in space a periodic domain has to be a box "
                    "along the axes: its two corners, ((x0, y0, z0), (x1, y1, z1))"
                )
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
        self._corners = (tuple(low), tuple(high))
        if is_periodic:
            self._core = source.periodic_box(low, high)
            self._torus = Torus((*low, *high))
        else:
            self._core = source.box(low, high)

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
        raise ElsewhereError("a source in space has no rings; its domain is .domain")

    @property
    def area(self) -> NoReturn:
        """There is none in space."""
        raise ElsewhereError("a source in space has no area; it has a .volume")

    @property
    def _elsewhere(self) -> frozenset[str]:
        return frozenset({"rings", "area", "_trapezoids", "_shares_up_to"})

    @property
    def _polyhedron(self) -> Polyhedron:
        faces = self._body.faces
        return polyhedron_of(self._body.vertices, faces, np.full(len(faces), -1))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(Uniform, periodic=self.periodic), (self.domain,)

    def __repr__(self) -> str:
        return f"Uniform({self.domain!r}{', periodic=True' if self.periodic else ''})"

    def _problem(
        self, sites: FloatArray, masses: FloatArray, groups: npt.NDArray[np.int32] | None = None
    ) -> _core.Problem:
        return space_core().Problem(sites, masses, self._core, groups)  # type: ignore[no-any-return]

    def _density(self, x: FloatArray) -> FloatArray:
        return np.where(self._core.contains(x), 1.0 / self.volume, 0.0)

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        points = np.empty((count, 3))
        for some in portions(count):
            u = rng.random((some.stop - some.start, 4))
            which, _ = pick(self._volumes_up_to, u[:, 0])
            points[some] = self._tetrahedra.points(which, u[:, 1:])
        return points

    @cached_property
    def _tetrahedra(self) -> Tetrahedra:
        return Tetrahedra.of([(self._body.vertices, self._body.faces)])

    @cached_property
    def _volumes_up_to(self) -> FloatArray:
        volumes: FloatArray = np.cumsum(self._tetrahedra.volumes)
        return volumes

    def _require_inverse(self) -> None:
        pass

    def _from_square(self, u: FloatArray) -> FloatArray:
        if self._corners is not None:
            low, high = np.array(self._corners)
            inside: FloatArray = low + u * (high - low)
            return inside
        which, rest = pick(self._volumes_up_to, u[:, 0])
        return self._tetrahedra.points(which, np.column_stack([rest, u[:, 1:]]))

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        if self._corners is not None:
            return {"domain": np.array(self._corners), **written_periodic(self._torus)}
        faces = self._body.faces
        return {
            "domain": self._body.vertices,
            "faces": np.concatenate([np.array(face) for face in faces]),
            "face_sizes": np.array([len(face) for face in faces]),
        }

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Uniform:
        if "faces" not in arrays:
            corners = as_points(arrays["domain"], "domain", 3)
            return cls(corners, periodic=read_periodic(arrays))
        vertices = as_points(arrays["domain"], "domain", 3)
        flat = as_values(arrays["faces"], "faces", arrays["faces"].size)
        sizes = as_values(arrays["face_sizes"], "face_sizes", arrays["face_sizes"].size)
        if sizes.sum() != len(flat) or np.any(sizes < 3) or np.any(sizes % 1) or np.any(flat % 1):
            raise ValueError("face_sizes do not fit its faces")
        faces = np.split(flat.astype(np.intp), np.cumsum(sizes[:-1]).astype(int))
        return cls(Polyhedron(read_only(vertices), faces, np.full(len(faces), -1)))
