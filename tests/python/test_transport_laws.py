"""Laws of optimal transports, on degenerate problems and sources of all kinds."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inputs.similarities import Similarity, powers_of_two, similarities
from inputs.strategies import (
    mass_lists,
    points_of,
    problems,
    site_lists,
    sources,
    weight_lists,
)
from oracles import rounding
from scipy.optimize import linprog

# Sites may be too near to each other for a tolerance to be reached: most laws hold all the same.
pytestmark = pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")


@st.composite
def transports(draw, most=8):
    sites, masses = draw(problems(most))
    return brenier.solve(sites, masses, draw(sources()))


def mean_square(source, about=(0, 0)):
    """∫ |x - about|² ρ."""
    whole = brenier.PowerDiagram([about], source=source)
    return float(whole.second_moments[0] + np.sum((whole.centroids[0] - about) ** 2))


def centre(source):
    return brenier.PowerDiagram([(0, 0)], source=source).centroids[0]


def dual_value(sites, weights, masses, source):
    """K(w), by the moments of the power diagram."""
    d = brenier.PowerDiagram(sites, weights, source)
    there = d.masses > 0
    m, c, y = d.masses[there], d.centroids[there], d.sites[there]
    cost = np.sum(d.second_moments[there] + m * np.sum((c - y) ** 2, axis=1))
    return float(cost + np.dot(d.weights, masses - d.masses))


@given(transports())
def test_what_a_transport_says_of_itself_is_true(t):
    """Whatever the status is, masses and errors are those of the diagram."""
    target, masses = (np.bincount(t.groups, m) for m in (t.masses, t.diagram.masses))
    there = target > 0
    errors = np.abs(masses - target)[there] / target[there]
    rounded = rounding.of_masses(t.diagram).max() / target[there]
    assert np.all(errors <= t.max_relative_error + rounded)
    assert np.any(errors >= t.max_relative_error - rounded)
    assert t.success == (t.max_relative_error <= 1e-8)
    assert not masses[~there].any()
    assert np.isfinite(t.weights).all() and math.isfinite(t.cost)
    bound = rounding.EPS * (np.abs(t.weights).max() + rounding.farthest(t) ** 2)
    assert abs(np.dot(t.weights, t.masses)) <= len(t.sites) * bound
    assert t.dual_value == pytest.approx(t.cost, rel=0, abs=rounding.of_costs(t))


@given(transports())
def test_the_cost_is_between_its_bounds(t):
    """From below by means and, after Gelbrich, covariances; by the independent plan above."""
    m, c = t.diagram.masses, centre(t.source)
    mean = m @ t.sites
    offsets = t.sites - mean
    variance = float(m @ np.sum(offsets**2, axis=1))
    apart = float(np.sum((mean - c) ** 2))
    own = mean_square(t.source, c)
    bound = rounding.of_costs(t)
    assert t.cost <= apart + own + variance + bound
    assert t.cost >= apart - bound
    # Bures' distance of the covariances is no less than that of their traces' roots.
    assert t.cost >= apart + (math.sqrt(own) - math.sqrt(variance)) ** 2 - bound


@given(problems(), sources(), st.data())
def test_no_weights_have_a_dual_value_above_the_cost(problem, source, data):
    sites, masses = problem
    t = brenier.solve(sites, masses, source)
    assume(t.success)
    weights = data.draw(weight_lists(sites))
    k = dual_value(sites, weights, masses, source)
    assert k <= t.cost + rounding.of_costs(t) + rounding.EPS * 64 * np.abs(weights).max()


@given(problems(), sources(), st.data())
def test_the_dual_is_concave(problem, source, data):
    sites, masses = problem
    w0, w1 = (np.array(data.draw(weight_lists(sites))) for _ in range(2))
    values = [dual_value(sites, w, masses, source) for w in (w0, (w0 + w1) / 2, w1)]
    largest = 1 + np.abs([w0, w1]).max()
    assert values[1] >= (values[0] + values[2]) / 2 - 1e-12 * largest


@given(transports(), st.data())
def test_fenchel_and_young(t, data):
    """u(x) + u*(y) is at least ⟨x, y⟩, and is that where y = T(x)."""
    x = np.array(data.draw(points_of(t.source, t.sites)))
    shares = np.array(data.draw(mass_lists(len(t.sites))))
    y = np.vstack([t.sites, shares @ t.sites])
    size = np.abs(x).max() * np.abs(y).max() + np.abs(t.heights).max()
    bound = 16 * rounding.EPS * size
    u, conjugate = t.potential(x), t.conjugate(y)
    gap = u[:, None] + conjugate - x @ y.T
    assert gap.min() >= -bound
    at_image = t.conjugate(t(x))
    assert np.abs(u + at_image - np.sum(x * t(x), axis=1)).max() <= bound


@given(transports(), st.data())
def test_the_map_is_cyclically_monotone(t, data):
    """No exchange of images along a cycle lowers the cost of these points."""
    x = np.array(data.draw(points_of(t.source, t.sites)))
    y = t(x)
    size = np.abs(x).max() * np.abs(y).max() + np.abs(t.heights).max()
    bound = len(x) * 16 * rounding.EPS * size
    for turn in range(1, len(x)):
        assert np.sum(x * (y - np.roll(y, turn, axis=0))) >= -bound


@given(
    problems(),
    sources(),
    st.sampled_from([1 / 8, 1.0, 4.0, 1024.0]),
    st.tuples(st.integers(-8, 8), st.integers(-8, 8)),
)
def test_moving_and_scaling_the_sites_keeps_the_plan(problem, source, scale, shift):
    """The covariance of x and T(x) does not see the shift, and is multiplied by the scale."""
    sites, masses = problem
    a = brenier.solve(sites, masses, source)
    b = brenier.solve(scale * np.array(sites) + shift, masses, source)
    assume(a.success and b.success)
    covariances = []
    for t in (a, b):
        own, about_0 = mean_square(t.source), float(masses @ np.sum(t.sites**2, axis=1))
        product = (own + about_0 - t.cost) / 2
        covariances.append(product - centre(t.source) @ (masses @ t.sites))
    bound = rounding.of_costs(b) + scale * rounding.of_costs(a)
    assert covariances[1] == pytest.approx(scale * covariances[0], rel=0, abs=bound)


@given(problems(), sources(), powers_of_two())
def test_a_power_of_two_as_unit_of_length_changes_no_bit(problem, source, unit):
    sites, masses = np.array(problem[0]), problem[1]
    assume(np.array_equal(unit * sites / unit, sites))
    to = Similarity(((unit, 0), (0, unit)))
    a = brenier.solve(sites, masses, source)
    b = brenier.solve(to(sites), masses, to.of_source(source))
    assert np.array_equal(b.history.error, a.history.error)
    assert np.array_equal(b.weights, unit**2 * a.weights)
    assert np.array_equal(b.diagram.masses, a.diagram.masses)


@given(sources(), st.data())
def test_the_cost_goes_along_when_the_plane_is_moved_turned_and_scaled(source, data):
    sites, masses = data.draw(problems())
    to = data.draw(similarities(source))
    a, b = (
        brenier.solve(sites, masses, source),
        brenier.solve(to(sites), masses, to.of_source(source)),
    )
    assume(a.success and b.success)
    square = to.scale**2
    bound = square * rounding.of_costs(a) + rounding.of_costs(b)
    assert b.cost == pytest.approx(square * a.cost, rel=0, abs=bound)


@given(problems(), sources(), st.randoms(use_true_random=False))
def test_the_order_of_the_sites_does_not_matter(problem, source, random):
    sites, masses = np.array(problem[0]), problem[1]
    order = np.array(random.sample(range(len(sites)), len(sites)))
    a, b = brenier.solve(sites, masses, source), brenier.solve(sites[order], masses[order], source)
    assert b.status == a.status
    assert b.cost == pytest.approx(a.cost, rel=0, abs=rounding.of_costs(a) + rounding.of_costs(b))
    assert np.array_equal(b.diagram.hidden.size, a.diagram.hidden.size)


@given(problems(), sources(), st.data())
def test_a_site_may_be_split_into_parts_at_its_place(problem, source, data):
    sites, masses = problem
    k = data.draw(st.integers(0, len(sites) - 1))
    share = data.draw(st.sampled_from([0.5, 0.25, 0.0, 0.875]))
    whole = brenier.solve(sites, masses, source)
    parts = masses.copy()
    parts[k] *= 1 - share
    split = brenier.solve([*sites, sites[k]], [*parts, masses[k] - parts[k]], source)
    assert split.status == whole.status
    bound = rounding.of_costs(whole) + rounding.of_costs(split)
    assert split.cost == pytest.approx(whole.cost, rel=0, abs=bound)
    assert split.weights[-1] == split.weights[k]
    x = np.array(data.draw(points_of(source, sites)))
    if share in (0.5, 0.25):  # which round nothing
        assert np.array_equal(split(x), whole(x))


@given(problems(5), problems(5), sources())
def test_the_triangle_inequality(first, second, source):
    a, b = brenier.solve(*first, source), brenier.solve(*second, source)
    assume(a.success and b.success)
    between = wasserstein2(a.sites, a.masses, b.sites, b.masses)
    costs = sorted([a.cost, b.cost, between])
    slack = sum(math.sqrt(rounding.of_costs(t)) for t in (a, b)) + 1e-7
    assert math.sqrt(costs[2]) <= math.sqrt(costs[0]) + math.sqrt(costs[1]) + slack


def wasserstein2(x, p, y, q):
    """Between point masses: W2², by linear programming.

    One equation follows from the others, and would contradict them by rounding. The unit of mass is
    such that what the program takes for 0 is.
    """
    unit = 1e-6
    costs = np.sum((x[:, None] - y) ** 2, axis=2)
    rows = np.kron(np.eye(len(x)), np.ones(len(y)))
    columns = np.kron(np.ones(len(x)), np.eye(len(y)))
    sums = np.concatenate([p, q]) / unit
    result = linprog(costs.ravel(), A_eq=np.vstack([rows, columns])[:-1], b_eq=sums[:-1])
    return float(unit * result.fun)


@given(site_lists(8), st.data(), sources())
def test_the_cost_is_convex_in_the_masses(sites, data, source):
    p, q = (data.draw(mass_lists(len(sites))) for _ in range(2))
    a, b, middle = (brenier.solve(sites, masses, source) for masses in (p, q, (p + q) / 2))
    assume(a.success and b.success and middle.success)
    bound = sum(map(rounding.of_costs, (a, b, middle)))
    assert middle.cost <= (a.cost + b.cost) / 2 + bound
    # The weights are the slopes: tangents lie below.
    assert b.cost >= a.cost + a.weights @ (q - p) - bound
