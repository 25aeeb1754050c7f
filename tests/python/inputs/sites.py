"""Sites and masses that several tests share."""

from __future__ import annotations

import numpy as np


def random_sites(n: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((n, 2))


def random_masses(n: int, seed: int = 1) -> np.ndarray:
    masses = 0.2 + np.random.default_rng(seed).random(n)
    return masses / masses.sum()


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
