"""A public argument that is an array, with a good value for it and a call that takes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

SITES = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=float)
NUMBERS = np.array([0, 1, 0, 1], dtype=float)
MASSES = np.array([0, 0, 1, 0], dtype=float)
TRIANGLE = np.array([(0, 0), (1, 0), (1, 1)], dtype=float)
QUERIES = np.array([(1, 0), (0, 1), (1, 1)], dtype=float)
VALUES = np.array([(0, 1, 1), (1, 0, 1)], dtype=float)
BOUNDS = np.array([0, 0, 1, 1], dtype=float)
COVARIANCES = np.array([np.eye(2), np.eye(2)])


@dataclass(frozen=True)
class ArrayArgument:
    """One argument of one public function."""

    function: str
    name: str
    good: np.ndarray
    call: Callable[[Any], Any]
    at: str = "{name}[{0}]"  # how a message names the first bad entry, by its index
    takes_nan: bool = False  # where that means something
    takes_none: bool = False
    takes_nothing: bool = False  # an empty array

    def __str__(self) -> str:
        return f"{self.function}({self.name})"

    def place(self, index: tuple[int, ...]) -> str:
        return self.at.format(*index, name=self.name)


def row(function: str, name: str, good: np.ndarray, call: Callable, **options: Any):
    return ArrayArgument(function, name, good, call, **options)
