"""The continuous map on tetrahedra: what it says of points of space, and of how many."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")


def random_sites(n, seed=0):
    return np.random.default_rng(seed).random((n, 3))


def lattice(k):
    middles = (np.arange(k) + 0.5) / k
    return np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), -1).reshape(-1, 3)


@pytest.fixture(scope="module")
def m():
    return brenier.ContinuousMap(brenier.solve(random_sites(400)))


def shares_in(corners, x):
    """Barycentric coordinates (k, s, 4) of points x (k, 3) in tetrahedra (s, 4, 3)."""
    edges = (corners[:, 1:] - corners[:, :1]).transpose(0, 2, 1)
    last = np.einsum("sij,ksj->ksi", np.linalg.inv(edges), x[:, None] - corners[:, 0])
    return np.concatenate([1 - last.sum(axis=-1, keepdims=True), last], axis=-1)


def test_centroids_go_to_their_sites_to_the_last_bit(m):
    t = m.transport
    corners = np.isin(np.arange(400), m.simplices)
    assert corners.mean() > 0.95
    np.testing.assert_array_equal(m(t.centroids), t.sites)


def test_barycentric_coordinates_are_shares_of_centroids(m):
    x = random_sites(5000, 1)
    sites, shares = m.barycentric(x)
    assert sites.shape == shares.shape == (5000, 4)
    assert shares.min() >= 0
    np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=0, atol=4e-16)
    beyond = sites[:, 0] == sites[:, 1]
    assert 0.05 < beyond.mean() < 0.35
    np.testing.assert_array_equal(sites[beyond], np.tile(m.transport.index(x[beyond]), (4, 1)).T)
    np.testing.assert_array_equal(shares[beyond], np.tile([1, 0, 0, 0], (beyond.sum(), 1)))
    means = np.einsum("ks,ksd->kd", shares, m.transport.centroids[sites])
    np.testing.assert_allclose(means[~beyond], x[~beyond], atol=1e-14)
    assert {tuple(s) for s in sites[~beyond].tolist()} <= {tuple(s) for s in m.simplices.tolist()}


def test_no_point_lies_in_two_tetrahedra_and_all_of_them_are_found(m):
    assert len(m.folded) > 20
    corners = m.transport.centroids[m.simplices]
    volumes = np.linalg.det(corners[:, 1:] - corners[:, :1]) / 6
    assert volumes.min() > 0
    x = random_sites(1000, 2)
    inside = np.all(shares_in(corners, x) > 1e-9, axis=-1)
    assert inside.sum(axis=1).max() == 1
    sites, _ = m.barycentric(x)
    found, tetrahedron = np.nonzero(inside)
    np.testing.assert_array_equal(sites[found], m.simplices[tetrahedron])


def test_folded_tetrahedra_overlap_or_are_turned_over(m):
    corners = m.transport.centroids[m.folded]
    volumes = np.linalg.det(corners[:, 1:] - corners[:, :1])
    assert np.any(volumes < 0) and np.any(volumes > 0)
    together = {tuple(sorted(s)) for s in np.concatenate([m.simplices, m.folded]).tolist()}
    assert len(together) == len(m.simplices) + len(m.folded)
    assert together <= {tuple(sorted(s)) for s in m.transport.diagram.simplices.tolist()}


def test_values_that_are_affine_in_the_centroids_are_affine_everywhere_inside(m):
    t = m.transport
    matrix = np.random.default_rng(3).normal(size=(3, 6))
    values = t.centroids @ matrix + 1
    lifted = brenier.ContinuousMap(t, values=values, blend="affine", max_jump=np.inf)
    x = random_sites(3000, 4)
    sites, _ = lifted.barycentric(x)
    inside = sites[:, 0] != sites[:, 1]
    np.testing.assert_allclose(lifted(x)[inside], x[inside] @ matrix + 1, atol=1e-13)
    np.testing.assert_array_equal(lifted(x)[~inside], values[t.index(x[~inside])])


@pytest.mark.parametrize("blend", ["affine", "spread"])
def test_the_map_is_continuous_across_faces(m, blend):
    values = np.random.default_rng(5).normal(size=(400, 8))
    lifted = brenier.ContinuousMap(m.transport, values=values, blend=blend, max_jump=np.inf)
    faces = {}
    for k, s in enumerate(m.simplices.tolist()):
        for corner in range(4):
            faces.setdefault(tuple(sorted(s[:corner] + s[corner + 1 :])), []).append(k)
    shared = [(f, pair) for f, pair in faces.items() if len(pair) == 2]
    assert len(shared) > 1000
    triangles = m.transport.centroids[[f for f, _ in shared]]
    shares = np.random.default_rng(6).dirichlet(np.ones(3), len(shared))
    x = np.einsum("ks,ksd->kd", shares, triangles)
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    normals *= 1e-9 / np.linalg.norm(normals, axis=1, keepdims=True)
    apart = np.abs(lifted(x + normals) - lifted(x - normals)).max(axis=1)
    # A step of 1e-9 is not small against the thinnest tetrahedra.
    assert np.quantile(apart, 0.99) < 1e-5 and np.median(apart) < 1e-7


def test_it_agrees_with_scipy_where_its_tetrahedra_are_those_of_the_centroids(m):
    t = m.transport
    values = np.random.default_rng(7).normal(size=(400, 2))
    lifted = brenier.ContinuousMap(t, values=values, blend="affine", max_jump=np.inf)
    theirs = Delaunay(t.centroids)
    ours = {tuple(sorted(s)) for s in m.simplices.tolist()}
    x = random_sites(4000, 8)
    where = theirs.find_simplex(x)
    same = [w >= 0 and tuple(sorted(theirs.simplices[w].tolist())) in ours for w in where.tolist()]
    assert np.mean(same) > 0.4
    expected = LinearNDInterpolator(theirs, values)(x[same])
    np.testing.assert_allclose(lifted(x[same]), expected, atol=1e-9)


@pytest.mark.parametrize("k", [2, 3, 6])
def test_on_a_lattice_the_map_is_the_identity_between_the_sites(k):
    t = brenier.solve(lattice(k))
    m = brenier.ContinuousMap(t)
    assert not len(m.folded) and not m.singular.any()
    assert len(m.edges) == 3 * k * k * (k - 1)
    x = (0.5 + (k - 1) * random_sites(2000, 9)) / k
    np.testing.assert_allclose(m(x), x, atol=1e-14)
    sites, _ = m.barycentric(x)
    assert np.all(sites[:, 0] != sites[:, 1])
    # On faces, edges and corners of tetrahedra, too, a point has one image.
    np.testing.assert_allclose(m(t.sites), t.sites, atol=1e-15)
    middles = (t.sites[m.edges[:, 0]] + t.sites[m.edges[:, 1]]) / 2
    # Those on the hull of the centroids are inside or not as these are rounded.
    middles = middles[np.all(np.abs(middles - 0.5) < 0.5 - 0.6 / k, axis=1)]
    assert len(middles) == 3 * max(k - 2, 0) ** 2 * (k - 1)
    alone = np.reshape([m(p[None]) for p in middles], (-1, 3))
    np.testing.assert_array_equal(m(middles[::-1])[::-1], alone)
    np.testing.assert_allclose(alone, middles, atol=1e-15)


@pytest.mark.parametrize("seed", range(6))
def test_points_of_a_grid_with_holes_have_one_image_each(seed):
    rng = np.random.default_rng(seed)
    sites = lattice(4)[rng.random(64) < 0.8]
    masses = None if seed % 2 else rng.integers(1, 4, len(sites)) / 1.0
    t = brenier.solve(sites, None if masses is None else masses / masses.sum(), tol=1e-10)
    m = brenier.ContinuousMap(t, max_jump=np.inf)
    corners = t.centroids[m.simplices]
    x = rng.random((800, 3))
    inside = np.all(shares_in(corners, x) > 1e-9, axis=-1)
    assert inside.sum(axis=1).max() == 1
    found, tetrahedron = np.nonzero(inside)
    assert len(found) > 200
    shares = shares_in(corners, x)[found, tetrahedron]
    expected = np.einsum("ks,ksd->kd", shares, t.sites[m.simplices[tetrahedron]])
    np.testing.assert_allclose(m(x[found]), expected, atol=1e-9)


def test_body_and_face_centred_lattices_are_their_own_images():
    cubes = (np.indices((4, 4, 4)).reshape(3, -1).T) / 4
    body = np.concatenate([cubes + 1 / 16, cubes + 3 / 16])
    offsets = [(1, 1, 1), (3, 3, 1), (3, 1, 3), (1, 3, 3)]
    face = np.concatenate([cubes + np.array(o) / 16 for o in offsets])
    for sites in (body, face):
        # Away from the border, where cells are cut, centroids are sites.
        m = brenier.ContinuousMap(brenier.solve(sites))
        x = 0.4 + 0.2 * random_sites(300, 17)
        corners, _ = m.barycentric(x)
        assert np.all(corners[:, 0] != corners[:, 1])
        assert np.abs(m(x) - x).max() < 0.02


def test_where_cells_meet_in_one_point_a_gap_between_them_is_a_gap_for_all_tetrahedra():
    # Two blocks of a lattice, apart: of the tetrahedra between them some have no edge of the map.
    sites = lattice(4)
    sites[sites[:, 0] > 0.5, 0] += 10.0
    t = brenier.solve(sites, source=brenier.Uniform(((0, 0, 0), (11, 1, 1))))
    m = brenier.ContinuousMap(t, max_jump=1.0)
    across = (t.sites[m.simplices][:, :, 0] > 5).any(1) & (t.sites[m.simplices][:, :, 0] < 5).any(1)
    assert across.any()
    np.testing.assert_array_equal(m.singular_simplices, across)


def test_edges_have_the_jumps_and_angles_of_their_sites(m):
    facets = m.transport.diagram.facets.sites
    np.testing.assert_array_equal(m.edges, np.unique(facets, axis=0))
    a, b = m.transport.sites[m.edges.T]
    np.testing.assert_allclose(m.jumps, np.linalg.norm(a - b, axis=1), rtol=1e-14)
    normals = [np.column_stack([y, -np.ones(len(y))]) for y in (a, b)]
    cosines = np.sum(normals[0] * normals[1], axis=1)
    cosines /= np.linalg.norm(normals[0], axis=1) * np.linalg.norm(normals[1], axis=1)
    np.testing.assert_allclose(np.cos(m.angles), cosines, atol=1e-14)


def test_a_map_is_the_same_from_a_file_and_from_a_pickle(m, tmp_path):
    values = np.random.default_rng(12).normal(size=(400, 5)).astype(np.float32)
    lifted = brenier.ContinuousMap(m.transport, values=values, max_jump=4.0)
    x = random_sites(200, 13)
    for again in (
        brenier.ContinuousMap.load(lifted.save(tmp_path / "map")),
        pickle.loads(pickle.dumps(lifted)),
    ):
        assert again(x).dtype == np.float32
        np.testing.assert_array_equal(again(x), lifted(x))
        np.testing.assert_array_equal(again.is_singular(x), lifted.is_singular(x))
    assert "tetrahedra" in repr(lifted)


def test_the_map_does_not_depend_on_threads_or_on_company(m):
    other = brenier.ContinuousMap(brenier.solve(random_sites(400), workers=3))
    np.testing.assert_array_equal(other.simplices, m.simplices)
    x = random_sites(3000, 14)
    np.testing.assert_array_equal(other(x), m(x))
    np.testing.assert_array_equal(m(x[::-1])[::-1], m(x))


def test_sites_at_one_place_are_one_corner():
    sites = np.repeat(random_sites(60, 15), 2, axis=0)
    m = brenier.ContinuousMap(brenier.solve(sites))
    assert np.all(m.simplices % 2 == 0)
    x = random_sites(500, 16)
    single = brenier.ContinuousMap(brenier.solve(sites[::2]))
    np.testing.assert_allclose(m(x), single(x), atol=1e-6)


@pytest.mark.parametrize(
    ("sites", "words"),
    [
        (random_sites(3), "fewer than four or lie in one plane"),
        (random_sites(30) * [1, 1, 0], "fewer than four or lie in one plane"),
    ],
)
def test_sites_without_a_tetrahedron_are_refused(sites, words):
    with pytest.raises(ValueError, match=words):
        brenier.ContinuousMap(brenier.solve(sites))


def test_bad_input_is_refused(m):
    with pytest.raises(
        ValueError, match=r"no tetrahedron is regular with max_jump=0\.001; some are"
    ):
        brenier.ContinuousMap(m.transport, max_jump=0.001)
    with pytest.raises(ValueError, match=r"x has shape \(3, 2\); expected \(n, 3\)"):
        m(np.zeros((3, 2)))
    with pytest.raises(ValueError, match=r"x\[1\]"):
        m([(0, 0, 0), (0, np.nan, 0)])
