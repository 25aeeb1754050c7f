"""The continuous extension: affine between centroids, constant elsewhere, and one value a point."""

from __future__ import annotations

import copy
import math
import pickle

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE, SQUARE, STAR
from inputs.sites import clusters, random_masses, random_sites


def solved(n=300, seed=0, **options):
    return brenier.solve(random_sites(n, seed), random_masses(n), **options)


def cross(u, v):
    return u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]


def by_brute_force(m, x):
    """Images by trying all triangles, and which points lie in singular ones; nan for rounding."""
    c = m.transport.centroids[m.simplices]
    edge_number = {tuple(edge): k for k, edge in enumerate(m.edges.tolist())}
    singular = np.array(
        [
            any(
                m.singular[edge_number[pair]]
                for pair in ((min(a, b), max(a, b)) for a, b in ((i, j), (j, k), (k, i)))
                if pair in edge_number
            )
            for i, j, k in m.simplices.tolist()
        ]
    )
    image, is_singular = m.transport(x), np.zeros(len(x), dtype=bool)
    for p, point in enumerate(x):
        parts = np.stack(
            [
                cross(c[:, (k + 2) % 3] - c[:, (k + 1) % 3], point - c[:, (k + 1) % 3])
                for k in range(3)
            ],
            axis=1,
        )
        inside = np.flatnonzero((parts > 0).all(axis=1))
        assert len(inside) <= 1
        if len(inside):
            t = inside[0]
            is_singular[p] = singular[t]
            if not singular[t]:
                image[p] = parts[t] / parts[t].sum() @ m.transport.sites[m.simplices[t]]
    return image, is_singular


@pytest.mark.parametrize("domain", [SQUARE, L_SHAPE, STAR], ids=["square", "L", "star"])
def test_agrees_with_trying_all_triangles(domain):
    t = brenier.solve(clusters(300, 0.02), source=brenier.Uniform(domain), tol=1e-6)
    m = brenier.ContinuousMap(t)
    x = t.source.sample(2000, rng=1)
    image, is_singular = by_brute_force(m, x)
    np.testing.assert_allclose(m(x), image, atol=1e-9)
    assert np.array_equal(m.is_singular(x), is_singular)
    assert 0.02 < is_singular.mean() < 0.9


def test_takes_centroids_to_sites():
    t = solved()
    m = brenier.ContinuousMap(t, max_jump=math.inf)
    np.testing.assert_allclose(m(t.centroids), t.sites, atol=1e-12)


def test_edges_are_the_facets_with_mass():
    t = solved()
    m = brenier.ContinuousMap(t)
    facets = t.diagram.facets
    expected = np.unique(np.sort(facets.sites[facets.masses > 0], axis=1), axis=0)
    assert np.array_equal(m.edges, expected)
    y = t.sites
    i, j = m.edges.T
    np.testing.assert_allclose(m.jumps, np.linalg.norm(y[i] - y[j], axis=1), rtol=1e-14)
    normal = np.column_stack([y, -np.ones(len(y))])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    np.testing.assert_allclose(np.cos(m.angles), np.sum(normal[i] * normal[j], axis=1), atol=1e-14)


def test_simplices_are_delaunay_triangles_between_cells_that_meet():
    t = solved()
    m = brenier.ContinuousMap(t)
    every = {tuple(np.roll(s, -int(np.argmin(s)))) for s in t.diagram.simplices}
    mine = {tuple(np.roll(s, -int(np.argmin(s)))) for s in m.simplices}
    assert mine < every
    edges = {tuple(edge) for edge in m.edges.tolist()}
    for i, j, k in m.simplices.tolist():
        pairs = [tuple(sorted(pair)) for pair in ((i, j), (j, k), (k, i))]
        assert sum(pair in edges for pair in pairs) >= 2
    c = t.centroids[m.simplices]
    assert np.all(cross(c[:, 1] - c[:, 0], c[:, 2] - c[:, 0]) > 0)


def test_singular_triangles_are_those_with_a_singular_edge():
    m = brenier.ContinuousMap(solved(), quantile=0.9)
    singular = {tuple(edge) for edge in m.edges[m.singular].tolist()}
    expected = [
        any(tuple(sorted(pair)) in singular for pair in ((i, j), (j, k), (k, i)))
        for i, j, k in m.simplices.tolist()
    ]
    assert m.singular_simplices.tolist() == expected
    assert m.singular_simplices.dtype == bool
    centres = m.transport.centroids[m.simplices].mean(axis=1)
    assert np.array_equal(m.is_singular(centres), m.singular_simplices)


def test_is_continuous_across_edges_that_are_not_singular():
    t = solved()
    m = brenier.ContinuousMap(t, max_jump=math.inf)
    # Points beside the middles of edges, a hair to either side.
    i, j = m.simplices[:, 0], m.simplices[:, 1]
    middle = (t.centroids[i] + t.centroids[j]) / 2
    along = t.centroids[j] - t.centroids[i]
    across = 1e-9 * np.column_stack([-along[:, 1], along[:, 0]]) / np.linalg.norm(along)
    # The edges of border triangles have nothing on their other side.
    two_sided = np.flatnonzero(
        [
            sum({a, b} <= set(s) for s in m.simplices.tolist()) == 2
            for a, b in zip(i, j, strict=True)
        ]
    )
    assert len(two_sided) > 200
    left, right = m(middle + across)[two_sided], m(middle - across)[two_sided]
    np.testing.assert_allclose(left, right, atol=1e-6)
    np.testing.assert_allclose(left, ((t.sites[i] + t.sites[j]) / 2)[two_sided], atol=1e-6)


def test_a_grid_is_mapped_by_one_affine_map():
    # With equal masses the cells of a grid are the squares of another one.
    side = 12
    y = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    m = brenier.ContinuousMap(brenier.solve(y))
    inner = (np.arange(200) + 0.5) / 200 * (1 - 1 / side) + 0.5 / side
    x = np.stack(np.meshgrid(inner, inner), axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(m(x), side * x - 0.5, atol=1e-6)
    assert not m.singular.any()
    assert not m.is_singular(x).any()
    # Beyond the outermost centroids, sites.
    corner = np.array([[0.0, 0.0], [0.01, 0.99], [1.0, 1.0]])
    assert np.array_equal(m(corner), m.transport(corner))


def test_every_point_has_one_image_whatever_it_comes_with():
    y = np.stack(np.meshgrid(np.arange(8), np.arange(8)), axis=-1).reshape(-1, 2)
    m = brenier.ContinuousMap(brenier.solve(y, workers=2))
    ticks = np.arange(65) / 64  # on centroids, edges, facets and corners of cells
    x = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    order = np.random.default_rng(0).permutation(len(x))
    assert np.array_equal(m(x[order]), m(x)[order])
    one_by_one = np.concatenate([m(x[k : k + 1]) for k in range(0, len(x), 7)])
    assert np.array_equal(one_by_one, m(x)[::7])


def test_lies_in_the_hull_of_the_sites():
    t = solved()
    m = brenier.ContinuousMap(t)
    z = m(t.source.sample(5000, rng=0))
    assert np.all(np.isfinite(t.conjugate(0.999999 * z + 0.000001 * t.sites.mean(axis=0))))


def test_equivariance_under_motions_and_scales():
    t = solved(100)
    x = t.source.sample(500, rng=0)
    z = brenier.ContinuousMap(t)(x)
    for scale, shift in ((1e-100, 0.0), (1e100, 0.0), (3.0, 1e6)):
        moved = brenier.solve(scale * (t.sites + shift), t.masses)
        image = brenier.ContinuousMap(moved)(x) / scale - shift
        np.testing.assert_allclose(image, z, atol=1e-6)
    order = np.random.default_rng(1).permutation(100)
    again = brenier.solve(t.sites[order], t.masses[order])
    np.testing.assert_allclose(brenier.ContinuousMap(again)(x), z, atol=1e-6)
    bigger = brenier.solve(t.sites, t.masses, brenier.Uniform(1e3 * SQUARE + 1e5))
    np.testing.assert_allclose(brenier.ContinuousMap(bigger)(1e3 * x + 1e5), z, atol=1e-6)


def test_duplicates_and_sites_without_mass_take_no_part():
    y = random_sites(60)
    t = brenier.solve(y)
    x = t.source.sample(500, rng=0)
    z = brenier.ContinuousMap(t)(x)
    with_more = np.concatenate([y, y[:10], [[0.5, 0.5], [0.1, 0.2]]])
    masses = np.full(72, 1 / 60)
    masses[:10] = masses[60:70] = 1 / 120
    masses[70:] = 0
    m = brenier.ContinuousMap(brenier.solve(with_more, masses))
    assert m.simplices.max() < 60
    np.testing.assert_allclose(m(x), z, atol=1e-6)


def test_folds_are_left_out():
    # Found by search: long thin cells, one of whose centroids lies on the wrong side of two others.
    found = 0
    for seed in range(20):
        t = brenier.solve(clusters(400, 0.01) + 0.001 * random_sites(400, seed))
        m = brenier.ContinuousMap(t)
        assert np.unique(np.sort(np.concatenate([m.simplices, m.folded]), axis=1), axis=0).shape[
            0
        ] == len(m.simplices) + len(m.folded)
        found += len(m.folded)
        x = t.centroids[m.folded].mean(axis=1)
        beyond = [
            not any(
                np.all(
                    [
                        cross(
                            t.centroids[s[(k + 1) % 3]] - t.centroids[s[k]], p - t.centroids[s[k]]
                        )
                        >= 0
                        for k in range(3)
                    ]
                )
                for s in m.simplices
            )
            for p in x
        ]
        if any(beyond):
            assert np.array_equal(m(x)[beyond], t(x)[beyond])
    assert found > 0


@pytest.mark.parametrize("n", [1, 2])
def test_fewer_than_three_sites_have_nothing_to_be_affine_on(n):
    with pytest.raises(ValueError, match="no three cells that meet"):
        brenier.ContinuousMap(brenier.solve(random_sites(n)))


def test_sites_on_a_line_have_nothing_to_be_affine_on():
    with pytest.raises(ValueError, match="lie on one line"):
        brenier.ContinuousMap(brenier.solve([(k, 2 * k) for k in range(9)]))


def test_bad_arguments_are_refused():
    with pytest.raises(TypeError, match="expected a Transport"):
        brenier.ContinuousMap(random_sites(10))
    m = brenier.ContinuousMap(solved(50))
    for call in (m, m.is_singular):
        with pytest.raises(ValueError, match=r"x has shape \(3,\); expected \(n, 2\)"):
            call([1, 2, 3])
        with pytest.raises(ValueError, match=r"x\[1\]"):
            call([(0, 0), (math.nan, 0)])
    assert m(np.empty((0, 2))).shape == (0, 2)


def test_state_is_read_only_and_survives_copies():
    m = brenier.ContinuousMap(solved(100), quantile=0.8)
    arrays = ("simplices", "singular_simplices", "folded", "edges", "jumps", "angles", "singular")
    for name in arrays:
        assert not getattr(m, name).flags.writeable, name
    x = m.transport.source.sample(100, rng=0)
    for again in (pickle.loads(pickle.dumps(m)), copy.deepcopy(m)):
        assert np.array_equal(again(x), m(x))
        assert np.array_equal(again.singular, m.singular)
    assert brenier.ContinuousMap(m.transport, max_jump=10**400).thresholds.max_jump == math.inf

    class Mine(brenier.ContinuousMap):
        pass

    assert type(copy.copy(Mine(m.transport))) is Mine
    assert repr(m).startswith("<ContinuousMap onto 100 sites: ")
