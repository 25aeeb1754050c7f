"""Matrices with an entry for each two cells that meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, IntArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["adjacency", "mass_derivatives"]


def adjacency(count: int, pairs: IntArray, measures: FloatArray) -> csr_array:
    """Sum up the measures of facets (f,) between pairs of cells (f, 2), to both sides."""
    from scipy.sparse import coo_array

    i, j = pairs.T
    ends = np.concatenate([i, j]), np.concatenate([j, i])
    return coo_array((np.tile(measures, 2), ends), shape=(count, count)).tocsr()


def mass_derivatives(count: int, pairs: IntArray, conductances: FloatArray) -> csr_array:
    """Make a graph Laplacian of conductances (f,) between pairs of cells (f, 2)."""
    from scipy.sparse import csr_array

    rows, columns, values = _core.mass_jacobian(count, pairs.astype(np.int32), conductances)
    return csr_array((values, columns, rows), shape=(count, count))
