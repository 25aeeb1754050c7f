"""Trapezoids that a domain is cut into, to draw points from: few, and nothing but the domain."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier._trapezoids import Trapezoids
from inputs.shapes import L_SHAPE, SQUARE, STAR
from inputs.source_cases import HOLES, PARTS


def ring(radii):
    angle = 2 * np.pi * np.arange(len(radii)) / len(radii)
    return np.asarray(radii)[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])


def comb(teeth):
    top = [(x / teeth, 1 if x % 2 else 0.1) for x in range(teeth, -1, -1)]
    return np.array([(0, 0), (1, 0), *top])


def lattice_of_holes(k):
    squares = [(np.array([x, y]) + 0.25 + 0.5 * SQUARE) / k for x in range(k) for y in range(k)]
    return [SQUARE, *squares]


DOMAINS = {
    "square": [SQUARE],
    "L": [L_SHAPE],
    "star": [STAR],
    "holes": HOLES,
    "parts": PARTS,
    "a hole that touches the rim from below": [SQUARE, [(0.5, 1), (0.25, 0.5), (0.75, 0.5)]],
    "one at the right, one in a corner": [
        SQUARE,
        [(1, 0.5), (0.5, 0.3), (0.5, 0.7)],
        [(0, 0), (0.2, 0.1), (0.1, 0.2)],
    ],
    "holes that touch": [SQUARE, 0.25 + SQUARE / 4, 0.5 + SQUARE / 4],
    "lattice of holes": lattice_of_holes(8),
    "comb": [comb(500)],
    "comb, lying": [comb(500)[:, ::-1]],
    "disc": [ring(np.ones(10_000))],
    "coast": [ring(1 + 0.3 * np.random.default_rng(0).random(10_000))],
    "gear": [ring(1 + 0.1 * (np.arange(10_000) % 2))],
    "thin": [SQUARE * (1, 1e-12)],
}


@pytest.mark.parametrize("name", DOMAINS)
def test_trapezoids_tile_the_domain(name):
    rings = DOMAINS[name]
    source = brenier.Uniform(rings if len(rings) > 1 else rings[0])
    pieces = Trapezoids.of([np.asarray(r, float) for r in rings])
    assert len(pieces.x) < 1.5 * sum(map(len, rings))
    assert pieces.areas.min() >= 0
    assert pieces.areas.sum() == pytest.approx(source.area, rel=1e-12)
    large = pieces[pieces.areas > 1e-12 * source.area]
    assert (source.density(large.corners.mean(axis=1)) > 0).all()


@pytest.mark.parametrize("name", DOMAINS)
def test_points_are_drawn_from_every_part(name):
    """Cells of sites in the domain get samples in proportion to their masses."""
    rings = DOMAINS[name]
    source = brenier.Uniform(rings if len(rings) > 1 else rings[0])
    x = source.sample(20_000, rng=0)
    assert np.mean(source.density(x) > 0) > 0.999  # the others are on the border but for rounding
    d = brenier.PowerDiagram(source.sample(20, rng=1), source=source)
    counts = np.bincount(d.index(x), minlength=20)
    assert np.sum((counts - 20_000 * d.masses) ** 2 / (20_000 * d.masses)) < 60
