"""Sites and samples about their centres and in units of their sizes: numbers that float32 holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, read_only

__all__ = ["Frame"]


@dataclass(frozen=True, eq=False)
class Frame:
    """Where x = `origin` + `unit` ξ and y = `centre` + `length` η: ξ and η are of the order of 1.

    Cells are decided by the scores 2 ⟨ξ, η_j⟩ + v_j, of which the best wins; the v_j are heights. A
    power |x - y_j|² - w_j is |x - centre|² less `unit` `length` times a score, if weights are as
    `weights` has them.
    """

    sites: FloatArray  # (n, d), the caller's, different from each other
    centre: FloatArray  # (d,), of the sites
    length: float
    origin: FloatArray  # (d,), the source's
    unit: float

    @classmethod
    def of(cls, sites: FloatArray, origin: FloatArray, unit: float) -> Frame:
        """Choose centre and length by the sites."""
        centre = sites.mean(axis=0)
        length = float(np.abs(sites - centre).max()) or 1.0
        return cls(sites, centre, length, origin, unit)

    @cached_property
    def places(self) -> FloatArray:
        """The η_j (n, d)."""
        places: FloatArray = read_only(np.asarray((self.sites - self.centre) / self.length))
        return places

    @cached_property
    def in_core(self) -> _core.SampledSites:
        """The same for the core, which lists of samples share."""
        return _core.SampledSites(self.places)

    def points(self, x: FloatArray) -> FloatArray:
        """The ξ (m, d) of points (m, d)."""
        return np.asarray((x - self.origin) / self.unit)

    def powers(self, x: FloatArray, scores: FloatArray) -> FloatArray:
        """The powers of points (m, d) at sites where they have these scores (m,)."""
        return np.asarray(np.sum((x - self.centre) ** 2, axis=1) - self.unit * self.length * scores)

    def planes(self, x: FloatArray, scores: FloatArray) -> FloatArray:
        """The ⟨x, y⟩ + h of points (m, d) at sites with these scores (m, k): (|x|² - power) / 2."""
        own = x @ self.centre - 0.5 * float(self.centre @ self.centre)
        return np.asarray(own[:, None] + 0.5 * self.unit * self.length * scores)

    @cached_property
    def _own(self) -> FloatArray:
        """By how much a weight exceeds its height: |y - origin|², up to what all sites share."""
        offset = 2.0 * ((self.sites - self.centre) @ (self.centre - self.origin))
        return np.asarray(offset + np.sum((self.sites - self.centre) ** 2, axis=1))

    def weights(self, heights: FloatArray) -> FloatArray:
        """The weights w_j that go with heights."""
        return self.unit * self.length * heights + self._own

    def heights(self, weights: FloatArray) -> FloatArray:
        """The heights that go with weights, with mean 0: what all share is of no consequence."""
        heights = (weights - self._own) / (self.unit * self.length)
        return np.asarray(heights - np.nanmean(heights))
