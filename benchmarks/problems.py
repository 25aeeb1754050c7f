"""The inputs that the benchmarks are run on: random, from a fixed seed.

``cpp/sites.hpp`` has the same kinds for C++, from another generator.
"""

from __future__ import annotations

import numpy as np

KINDS = (
    "uniform",  # in the unit square, which is the source
    "clusters",  # ten Gaussians with standard deviation 0.02, their centres in [0.1, 0.9]²
    "disc",  # in the disc of radius 1 around (100, 100), far outside of the source
    "tiny_disc",  # in the disc of radius 0.001 around (1.5, 1.5)
    "grid",  # a square grid, each site moved by up to a quarter of a step
    "two_scales",  # every other site in a square of side 0.001, the rest in the unit square
    "outliers",  # in the unit square, but one in a hundred Gaussian around it with deviation 10
    "heavy",  # uniform; one site has a mass of 0.5
    "spread",  # uniform; masses in proportion to 10^(6 u), u uniform
)


def sites(kind: str, n: int, seed: int = 1) -> np.ndarray:
    """Return n sites (n, 2)."""
    if kind not in KINDS:
        raise ValueError(f"no such kind: {kind}")
    rng = np.random.default_rng(seed)
    k = np.arange(n)[:, None]
    if kind == "clusters":
        centers = rng.uniform(0.1, 0.9, (10, 2))
        return centers[np.arange(n) % 10] + rng.normal(scale=0.02, size=(n, 2))
    if kind in ("disc", "tiny_disc"):
        center, radius = (100.0, 1.0) if kind == "disc" else (1.5, 1e-3)
        r, angle = radius * np.sqrt(rng.random(n)), 2 * np.pi * rng.random(n)
        return center + r[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    in_square = rng.random((n, 2))
    if kind == "grid":
        side = int(np.ceil(np.sqrt(n)))
        return (np.hstack([k % side, k // side]) + 0.25 + 0.5 * in_square) / side
    if kind == "two_scales":
        return np.where(k % 2 == 0, in_square, 0.5 + 1e-3 * in_square)
    if kind == "outliers":
        return np.where(k % 100 == 0, rng.normal(0.5, 10, (n, 2)), in_square)
    return in_square


def masses(kind: str, n: int, seed: int = 2) -> np.ndarray:
    """Return their target masses (n,), with sum 1."""
    values = np.ones(n)
    if kind == "heavy":
        values[0] = n - 1
    elif kind == "spread":
        values = 10 ** np.random.default_rng(seed).uniform(0, 6, n)
    return values / values.sum()
