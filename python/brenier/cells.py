"""All cells of a diagram as polygons, in flat arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from brenier._arrays import FloatArray, IntArray

__all__ = ["Cells"]


@dataclass(frozen=True, repr=False, eq=False)
class Cells:
    points: FloatArray
    rings: IntArray
    polygons: IntArray
    sites: IntArray

    def __len__(self) -> int:
        return len(self.sites) - 1

    def __getitem__(self, i: int) -> list[FloatArray]:
        first, last = self.polygons[self.sites[[i, i + 1] if i >= 0 else [i - 1, i]]]
        return [self.points[self.rings[r] : self.rings[r + 1]] for r in range(first, last)]

    def __iter__(self) -> Iterator[list[FloatArray]]:
        return (self[i] for i in range(len(self)))
