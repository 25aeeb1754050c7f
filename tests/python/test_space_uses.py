"""What is built on solving, in space: quantisation, barycentres, the conjugate potential."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from scipy.optimize import linprog

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

CUBE = brenier.Uniform(((0, 0, 0), (1, 1, 1)))


def random_sites(n, seed=0):
    return np.random.default_rng(seed).random((n, 3))


@pytest.mark.parametrize("masses", ["free", "equal", "given"])
def test_quantised_sites_end_near_the_centres_of_their_cells(masses):
    rng = np.random.default_rng(1)
    given = rng.dirichlet(np.full(30, 5.0))
    source = brenier.Uniform(((-1, 0, 2), (1, 1, 3)))
    wanted = given if masses == "given" else masses
    q = brenier.quantize(30, source, masses=wanted, tol=1e-7, max_iter=2000, rng=0)
    assert q.success and q.sites.shape == (30, 3)
    assert np.linalg.norm(q.sites - q.diagram.centroids, axis=1).max() < 5e-3
    if masses != "free":
        np.testing.assert_allclose(q.masses, given if masses == "given" else 1 / 30, rtol=1e-7)
    t = brenier.solve(q.sites, q.masses / q.masses.sum(), source)
    assert q.cost == pytest.approx(t.cost, rel=1e-6)
    assert q.cost < 0.8 * brenier.solve(source.sample(30, 2), t.masses, source).cost


def test_quantising_begins_at_sites_under_the_cube_and_never_goes_uphill():
    costs = []
    with pytest.warns(brenier.ConvergenceWarning):
        for k in range(5):
            q = brenier.quantize(random_sites(40), max_iter=k, tol=0)
            assert q.nit == k and q.diagram.source.dimension == 3
            costs.append(q.cost)
    assert np.all(np.diff(costs) < 0)


def test_eight_sites_quantise_the_cube_by_eight_cubes():
    start = (np.indices((2, 2, 2)).reshape(3, -1).T + 0.5) / 2
    q = brenier.quantize(start + 0.05 * random_sites(8, 3), tol=1e-12, max_iter=1000)
    assert q.cost == pytest.approx(1 / 16, rel=1e-9)
    np.testing.assert_allclose(q.sites, start, atol=1e-4)


def test_the_barycentre_of_boxes_is_the_quantised_box_between_them():
    # Between ρ and its image under x ↦ 3 x + b, that under x ↦ (1 + 2 s) x + s b has the share s.
    first, second = CUBE, brenier.Uniform(((4, 0, 1), (7, 3, 4)))
    b = brenier.barycenter([first, second], [0.75, 0.25], n=20, rng=0, tol=1e-9, max_iter=500)
    assert b.success and b.sites.shape == (20, 3)
    between = brenier.Uniform(((1, 0, 0.25), (2.5, 1.5, 1.75)))
    t = brenier.solve(b.sites, source=between)
    assert np.linalg.norm(b.sites - t.centroids, axis=1).max() < 1e-3
    one = brenier.barycenter([first, second], [0.75, 0.25], n=1, rng=0)
    np.testing.assert_allclose(one.sites, [(1.75, 0.75, 1.0)], atol=1e-12)


def test_a_barycentre_of_plane_and_space_is_refused():
    with pytest.raises(ValueError, match=r"sources\[1\] lies in space, and sources\[0\] in the pl"):
        brenier.barycenter([brenier.Uniform(), CUBE], n=3)
    with pytest.raises(ValueError, match=r"n_or_sites has shape|source is in"):
        brenier.quantize(np.zeros((3, 2)), CUBE)


def least_mean_of_heights(t, y):
    """The conjugate at y by linear programming: the least mean of -h whose sites' mean is y."""
    n = len(t.sites)
    result = linprog(-t.heights, A_eq=np.vstack([t.sites.T, np.ones(n)]), b_eq=[*y, 1.0])
    return result.fun if result.status == 0 else np.inf


def test_the_conjugate_is_the_lower_hull_of_minus_the_heights():
    rng = np.random.default_rng(4)
    t = brenier.solve(rng.normal(size=(80, 3)), rng.dirichlet(np.ones(80)))
    np.testing.assert_allclose(t.conjugate(t.sites), -t.heights, atol=1e-12)
    y = 1.2 * rng.normal(size=(60, 3))
    expected = np.array([least_mean_of_heights(t, point) for point in y])
    assert 10 < np.isinf(expected).sum() < 50
    np.testing.assert_allclose(t.conjugate(y), expected, atol=1e-9)
    # Fenchel and Young: u(x) + u*(y) ≥ ⟨x, y⟩, with equality where y is the image of x.
    x = rng.random((500, 3))
    np.testing.assert_allclose(
        t.potential(x) + t.conjugate(t(x)), np.sum(x * t(x), axis=1), atol=1e-12
    )


@pytest.mark.parametrize("n", [1, 2, 3, 20])
@pytest.mark.parametrize("flat", ["plane", "line"])
def test_the_conjugate_of_flat_sites_is_finite_on_their_hull_only(n, flat):
    rng = np.random.default_rng(n)
    # Coordinates that sums and halves of are exact.
    sites = rng.integers(0, 64, (n, 3)) / 64
    sites[:, 2] = 0.25
    if flat == "line":
        sites[:, 1] = sites[:, 0]
    sites = np.unique(sites, axis=0)
    t = brenier.solve(sites)
    assert t.diagram.simplices.shape == (0, 4)
    np.testing.assert_allclose(t.conjugate(sites), -t.heights, atol=1e-15)
    middle = (sites[0] + sites[-1]) / 2
    assert t.conjugate([middle])[0] == pytest.approx(least_mean_of_heights(t, middle), abs=1e-12)
    off = np.add(middle, [(0, 0, 1e-9), (0, 0, -1e-9), (2, 0, 0), (0, -2, 0)])
    assert np.all(np.isinf(t.conjugate(off)))


def test_simplices_fill_the_hull_and_are_oriented():
    from scipy.spatial import ConvexHull, Delaunay

    sites = random_sites(200, 5)
    d = brenier.PowerDiagram(sites)
    corners = sites[d.simplices]
    volumes = np.linalg.det(corners[:, 1:] - corners[:, :1]) / 6
    assert np.all(volumes > 0)
    assert volumes.sum() == pytest.approx(ConvexHull(sites).volume, rel=1e-12)
    expected = {tuple(sorted(s)) for s in Delaunay(sites).simplices.tolist()}
    assert {tuple(sorted(s)) for s in d.simplices.tolist()} == expected


def test_a_hidden_site_is_no_corner_and_does_not_count_for_the_conjugate():
    sites = np.vstack([random_sites(50, 6), [(0.5, 0.5, 0.5)]])
    d = brenier.PowerDiagram(sites, np.append(np.zeros(50), -1.0))
    assert 50 in d.hidden and 50 not in d.simplices
    t = brenier.solve(sites, np.append(np.full(50, 0.02), 0.0))
    assert 50 in t.diagram.hidden
    without = brenier.solve(sites[:50], tol=1e-12).conjugate(sites[50:])
    np.testing.assert_allclose(t.conjugate(sites[50:]), without, atol=1e-9)
    assert without[0] < -t.heights[50]
