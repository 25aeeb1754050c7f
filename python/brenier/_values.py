"""What a map's sites stand for: values, how they are blended, and what is near each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arguments import as_choice
from brenier._arrays import FloatArray
from brenier._neighbors import Neighbors, means_of_neighbors, nearest_neighbors

__all__ = ["BLENDS", "Values"]

BLENDS = ("affine", "spread")


class Values:
    """Rows (n, D) of float32 or float64, a value for each site, and how they are blended."""

    def __init__(self, rows: npt.NDArray[Any], blend: str) -> None:
        self.rows = rows
        self.blend = as_choice(blend, "blend", BLENDS)

    @cached_property
    def neighbors(self) -> Neighbors:
        """The values nearest to each, (n, 10) or as many as there are; found when first needed."""
        return nearest_neighbors(self.rows)

    @cached_property
    def _means(self) -> npt.NDArray[Any] | None:
        """The mean of each value's neighbours (n, D), if the blend wants it."""
        if self.blend == "affine":
            return None
        return means_of_neighbors(self.rows, self.neighbors)

    def blended(
        self, sites: npt.NDArray[np.int32], shares: FloatArray, workers: int
    ) -> npt.NDArray[Any]:
        """Blend the values of sites (k, 3) by their shares (k, 3)."""
        return _core.blend(sites, shares, self.rows, self._means, workers)

    def add_local_noise(
        self,
        latents: npt.NDArray[Any],
        index: npt.NDArray[np.int32],
        noise: FloatArray,
        scale: float,
        workers: int,
    ) -> None:
        """Add noise (k, q) along the differences to the q neighbours of sites (k,), in place."""
        _core.add_local_noise(latents, index, self.rows, self.neighbors, noise, scale, workers)
