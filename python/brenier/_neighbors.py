"""The nearest neighbours of rows of numbers, among themselves."""

from __future__ import annotations

import importlib.util
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray

__all__ = ["NEIGHBORS", "means_of_neighbors", "nearest_neighbors"]

NEIGHBORS = 10  # of each value: what is near it
_SPARE = 6  # more candidates than neighbours, as distances come rounded
_FEW_DIMENSIONS = 8  # up to which a tree is faster than all pairs
_MANY_ROWS = 4096  # from which on importing scikit-learn, a second, pays
_ENTRIES = 1 << 22  # of a block of distances: 32 MB, and as much for their order

Neighbors = npt.NDArray[np.int32]


def nearest_neighbors(values: npt.NDArray[Any]) -> Neighbors:
    """Find the 10 nearest other rows of each row, or all if there are fewer, nearest first.

    It takes n² D operations, in blocks of rows, by scikit-learn where it is installed; a tree in 8
    dimensions at most. Rows at the same distance come in the order of their indices.

    Parameters
    ----------
    values : ndarray of shape (n, D)

    Returns
    -------
    ndarray of shape (n, min(10, n - 1))
    """
    n, dimensions = values.shape
    count = min(NEIGHBORS, n - 1)
    result = np.empty((n, count), dtype=np.int32)
    if count == 0:
        return result
    if dimensions <= _FEW_DIMENSIONS:
        find = _candidates_of_tree
    else:
        has_sklearn = n >= _MANY_ROWS and importlib.util.find_spec("sklearn") is not None
        find = _candidates_of_sklearn if has_sklearn else _candidates_of_pairs
    rows = max(1, _ENTRIES // max(n, dimensions * (NEIGHBORS + _SPARE + 1)))
    # About the mean, so that squares are of the size of distances, or little more.
    centred = values.astype(np.float64)
    centred -= centred.mean(axis=0)
    candidates_of = find(centred, min(count + _SPARE, n - 1))
    for begin in range(0, n, rows):
        block = slice(begin, min(begin + rows, n))
        candidates = np.sort(candidates_of(block), axis=1)
        squares = np.sum((centred[candidates] - centred[block, None]) ** 2, axis=2)
        squares[candidates == np.arange(block.start, block.stop)[:, None]] = np.inf
        order = np.argsort(squares, axis=1, kind="stable")[:, :count]
        result[block] = np.take_along_axis(candidates, order, axis=1)
    return result


def _candidates_of_pairs(values: FloatArray, count: int) -> Any:
    """Make a function that gives candidates (b, count) for a block of rows, from all distances."""
    norms = np.sum(values**2, axis=1)

    def candidates(block: slice) -> npt.NDArray[np.intp]:
        powers = norms - 2.0 * (values[block] @ values.T)
        powers[np.arange(block.stop - block.start), np.arange(block.start, block.stop)] = np.inf
        found: npt.NDArray[np.intp] = np.argpartition(powers, count - 1, axis=1)[:, :count]
        return found

    return candidates


def _candidates_of_tree(values: FloatArray, count: int) -> Any:
    """Make such a function from a tree, whose candidates may contain the row itself."""
    from scipy.spatial import KDTree

    tree = KDTree(values)
    return lambda block: tree.query(values[block], count + 1)[1]


def _candidates_of_sklearn(values: FloatArray, count: int) -> Any:
    """Make such a function from scikit-learn's search among all pairs, five times as fast."""
    from sklearn.neighbors import NearestNeighbors

    search = NearestNeighbors(n_neighbors=count + 1, algorithm="brute").fit(values)
    return lambda block: search.kneighbors(values[block], return_distance=False)


def means_of_neighbors(values: npt.NDArray[Any], neighbors: Neighbors) -> npt.NDArray[Any]:
    """Compute the means (n, D) of the rows' neighbours, in the values' own dtype."""
    means = np.empty_like(values)
    rows = max(1, _ENTRIES // (values.shape[1] * max(neighbors.shape[1], 1)))
    for begin in range(0, len(values), rows):
        near = neighbors[begin : begin + rows]
        means[begin : begin + rows] = values[near].mean(axis=1, dtype=np.float64)
    return means
