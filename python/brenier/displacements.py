"""Displacement interpolation: the way from one target law to another, through their source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from brenier._arguments import as_number, require_instance, shown
from brenier._arrays import FloatArray, IntArray, as_points, read_only
from brenier._notebook.cards import WayCard
from brenier._overlay import overlay
from brenier._planar import require_plane
from brenier.sources import Source
from brenier.transport import Transport

__all__ = ["Displacement", "displacement"]

_EXPECTED = "a Transport, of brenier.solve"


@dataclass(frozen=True, repr=False, eq=False)
class Displacement(WayCard):
    """The way from one target law to another, of the same source; made by `brenier.displacement`.

    At s, from 0 to 1, a point x of the source is at (1 - s) a(x) + s b(x). It moves on a straight
    line, at constant speed, from the site that a sends it to, to that of b.

    Attributes
    ----------
    start : Transport
        The transport a.
    end : Transport
        The transport b.
    pairs : ndarray of shape (k, 2)
        The sites of a and of b whose cells overlap, sorted: from where to where masses go.
    masses : ndarray of shape (k,)
        The source's mass where they overlap. Those of a site's pairs sum to the mass of its cell.
    """

    start: Transport
    end: Transport
    pairs: IntArray
    masses: FloatArray

    def __repr__(self) -> str:
        return (
            f"<Displacement from {len(self.start.sites)} to {len(self.end.sites)} sites: "
            f"{len(self.pairs)} pairs, cost {self.cost:.6g}>"
        )

    @property
    def source(self) -> Source:
        """The density that both transports start from."""
        return self.start.source

    @cached_property
    def cost(self) -> float:
        """∫ |a(x) - b(x)|² ρ: the squared length of the way, at least W2² of its ends."""
        start, end = self._ends
        return float(np.sum(self.masses * np.sum((start - end) ** 2, axis=1)))

    def positions(self, s: float) -> FloatArray:
        """Tell where the masses are.

        Parameters
        ----------
        s : float
            How far on the way: 0 at the sites of a, 1 at those of b.

        Returns
        -------
        ndarray of shape (k, 2)
            The places of `masses`: together they are the law at s.
        """
        share = _as_share(s)
        start, end = self._ends
        return _between(start, end, share)

    def __call__(self, x: Any, s: float) -> FloatArray:
        """Move points of the source.

        Parameters
        ----------
        x : array_like of shape (m, 2)
            Points of the plane, in the domain or not.
        s : float
            How far on the way.

        Returns
        -------
        ndarray of shape (m, 2)
            (1 - s) a(x) + s b(x). This is the optimal transport map from the source to the law at
            s, as it is the gradient of a convex function.
        """
        points, share = as_points(x, "x"), _as_share(s)
        return _between(self.start(points), self.end(points), share)

    @property
    def _ends(self) -> tuple[FloatArray, FloatArray]:
        """Where each mass starts and ends, (k, 2) each."""
        i, j = self.pairs.T
        return self.start.sites[i], self.end.sites[j]


def displacement(a: Transport, b: Transport) -> Displacement:
    """Interpolate between the target laws of two transports with the same source.

    The law at s is the source, sent on by x ↦ (1 - s) a(x) + s b(x): the generalised geodesic with
    that source as its base, also called linear optimal transport. It is exact: the masses are those
    of the overlay of both power diagrams, which is itself computed as a power diagram.

    Parameters
    ----------
    a : Transport
        The transport onto the law at 0.
    b : Transport
        The transport onto the law at 1. Its source is that of `a`, or an equal one.

    Returns
    -------
    Displacement

    Raises
    ------
    ValueError
        The sources are not the same, or periodic, or in space.
    TypeError
        `a` or `b` is no Transport.

    Notes
    -----
    Of all ways from one law to the other, McCann's geodesic is the shortest. This one is as short
    between translates, and between scalings, and never much longer where the source is near to one
    end. With ρ the source, μ and ν the laws at 0 and at 1, by the triangle inequality::

        W2(μ, ν) <= √cost <= W2(μ, ν) + 2 min(W2(ρ, μ), W2(ρ, ν))

    So for a way from one density to another take the first as the source, and as `a` the transport
    onto sites that stand for it, of `quantize`.

    References
    ----------
    R. J. McCann (1997), A convexity principle for interacting gases. Adv. Math. 128(1), 153-179.

    L. Ambrosio, N. Gigli, G. Savaré (2008), Gradient flows in metric spaces and in the space of
    probability measures. Birkhäuser. Section 9.2.

    W. Wang, D. Slepčev, S. Basu, J. A. Ozolek, G. K. Rohde (2013), A linear optimal transportation
    framework for quantifying and visualizing variations in sets of images. Int. J. Comput. Vis.
    101, 254-269.

    Examples
    --------
    >>> import brenier
    >>> a = brenier.solve([(0, 0), (1, 0)])
    >>> b = brenier.solve([(0, 0), (3, 0)], masses=[0.25, 0.75])
    >>> way = brenier.displacement(a, b)
    >>> way.pairs.tolist(), way.masses.round(6).tolist()
    ([[0, 0], [0, 1], [1, 1]], [0.25, 0.25, 0.5])
    >>> way.positions(0.5)
    array([[0. , 0. ],
           [1.5, 0. ],
           [2. , 0. ]])
    """
    require_instance(a, "a", Transport, _EXPECTED)
    require_instance(b, "b", Transport, _EXPECTED)
    require_plane(a.source, "displacement")
    if not _are_equal(a.source, b.source):
        raise ValueError(
            f"b has the source {shown(b.source)}, and a another, {shown(a.source)}; expected one "
            "source for both: solve again, brenier.solve(b.sites, b.masses, a.source)"
        )
    pairs, masses = overlay(a, b)
    return Displacement(a, b, read_only(pairs), read_only(masses))


def _are_equal(one: Source, other: Source) -> bool:
    """Whether two sources are the same density, as after saving and loading one of them."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    mine, its = one._to_arrays(), other._to_arrays()
    return mine.keys() == its.keys() and all(np.array_equal(mine[k], its[k]) for k in mine)


def _as_share(s: Any) -> float:
    share = as_number(s, "s")
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"s is {share!r}; expected a number from 0 to 1")
    return share


def _between(start: FloatArray, end: FloatArray, share: float) -> FloatArray:
    points: FloatArray = (1.0 - share) * start + share * end
    return points
