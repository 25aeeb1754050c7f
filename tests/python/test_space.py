"""Transports and diagrams in space, through the names that the plane has."""

from __future__ import annotations

import pickle
from fractions import Fraction
from xml.etree import ElementTree

import brenier
import numpy as np
import pytest
from scipy.spatial import HalfspaceIntersection, QhullError

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

UNIT = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))


def random_sites(n, seed=0):
    return np.random.default_rng(seed).random((n, 3))


def lattice(k):
    middles = (np.arange(k) + 0.5) / k
    return np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), -1).reshape(-1, 3)


def octahedron():
    vertices = np.array([(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)])
    faces = [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)]
    return brenier.Polyhedron(vertices * 1.0, [np.array(f) for f in faces], np.full(8, -1))


def power(sites, weights, x):
    return np.sum((x[:, None] - sites) ** 2, axis=-1) - weights


def test_cells_agree_with_intersections_of_half_spaces():
    rng = np.random.default_rng(1)
    sites, weights = rng.random((60, 3)), 0.05 * rng.random(60)
    d = brenier.PowerDiagram(sites, weights)
    walls = np.array([(*(s * e), -(s > 0)) for e in np.eye(3) for s in (1.0, -1.0)])
    for i in range(60):
        away = sites - sites[i]
        others = np.arange(60) != i
        offsets = 0.5 * (np.sum(sites**2, 1) - weights)
        halves = np.column_stack([away, -(offsets - offsets[i])])[others]
        cell = d.cell(i)
        if d.volumes[i] == 0.0:
            assert len(cell.vertices) == 0 and not cell.faces
            continue
        try:
            found = HalfspaceIntersection(np.vstack([halves, walls]), d.centroids[i])
        except QhullError:  # a cell too thin for it
            assert d.volumes[i] < 1e-9
            continue
        corners = found.intersections
        assert len(corners) == len(cell.vertices)
        apart = np.linalg.norm(corners[:, None] - cell.vertices, axis=-1)
        assert apart.min(axis=0).max() < 1e-12 and apart.min(axis=1).max() < 1e-12
        assert cell.volume == pytest.approx(d.volumes[i], abs=1e-15)
        assert set(cell.neighbors[cell.neighbors >= 0]) == set(d.adjacency()[[i]].indices)


@pytest.mark.parametrize("size", [0.0, 0.01])
def test_volumes_and_neighbours_agree_with_voro(size):
    pyvoro2 = pytest.importorskip("pyvoro2")
    sites, weights = random_sites(300, 2), size * np.random.default_rng(3).random(300)
    cells = pyvoro2.compute(
        sites,
        domain=pyvoro2.Box(((0.0, 1.0),) * 3),
        mode="power",
        weights=weights,
        output="cells",
    )
    d = brenier.PowerDiagram(sites, weights)
    adjacency = d.adjacency()
    assert {cell["id"] for cell in cells} == set(np.flatnonzero(d.volumes).tolist())
    for cell in cells:
        i = cell["id"]
        assert cell["volume"] == pytest.approx(d.volumes[i], rel=1e-8)
        faces = {face["adjacent_cell"] for face in cell["faces"]}
        assert {j for j in faces if j >= 0} == set(adjacency[[i]].indices)


def test_cubes_of_rational_numbers_have_rational_volumes():
    # On a line along an axis, cells are slabs between planes that are found exactly.
    places, weights = [Fraction(1, 8), Fraction(5, 16), Fraction(13, 16)], [Fraction(1, 64), 0, 0]
    sites = [(float(x), 0.25, 0.5) for x in places]
    borders = [
        ((b * b - a * a) - (v - w)) / (2 * (b - a))
        for a, b, w, v in zip(places[:-1], places[1:], weights[:-1], weights[1:], strict=True)
    ]
    expected = np.diff([0.0, *map(float, borders), 1.0])
    d = brenier.PowerDiagram(sites, [float(w) for w in weights])
    np.testing.assert_allclose(d.volumes, expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize("k", [1, 2, 5])
def test_a_lattice_is_solved_by_its_voronoi_cells(k):
    t = brenier.solve(lattice(k))
    assert t.success and t.nit == 0
    assert t.cost == pytest.approx(1 / (4 * k * k), rel=1e-12)
    assert len(t.diagram.facets.sites) == 3 * k * k * (k - 1)
    np.testing.assert_allclose(t.diagram.facets.areas, 1 / k**2, rtol=1e-12)


def test_one_site():
    y = np.array([[2.0, -1.0, 0.25]])
    t = brenier.solve(y)
    assert t.cost == pytest.approx(0.25 + np.sum((y - 0.5) ** 2), rel=1e-14)
    np.testing.assert_array_equal(t([[0.1, 0.2, 0.3]]), y)


@pytest.mark.parametrize(
    "source",
    [None, brenier.Uniform(((-1, 0, 2), (1, 1, 3))), brenier.Uniform(octahedron())],
    ids=["cube", "box", "octahedron"],
)
def test_a_transport_has_its_masses_and_its_dual(source, tmp_path):
    rng = np.random.default_rng(3)
    masses = rng.random(200) + 0.1
    masses /= masses.sum()
    t = brenier.solve(rng.random((200, 3)), masses, source, tol=1e-10, workers=2)
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=2e-10)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-12)
    assert t.centroids.shape == (200, 3)
    np.testing.assert_allclose(t.diagram.volumes, masses * t.source.volume, rtol=3e-10)
    x = t.source.sample(2000, rng)
    assert np.all(t.source.density(x) > 0)
    powers = power(t.sites, t.weights, x)
    chosen = powers[np.arange(2000), t.index(x)]
    np.testing.assert_allclose(chosen, powers.min(axis=1), atol=1e-12)
    np.testing.assert_allclose(t(x), t.sites[t.index(x)])
    heights = x @ t.sites.T + t.heights
    np.testing.assert_allclose(t.potential(x), heights.max(axis=1), atol=1e-12)
    # Sampling hits each cell as often as its mass says.
    counts = np.bincount(t.index(t.source.sample(100_000, rng)), minlength=200) / 100_000
    assert np.abs(counts - masses).max() < 6 * np.sqrt(masses.max() / 100_000)
    for again in (
        pickle.loads(pickle.dumps(t)),
        brenier.load(t.save(tmp_path / "t.npz")),
    ):
        np.testing.assert_array_equal(again.weights, t.weights)
        assert repr(again.source) == repr(t.source) or source is not None
        assert again.source.volume == t.source.volume
        assert again.cost == t.cost


@pytest.mark.parametrize("kind", ["grid on the boundary", "sphere", "nearly a grid"])
def test_cells_in_degenerate_positions_have_the_volumes_measured(kind):
    rng = np.random.default_rng(0)
    steps = np.arange(5) / 4
    sites = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 3)
    if kind == "nearly a grid":
        sites = 0.1 + 0.8 * sites + 1e-13 * rng.normal(size=sites.shape)
    if kind == "sphere":  # all cells meet in its middle, but for rounding
        sites = rng.normal(size=(150, 3))
        sites = 0.5 + 0.4 * sites / np.linalg.norm(sites, axis=1)[:, None]
    d = brenier.PowerDiagram(sites)
    cells = [d.cell(i).volume for i in range(len(sites))]
    np.testing.assert_allclose(cells, d.volumes, rtol=0, atol=1e-12)
    assert abs(d.masses.sum() - 1) < 1e-12


def test_the_hessian_is_the_derivative_of_the_masses():
    rng = np.random.default_rng(4)
    sites, weights, step = rng.random((40, 3)), 0.01 * rng.random(40), 1e-6
    hessian = brenier.PowerDiagram(sites, weights).hessian().toarray()
    np.testing.assert_allclose(hessian.sum(axis=1), 0.0, atol=1e-12)
    for i in (0, 17):
        change = step * np.eye(40)[i]
        above = brenier.PowerDiagram(sites, weights + change).masses
        below = brenier.PowerDiagram(sites, weights - change).masses
        np.testing.assert_allclose((above - below) / (2 * step), hessian[i], atol=1e-7)


def test_starts_callbacks_and_copies():
    sites = random_sites(100, 5)
    sites[7] = sites[3]
    seen = []
    t = brenier.solve(sites, callback=lambda state: seen.append(state.nit))
    assert t.groups[7] == 3 and seen == list(range(1, t.nit + 1))
    assert brenier.solve(sites, initial_weights=t.weights).nit <= 1
    with pytest.warns(brenier.ConvergenceWarning):
        brenier.solve(sites, max_iter=1)


def test_bounds_domains_and_repr():
    box = brenier.Uniform(((-1, 0, 2), (1, 1, 3)))
    assert isinstance(box, brenier.Uniform) and box.dimension == 3
    assert box.bounds == box.domain == ((-1.0, 0.0, 2.0), (1.0, 1.0, 3.0))
    assert box.volume == pytest.approx(2.0, rel=1e-15)
    assert repr(box) == "Uniform(((-1.0, 0.0, 2.0), (1.0, 1.0, 3.0)))"
    body = brenier.Uniform(octahedron())
    assert body.volume == pytest.approx(4 / 3)
    assert body.domain.volume == pytest.approx(4 / 3)
    np.testing.assert_array_equal(body.density([(0.1, 0.1, 0.1), (0.5, 0.5, 0.5)]), [0.75, 0.0])
    assert repr(brenier.PowerDiagram(random_sites(5))) == "<PowerDiagram of 5 sites in space>"
    assert brenier.PowerDiagram([(0.5, 0.5)]).dimension == 2
    # Rings of the plane that are triangles are no points of space.
    rings = [[(0, 0), (4, 0), (0, 4)], [(1, 1), (2, 1), (1, 2)]]
    assert brenier.Uniform(rings).dimension == 2


def test_names_in_a_file_of_vtk_may_have_any_signs(tmp_path):
    t = brenier.solve(np.random.default_rng(0).random((3, 3)))
    names = ['a "name"', "<b> & 'c'", "größe"]
    file = t.diagram.to_vtk(tmp_path / "cells", **dict.fromkeys(names, np.zeros(3)))
    arrays = ElementTree.parse(file).getroot().find("UnstructuredGrid/Piece/CellData")
    assert [array.attrib["Name"] for array in arrays][3:] == names


def test_cells_in_a_file_of_vtk(tmp_path):
    meshio = pytest.importorskip("meshio")
    # Slabs, which all have 8 vertices: meshio mixes up data of cells that have not as many.
    sites, masses = [(0.1 * k, 0.5, 0.5) for k in range(4)], [0.1, 0.4, 0.3, 0.2]
    t = brenier.solve(sites, masses)
    file = t.diagram.to_vtk(tmp_path / "cells", grain=2 * np.arange(4))
    assert file.name == "cells.vtu"
    mesh = meshio.read(file)
    volumes = [
        brenier.Polyhedron(mesh.points, [np.array(face) for face in cell], None).volume
        for block in mesh.cells
        for cell in block.data
    ]
    data = np.concatenate(mesh.cell_data["volume"])
    np.testing.assert_allclose(volumes, masses, rtol=1e-7)
    np.testing.assert_allclose(volumes, data, rtol=1e-12)
    np.testing.assert_array_equal(
        np.concatenate(mesh.cell_data["grain"]), 2 * np.concatenate(mesh.cell_data["site"])
    )
    with pytest.raises(ValueError, match="grain has shape"):
        t.diagram.to_vtk(tmp_path / "cells", grain=[1.0])


def test_what_is_planar_says_so():
    t = brenier.solve(random_sites(10, 7))
    for call in (
        lambda: brenier.plot.potential(t),
        lambda: brenier.plot.singular_set(brenier.ContinuousMap(t)),
        lambda: brenier.atlas(brenier.ContinuousMap(t), lambda z: z, "atlas.html"),
        lambda: brenier.solve(random_sites(10), source=brenier.Uniform()),
        lambda: brenier.solve(random_sites(10)[:, :2], source=t.source),
        lambda: t.diagram.cells(),
        lambda: t.diagram.areas,
        lambda: t.source.rings,
    ):
        with pytest.raises(ValueError, match=r"plane|space"):
            call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: brenier.solve([[0.0, np.nan, 0.0]]), r"sites\[0\]"),
        (lambda: brenier.solve(random_sites(3), [0.5, 0.5, 0.5]), "masses sum to 1.5"),
        (lambda: brenier.solve(random_sites(3), [0.5, -0.5, 1.0]), r"masses\[1\]"),
        (lambda: brenier.solve(random_sites(0)), "sites: none given"),
        (lambda: brenier.PowerDiagram(random_sites(2), [0, np.inf]), "weights"),
        (lambda: brenier.PowerDiagram(random_sites(2)).index([[0, 0]]), r"expected \(n, 3\)"),
        (lambda: brenier.PowerDiagram(random_sites(2)).index([[0, 0, np.nan]]), r"x\[0\]"),
        (lambda: brenier.Uniform(((0, 0, 0), (1, 1, 0))), "less in every coordinate"),
        (lambda: brenier.Uniform(((0, 0, 0), (1, 1, np.nan))), "finite"),
        (lambda: brenier.Uniform(((0, 0, 0), (1, 1, 1), (2, 2, 2))), r"shape \(3, 3\)"),
        (lambda: brenier.Uniform(bad_octahedron(drop=True)), "closed"),
        (lambda: brenier.Uniform(bad_octahedron(flip=True)), "counter-clockwise"),
        (lambda: brenier.Uniform(bad_octahedron(dent=True)), "convex"),
        (lambda: brenier.Uniform(bad_octahedron(index=9)), r"faces\[0\]"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def bad_octahedron(*, drop=False, flip=False, dent=False, index=None):
    body = octahedron()
    vertices, faces = body.vertices.copy(), [face.copy() for face in body.faces]
    if drop:
        faces.pop()
    if flip:
        faces = [face[::-1] for face in faces]
    if dent:
        vertices[0] = (-0.5, 0, 0)
    if index is not None:
        faces[0][0] = index
    return brenier.Polyhedron(vertices, faces, np.full(len(faces), -1))


def test_indices_of_cells():
    d = brenier.PowerDiagram(random_sites(4))
    assert d.cell(-1).volume == pytest.approx(d.volumes[3])
    with pytest.raises(IndexError):
        d.cell(4)
    with pytest.raises(TypeError):
        d.cell(0.5)
