"""The map lifted to values of any dimension: blends, jumps, neighbours, and what is refused."""

from __future__ import annotations

import math
import pickle

import brenier
import numpy as np
import pytest
from inputs.sites import clusters, random_masses, random_sites
from scipy.spatial.distance import cdist


@pytest.fixture(scope="module")
def t():
    return brenier.solve(random_sites(300), random_masses(300))


def codes(n=300, dimensions=64, dtype=np.float64, seed=0):
    return np.random.default_rng(seed).normal(3, 1, (n, dimensions)).astype(dtype)


@pytest.fixture(scope="module")
def lifted(t):
    return brenier.ContinuousMap(t, values=codes(), max_jump=math.inf)


def points(count=3000, seed=1):
    return np.random.default_rng(seed).random((count, 2))


def ten_nearest(values):
    """By the definition, in the order of their distances."""
    distances = cdist(values, values)
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1, kind="stable")[:, :10]


def test_coordinates_are_those_of_the_triangles(t, lifted):
    x = points()
    sites, shares = lifted.barycentric(x)
    assert sites.shape == shares.shape == (3000, 3)
    assert sites.dtype == np.intp
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-15)
    assert shares.min() >= 0
    inside = np.ptp(sites, axis=1) > 0
    assert 0.8 < inside.mean() < 1
    mean = np.einsum("kc,kcd->kd", shares, t.centroids[sites])
    np.testing.assert_allclose(mean[inside], x[inside], atol=1e-12)
    known = {frozenset(s) for s in lifted.simplices.tolist()}
    assert {frozenset(s) for s in sites[inside].tolist()} <= known
    # Beyond the triangles, the own site.
    assert np.array_equal(sites[~inside], np.repeat(t.index(x[~inside])[:, None], 3, axis=1))
    assert np.array_equal(shares[~inside], np.tile([1.0, 0.0, 0.0], ((~inside).sum(), 1)))
    beyond = [(-5.0, 0.5), (7.0, 9.0)]
    assert np.array_equal(lifted.barycentric(beyond)[0][:, 0], t.index(beyond))


def test_coordinates_are_the_same_with_and_without_gaps(t):
    m = brenier.ContinuousMap(t, quantile=0.7)
    x = points()
    every = brenier.ContinuousMap(t, max_jump=math.inf).barycentric(x)
    for mine, other in zip(m.barycentric(x), every, strict=True):
        assert np.array_equal(mine, other)
    assert 0.2 < m.is_singular(x).mean() < 0.9


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("dimensions", [1, 2, 7, 64, 300])
def test_blends_are_as_defined(t, dimensions, dtype):
    values = codes(300, dimensions, dtype)
    x = points()
    wide = values.astype(np.float64)
    means = wide[ten_nearest(wide)].mean(axis=1)
    for blend in ("affine", "spread"):
        m = brenier.ContinuousMap(t, values=values, blend=blend, max_jump=math.inf)
        sites, shares = m.barycentric(x)
        affine = np.einsum("kc,kcd->kd", shares, wide[sites])
        mean = np.einsum("kc,kcd->kd", shares, means[sites])
        length = np.sqrt(np.sum(shares**2, axis=1, keepdims=True))
        expected = affine if blend == "affine" else mean + (affine - mean) / length
        z = m(x)
        assert z.shape == (3000, dimensions)
        assert z.dtype == dtype
        np.testing.assert_allclose(z, expected, atol=20 * np.finfo(dtype).eps)
        own = shares[:, 0] == 1
        assert np.array_equal(z[own], values[sites[own, 0]])


def test_spread_is_the_default_with_values_and_affine_without(t):
    values = codes()
    assert brenier.ContinuousMap(t).blend == "affine"
    assert brenier.ContinuousMap(t, values=values).blend == "spread"
    planar = brenier.ContinuousMap(t, max_jump=math.inf)
    same = brenier.ContinuousMap(t, values=t.sites.copy(), blend="affine", max_jump=math.inf)
    assert np.array_equal(planar(points()), same(points()))
    spread = brenier.ContinuousMap(t, blend="spread", max_jump=math.inf)
    lifted = brenier.ContinuousMap(t, values=t.sites.copy(), max_jump=math.inf)
    assert np.array_equal(spread(points()), lifted(points()))


def test_spread_keeps_the_variance_of_independent_values(t, lifted):
    # Neighbours in the plane have nothing to do with each other here: of every mean of three, the
    # variance is Σ λ², which averages 1/2; divided by it, it is that of the values.
    x = points(20_000)
    x = x[np.ptp(lifted.barycentric(x)[0], axis=1) > 0]
    total = codes().var(axis=0).sum()
    affine = brenier.ContinuousMap(t, values=codes(), blend="affine", max_jump=math.inf)
    assert affine(x).var(axis=0).sum() / total == pytest.approx(0.5, abs=0.03)
    assert lifted(x).var(axis=0).sum() / total == pytest.approx(1.0, abs=0.15)


@pytest.mark.parametrize("blend", ["affine", "spread"])
def test_takes_centroids_to_values(t, blend):
    values = codes()
    m = brenier.ContinuousMap(t, values=values, blend=blend, max_jump=math.inf)
    np.testing.assert_allclose(m(t.centroids), values, atol=1e-11)


@pytest.mark.parametrize("blend", ["affine", "spread"])
def test_is_continuous_across_the_sides_of_triangles(t, blend):
    m = brenier.ContinuousMap(t, values=codes(), blend=blend, max_jump=math.inf)
    sides = np.concatenate([m.simplices[:, [k, (k + 1) % 3]] for k in range(3)])
    pairs, counts = np.unique(np.sort(sides, axis=1), axis=0, return_counts=True)
    i, j = pairs[counts == 2].T
    assert len(i) > 500
    a, b = t.centroids[i], t.centroids[j]
    across = np.column_stack([a[:, 1] - b[:, 1], b[:, 0] - a[:, 0]])
    across *= 1e-9 / np.linalg.norm(across, axis=1, keepdims=True)
    slope = np.abs(m.jumps).max() / np.linalg.norm(a - b, axis=1).min()
    for share in (0.01, 0.3, 0.5, 0.99):
        middle = a + share * (b - a)
        left, right = m(middle + across), m(middle - across)
        assert np.any(left != right)
        np.testing.assert_allclose(left, right, atol=1e-8 * slope)


def test_any_number_of_workers_gives_the_same_bits(t):
    values, x = codes(dtype=np.float32), points(5000)
    images = [
        brenier.ContinuousMap(
            brenier.solve(t.sites, t.masses, workers=workers), values=values, max_jump=math.inf
        )(x)
        for workers in (1, 3)
    ]
    assert np.array_equal(*images)
    assert np.array_equal(images[0][::7], brenier.ContinuousMap(t, values=values)(x[::7]))


def test_values_are_viewed_and_not_copied(t):
    for dtype in (np.float32, np.float64):
        values = codes(dtype=dtype)
        m = brenier.ContinuousMap(t, values=values)
        assert np.shares_memory(m.values, values)
        assert m.values.dtype == dtype
        assert values.flags.writeable
        assert not m.values.flags.writeable
    for other, kind in ((np.float16, np.float32), (np.int64, np.float64), (">f4", np.float32)):
        assert brenier.ContinuousMap(t, values=codes().astype(other)).values.dtype == kind
    columns = np.asfortranarray(codes())
    assert np.array_equal(brenier.ContinuousMap(t, values=columns).values, columns)
    assert brenier.ContinuousMap(t, values=codes().tolist()).values.dtype == np.float64


def test_jumps_and_angles_are_measured_between_values(t):
    values = codes(dimensions=5)
    m = brenier.ContinuousMap(t, values=values)
    i, j = m.edges.T
    np.testing.assert_allclose(m.jumps, np.linalg.norm(values[i] - values[j], axis=1), rtol=1e-13)
    normal = np.column_stack([values, -np.ones(len(values))])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    cosine = np.sum(normal[i] * normal[j], axis=1)
    np.testing.assert_allclose(np.cos(m.angles), cosine, atol=1e-14)
    limit = np.median(m.jumps)
    assert np.array_equal(
        brenier.ContinuousMap(t, values=values, max_jump=limit).singular, m.jumps > limit
    )
    # Values that are the sites: those of the plane.
    same = brenier.ContinuousMap(t, values=t.sites.copy())
    planar = brenier.ContinuousMap(t)
    np.testing.assert_allclose(same.jumps, planar.jumps, rtol=1e-14)
    np.testing.assert_allclose(same.angles, planar.angles, rtol=1e-7, atol=1e-15)


def test_useless_thresholds_are_told_in_the_unit_of_the_values(t):
    values = 1000 * codes()
    with pytest.raises(ValueError, match=r"no triangle is regular with max_jump=1; some") as error:
        brenier.ContinuousMap(t, values=values, max_jump=1)
    some = float(str(error.value).split("max_jump=")[2].split()[0])
    assert not brenier.ContinuousMap(t, values=values, max_jump=some).singular_simplices.all()


def test_gaps_between_values_are_local(t):
    # Two classes, one a hundred times as wide as the other; far apart for the plane's neighbours.
    rng = np.random.default_rng(2)
    y = clusters(200, 0.02)
    is_wide = y[:, 0] > np.median(y[:, 0])
    values = rng.normal(size=(200, 16)) * np.where(is_wide, 1.0, 0.01)[:, None]
    values[is_wide] += 100
    m = brenier.ContinuousMap(brenier.solve(y), values=values)
    crosses = is_wide[m.edges[:, 0]] != is_wide[m.edges[:, 1]]
    assert crosses.any()
    assert np.array_equal(m.singular, crosses)


def test_pickles_and_a_saved_transport_give_the_same_map(t, tmp_path):
    values, x = codes(dtype=np.float32), points()
    m = brenier.ContinuousMap(t, values=values, blend="spread", quantile=0.8)
    again = pickle.loads(pickle.dumps(m))
    assert again.values.dtype == np.float32
    assert np.array_equal(again(x), m(x))
    assert np.array_equal(again.singular, m.singular)
    loaded = brenier.ContinuousMap(
        brenier.load(t.save(tmp_path / "t")), values=values, blend="spread", quantile=0.8
    )
    assert np.array_equal(loaded(x), m(x))
    assert "300 values in 64 dimensions" in repr(again)


def test_bad_values_are_refused(t):
    def refused(values, kind=ValueError):
        with pytest.raises(kind) as error:
            brenier.ContinuousMap(t, values=values)
        return str(error.value)

    expected = "expected (300, D): a row for each of the 300 sites, of 1 to 4,096 numbers"
    for shape in ((299, 4), (300, 0), (300,), (300, 2, 2), (0, 4), (300, 4097)):
        assert refused(np.zeros(shape)) == f"values has shape {shape}; {expected}"
    for bad in (math.nan, math.inf, -math.inf):
        for dtype in (np.float32, np.float64):
            values = codes(dtype=dtype)
            values[7, 5] = values[9, 1] = bad
            assert refused(values).startswith(f"values[7, 5] is {bad!r}; expected finite numbers")
    values = codes()
    values[2, 3] = -1e200
    assert refused(values).startswith("values[2, 3] is -1e+200; expected finite numbers, up to")
    assert "values has dtype complex128" in refused(codes() + 1j, TypeError)
    assert "values has dtype <U1" in refused(np.full((300, 2), "x"), TypeError)
    assert "masked" in refused(np.ma.masked_greater(codes(), 3))
    with pytest.raises(ValueError, match=r"blend is 'cubic'; expected one of affine, spread"):
        brenier.ContinuousMap(t, values=codes(), blend="cubic")
    with pytest.raises(ValueError, match=r"x has shape \(2,\)"):
        brenier.ContinuousMap(t, values=codes()).barycentric((0.5, 0.5))


def test_the_singular_set_of_a_lifted_map_is_drawn(t):
    pytest.importorskip("matplotlib").use("agg")
    m = brenier.ContinuousMap(t, values=codes(), quantile=0.8)
    triangles, creases = brenier.plot.singular_set(m).collections
    assert len(triangles.get_paths()) == m.singular_simplices.sum() > 0
    facets = t.diagram.facets
    singular = {tuple(edge) for edge in m.edges[m.singular].tolist()}
    drawn = [tuple(sorted(pair)) in singular for pair in facets.sites.tolist()]
    assert len(creases.get_segments()) == sum(drawn) > 0
