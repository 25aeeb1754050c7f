"""Periodic boxes in space, by the 27 copies of each site."""

from __future__ import annotations

import itertools

import brenier
import numpy as np
import pytest

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

CUBE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
BRICK = ((0.5, -1.0, 3.0), (2.5, 0.5, 4.0))  # 2 wide, 1.5 deep, 1 high
PERIOD = np.array([2.0, 1.5, 1.0])
SHIFTS = sorted(itertools.product((-1, 0, 1), repeat=3), key=lambda s: s != (0, 0, 0))
UNIT = brenier.Uniform(CUBE, periodic=True)
TORUS = brenier.Uniform(BRICK, periodic=True)


def sites_in(source, n, seed=0):
    low, high = np.array(source.bounds)
    return low + (high - low) * np.random.default_rng(seed).random((n, 3))


def all_copies(sites, weights, period):
    moved = [np.asarray(sites, float) + np.multiply(s, period) for s in SHIFTS]
    return np.concatenate(moved), np.tile(weights, len(SHIFTS))


def diagram_of_all_copies(sites, weights, source):
    """The plain diagram of 27 copies of each site, in a box around all their cells."""
    low, high = np.array(source.bounds)
    copies, of_copies = all_copies(sites, weights, high - low)
    around = brenier.Uniform((low - 1.01 * (high - low), high + 1.01 * (high - low)))
    return brenier.PowerDiagram(copies, of_copies, around)


def powers(x, sites, weights, period):
    """The least power of a copy of each site at each point (m, n)."""
    away = np.abs(np.asarray(x)[:, None] - np.asarray(sites)) % period
    return np.sum(np.minimum(away, period - away) ** 2, axis=2) - np.asarray(weights)


def lattice(k, *offsets):
    """k³ cubes with sites at these places of each, in the unit cube."""
    corners = np.stack(np.meshgrid(*[np.arange(k)] * 3, indexing="ij"), -1).reshape(-1, 3)
    return np.concatenate([(corners + offset) / k for offset in offsets])
