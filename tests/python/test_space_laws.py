"""Laws of power diagrams and transports in space, on degenerate sites in boxes and polyhedra."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

from inputs.space_strategies import (
    all_sources,
    periodic_sources,
    points_of,
    site_lists,
    sources,
    weight_lists,
)
from inputs.strategies import mass_lists

# Sites may be too near to each other for a tolerance to be reached: most laws hold all the same.
pytestmark = pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")

EPS = np.finfo(float).eps
# How far rounding moves a facet at most, where domains and sites have the size of 1, times the
# areas of all facets.
ROUNDING = 1e-11


@st.composite
def diagrams(draw, of_sources=all_sources):
    sites = draw(site_lists())
    return brenier.PowerDiagram(sites, draw(weight_lists(sites)), draw(of_sources()))


@st.composite
def problems(draw, most=8):
    sites = draw(site_lists(most))
    return np.array(sites), draw(mass_lists(len(sites)))


@st.composite
def transports(draw, of_sources=all_sources):
    sites, masses = draw(problems())
    return brenier.solve(sites, masses, draw(of_sources()))


def rounding_of_cost(t):
    """What the masses' errors and rounding may change in a cost."""
    far = np.abs(t.source.bounds).max() + np.abs(t.sites).max()
    missed = np.abs(t.weights) @ t.masses * min(t.max_relative_error, 1)
    return 2 * missed + ROUNDING * (far**2 + np.abs(t.weights).max())


@given(diagrams())
def test_the_cells_make_up_the_domain(d):
    assert np.all(d.masses >= 0)
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=ROUNDING)
    np.testing.assert_allclose(d.volumes, d.masses * d.source.volume, rtol=1e-14)
    assert not d.masses[d.hidden].any()
    there = d.masses > 0
    assert np.isnan(d.centroids[~there]).all() and not d.second_moments[~there].any()


@given(diagrams(sources))
def test_moments_add_up_to_those_of_the_whole(d):
    """By Huygens."""
    whole = brenier.PowerDiagram([(0, 0, 0)], source=d.source)
    there = d.masses > 0
    m, c = d.masses[there], d.centroids[there]
    centre = whole.centroids[0]
    np.testing.assert_allclose(m @ c, centre, rtol=0, atol=ROUNDING)
    second = np.sum(d.second_moments[there] + m * np.sum((c - centre) ** 2, axis=1))
    assert second == pytest.approx(whole.second_moments[0], rel=0, abs=ROUNDING)


@given(diagrams())
def test_the_hessian_is_the_laplacian_of_the_facets(d):
    h = d.hessian().toarray()
    assert np.array_equal(h, h.T)
    off = h - np.diag(np.diag(h))
    assert np.all(off <= 0) and np.all(np.diag(h) >= 0)
    size = np.abs(h).max(initial=0)
    assert np.all(np.abs(h.sum(axis=1)) <= EPS * len(d) * size)
    assert not h[d.hidden].any()
    assert np.all(d.facets.areas > 0)


@given(diagrams(), st.data())
def test_points_are_where_the_power_is_least(d, data):
    x = np.array(data.draw(points_of(d.sites)))
    apart = x[:, None] - d.sites
    if d.source.periodic:
        period = np.diff(d.source.bounds, axis=0)[0]
        apart -= period * np.rint(apart / period)
    powers = np.sum(apart**2, axis=2) - d.weights
    chosen = powers[np.arange(len(x)), d.index(x)]
    assert np.all(chosen <= powers.min(axis=1) + 1e-13)


TURNS = [((1, 0, 0), (0, 1, 0), (0, 0, 1)), ((0, 0, 1), (1, 0, 0), (0, 1, 0))]
TURNS += [((0, -1, 0), (1, 0, 0), (0, 0, 1)), ((1, 0, 0), (0, 0, -1), (0, 1, 0))]


def moved(source, turn, scale, shift):
    """The source of the points scale · turn x + shift."""
    to = scale * np.array(turn)
    if isinstance(source.domain, brenier.Polyhedron):
        body = source.domain
        return brenier.Uniform(
            brenier.Polyhedron(body.vertices @ to.T + shift, body.faces, body.neighbors)
        )
    corners = np.array(source.bounds) @ to.T + shift
    return brenier.Uniform((corners.min(axis=0), corners.max(axis=0)), periodic=source.periodic)


MOTIONS = (
    st.sampled_from(TURNS),
    st.sampled_from([1 / 8, 1.0, 1024.0]),
    st.sampled_from([(0, 0, 0), (0.5, -3, 8)]),
)


@given(diagrams(), *MOTIONS)
def test_masses_stay_when_space_is_moved_turned_and_scaled(d, turn, scale, shift):
    """Quarter turns and powers of two round nothing, nor do shifts, mostly."""
    sites = scale * d.sites @ np.transpose(turn) + scale * np.array(shift)
    assume(np.array_equal((sites / scale - shift) @ turn, d.sites))
    source = moved(d.source, turn, scale, scale * np.array(shift))
    e = brenier.PowerDiagram(sites, scale**2 * d.weights, source)
    np.testing.assert_allclose(e.masses, d.masses, rtol=0, atol=ROUNDING)
    areas = np.zeros((2, len(d), len(d)))
    for k, each in enumerate((d, e)):
        i, j = each.facets.sites.T
        np.add.at(areas[k], (i, j), each.facets.areas / (1, scale**2)[k])
    np.testing.assert_allclose(areas[1], areas[0], rtol=0, atol=1e3 * ROUNDING)


@given(diagrams(), st.randoms(use_true_random=False))
def test_the_order_of_the_sites_does_not_matter(d, random):
    order = np.array(random.sample(range(len(d)), len(d)))
    e = brenier.PowerDiagram(d.sites[order], d.weights[order], d.source)
    # Of several sites at one place, another has the cell.
    np.testing.assert_array_equal(np.sort(e.masses), np.sort(d.masses))


@given(diagrams(periodic_sources), st.data())
def test_a_torus_has_no_place_of_its_own(d, data):
    """Sites that go around it together keep their masses, and so do copies of single ones."""
    low, high = np.array(d.source.bounds)
    way = np.array(data.draw(st.tuples(*3 * [st.integers(-16, 16)]))) / 16
    turns = np.array(
        data.draw(st.lists(st.integers(-2, 2), min_size=3 * len(d), max_size=3 * len(d)))
    )
    sites = d.sites + way + turns.reshape(-1, 3) * (high - low)
    e = brenier.PowerDiagram(sites, d.weights, d.source)
    together = [np.bincount(groups(each, low, high), each.masses) for each in (d, e)]
    np.testing.assert_allclose(together[1], together[0], rtol=0, atol=ROUNDING)


def groups(d, low, high):
    """Sites at one place of a torus: which of them has the cell is not told by its mass."""
    steps = np.rint(np.mod(d.sites - d.sites[0], high - low) * 2**40 / (high - low)) % 2**40
    return np.unique(steps, axis=0, return_inverse=True)[1].ravel()


@given(transports())
def test_what_a_transport_says_of_itself_is_true(t):
    target, masses = (np.bincount(t.groups, m) for m in (t.masses, t.diagram.masses))
    there = target > 0
    errors = np.abs(masses - target)[there] / target[there]
    rounded = ROUNDING / target[there]
    assert np.all(errors <= t.max_relative_error + rounded)
    assert np.any(errors >= t.max_relative_error - rounded)
    assert t.success == (t.max_relative_error <= 1e-8)
    assert not masses[~there].any()
    assert np.isfinite(t.weights).all() and math.isfinite(t.cost)
    assert t.dual_value == pytest.approx(t.cost, rel=0, abs=rounding_of_cost(t))


@given(transports(sources), st.data())
def test_the_map_is_cyclically_monotone(t, data):
    """No exchange of images along a cycle lowers the cost of these points."""
    x = np.array(data.draw(points_of(t.sites)))
    y = t(x)
    for turn in range(1, len(x)):
        assert np.sum(x * (y - np.roll(y, turn, axis=0))) >= -1e-12 * len(x)
    heights = x @ t.sites.T + t.heights
    np.testing.assert_allclose(t.potential(x), heights.max(axis=1), rtol=0, atol=1e-12)


@given(problems(), all_sources(), *MOTIONS)
def test_the_cost_goes_along_when_space_is_moved_turned_and_scaled(
    problem, source, turn, scale, shift
):
    sites, masses = problem
    a = brenier.solve(sites, masses, source)
    to = scale * sites @ np.transpose(turn) + scale * np.array(shift)
    assume(np.array_equal((to / scale - shift) @ turn, sites))
    b = brenier.solve(to, masses, moved(source, turn, scale, scale * np.array(shift)))
    assume(a.success and b.success)
    bound = scale**2 * rounding_of_cost(a) + rounding_of_cost(b)
    assert b.cost == pytest.approx(scale**2 * a.cost, rel=0, abs=bound)


@given(problems(), all_sources(), st.data())
def test_a_site_may_be_split_into_parts_at_its_place(problem, source, data):
    sites, masses = problem
    k = data.draw(st.integers(0, len(sites) - 1))
    share = data.draw(st.sampled_from([0.5, 0.25, 0.0]))
    parts = masses.copy()
    parts[k] *= 1 - share
    whole = brenier.solve(sites, masses, source)
    split = brenier.solve([*sites, sites[k]], [*parts, masses[k] - parts[k]], source)
    bound = rounding_of_cost(whole) + rounding_of_cost(split)
    assert split.cost == pytest.approx(whole.cost, rel=0, abs=bound)
