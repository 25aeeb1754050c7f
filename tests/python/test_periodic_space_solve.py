"""Transports on periodic boxes in space: closed forms, duality, and the seam."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest
from oracles.torus_in_space import BRICK, PERIOD, TORUS, UNIT, lattice, powers, sites_in


@pytest.mark.parametrize("site", [(0.5, 0.5, 0.5), (0, 0, 0), (1, 0.25, 0.75), (-7.5, 3e5, 0.1)])
def test_one_site_has_all_of_the_torus_and_costs_a_quarter(site):
    t = brenier.solve([site], source=UNIT)
    assert t.success and t.nit == 0
    assert t.cost == pytest.approx(1 / 4, abs=1e-14)
    cell = t.diagram.cell(0)
    assert len(cell.vertices) == 8 and len(cell.faces) == 6
    np.testing.assert_allclose(cell.vertices.min(axis=0), np.subtract(site, 0.5), atol=1e-15)
    np.testing.assert_allclose(cell.vertices.max(axis=0), np.add(site, 0.5), atol=1e-15)
    assert t.diagram.facets.sites.tolist() == [[0, 0]] * 3
    np.testing.assert_allclose(t.diagram.facets.areas, 1, rtol=1e-14)
    shifts = np.abs(t.diagram.facets.shifts).tolist()
    assert sorted(shifts) == [[0, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert t.diagram.hessian().sum() == 0 and t.diagram.adjacency().sum() == 0


@pytest.mark.parametrize("mass", [0.5, 0.25, 0.9])
def test_two_sites_share_the_torus_in_slabs(mass):
    """Borders between x = 0 and x = ½ move outwards by w on both sides: m = ½ + 2 (w_0 - w_1)."""
    t = brenier.solve([(0, 0.25, 0.9), (0.5, 0.25, 0.9)], [mass, 1 - mass], UNIT, tol=1e-13)
    assert t.weights[0] - t.weights[1] == pytest.approx((mass - 0.5) / 2, abs=1e-14)
    cost = sum(m**3 / 12 + m / 6 for m in (mass, 1 - mass))
    assert t.cost == pytest.approx(cost, rel=1e-13)
    np.testing.assert_allclose(t.diagram.hessian().toarray(), [[2, -2], [-2, 2]], rtol=1e-13)


@pytest.mark.parametrize("corner", [0, 0.1, 0.5, -3.25])
@pytest.mark.parametrize("k", [2, 3, 8])
def test_a_lattice_has_cubes_for_cells_wherever_it_begins(k, corner):
    t = brenier.solve(lattice(k, (0, 0, 0)) + corner, source=UNIT)
    assert t.success and t.nit == 0
    assert t.cost == pytest.approx(1 / (4 * k**2), rel=1e-12)
    # Where sites are rounded, cells may meet in tiny facets instead of edges.
    if k in (2, 8) and corner != 0.1:
        assert len(t.diagram.facets.sites) == 3 * k**3
        assert len(t.diagram.cell(k).faces) == 6


def test_a_transport_does_not_see_the_seam():
    """Sites moved together around the torus: the same masses, weights, cost, cells."""
    sites = sites_in(TORUS, 80, seed=5)
    t = brenier.solve(sites, source=TORUS, tol=1e-12)
    moved = brenier.solve(np.add(sites, (0.75, 0.5, 0.25)), source=TORUS, tol=1e-12)
    assert t.success and moved.success
    np.testing.assert_allclose(moved.weights, t.weights, rtol=0, atol=1e-12)
    np.testing.assert_allclose(moved.diagram.masses, t.diagram.masses, rtol=0, atol=1e-12)
    assert moved.cost == pytest.approx(t.cost, rel=1e-12)
    np.testing.assert_allclose(
        moved.centroids - moved.sites, t.centroids - t.sites, rtol=0, atol=1e-11
    )
    assert len(moved.diagram.facets.sites) == len(t.diagram.facets.sites)


def test_sites_whole_periods_away_are_the_same_sites():
    sites = sites_in(TORUS, 30)
    turns = np.random.default_rng(3).integers(-3, 4, (30, 3))
    t = brenier.solve(sites, source=TORUS)
    far = brenier.solve(sites + turns * PERIOD, source=TORUS)
    np.testing.assert_allclose(far.weights, t.weights, rtol=0, atol=1e-9)
    assert far.cost == pytest.approx(t.cost, rel=1e-9)
    for i in (0, 7, 29):
        there = far.diagram.cell(i).vertices - turns[i] * PERIOD
        np.testing.assert_allclose(there, t.diagram.cell(i).vertices, atol=1e-8)
    # The neighbour of a site is no farther than its cell and that of the neighbour reach.
    facets = far.diagram.facets
    away = far.sites[facets.sites[:, 1]] + facets.shifts * PERIOD - far.sites[facets.sites[:, 0]]
    assert np.all(np.abs(away) <= PERIOD)


def test_primal_and_dual_agree_and_the_cost_is_that_on_the_torus(tmp_path):
    rng = np.random.default_rng(4)
    masses = rng.random(100) + 0.1
    t = brenier.solve(sites_in(TORUS, 100), masses / masses.sum(), TORUS, tol=1e-11)
    assert t.success
    assert t.dual_value == pytest.approx(t.cost, rel=1e-11)
    x = TORUS.sample(200_000, rng=1)
    assert np.all((x >= BRICK[0]) & (x <= BRICK[1]))
    away = np.abs(t(x) - x)
    squares = np.sum(np.minimum(away, PERIOD - away) ** 2, axis=1)
    assert t.cost == pytest.approx(squares.mean(), rel=0.01)
    u = t.potential(x[:1000])
    expected = 0.5 * (
        np.sum(x[:1000] ** 2, 1) - powers(x[:1000], t.sites, t.weights, PERIOD).min(1)
    )
    np.testing.assert_allclose(u, expected, atol=1e-12)
    for again in (pickle.loads(pickle.dumps(t)), brenier.load(t.save(tmp_path / "t.npz"))):
        np.testing.assert_array_equal(again.weights, t.weights)
        assert again.source.periodic and repr(again.source) == repr(TORUS)
        assert again.cost == t.cost


def test_copies_across_the_seam_share_a_cell_and_sites_without_mass_have_none():
    sites = sites_in(UNIT, 20, seed=6)
    sites[3] = (0, 0.5, 0.25)
    sites[8] = (1, 0.5, 1.25)
    masses = np.full(20, 1 / 19)
    masses[5] = 0
    t = brenier.solve(sites, masses, UNIT)
    assert t.groups[8] == 3 and t.success
    assert t.diagram.masses[3] == pytest.approx(2 / 19, rel=1e-6)
    assert t.diagram.masses[5] == t.diagram.masses[8] == 0
    assert {5, 8} <= set(t.diagram.hidden.tolist())


@pytest.mark.parametrize("kind", ["clusters", "one cluster", "grains", "heavy", "plane", "line"])
def test_sites_of_many_kinds_are_solved(kind):
    rng = np.random.default_rng(7)
    n = 400
    sites, masses = rng.random((n, 3)), np.full(n, 1 / n)
    if kind == "clusters":
        sites = rng.random((8, 3))[np.arange(n) % 8] + 0.05 * rng.normal(size=(n, 3))
    if kind == "one cluster":
        sites = 0.03 * rng.normal(size=(n, 3))  # around a corner of the box
    if kind == "grains":
        masses = np.exp(0.5 * rng.normal(size=n))
    if kind == "heavy":
        masses[0] = n
    if kind in ("plane", "line"):
        sites[:, 2] = 0.25
    if kind == "line":
        sites[:, 1] = sites[:, 0]
    masses = masses / masses.sum()
    t = brenier.solve(sites, masses, UNIT)
    assert t.success
    assert t.diagram.masses == pytest.approx(masses, rel=1e-6)
    volumes = [t.diagram.cell(i).volume for i in range(n)]
    np.testing.assert_allclose(volumes, t.diagram.masses, atol=1e-12)


@pytest.mark.parametrize("kind", ["random", "crystal", "one"])
def test_the_potential_and_its_conjugate_are_dual(kind):
    """u + u* >= ⟨x, y⟩, with equality where y = ∇u(x), which is the nearest copy of the site."""
    sites = {
        "random": sites_in(TORUS, 25),
        "crystal": lattice(2, (0, 0, 0)) * PERIOD + BRICK[0],
        "one": [(7.0, 0.1, 0.2)],
    }[kind]
    t = brenier.solve(sites, source=TORUS)
    x, y = np.random.default_rng(5).uniform(-4, 4, (2, 300, 3))
    u, dual = t.potential(x), t.conjugate(y)
    assert np.all(u[:, None] + dual >= x @ y.T - 1e-9)
    images = x - TORUS._torus.differences(x, t(x))
    np.testing.assert_allclose(u + t.conjugate(images), np.sum(x * images, axis=1), atol=1e-9)
    np.testing.assert_allclose(t.conjugate(t.sites), -t.heights, atol=1e-12)
    # The supremum over many places of the period about y comes near.
    places = y[0] + PERIOD * (np.stack(np.meshgrid(*[np.arange(40) / 40] * 3), -1) - 0.5)
    values = places.reshape(-1, 3) @ y[0] - t.potential(places.reshape(-1, 3))
    assert dual[0] - 0.05 < values.max() <= dual[0] + 1e-9


def test_the_bits_do_not_depend_on_the_number_of_threads():
    sites = sites_in(UNIT, 2000)
    one, three = (brenier.solve(sites, source=UNIT, workers=w) for w in (1, 3))
    np.testing.assert_array_equal(one.weights, three.weights)
    np.testing.assert_array_equal(one.diagram.facets.areas, three.diagram.facets.areas)
    np.testing.assert_array_equal(one.centroids, three.centroids)
