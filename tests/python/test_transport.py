"""The transport map and its potentials, against brute force and the theory of convex functions."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs.sites import random_masses, random_sites
from scipy.optimize import linprog


@pytest.fixture(scope="module")
def t() -> brenier.Transport:
    return brenier.solve(random_sites(60), random_masses(60), tol=1e-12)


POINTS = 3 * random_sites(2000, 5) - 1  # in the square and around it


def test_potential_is_the_upper_envelope_and_the_map_its_gradient(t):
    planes = POINTS @ t.sites.T + t.heights
    assert t.potential(POINTS) == pytest.approx(planes.max(axis=1), abs=1e-14)
    assert np.array_equal(t.index(POINTS), planes.argmax(axis=1))
    assert np.array_equal(t(POINTS), t.sites[t.index(POINTS)])
    for axis in (0, 1):
        step = 1e-7 * np.eye(2)[axis]
        ahead, behind = POINTS + step, POINTS - step
        same = t.index(ahead) == t.index(behind)
        assert same.mean() > 0.99
        slope = (t.potential(ahead) - t.potential(behind)) / 2e-7
        assert slope[same] == pytest.approx(t(POINTS)[same, axis], abs=1e-7)


def test_conjugate_at_the_sites(t):
    assert t.conjugate(t.sites) == pytest.approx(-t.heights, abs=1e-15)


def test_conjugate_is_the_lower_hull_of_minus_the_heights(t):
    y = random_sites(60, 8) * 1.2 - 0.1
    for point, value in zip(y, t.conjugate(y), strict=True):
        hull = linprog(
            -t.heights, A_eq=np.vstack([t.sites.T, np.ones(60)]), b_eq=[*point, 1], method="highs"
        )
        if hull.success:
            assert value == pytest.approx(hull.fun, abs=1e-12)
        else:
            assert value == np.inf


def test_conjugate_knows_the_hull_exactly():
    t = brenier.solve([(0, 0), (1, 0), (1, 1), (0, 1), (0.5, 0.5)])
    on = [(0, 0.25), (0.75, 1), (1, 1), (0.3, 0.7)]
    off = [(-1e-300, 0.25), (0.75, np.nextafter(1, 2)), (2, 2), (np.nextafter(1, 2), 1)]
    assert np.isfinite(t.conjugate(on)).all()
    assert np.isinf(t.conjugate(off)).all()


def test_conjugate_on_a_line_and_at_a_point():
    t = brenier.solve([(0.25, 0.25), (0.5, 0.5), (1.0, 1.0)])
    ends = -t.heights
    assert t.conjugate([(0.375, 0.375), (0.75, 0.75)]) == pytest.approx(
        [(ends[0] + ends[1]) / 2, (ends[1] + ends[2]) / 2], abs=1e-14
    )
    assert np.isinf(t.conjugate([(0.375, 0.376), (0.2, 0.2), (1.5, 1.5)])).all()
    one = brenier.solve([(0.3, 0.4)])
    assert one.conjugate([(0.3, 0.4), (0.3, 0.5)]).tolist() == [-one.heights[0], np.inf]


def test_heights_weights_and_their_normalisation(t):
    assert t.heights == pytest.approx((t.weights - np.sum(t.sites**2, axis=1)) / 2, abs=1e-15)
    assert np.dot(t.masses, t.weights) == pytest.approx(0, abs=1e-15)


@settings(max_examples=settings.default.max_examples // 2)
@given(
    shift=st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    scale=st.floats(0.01, 100),
    seed=st.integers(0, 1000),
)
def test_weights_follow_translation_and_scaling_of_the_sites(shift, scale, seed):
    sites, masses = random_sites(40, seed), random_masses(40, seed + 1)
    reference = brenier.solve(sites, masses, tol=1e-10).weights
    size = 1 + np.hypot(*shift)

    moved = brenier.solve(sites + shift, masses, tol=1e-10).weights
    expected = centred(reference + 2 * sites @ np.array(shift), masses)
    assert moved == pytest.approx(expected, abs=1e-9 * size)

    scaled = brenier.solve(scale * sites, masses, tol=1e-10).weights
    expected = scale * reference + (scale**2 - scale) * np.sum(sites**2, axis=1)
    assert scaled == pytest.approx(centred(expected, masses), abs=1e-9 * (scale + scale**2))


def centred(values, masses):
    return values - np.dot(masses, values)


def test_cost_by_quadrature(t):
    """A midpoint rule on a grid of k², whose cells are cut by facets along O(k) of them."""
    k = 1000
    ticks = (np.arange(k) + 0.5) / k
    x = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    assert t.cost == pytest.approx(np.mean(np.sum((x - t(x)) ** 2, axis=1)), abs=1e-6)


def test_the_dual_is_greatest_at_the_solution_with_zero_gradient(t):
    def dual(weights):
        d = brenier.PowerDiagram(t.sites, weights)
        cells = d.masses > 0
        offset = np.sum((d.centroids - t.sites)[cells] ** 2, axis=1)
        cost = np.sum(d.second_moments[cells] + d.masses[cells] * offset)
        return cost + np.dot(weights, t.masses - d.masses)

    assert dual(t.weights) == pytest.approx(t.dual_value, rel=1e-13)
    rng = np.random.default_rng(4)
    for _ in range(20):
        direction = rng.standard_normal(60)
        assert dual(t.weights + 1e-3 * direction) < t.dual_value
    # Away from the solution the gradient is ν - m.
    start = 0.003 * rng.standard_normal(60)
    masses = brenier.PowerDiagram(t.sites, start).masses
    for k in range(0, 60, 7):
        step = np.zeros(60)
        step[k] = 1e-5
        slope = (dual(start + step) - dual(start - step)) / 2e-5
        assert slope == pytest.approx(t.masses[k] - masses[k], abs=1e-8)
    assert np.abs(t.masses - masses).max() > 1e-3


def test_dual_value_is_cost_at_the_solution_and_less_before():
    t = brenier.solve(random_sites(100), tol=1e-12)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-12)
    with pytest.warns(brenier.ConvergenceWarning):
        early = brenier.solve(random_sites(100), max_iter=1)
    assert early.dual_value < t.dual_value - 1e-6


@pytest.mark.parametrize("method", ["index", "__call__", "potential", "conjugate"])
@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        ([[0, 0], [np.nan, 1]], ValueError, r"\[1\] is \(nan, 1\)"),
        ([0, 0], ValueError, r"shape \(2,\); expected \(n, 2\)"),
        (np.zeros((2, 3)), ValueError, r"shape \(2, 3\)"),
        ("here", TypeError, "dtype"),
    ],
)
def test_bad_points_are_refused(t, method, points, error, message):
    with pytest.raises(error, match=message):
        getattr(t, method)(points)


def test_no_points_give_no_values(t):
    none = np.zeros((0, 2))
    assert t(none).shape == (0, 2)
    assert t.index(none).shape == t.potential(none).shape == t.conjugate(none).shape == (0,)
