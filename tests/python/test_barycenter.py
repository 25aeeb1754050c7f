"""Barycentres: against closed forms, Gaussian theory, and Lloyd's method under one source."""

from __future__ import annotations

import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites
from scipy.linalg import sqrtm

SHAPE = np.asarray(L_SHAPE, dtype=float)
SHARES = np.array([0.5, 0.3, 0.2])


def moved(sources, shares, count, **options):
    """A barycentre after so many moves, converged or not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        return brenier.barycenter(sources, shares, max_iter=count, tol=0, rng=3, **options)


def lloyd(sites, masses, source, count):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        return brenier.quantize(sites, source, masses=masses, max_iter=count, tol=0)


@pytest.mark.parametrize("masses", [None, random_masses(30)], ids=["equal", "given"])
def test_translates_have_the_translate_by_the_mean(masses):
    """Cells under a translate are translated cells: each move is Lloyd's under one source."""
    offsets = np.array([(0, 0), (5, 1), (-2, 3)])
    sources = [brenier.Uniform(SHAPE + offset) for offset in offsets]
    b = moved(sources, SHARES, 6, n=30, masses=masses)
    mean = SHARES @ offsets
    first = sources[0].sample(30, rng=3)
    q = lloyd(first, "equal" if masses is None else masses, sources[0], 6)
    np.testing.assert_allclose(b.sites, q.sites + mean, atol=1e-6)
    between = SHARES @ np.sum((offsets - mean) ** 2, axis=1)
    assert b.cost == pytest.approx(q.cost + between, rel=1e-9)


def test_scalings_have_the_scaling_by_the_mean():
    scales = np.array([1, 3, 0.25])
    sources = [brenier.Uniform(scale * SHAPE) for scale in scales]
    b = moved(sources, SHARES, 6, n=30)
    mean = SHARES @ scales
    q = lloyd(sources[0].sample(30, rng=3), "equal", sources[0], 6)
    np.testing.assert_allclose(b.sites, mean * q.sites, atol=1e-6)
    second = brenier.PowerDiagram([(0, 0)], source=sources[0])._cost()  # ∫ |x|² ρ
    between = SHARES @ (scales - mean) ** 2 * second
    assert b.cost == pytest.approx(mean**2 * q.cost + between, rel=1e-9)


def barycenter_of_gaussians(covs, shares):
    """The fixed point S = Σ λ (S^½ C S^½)^½ of Agueh and Carlier."""
    s = np.eye(2)
    for _ in range(200):
        root = sqrtm(s)
        mean = sum(
            share * sqrtm(root @ cov @ root) for share, cov in zip(shares, covs, strict=True)
        )
        inverse = np.linalg.inv(root)
        s = inverse @ mean @ mean @ inverse
    return s.real


def test_gaussians_have_a_gaussian():
    means = np.array([(0, 0), (4, 1), (-1, 3)])
    covs = np.array([[[1, 0.6], [0.6, 1]], [[2, 0], [0, 0.2]], [[0.5, -0.2], [-0.2, 0.7]]])
    sources = [brenier.Gaussian(mean, cov) for mean, cov in zip(means, covs, strict=True)]
    n = 400
    b = brenier.barycenter(sources, SHARES, n=n, rng=0, tol=1e-5)
    assert b.success
    cov, mean = barycenter_of_gaussians(covs, SHARES), SHARES @ means
    np.testing.assert_allclose(b.sites.mean(axis=0), mean, atol=1e-6)
    # W2² of Gaussian densities is that of their means and of their covariances.
    root = sqrtm(cov)
    distances = [
        np.sum((m - mean) ** 2) + np.trace(cov + c - 2 * sqrtm(root @ c @ root).real)
        for m, c in zip(means, covs, strict=True)
    ]
    least = float(SHARES @ distances)
    q = brenier.quantize(n, brenier.Gaussian(mean, cov), masses="equal", rng=0, tol=1e-3)
    assert least < b.cost < least + 1.1 * q.cost
    # The variance in a cell is missing from the sites': by the law of total variance, q.cost.
    np.testing.assert_allclose(np.cov(b.sites.T, bias=True), cov, atol=1.5 * q.cost)


def test_a_barycentre_of_one_is_a_quantisation():
    source = brenier.Raster([[1, 5, 2], [3, 1, 9]])
    b = moved([source], None, 5, n=20)
    q = lloyd(source.sample(20, rng=3), "equal", source, 5)
    np.testing.assert_allclose(b.sites, q.sites, atol=1e-8)
    assert b.cost == pytest.approx(q.cost)


MIXED = [brenier.Uniform(L_SHAPE), brenier.Raster([[1, 5, 2], [3, 0, 9]], (3, 0, 5, 1))]


def test_no_move_raises_the_cost_and_it_is_that_of_the_transports():
    results = [moved(MIXED, [0.75, 0.25], k, n=25) for k in range(6)]
    assert [b.nit for b in results] == list(range(6))
    assert np.all(np.diff([b.cost for b in results]) < 0)
    b = results[-1]
    costs = [brenier.solve(b.sites, b.masses, source).cost for source in MIXED]
    assert b.cost == pytest.approx(np.dot([0.75, 0.25], costs))


def test_sites_end_at_the_means_of_their_centroids():
    b = brenier.barycenter(MIXED, n=12, tol=1e-10, max_iter=3000, rng=1)
    assert b.success
    centroids = [brenier.solve(b.sites, source=source).centroids for source in MIXED]
    np.testing.assert_allclose(b.sites, np.mean(centroids, axis=0), atol=1e-3)


def test_a_share_of_nothing_leaves_its_source_out():
    far = brenier.Uniform([(100, 0), (101, 0), (100, 1)])
    submitted = []

    class Executor(ThreadPoolExecutor):
        def submit(self, *call):
            submitted.append(call)
            return super().submit(*call)

    with Executor(1) as pool:
        b = moved([*MIXED, far], [0.5, 0.5, 0], 3, n=9, executor=pool)
    assert len(submitted) == 2 * (b.nit + 1)  # of the two sources that count, at each step
    with_it, without = moved([*MIXED, far], [0.5, 0.5, 0], 3, n=9), moved(MIXED, None, 3, n=9)
    assert np.array_equal(with_it.sites, without.sites)
    assert with_it.cost == without.cost


def test_a_site_without_mass_stays():
    masses = np.array([0.5, 0, 0.5])
    first = MIXED[0].sample(3, rng=3)
    b = moved(MIXED, None, 3, n=3, masses=masses)
    np.testing.assert_allclose(b.sites[1], first[1], rtol=1e-15)
    assert not np.isnan(b.sites).any()


def test_the_executor_and_its_threads_change_no_bit():
    one = moved(MIXED, None, 3, n=40)
    with ThreadPoolExecutor(1) as pool:
        assert np.array_equal(moved(MIXED, None, 3, n=40, executor=pool).sites, one.sites)
    assert np.array_equal(moved(iter(MIXED), None, 3, n=40).sites, one.sites)


def test_what_is_not_reached_is_said():
    with pytest.warns(brenier.ConvergenceWarning, match="moved the sites 1 times and has not rea"):
        b = brenier.barycenter(MIXED, n=30, max_iter=1, rng=0)
    assert not b.success and "not converged after 1 moves" in repr(b)
    assert not b.sites.flags.writeable
    assert np.array_equal(pickle.loads(pickle.dumps(b)).sites, b.sites)


def test_a_transport_that_is_not_solved_is_no_success(monkeypatch):
    solutions = brenier.barycenters.solutions
    monkeypatch.setattr(
        brenier.barycenters, "solutions", lambda p, e, o: solutions(p, e, {"max_iter": 1})
    )
    with pytest.warns(brenier.ConvergenceWarning, match=r"the transport from sources\[0\]: not c"):
        b = brenier.barycenter(MIXED, n=30, tol=1e9, rng=0)
    assert b.nit == 1 and not b.success


POINTS = random_sites(9)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((POINTS,), {}, TypeError, r"sources\[0\] .* for points take brenier.Raster\(hist"),
        (
            ([MIXED[0], POINTS],),
            {},
            TypeError,
            r"sources\[1\] is .* \(9, 2\); .* brenier.GaussianM",
        ),
        (([POINTS.tolist()],), {}, TypeError, r"sources\[0\] .* for points take"),
        ((MIXED[0],), {}, TypeError, r"sources is Uniform.* a single one; expected .*\[source\]"),
        (([],), {}, ValueError, "sources is empty"),
        ((3,), {}, TypeError, "sources is 3; expected brenier sources"),
        ((MIXED, [1, 2]), {}, ValueError, "shares sum to 3; expected 1: divide them"),
        ((MIXED, [1.5, -0.5]), {}, ValueError, r"shares\[1\] is -0.5; expected 0 or more"),
        ((MIXED, [1]), {}, ValueError, r"shares has shape \(1,\); expected \(2,\)"),
        ((MIXED,), {"n": 0}, ValueError, "n is 0; expected 1 or more"),
        ((MIXED,), {"n": 2.5}, TypeError, "n is 2.5; expected an int"),
        ((MIXED,), {"masses": [1]}, ValueError, r"masses has shape \(1,\); expected \(5,\)"),
        ((MIXED,), {"masses": np.ones(5)}, ValueError, "masses sum to 5; expected 1.*normalise"),
        ((MIXED,), {"tol": -1}, ValueError, "tol is -1"),
        ((MIXED,), {"max_iter": -1}, ValueError, "max_iter is -1"),
        ((MIXED,), {"rng": "a"}, TypeError, "rng is 'a'"),
        ((MIXED,), {"executor": 3}, TypeError, "executor is 3; expected a concurrent"),
    ],
)
def test_bad_arguments_are_refused(arguments, options, error, words):
    with pytest.raises(error, match=words):
        brenier.barycenter(*arguments, **{"n": 5, **options})
