"""Weights of any size: exact cells, or a ValueError that names the weight; never a NaN."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.shapes import STAR
from inputs.sites import random_sites
from inputs.source_cases import SOURCES, Frame, sites_over
from oracles.exact import UNIT_SQUARE, exact_areas

N = 15
EXPONENTS = pytest.mark.parametrize("exponent", [-300, -150, -20, -6, 0, 6, 12, 50, 150, 198])
rng = np.random.default_rng(0)
ONE, NORMAL = 1.0 * (np.arange(N) == 3), rng.normal(size=N)
# Weights, but for a power of ten.
KINDS = {
    "one above the others": ONE,
    "one below the others": -ONE,
    "normal": NORMAL,
    "of two sizes": np.sign(NORMAL),
    "over twelve decades": 10 ** rng.uniform(-12, 0, N),
    "alternating, over twelve decades": np.sign(NORMAL) * 10 ** rng.uniform(-12, 0, N),
}
each_kind = pytest.mark.parametrize("kind", KINDS)


def check(d):
    """Everything that is asked of a diagram is a number, and the masses are all of the source."""
    assert math.fsum(d.masses) == pytest.approx(1, abs=1e-13)
    there = d.masses > 0
    numbers = [d.masses, d.areas, d.second_moments, d.centroids[there]]
    numbers += [d.facets.points, d.facets.masses, d.hessian().toarray()]
    numbers += [polygon for i in range(N) for polygon in d.cell(i)]
    assert all(np.isfinite(values).all() for values in numbers)
    assert there[d.index(d.source.sample(200, rng=0))].all()
    assert not d.masses[d.hidden].any()


@each_kind
@EXPONENTS
def test_cells_are_the_rational_ones(kind, exponent):
    sites = random_sites(N)
    weights = 10.0**exponent * KINDS[kind]
    d = brenier.PowerDiagram(sites, weights)
    np.testing.assert_allclose(d.masses, exact_areas(sites, weights), rtol=0, atol=1e-14)
    check(d)


@EXPONENTS
def test_what_all_weights_have_in_common_moves_no_facet(exponent):
    sites = random_sites(N)
    weights = 10.0**exponent + 1e-2 * NORMAL
    masses = brenier.PowerDiagram(sites, weights).masses
    np.testing.assert_allclose(masses, exact_areas(sites, weights), rtol=0, atol=1e-14)


@each_kind
@pytest.mark.parametrize("exponent", [-300, -3, 0, 12, 100])
@pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)
def test_all_sources_have_finite_masses(make, exponent, kind):
    source = make(Frame())
    check(brenier.PowerDiagram(sites_over(source, N), 10.0**exponent * KINDS[kind], source))


@each_kind
@pytest.mark.parametrize("exponent", [-12, 0, 12])
@pytest.mark.parametrize("scale", [1e-100, 1e-3, 1e3])
def test_sites_of_another_size_than_the_domain(scale, exponent, kind):
    """In units of the distances of both, weights may be as large, too."""
    sites, weights = scale * random_sites(N), scale * 10.0**exponent * KINDS[kind]
    d = brenier.PowerDiagram(sites, weights)
    expected = exact_areas(sites, weights, UNIT_SQUARE)
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-14)
    check(d)


@pytest.mark.parametrize("weight", [1e201, -1e201, 1e300, -1e300, 1.7e308, -1.7e308])
@pytest.mark.parametrize("domain", [UNIT_SQUARE, STAR], ids=["square", "star"])
def test_beyond_all_measure_they_are_refused_by_name(weight, domain):
    weights = weight * ONE
    message = r"weights\[3\] is .*e\+.* out of all proportion .*; expected 1e\+200 times"
    with pytest.raises(ValueError, match=message):
        brenier.PowerDiagram(random_sites(N), weights, brenier.Uniform(domain))


@pytest.mark.parametrize("weight", [1e12, -1e12, 1e150, 1e300, -1e300, 1.7e308])
def test_as_a_start_for_the_solver_they_do_no_harm(weight):
    sites = random_sites(N)
    t = brenier.solve(sites, initial_weights=weight * ONE, tol=1e-12)
    assert t.success
    np.testing.assert_allclose(t.weights, brenier.solve(sites, tol=1e-12).weights, atol=1e-10)
