"""Diagrams and transports on periodic boxes: against all copies, closed forms, and themselves."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.torus import exact_areas, powers

UNIT = brenier.Uniform(periodic=True)
BOX = (0.5, -1.0, 2.5, 0.5)  # 2 wide, 1.5 high
PICTURE = np.random.default_rng(0).integers(0, 9, (6, 8))
SOURCES = {
    "uniform": lambda picture: brenier.Uniform([BOX[:2], BOX[2:]], periodic=True),
    "raster": lambda picture: brenier.Raster(picture, BOX, periodic=True),
    "bilinear": lambda picture: brenier.Bilinear(
        np.pad(picture, ((0, 1), (0, 1)), mode="wrap"), BOX, periodic=True
    ),
}
KINDS = pytest.mark.parametrize("make", SOURCES.values(), ids=SOURCES)


def sites_in(source, n, seed=0):
    low, high = np.reshape(source.bounds, (2, 2))
    return low + (high - low) * np.random.default_rng(seed).random((n, 2))


def on_grid(numbers, digits=20):
    return np.rint(np.ldexp(numbers, digits)) / 2.0**digits


@pytest.mark.parametrize("scale", [0, 1e-3, 0.05, 1, 30])
@pytest.mark.parametrize("n", [1, 2, 3, 20])
def test_masses_are_those_of_all_copies_in_rational_numbers(n, scale):
    rng = np.random.default_rng(n)
    sites, weights = on_grid(rng.random((n, 2))), on_grid(scale * rng.random(n))
    d = brenier.PowerDiagram(sites, weights, UNIT)
    expected = exact_areas(sites, weights, (1, 1))
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-13)
    assert np.array_equal(d.hidden, np.flatnonzero(expected == 0))
    areas = [_area(d.cell(i)) for i in range(n)]
    np.testing.assert_allclose(areas, expected, rtol=0, atol=1e-13)


def _area(rings):
    [(x, y)] = [ring.T for ring in rings] or [np.zeros((2, 1))]
    return 0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)


@KINDS
def test_each_point_goes_to_the_site_of_least_power_on_the_torus(make):
    source = make(PICTURE)
    sites = sites_in(source, 50)
    weights = 0.05 * np.random.default_rng(1).random(50)
    d = brenier.PowerDiagram(sites, weights, source)
    x = np.random.default_rng(2).uniform(-9, 9, (3000, 2))
    found, least = d.index(x), powers(x, sites, weights, (2, 1.5))
    np.testing.assert_allclose(least[np.arange(3000), found], least.min(axis=1), atol=1e-12)
    assert np.array_equal(d.index(np.add(x, (2, -3))), found)


@KINDS
def test_samples_fall_into_cells_by_their_masses(make):
    source = make(PICTURE)
    d = brenier.PowerDiagram(sites_in(source, 6), source=source)
    x = source.sample(40000, rng=0)
    assert np.all((x >= BOX[:2]) & (x <= BOX[2:]))
    shares = np.bincount(d.index(x), minlength=6) / len(x)
    np.testing.assert_allclose(shares, d.masses, atol=0.01)


@KINDS
def test_the_density_repeats_for_ever(make):
    source = make(PICTURE)
    x = sites_in(source, 200)
    np.testing.assert_allclose(source.density(np.add(x, (4, -1.5))), source.density(x), rtol=1e-9)
    assert source.periodic and not brenier.Uniform().periodic


@KINDS
@pytest.mark.parametrize("columns", [1, 4, 7])
def test_a_transport_does_not_see_the_seam(make, columns):
    """Sites and source moved together around the torus: the same masses, weights, cost, cells."""
    sites = sites_in(make(PICTURE), 60, seed=5)
    t = brenier.solve(sites, source=make(PICTURE), tol=1e-12)
    moved = brenier.solve(
        np.add(sites, (columns * 2 / 8, 0)),
        source=make(np.roll(PICTURE, columns, axis=1)),
        tol=1e-12,
    )
    assert t.success and moved.success
    np.testing.assert_allclose(moved.weights, t.weights, rtol=0, atol=1e-12)
    np.testing.assert_allclose(moved.diagram.masses, t.diagram.masses, rtol=0, atol=1e-12)
    assert moved.cost == pytest.approx(t.cost, rel=1e-12)
    np.testing.assert_allclose(
        moved.centroids - moved.sites, t.centroids - t.sites, rtol=0, atol=1e-11
    )
    assert len(moved.diagram.facets.sites) == len(t.diagram.facets.sites)


@KINDS
def test_sites_whole_periods_away_are_the_same_sites(make):
    source = make(PICTURE)
    sites = sites_in(source, 30)
    turns = np.random.default_rng(3).integers(-3, 4, (30, 2))
    t = brenier.solve(sites, source=source)
    far = brenier.solve(sites + turns * (2, 1.5), source=source)
    np.testing.assert_allclose(far.weights, t.weights, rtol=0, atol=1e-9)
    assert far.cost == pytest.approx(t.cost, rel=1e-9)
    for i in (0, 7, 29):
        np.testing.assert_allclose(
            far.diagram.cell(i)[0], t.diagram.cell(i)[0] + turns[i] * (2, 1.5), atol=1e-8
        )
    facets = far.diagram.facets
    there = far.sites[facets.sites[:, 1]] + facets.shifts * (2, 1.5)
    for k in range(len(there)):
        middle = facets.points[k].mean(axis=0)
        i = facets.sites[k, 0]
        np.testing.assert_allclose(
            np.sum((middle - far.sites[i]) ** 2) - far.weights[i],
            np.sum((middle - there[k]) ** 2) - far.weights[facets.sites[k, 1]],
            atol=1e-10,
        )


@KINDS
def test_primal_and_dual_agree_and_the_cost_is_that_on_the_torus(make):
    source = make(PICTURE)
    t = brenier.solve(sites_in(source, 40), source=source, tol=1e-11)
    assert t.success
    assert t.dual_value == pytest.approx(t.cost, rel=1e-9)
    x = source.sample(200000, rng=1)
    away = np.abs(t(x) - x)
    squares = np.sum(np.minimum(away, (2, 1.5) - away) ** 2, axis=1)
    assert t.cost == pytest.approx(squares.mean(), rel=0.01)


@pytest.mark.parametrize("site", [(0.5, 0.5), (0, 0), (1, 0.25), (-7.5, 3e5)])
def test_one_site_has_all_of_the_torus_and_costs_a_sixth(site):
    t = brenier.solve([site], source=UNIT)
    assert t.success and t.nit == 0
    assert t.cost == pytest.approx(1 / 6, abs=1e-14)
    [ring] = t.diagram.cell(0)
    assert len(ring) == 4
    np.testing.assert_array_equal(ring.min(axis=0), np.subtract(site, 0.5))
    np.testing.assert_array_equal(ring.max(axis=0), np.add(site, 0.5))
    assert t.diagram.facets.sites.tolist() == [[0, 0], [0, 0]]
    assert sorted(np.abs(t.diagram.facets.shifts).tolist()) == [[0, 1], [1, 0]]
    assert t.diagram.hessian().nnz in (0, 1) and t.diagram.hessian().sum() == 0


@pytest.mark.parametrize("mass", [0.5, 0.25, 0.9])
def test_two_sites_share_the_torus_in_strips(mass):
    """Borders between x = 0 and x = ½ move outwards by w on both sides: m = ½ + 2 (w_0 - w_1)."""
    t = brenier.solve([(0, 0.25), (0.5, 0.25)], [mass, 1 - mass], UNIT, tol=1e-13)
    assert t.weights[0] - t.weights[1] == pytest.approx((mass - 0.5) / 2, abs=1e-14)
    cost = sum(m**3 / 12 + m / 12 for m in (mass, 1 - mass))
    assert t.cost == pytest.approx(cost, rel=1e-13)
    hessian = t.diagram.hessian().toarray()
    np.testing.assert_allclose(hessian, [[2, -2], [-2, 2]], rtol=1e-13)


@pytest.mark.parametrize("corner", [0, 0.1, 0.5, -3.25])
@pytest.mark.parametrize("k", [2, 3, 10, 31])
def test_a_lattice_has_square_cells_wherever_it_begins(k, corner):
    ticks = np.arange(k) / k
    sites = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2) + corner
    t = brenier.solve(sites, source=UNIT)
    assert t.success and t.nit == 0
    assert t.cost == pytest.approx(1 / (6 * k**2), rel=1e-12)
    if corner in (0, 0.5) and k in (2,):
        assert len(t.diagram.facets.sites) == 2 * k**2


@KINDS
def test_the_hessian_is_the_derivative_of_the_masses(make):
    source = make(PICTURE)
    n = 12
    sites = sites_in(source, n)
    weights = 0.02 * np.random.default_rng(4).random(n)
    hessian = brenier.PowerDiagram(sites, weights, source).hessian().toarray()
    step = 1e-6
    for j in range(n):
        change = step * (np.arange(n) == j)
        up = brenier.PowerDiagram(sites, weights + change, source).masses
        down = brenier.PowerDiagram(sites, weights - change, source).masses
        np.testing.assert_allclose((up - down) / (2 * step), hessian[:, j], atol=2e-6)


@KINDS
def test_the_potential_and_its_conjugate_are_dual(make):
    """u + u* >= ⟨x, y⟩, with equality where y = ∇u(x), which is the nearest copy of the site."""
    source = make(PICTURE)
    t = brenier.solve(sites_in(source, 25), source=source)
    x, y = np.random.default_rng(5).uniform(-4, 4, (2, 300, 2))
    u, dual = t.potential(x), t.conjugate(y)
    assert np.all(u[:, None] + dual >= x @ y.T - 1e-9)
    images = x - source._torus.differences(x, t(x))
    np.testing.assert_allclose(u + t.conjugate(images), np.sum(x * images, axis=1), atol=1e-9)
    # Between its corners, the conjugate is the largest convex function with these values.
    step = 1e-6
    for axis in np.eye(2):
        slope = (t.potential(x + step * axis) - t.potential(x - step * axis)) / (2 * step)
        assert np.mean(np.abs(slope - images @ axis) < 1e-5) > 0.99


def test_a_rough_periodic_picture_is_solved_across_its_seam():
    ticks = np.arange(100) / 100
    waves = np.sin(2 * np.pi * (2 * ticks[:, None] + 3 * ticks)) > 0
    source = brenier.Raster(waves, periodic=True)
    t = brenier.solve(np.random.default_rng(6).random((400, 2)), source=source)
    assert t.success and t.dual_value == pytest.approx(t.cost, rel=1e-7)


@given(
    places=st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), min_size=1, max_size=9),
    steps=st.lists(st.integers(0, 16), min_size=9, max_size=9),
    fineness=st.sampled_from([4, 64, 1024]),
)
@settings(max_examples=30, deadline=None)
def test_degenerate_sites_have_the_cells_of_all_copies(places, steps, fineness):
    """Sites on a lattice, on the seam, and at one place; weights from none to all over the box."""
    sites = np.unique(np.array(places) % 16, axis=0) / 16
    weights = np.array(steps[: len(sites)]) / fineness
    d = brenier.PowerDiagram(sites, weights, UNIT)
    expected = exact_areas(sites, weights, (1, 1))
    np.testing.assert_allclose(d.masses, expected, rtol=0, atol=1e-14)
    assert np.array_equal(d.hidden, np.flatnonzero(expected == 0))
    facets = d.facets
    assert np.all(facets._lengths > 0)
    # Each facet is between points with the same power to both copies, and to no other a lower one.
    for k, (i, j) in enumerate(facets.sites):
        there = sites[j] + facets.shifts[k]
        middle = facets.points[k].mean(axis=0)
        own = np.sum((middle - sites[i]) ** 2) - weights[i]
        assert own == pytest.approx(np.sum((middle - there) ** 2) - weights[j], abs=1e-12)
        assert own <= powers([middle], sites, weights, (1, 1)).min() + 1e-12
    # Its lengths and masses add up to the boundaries of the cells.
    around = np.bincount(facets.sites.ravel(), np.repeat(facets._lengths, 2), len(sites))
    for i in range(len(sites)):
        length = sum(np.sum(np.hypot(*(r - np.roll(r, 1, axis=0)).T)) for r in d.cell(i))
        assert around[i] == pytest.approx(length, abs=1e-12)
