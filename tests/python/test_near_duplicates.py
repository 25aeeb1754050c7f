"""Sites that only the last digits tell apart: exact cells, and transports or an honest status."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_sites
from oracles.exact import exact_areas

HONEST = {"converged", "stalled", "singular_system", "no_start", "max_iterations"}
DOMAINS = pytest.mark.parametrize("domain", [None, L_SHAPE], ids=["square", "L"])


def around(point, distance, n, seed=0):
    return point + distance * np.random.default_rng(seed).random((n, 2))


def ulps_around(point, most, n):
    steps = np.random.default_rng(0).integers(-most, most + 1, (n, 2))
    return np.array(point) + steps * np.spacing(point)


def pairs(n):
    sites = random_sites(n)
    return np.vstack([sites, np.nextafter(sites, 2)])


ALIKE = {
    "two, one ulp apart": [(0.5, 0.5), (np.nextafter(0.5, 1), 0.5)],
    "two, one ulp apart, aside": [(0.3, 0.7), (0.3, np.nextafter(0.7, 1))],
    "thirty within three ulps": ulps_around((1 / 3, 2 / 3), 3, 30),
    "ten thousand within 1e-12": around((0.5, 0.5), 1e-12, 10_000),
    "ten thousand within 1e-12, aside": around((0.3, 0.7), 1e-12, 10_000),
    "ten thousand within 1e-12 of 1000": around((1e3, 1e3), 1e-12, 10_000),
    "a thousand within 1e-300": around((0, 0), 1e-300, 1_000),
    "ten thousand at one place": np.full((10_000, 2), 0.3),
    "fifty each at a hundred places": np.repeat(random_sites(100), 50, axis=0),
}
MIXED = {
    "pairs one ulp apart": pairs(50),
    "pairs one ulp apart, far": pairs(50) + 5,
    "ten within 1e-8": np.vstack([around((0.3, 0.7), 1e-8, 10), random_sites(90)]),
    "ten within 1e-12": np.vstack([around((0.3, 0.7), 1e-12, 10), random_sites(90)]),
    "hundreds within 1e-12": np.vstack([around((0.3, 0.7), 1e-12, 300), random_sites(300)]),
    "hundreds within 1e-15": np.vstack([around((0.3, 0.7), 1e-15, 300), random_sites(300)]),
}


@pytest.mark.parametrize("name", [k for k, y in (ALIKE | MIXED).items() if len(y) < 150])
def test_cells_are_the_rational_ones(name):
    sites = np.asarray((ALIKE | MIXED)[name])
    d = brenier.PowerDiagram(sites)
    np.testing.assert_allclose(d.masses, exact_areas(sites), rtol=0, atol=1e-14)
    assert len(d) - len(d.hidden) == len(np.unique(sites, axis=0))


@pytest.mark.parametrize("name", ALIKE | MIXED)
def test_cells_partition_the_domain(name):
    d = brenier.PowerDiagram((ALIKE | MIXED)[name], source=brenier.Uniform(L_SHAPE))
    assert math.fsum(d.masses) == pytest.approx(1, abs=1e-13)
    assert (d.masses >= 0).all()
    assert np.isfinite(d.centroids[d.masses > 0]).all()
    assert len(np.unique(d.index(d.source.sample(1000, rng=0)))) <= np.count_nonzero(d.masses)


@pytest.mark.parametrize("below", [5e-324, 1e-323, 1e-310])
def test_the_least_distance_tells_to_which_cell_a_hole_belongs(below):
    """No facet crosses it, and the powers of its points to both sites are the same double."""
    hole = [(0, 0.25), (0.25, 0.5), (0.5, 0.25), (0.25, 0)]
    domain = brenier.Uniform([[(0, 0), (1, 0), (1, 1), (0, 1)], hole])
    d = brenier.PowerDiagram([(0, 0), (0, -below), (3, 3)], source=domain)
    np.testing.assert_allclose(d.masses, [1, 0, 0], rtol=1e-15)


@pytest.mark.parametrize("name", ALIKE)
@DOMAINS
def test_transports_are_found_where_all_sites_are_alike(name, domain):
    """However near to each other all of them are, in their own coordinates they are not."""
    t = brenier.solve(ALIKE[name], source=brenier.Uniform(domain))
    assert t.success
    check(t)


@pytest.mark.parametrize("name", MIXED)
@DOMAINS
@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_what_double_precision_cannot_solve_ends_with_a_status(name, domain):
    t = brenier.solve(MIXED[name], source=brenier.Uniform(domain), max_iter=30)
    assert t.status.value in HONEST
    assert t.success == (t.max_relative_error <= 1e-8)
    check(t)


def check(t):
    """The error is that of the cells, which fill the domain; all results are numbers."""
    target, mass = (np.bincount(t.groups, m) for m in (t.masses, t.diagram.masses))
    error = np.abs(mass[target > 0] / target[target > 0] - 1).max()
    assert error == pytest.approx(t.max_relative_error, rel=1e-6, abs=1e-9)
    assert math.fsum(mass) == pytest.approx(1, abs=1e-13)
    x = t.source.sample(100, rng=0)
    for values in (t.weights, t.heights, t.cost, t.dual_value, t.potential(x)):
        assert np.isfinite(values).all()
    assert set(np.flatnonzero(t.diagram.masses)) <= set(t.groups)  # the first stands for all
