"""Diagrams that several tests look at, in convex domains and others, and their measures."""

from __future__ import annotations

import math

import brenier
import numpy as np
from oracles.exact import UNIT_SQUARE

HUGE_BOX = 10**12 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
HEXAGON = np.round([(math.cos(a), math.sin(a)) for a in np.arange(6) * math.pi / 3], 3)
TRIANGLE = ((0.1, -0.2), (1.3, 0.4), (0.2, 1.1))
L = ((0, 0), (1, 0), (1, 0.4), (0.4, 0.4), (0.4, 1), (0, 1))
U = ((0, 0), (1, 0), (1, 1), (0.7, 1), (0.7, 0.3), (0.3, 0.3), (0.3, 1), (0, 1))
STAR = np.array(
    [
        (r * math.cos(a), r * math.sin(a))
        for r, a in zip([1, 0.3] * 7, 0.1 + np.arange(14) * math.pi / 7, strict=True)
    ]
)
COMB = np.array(
    [(0, 0), (1, 0)] + [(x / 9, y) for x in range(9, -1, -1) for y in ((1, 0.1), (0.1, 1))[x % 2]]
)


def random_case(n, spread, domain=UNIT_SQUARE, box=(0, 1), seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(*box, (n, 2)), spread * rng.normal(size=n), domain


CONVEX = {
    "voronoi": random_case(200, 0.0),
    "half hidden": random_case(200, 0.01),
    "mostly hidden": random_case(200, 0.2),
    "three": random_case(3, 0.1),
    "sites beyond the domain": random_case(150, 0.05, box=(-2, 3)),
    "hexagon": random_case(200, 0.02, HEXAGON, box=(-1, 1)),
    "triangle": random_case(60, 0.05, TRIANGLE),
}
NON_CONVEX = {
    "L": random_case(20, 0.05, L, seed=4),
    "U": random_case(40, 0.02, U),
    "star": random_case(9, 0.05, STAR, box=(-1, 1), seed=6),
    "comb": random_case(30, 0.02, COMB),
    "comb, sites above": (np.array([(0.2, 1.5), (0.8, 1.6), (0.5, -0.4)]), np.zeros(3), COMB),
}


def diagram(case, **options):
    sites, weights, domain = case
    return brenier.PowerDiagram(sites, weights, brenier.Uniform(domain), **options)


def powers(d, x):
    """|x - y_j|² - w_j, for every point and site."""
    return ((x[:, None] - d.sites) ** 2).sum(axis=2) - d.weights


def lengths(segments):
    return np.hypot(*(segments[:, 1] - segments[:, 0]).T)


def edges(polygon):
    return np.stack([polygon, np.roll(polygon, -1, axis=0)], axis=1)
