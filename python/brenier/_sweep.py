"""Polygons cut into trapezoids, by a vertical line that sweeps over them."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["cut_at_vertices"]


def cut_at_vertices(rings: list[FloatArray]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Cut what an odd number of rings enclose, from every vertex up and down to the next edges.

    Parameters
    ----------
    rings : list of ndarray of shape (k, 2)
        Closed, and not crossing each other.

    Returns
    -------
    x, low, high : ndarray of shape (t, 2)
        The vertical sides of trapezoids, three for two vertices at most, and the ends of their
        lower and upper sides there.
    """
    p = np.concatenate(rings)
    q = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    forth = p[:, 0] < q[:, 0]
    left, right = np.where(forth[:, None], p, q), np.where(forth[:, None], q, p)
    steep = left[:, 0] == right[:, 0]
    left, right = left[~steep], right[~steep]
    slopes = (right[:, 1] - left[:, 1]) / (right[:, 0] - left[:, 0])

    spans = np.array(_Sweep(left, right, slopes).spans, dtype=np.intp).reshape(-1, 4)
    cuts = np.unique(np.concatenate([left[:, 0], right[:, 0]]))
    x = cuts[spans[:, 2:]]
    low, high = (
        left[edge, 1, None] + slopes[edge, None] * (x - left[edge, 0, None])
        for edge in spans[:, :2].T
    )
    return x, low, np.maximum(low, high)


class _Sweep:
    """Runs from cut to cut; between two of them, every pair of edges bounds a part of the inside.

    Attributes
    ----------
    spans : list of (int, int, int, int)
        Of each trapezoid: the edges below and above, and the cuts where it begins and ends.
    """

    def __init__(self, left: FloatArray, right: FloatArray, slopes: FloatArray) -> None:
        self.spans: list[tuple[int, int, int, int]] = []
        self._x: list[float] = left[:, 0].tolist()
        self._y: list[float] = left[:, 1].tolist()
        self._end: list[float] = right[:, 0].tolist()
        self._slopes: list[float] = slopes.tolist()
        self._edges: list[int] = []  # from bottom to top
        self._open: dict[int, tuple[int, int]] = {}  # by the edge below: that above, and since when
        cuts, at = np.unique(np.concatenate([left[:, 0], right[:, 0]]), return_inverse=True)
        begins, ends = (_by_cut(k, len(cuts)) for k in np.split(at, 2))
        for cut in range(len(cuts)):
            self._update(cut, ends[cut], begins[cut])

    def _update(self, cut: int, ends: list[int], begins: list[int]) -> None:
        below = above = len(self._edges)  # so many stay as they are
        for edge in ends:
            k = self._place(edge)
            if self._edges[k : k + 1] != [edge]:  # rounding has put it elsewhere
                k = self._edges.index(edge)
            below, above = min(below, k), min(above, len(self._edges) - 1 - k)
            del self._edges[k]
            self._close(edge, cut)
        for edge in begins:
            k = self._place(edge)
            below, above = min(below, k), min(above, len(self._edges) - k)
            self._edges.insert(k, edge)
        changed = self._edges[below // 2 * 2 : len(self._edges) - above // 2 * 2]
        for low, high in zip(changed[::2], changed[1::2], strict=True):
            self._close(high, cut)
            if low not in self._open or self._open[low][0] != high:
                self._close(low, cut)
                self._open[low] = high, cut

    def _place(self, edge: int) -> int:
        """Where an edge is in the order, or should be."""

        def is_not_below(other: int) -> bool:
            begin, end = max(self._x[edge], self._x[other]), min(self._end[edge], self._end[other])
            middle = begin + 0.5 * (end - begin)  # they do not cross: their order is one everywhere
            return self._height(other, middle) >= self._height(edge, middle)

        return bisect_left(self._edges, True, key=is_not_below)

    def _height(self, edge: int, x: float) -> float:
        return self._y[edge] + self._slopes[edge] * (x - self._x[edge])

    def _close(self, edge: int, cut: int) -> None:
        if edge in self._open:
            high, begin = self._open.pop(edge)
            self.spans.append((edge, high, begin, cut))


def _by_cut(at: np.ndarray, count: int) -> list[list[int]]:
    """The edges that begin, or end, at each cut."""
    order = np.argsort(at, kind="stable")
    return [part.tolist() for part in np.split(order, np.searchsorted(at[order], range(1, count)))]
