"""Samples of a source that are drawn anew when they are wanted again, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["Draw", "Samples", "Seeds"]

Draw = Callable[[int, np.random.Generator], FloatArray]


@dataclass(frozen=True)
class Samples:
    """`count` points of a source, always the same, of which never more than a block is kept."""

    draw: Draw
    seed: tuple[int, ...]
    count: int

    def blocks(self, rows: int) -> Iterator[FloatArray]:
        """The points, `rows` at a time: the same for the same `rows`."""
        for number, begin in enumerate(range(0, self.count, rows)):
            rng = np.random.default_rng((*self.seed, number))
            yield self.draw(min(rows, self.count - begin), rng)

    def whole(self) -> FloatArray:
        """All of them at once."""
        return next(self.blocks(self.count))


class Seeds:
    """Sets of samples, each independent of those before."""

    def __init__(self, draw: Draw, rng: np.random.Generator) -> None:
        self._draw, self._root, self._number = draw, int(rng.integers(2**63)), 0

    def fresh(self, count: int) -> Samples:
        """Make a set that has nothing to do with any other."""
        self._number += 1
        return Samples(self._draw, (self._root, self._number), count)

    def generator(self) -> np.random.Generator:
        """Make a generator that has nothing to do with any of them."""
        self._number += 1
        return np.random.default_rng((self._root, self._number))
