"""Many borders that meet on the domain's boundary: the cells partition the domain all the same."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from oracles.exact import exact_areas

THIRDS = [(4 / 3, 2 / 3), (4 / 3, 0), (2 / 3, 0), (4 / 3, 1 / 3), (1, 1 / 3), (1, -1 / 3)]
QUARTERS_WITH_NOISE = [
    (0.5000000000000001, -0.25),
    (0, -0.2499999999999999),
    (1e-16, 0.75),
    (-0.2500000000000001, 1.25),
    (0.5, 0.5),
    (0.4999999999999999, 0),
    (1.25, -0.2499999999999999),
    (-1e-16, -0.2499999999999999),
    (0.25, -0.2500000000000001),
]


@pytest.mark.parametrize("sites", [THIRDS, QUARTERS_WITH_NOISE])
def test_once_wrong(sites):
    d = brenier.PowerDiagram(sites)
    assert d.areas == pytest.approx(exact_areas(np.array(sites)), abs=1e-12)


@pytest.mark.parametrize("parts", [2, 3, 4, 6, 7, 10])
def test_random_lattice_sites_in_and_around_the_square(parts):
    rng = np.random.default_rng(parts)
    for _ in range(150):
        n = rng.integers(2, 12)
        sites = rng.integers(-parts // 2, parts * 3 // 2 + 1, (n, 2)) / parts
        weights = rng.integers(-2, 3, n) / parts**2
        sites = sites + rng.integers(-1, 2, (n, 2)) * 2.0**-54
        d = brenier.PowerDiagram(sites, weights)
        assert abs(math.fsum(d.areas) - 1) < 1e-13
        assert d.areas == pytest.approx(exact_areas(sites, weights), abs=1e-12)
