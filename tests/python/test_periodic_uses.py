"""What periodic sources are used for, and what they are refused for."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest

SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]
SOURCES = {
    "uniform": brenier.Uniform(periodic=True),
    "raster": brenier.Raster(np.arange(1, 13).reshape(3, 4), (0, 0, 2, 1), periodic=True),
    "bilinear": brenier.Bilinear(np.arange(12).reshape(3, 4), (-1, 0, 2, 1), periodic=True),
}
ALL = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


def sites_in(source, n):
    low, high = np.reshape(source.bounds, (2, 2))
    return low + (high - low) * np.random.default_rng(0).random((n, 2))


@pytest.mark.parametrize(
    "domain",
    [
        [(0.1, 0.2), (0.7, 0.3)],
        ((0.1, 0.2), (0.7, 0.3)),
        [(0.7, 0.2), (0.7, 0.3), (0.1, 0.3), (0.1, 0.2)],
        [(0.1, 0.3), (0.7, 0.3), (0.7, 0.2), (0.1, 0.2), (0.1, 0.3)],
        {
            "type": "Polygon",
            "coordinates": [[[0.1, 0.2], [0.7, 0.2], [0.7, 0.3], [0.1, 0.3], [0.1, 0.2]]],
        },
    ],
)
def test_a_box_is_given_by_its_vertices_or_by_two_corners(domain):
    source = brenier.Uniform(domain, periodic=True)
    assert source.bounds == (0.1, 0.2, 0.7, 0.3)
    assert source.area == pytest.approx(0.06, rel=1e-15)
    assert brenier.Uniform(domain).bounds == source.bounds


@pytest.mark.parametrize(
    ("domain", "message"),
    [
        ([(0, 0), (1, 0.5), (1, 1), (0, 1)], r"domain\[1\] is \(1.0, 0.5\), no corner"),
        ([(0, 0), (1, 1), (0, 2), (-1, 1)], r"domain\[0\].*a rectangle along the axes"),
        ([(0, 0), (1, 0), (0, 1)], "domain is .*a rectangle along the axes"),
        ([(0, 0), (1, 0), (1, 0), (0, 0)], "domain is .*a rectangle along the axes"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "domain is .*a rectangle along the axes"),
        ([SQUARE, [(2, 0), (3, 0), (3, 1)]], "domain has 2 rings"),
        ([(1, 1), (0, 0)], "two corners.*the lower one first"),
        ([(0, 0), (1, 0)], "two corners.*the lower one first"),
        ([(0, 0), (np.inf, 1)], "domain"),
        ([(0, 0), (1, np.nan), (1, 1), (0, 1)], r"domain\[1\]"),
        ([(0, 0), (1, 1e-25)], "too thin"),
        ([(0, 0)], "domain"),
    ],
)
def test_other_domains_are_no_periodic_boxes(domain, message):
    with pytest.raises(ValueError, match=message):
        brenier.Uniform(domain, periodic=True)


@pytest.mark.parametrize("make", [brenier.Raster, brenier.Bilinear])
def test_a_periodic_picture_is_refused_as_any_other(make):
    with pytest.raises(ValueError, match="bounds are from"):
        make(np.ones((3, 3)), (0, 0, 0, 1), periodic=True)
    with pytest.raises(ValueError, match="too thin"):
        make(np.ones((3, 3)), (0, 0, 1, 1e-141), periodic=True)
    with pytest.raises(TypeError):
        make(np.ones((3, 3)), (0, 0, 1, 1), "lower", True)  # by name only


def test_only_boxes_are_periodic():
    with pytest.raises(TypeError, match="periodic"):
        brenier.Gaussian(periodic=True)


@ALL
def test_sources_and_transports_come_back_from_files_and_pickles(source, tmp_path):
    again = pickle.loads(pickle.dumps(source))
    assert again.periodic and repr(again) == repr(source) and "periodic" in repr(source)
    t = brenier.solve(sites_in(source, 30), source=source)
    for u in (brenier.load(t.save(tmp_path / "t")), pickle.loads(pickle.dumps(t))):
        assert u.source.periodic and u.source.bounds == source.bounds
        assert np.array_equal(u.diagram.masses, t.diagram.masses)
        assert np.array_equal(u.weights, t.weights) and u.cost == t.cost


def test_a_file_that_says_otherwise_is_refused(tmp_path):
    source = SOURCES["uniform"]
    t = brenier.solve(sites_in(source, 30), source=source)
    path = t.save(tmp_path / "t")
    arrays = dict(np.load(path))
    for mark in (np.array([True]), np.array(1.0)):
        np.savez(path, **{**arrays, "periodic": mark})
        with pytest.raises(ValueError, match="periodic has"):
            brenier.load(path)
    np.savez(path, **{**arrays, "periodic": np.array(False)})
    with pytest.raises(ValueError, match="relative error"):
        brenier.load(path)


@ALL
def test_results_are_the_same_bits_with_any_number_of_threads(source):
    sites = sites_in(source, 3000)
    one, four = (brenier.solve(sites, source=source, workers=k, tol=1e-6) for k in (1, 4))
    assert np.array_equal(one.weights, four.weights)
    assert np.array_equal(one.diagram.masses, four.diagram.masses)


@ALL
def test_the_order_of_sites_does_not_matter(source):
    sites, order = sites_in(source, 200), np.random.default_rng(1).permutation(200)
    d, other = (brenier.PowerDiagram(y, source=source) for y in (sites, sites[order]))
    assert np.array_equal(other.masses, d.masses[order])
    assert np.array_equal(other.centroids, d.centroids[order])


@ALL
def test_quantisation_has_no_seam(source):
    """Lloyd's sites lie in the box, at the centroids of their cells, across the seam as well."""
    q = brenier.quantize(40, source, rng=0, tol=1e-7, max_iter=2000)
    low, high = np.reshape(source.bounds, (2, 2))
    assert q.success and np.all((q.sites >= low) & (q.sites <= high))
    away = source._torus.differences(q.diagram.centroids, q.sites)
    assert np.abs(away).max() < 0.02 * (high - low).max()
    box = brenier.quantize(40, brenier.Uniform([low, high]), rng=0, tol=1e-7, max_iter=2000)
    if source is SOURCES["uniform"]:
        assert q.cost < 0.97 * box.cost  # of the hexagons, none is cut by a boundary
        assert q.cost > 5 / (18 * np.sqrt(3) * 40)  # that of regular ones


def test_equal_masses_are_quantised_around_the_torus():
    with pytest.warns(brenier.ConvergenceWarning):
        q = brenier.quantize(30, SOURCES["raster"], masses="equal", rng=0, tol=0, max_iter=20)
    np.testing.assert_allclose(q.masses, 1 / 30, rtol=1e-7)


def test_many_problems_on_tori_are_solved():
    problems = [{"sites": sites_in(s, 40), "source": s} for s in SOURCES.values()]
    for problem, t in zip(problems, brenier.solve_many(problems), strict=True):
        assert np.array_equal(t.weights, brenier.solve(**problem).weights)


def test_a_barycentre_of_tori_stays_on_the_torus():
    left, right = (np.roll([[1.0, 0, 0, 0]], k) for k in (0, 3))
    sources = [brenier.Raster(v, periodic=True) for v in (left, right)]
    b = brenier.barycenter(sources, n=1, rng=0)
    # Side by side across the seam: half way between them is the seam, not the middle of the box.
    assert abs(b.sites[0, 0] - np.rint(b.sites[0, 0])) < 1e-6
    for other in (brenier.Uniform(), brenier.Uniform([(0, 0), (2, 1)], periodic=True)):
        with pytest.raises(ValueError, match=r"sources\[1\] lies .*expected all on one"):
            brenier.barycenter([sources[0], other], n=3)


@ALL
def test_what_is_of_the_plane_only_says_so(source):
    t = brenier.solve(sites_in(source, 20), source=source)
    for use in (brenier.ContinuousMap, brenier.LatentSampler):
        with pytest.raises(ValueError, match="source is periodic; expected one without"):
            use(t)
    with pytest.raises(ValueError, match="simplices: the source is periodic"):
        t.diagram.simplices  # noqa: B018


def test_a_site_too_far_away_is_refused():
    with pytest.raises(ValueError, match=r"sites\[1\] is .*too far from the periodic box"):
        brenier.solve([(0, 0), (1e12, 0)], source=SOURCES["uniform"])


def test_shared_boundaries_do_not_count_a_cell_as_its_own_neighbour():
    d = brenier.PowerDiagram([(0.1, 0.2), (0.6, 0.2)], source=SOURCES["uniform"])
    np.testing.assert_allclose(d.adjacency().toarray(), [[0, 2], [2, 0]])


def test_the_gradient_of_the_cost_goes_the_short_way_around():
    torch = pytest.importorskip("torch")
    import brenier.torch

    source = SOURCES["raster"]
    points = torch.tensor(sites_in(source, 8), requires_grad=True)
    assert torch.autograd.gradcheck(
        lambda y: brenier.torch.wasserstein2(y, source=source, tol=1e-12), [points]
    )
    loss = brenier.torch.Wasserstein2(source=source)
    first = loss(points)
    moved = loss(points.detach() + torch.tensor([2.0, -1.0]))
    assert moved.item() == pytest.approx(first.item(), rel=1e-7)


@pytest.mark.parametrize("middle", [0.5, 0.25, 0.0])
@pytest.mark.parametrize("spread", [1e-11, 1e-12])
def test_near_sites_have_cells_of_their_own_wherever_the_seam_is(spread, middle):
    source = brenier.Uniform([(0, 0), (1, 1)], periodic=True)
    cluster = spread * (np.random.default_rng(0).random((50, 2)) - 0.5)
    t = brenier.solve(middle + cluster, source=source, tol=1e-3)
    assert len(np.unique(t.groups)) == 50
