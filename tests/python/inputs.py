"""Inputs that several tests share."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
L_SHAPE = [(0, 0), (1, 0), (1, 0.5), (0.5, 0.5), (0.5, 1), (0, 1)]
HORSESHOE = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
STAR = [
    (0.5 + r * math.cos(k * math.pi / 5), 0.5 + r * math.sin(k * math.pi / 5))
    for k, r in enumerate([0.5, 0.2] * 5)
]


def signed_area(polygon: Any) -> float:
    x, y = np.asarray(polygon).T
    return float(0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def random_sites(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((n, 2))


def random_masses(n: int, seed: int = 1) -> np.ndarray:
    masses = 0.2 + np.random.default_rng(seed).random(n)
    return masses / masses.sum()


def centred(values: np.ndarray, masses: np.ndarray) -> np.ndarray:
    return values - np.dot(masses, values)


def clusters(n: int, sigma: float) -> np.ndarray:
    rng = np.random.default_rng(11)
    centres = 0.1 + 0.8 * rng.random((10, 2))
    return centres[rng.integers(0, 10, n)] + sigma * rng.standard_normal((n, 2))


def disc(n: int, radius: float, centre: tuple[float, float]) -> np.ndarray:
    rng = np.random.default_rng(12)
    angle, r = 2 * np.pi * rng.random(n), radius * np.sqrt(rng.random(n))
    return np.array(centre) + np.column_stack([r * np.cos(angle), r * np.sin(angle)])


def steep_masses(n: int) -> np.ndarray:
    masses = 10 ** (6 * np.random.default_rng(13).random(n))
    return masses / masses.sum()


def altered(path: Any, **changes: Any) -> Any:
    """Write a transport's file anew with other arrays, without those that are None."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    for name, value in changes.items():
        if value is None:
            del arrays[name]
        else:
            arrays[name] = value
    np.savez(path, **arrays)
    return path


def chi_square(counts: np.ndarray, expected: np.ndarray) -> tuple[float, int]:
    """Compare numbers of samples with expected ones: the statistic, and its degrees of freedom.

    None may be where none is expected; where few are they are left out.
    """
    assert counts[expected == 0].sum() == 0
    there = expected > 20
    difference = (counts - expected)[there]
    return float(np.sum(difference**2 / expected[there])), int(there.sum())
