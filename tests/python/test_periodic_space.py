"""Diagrams on periodic boxes in space: against all copies, crystals, and voro++."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles.torus_in_space import (
    BRICK,
    CUBE,
    PERIOD,
    SHIFTS,
    TORUS,
    UNIT,
    diagram_of_all_copies,
    lattice,
    powers,
    sites_in,
)
from scipy.spatial import ConvexHull


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


@given(
    places=st.lists(st.tuples(*[st.integers(0, 8)] * 3), min_size=1, max_size=9),
    steps=st.lists(st.integers(0, 16), min_size=9, max_size=9),
    fineness=st.sampled_from([4, 64, 1024]),
    sides=st.tuples(*[st.sampled_from([0.125, 1.0, 2.0])] * 3),
)
@settings(max_examples=30, deadline=None)
def test_degenerate_sites_have_the_cells_of_all_copies(places, steps, fineness, sides):
    """Sites on a lattice, on the seam, and at one place; weights from none to all over the box."""
    sites = np.unique(np.array(places) % 8, axis=0) / 8 * sides
    n = len(sites)
    weights = np.array(steps[:n]) / fineness
    source = brenier.Uniform(((0, 0, 0), sides), periodic=True)
    d = brenier.PowerDiagram(sites, weights, source)
    plain = diagram_of_all_copies(sites, weights, source)
    np.testing.assert_allclose(d.volumes, plain.volumes[:n], rtol=0, atol=1e-13)
    np.testing.assert_array_equal(d.hidden, plain.hidden[plain.hidden < n])
    meetings = np.bincount(d.facets.sites.ravel(), minlength=n)
    areas = np.bincount(d.facets.sites.ravel(), np.repeat(d.facets.areas, 2), n)
    for i in np.flatnonzero(d.volumes > 1e-14):  # less is flat, but for rounding
        cell, of_copies = d.cell(i), plain.cell(i)
        assert len(cell.faces) == meetings[i]
        assert sorted(cell.neighbors.tolist()) == sorted((of_copies.neighbors % n).tolist())
        if d.volumes[i] > 1e-9:
            assert ConvexHull(cell.vertices).area == pytest.approx(areas[i], rel=1e-9)


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


@pytest.mark.parametrize("periodic", [(True, True, False), "xy", [], {}])
def test_a_box_is_periodic_along_all_axes_or_none(periodic):
    with pytest.raises(TypeError, match=r"periodic is .*; expected True or False"):
        brenier.Uniform(CUBE, periodic=periodic)
