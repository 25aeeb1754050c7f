"""The common boundaries of cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brenier._arrays import FloatArray, IntArray

__all__ = ["Facets"]


@dataclass(frozen=True)
class Facets:
    """Common boundaries of two cells inside the domain, a row per straight piece.

    There is a row for exactly those pairs of cells that share a segment of positive length inside
    the domain, decided without rounding. Where that is too short for double precision, its ends are
    the same point and its mass is 0.

    Attributes
    ----------
    sites : ndarray of shape (f, 2)
        The two sites.
    points : ndarray of shape (f, 2, 2)
        The ends of the piece; going from the first to the second, the first site's cell is on the
        left.
    masses : ndarray of shape (f,)
        ∫ρ ds over the piece.
    """

    sites: IntArray
    points: FloatArray
    masses: FloatArray

    @property
    def _lengths(self) -> FloatArray:
        """Of the pieces (f,); 0 where double precision cannot tell the ends apart."""
        lengths: FloatArray = np.hypot(*(self.points[:, 1] - self.points[:, 0]).T)
        return lengths
