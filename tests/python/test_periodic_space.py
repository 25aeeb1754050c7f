"""Diagrams and transports on periodic boxes in space: against all copies, and closed forms."""

from __future__ import annotations

import itertools
import pickle

import brenier
import numpy as np
import pytest
from scipy.spatial import ConvexHull

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


@pytest.mark.parametrize("scale", [0, 1e-3, 0.05, 1, 30])
@pytest.mark.parametrize("n", [1, 2, 3, 8, 60])
def test_cells_are_those_of_all_copies(n, scale):
    sites = sites_in(TORUS, n, seed=n)
    weights = scale * np.random.default_rng(n).random(n)
    d = brenier.PowerDiagram(sites, weights, TORUS)
    plain = diagram_of_all_copies(sites, weights, TORUS)
    np.testing.assert_allclose(d.volumes, plain.volumes[:n], rtol=0, atol=1e-13)
    np.testing.assert_array_equal(d.hidden, plain.hidden[plain.hidden < n])
    assert d.masses.sum() == pytest.approx(1, abs=1e-14)
    np.testing.assert_allclose(d.centroids, plain.centroids[:n], atol=1e-9, equal_nan=True)
    np.testing.assert_allclose(
        d.second_moments * TORUS.volume,
        plain.second_moments[:n] * plain.source.volume,
        rtol=0,
        atol=1e-12,
    )
    for i in range(n):
        cell, of_copies = d.cell(i), plain.cell(i)
        neighbors = sorted((of_copies.neighbors % n).tolist())
        if len(of_copies.vertices) or i in d.hidden:  # else one that is too small for doubles
            assert sorted(cell.neighbors.tolist()) == neighbors
        assert cell.volume == pytest.approx(d.volumes[i], abs=1e-13)
        if d.volumes[i] > 1e-9:
            assert ConvexHull(cell.vertices).volume == pytest.approx(cell.volume, rel=1e-9)


def test_facets_are_those_of_all_copies():
    sites, weights = sites_in(TORUS, 40, seed=3), 0.1 * np.random.default_rng(3).random(40)
    d = brenier.PowerDiagram(sites, weights, TORUS)
    plain = diagram_of_all_copies(sites, weights, TORUS)
    expected = {}
    for (a, b), area in zip(plain.facets.sites, plain.facets.areas, strict=True):
        for i, j in ((a, b), (b, a)):
            if i < 40:
                expected[(i, j % 40, *SHIFTS[j // 40])] = area
    found = {}
    rows = zip(d.facets.sites, d.facets.shifts, d.facets.areas, strict=True)
    for (i, j), shift, area in rows:
        assert i <= j
        found[(i, j, *shift)] = found[(j, i, *-shift)] = area
    assert found.keys() == expected.keys()
    assert len(d.facets.sites) == len(found) / 2
    for key, area in found.items():
        assert area == pytest.approx(expected[key], abs=1e-13)


@pytest.mark.parametrize("turns", [None, 5])
def test_each_point_goes_to_the_site_of_least_power_on_the_torus(turns):
    sites = sites_in(TORUS, 50)
    if turns:
        sites = sites + PERIOD * np.random.default_rng(1).integers(-turns, turns, (50, 3))
    weights = 0.05 * np.random.default_rng(1).random(50)
    d = brenier.PowerDiagram(sites, weights, TORUS)
    x = np.random.default_rng(2).uniform(-9, 9, (3000, 3))
    found, least = d.index(x), powers(x, sites, weights, PERIOD)
    np.testing.assert_allclose(least[np.arange(3000), found], least.min(axis=1), atol=1e-12)
    assert np.array_equal(d.index(x + PERIOD * (2, -3, 1)), found)


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


@pytest.mark.parametrize("k", [1, 2, 4])
@pytest.mark.parametrize(
    ("places", "neighbors"),
    [
        ([(0, 0, 0)], 6),
        ([(0, 0, 0), (0.5, 0.5, 0.5)], 14),
        ([(0, 0, 0), (0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5)], 12),
    ],
    ids=["simple", "body-centred", "face-centred"],
)
def test_cells_of_crystals_have_their_faces_and_none_that_is_an_edge(k, places, neighbors):
    sites = lattice(k, *places)
    n = len(sites)
    d = brenier.PowerDiagram(sites, source=UNIT)
    np.testing.assert_allclose(d.volumes, 1 / n, rtol=1e-13)
    assert len(d.facets.sites) == n * neighbors // 2
    for i in range(0, n, max(1, n // 20)):
        assert len(d.cell(i).faces) == neighbors


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


def test_the_hessian_is_the_derivative_of_the_masses():
    n, step = 12, 1e-6
    sites, weights = sites_in(TORUS, n), 0.02 * np.random.default_rng(4).random(n)
    hessian = brenier.PowerDiagram(sites, weights, TORUS).hessian().toarray()
    np.testing.assert_allclose(hessian.sum(axis=1), 0, atol=1e-12)
    for j in range(n):
        change = step * (np.arange(n) == j)
        up = brenier.PowerDiagram(sites, weights + change, TORUS).masses
        down = brenier.PowerDiagram(sites, weights - change, TORUS).masses
        np.testing.assert_allclose((up - down) / (2 * step), hessian[:, j], atol=2e-6)


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


def test_the_bits_do_not_depend_on_the_number_of_threads():
    sites = sites_in(UNIT, 2000)
    one, three = (brenier.solve(sites, source=UNIT, workers=w) for w in (1, 3))
    np.testing.assert_array_equal(one.weights, three.weights)
    np.testing.assert_array_equal(one.diagram.facets.areas, three.diagram.facets.areas)
    np.testing.assert_array_equal(one.centroids, three.centroids)


@pytest.mark.parametrize("size", [0.0, 0.02])
def test_cells_agree_with_voro(size):
    pyvoro2 = pytest.importorskip("pyvoro2")
    n = 200
    sites, weights = sites_in(UNIT, n, seed=2), size * np.random.default_rng(3).random(n)
    cells = pyvoro2.compute(
        sites,
        domain=pyvoro2.OrthorhombicCell(((0.0, 1.0),) * 3),
        mode="power",
        weights=weights,
        output="cells",
    )
    d = brenier.PowerDiagram(sites, weights, UNIT)
    assert {cell["id"] for cell in cells} == set(np.flatnonzero(d.volumes).tolist())
    for cell in cells:
        assert cell["volume"] == pytest.approx(d.volumes[cell["id"]], rel=1e-8)
        faces = sorted(face["adjacent_cell"] for face in cell["faces"])
        assert faces == sorted(d.cell(cell["id"]).neighbors.tolist())


def test_whole_cells_in_a_file_of_vtk(tmp_path):
    meshio = pytest.importorskip("meshio")
    t = brenier.solve([(0.05 + 0.2 * k, 0.5, 0.9) for k in range(4)], source=UNIT)
    mesh = meshio.read(t.diagram.to_vtk(tmp_path / "cells"))
    volumes = [
        brenier.Polyhedron(mesh.points, [np.array(face) for face in cell], None).volume
        for block in mesh.cells
        for cell in block.data
    ]
    np.testing.assert_allclose(volumes, 0.25, rtol=1e-6)
    assert mesh.points[:, 2].max() == pytest.approx(1.4)


def test_what_a_periodic_source_in_space_is():
    assert TORUS.periodic and TORUS.bounds == TORUS.domain == BRICK
    assert TORUS.volume == pytest.approx(3, rel=1e-15)
    assert repr(TORUS) == f"Uniform({BRICK}, periodic=True)"
    again = pickle.loads(pickle.dumps(TORUS))
    assert again.periodic and again.bounds == BRICK
    np.testing.assert_array_equal(TORUS.density([(0, 0, 0), (99, -7, 3)]), [1 / 3, 1 / 3])
    assert brenier.Uniform(np.array(CUBE), periodic=True).dimension == 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brenier.Uniform(UNIT._polyhedron, periodic=True), "has to be a box"),
        (lambda: brenier.Uniform([*CUBE, (2, 2, 2)], periodic=True), r"shape \(3, 3\)"),
        (lambda: brenier.Uniform((CUBE[1], CUBE[0]), periodic=True), "less in every coordinate"),
        (lambda: brenier.solve([(0, 0, np.inf)], source=UNIT), r"sites\[0\]"),
        (lambda: brenier.solve([(0, 0, 1e40)], source=UNIT), "too far from the periodic box"),
        (lambda: brenier.solve([(0, 0)], source=UNIT), "in space"),
        (lambda: brenier.PowerDiagram([(0, 0, 0)], [1e300], UNIT), r"weights\[0\]"),
        (lambda: brenier.PowerDiagram([(0, 0, 0)], None, UNIT).index([(0, np.nan, 0)]), r"x\[0\]"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
