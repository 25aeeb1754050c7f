"""Standard normal numbers made points of a source."""

from __future__ import annotations

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray
from brenier.gaussian import Gaussian
from brenier.sources import Source

__all__ = ["points_of_normals", "require_normals"]

_NEARLY_ALL = 1.0 - 1e-9  # of a normal density: what lies beyond is never met
_INSIDE = 2.0**-53  # from the sides of the unit square, which numbers beyond 8.2 would fall on


def require_normals(source: Source, name: str) -> None:
    """Refuse a source that `points_of_normals` has no way to; `name` is what has it."""
    if isinstance(source, Gaussian):
        if _core.gaussian_masses(source._core)[1][0] >= _NEARLY_ALL:
            return
    else:
        try:
            source._require_inverse()
        except ValueError:
            pass
        else:
            return
    raise ValueError(
        f"{name} has the source {source!r}, to which normal noise cannot be sent directly; "
        "expected Uniform, Raster, Bilinear, or a Gaussian whose domain holds nearly all of it"
    )


def points_of_normals(source: Source, z: FloatArray) -> FloatArray:
    """Send points (m, 2) to a source, the standard normal law to the source's.

    To a Gaussian density by an affine map, to others by way of the unit square.
    """
    if isinstance(source, Gaussian):
        points: FloatArray = source.mean + z @ np.linalg.cholesky(source.cov).T
        return points
    from scipy.special import ndtr

    return source._from_square(np.clip(ndtr(z), _INSIDE, 1.0 - _INSIDE))
