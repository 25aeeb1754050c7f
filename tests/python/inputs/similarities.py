"""Moving, turning and scaling everything, without rounding wherever that can be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import brenier
import numpy as np
from hypothesis import strategies as st


@dataclass(frozen=True)
class Similarity:
    """x ↦ M x + b, with M a multiple of a rotation by a right angle or by that of (3, 4)."""

    matrix: tuple[tuple[float, float], tuple[float, float]]
    shift: tuple[float, float] = (0.0, 0.0)

    @property
    def scale(self):
        return math.hypot(*self.matrix[0])

    def __call__(self, points):
        return np.asarray(points, dtype=float) @ np.transpose(self.matrix) + self.shift

    def rounds(self, points):
        """Whether moving these points rounds any of them."""
        for p, q in zip(np.asarray(points).tolist(), self(points).tolist(), strict=True):
            for row, shift, got in zip(self.matrix, self.shift, q, strict=True):
                terms = [Fraction(a) * Fraction(b) for a, b in zip(row, p, strict=True)]
                if Fraction(got) != sum(terms) + Fraction(shift):
                    return True
        return False

    def of_source(self, source):
        """The source of the moved points; a grid has to be turned by right angles."""
        if isinstance(source, (brenier.Raster, brenier.Bilinear)):
            corners = self(np.reshape(source.bounds, (2, 2)))
            bounds = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
            x, y = np.sign(self.matrix[0]).astype(int).tolist()
            turns = {(1, 0): 0, (0, -1): 1, (-1, 0): 2, (0, 1): 3}[x, y]
            return type(source)(np.rot90(source.values, -turns), bounds)
        domain = [self(ring) for ring in source.rings]
        if isinstance(source, brenier.Uniform):
            return brenier.Uniform(domain)
        m = np.array(self.matrix)
        if isinstance(source, brenier.Gaussian):
            return brenier.Gaussian(self(source.mean), m @ source.cov @ m.T, domain)
        covs = m @ source.covs @ m.T
        return brenier.GaussianMixture(self(source.means), covs, source._given_weights, domain)


RIGHT_ANGLES = [((1, 0), (0, 1)), ((0, -1), (1, 0)), ((-1, 0), (0, -1)), ((0, 1), (-1, 0))]
SLANTED = [((3, -4), (4, 3)), ((4, 3), (-3, 4))]


@st.composite
def similarities(draw, source):
    """Motions and scales that the source can go along with, exact on lattices."""
    is_grid = isinstance(source, (brenier.Raster, brenier.Bilinear))
    matrix = draw(st.sampled_from(RIGHT_ANGLES if is_grid else RIGHT_ANGLES + SLANTED))
    return Similarity(matrix, draw(st.sampled_from([(0, 0), (0.5, -3), (1024, 2048)])))


def powers_of_two():
    """Units of length, from very small to very large."""
    return st.sampled_from([-400, -300, -40, -3, 1, 2, 60, 300, 480]).map(lambda e: 2.0**e)
