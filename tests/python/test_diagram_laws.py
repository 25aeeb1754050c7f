"""Laws of power diagrams, on degenerate sites and sources of all kinds."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inputs.similarities import Similarity, powers_of_two, similarities
from inputs.strategies import (
    PLACES,
    points_of,
    site_lists,
    sources,
    weight_lists,
    weighted_sites,
)
from oracles import rounding

SIGNS = st.sampled_from([-1, 0, 1])


def assert_close(actual, expected, bound):
    """Compare arrays to a bound, which may differ from entry to entry."""
    assert np.all(np.abs(np.asarray(actual) - expected) <= bound), (actual, expected, bound)


@st.composite
def diagrams(draw):
    sites, weights = draw(weighted_sites())
    return brenier.PowerDiagram(sites, weights, draw(sources()))


@given(diagrams())
def test_the_cells_make_up_the_source(d):
    """Masses, areas, centroids and second moments add up to those of the whole, by Huygens."""
    whole = brenier.PowerDiagram([(0, 0)], source=d.source)
    bound = rounding.of_masses(d).max() * len(d)
    size = rounding.size_of(d.source)
    assert np.all(d.masses >= 0)
    assert math.fsum(d.masses) == pytest.approx(1, rel=0, abs=bound)
    assert math.fsum(d.areas) == pytest.approx(whole.areas[0], rel=1e-12)
    there = d.masses > 0
    m, c = d.masses[there], d.centroids[there]
    centre = whole.centroids[0]
    assert_close(m @ (c - centre), 0, bound * size)
    second = np.sum(d.second_moments[there] + m * np.sum((c - centre) ** 2, axis=1))
    assert second == pytest.approx(whole.second_moments[0], rel=1e-12, abs=bound * size**2)
    assert np.isnan(d.centroids[~there]).all() and not d.second_moments[~there].any()


@given(diagrams())
def test_the_hessian_is_the_laplacian_of_the_facets(d):
    h = d.hessian().toarray()
    assert np.array_equal(h, h.T)
    off = h - np.diag(np.diag(h))
    assert np.all(off <= 0) and np.all(np.diag(h) >= 0)
    size = np.abs(h).max(initial=0)
    assert_close(h.sum(axis=1), 0, rounding.EPS * len(d) * size)
    assert np.linalg.eigvalsh(h).min() >= -rounding.EPS * len(d) ** 2 * size
    assert not h[d.hidden].any()


@given(st.lists(PLACES, min_size=2, max_size=8, unique=True), sources(), st.data())
def test_the_hessian_is_the_derivative_of_the_masses(places, source, data):
    """On the way from weights to others nearby, the masses change as it says at both ends.

    Sites of a lattice are moved a little, so that no facet lies along a jump of the density.
    """
    sites = np.array(places) + np.array([0.0123, 0.0271])
    weights = np.array(data.draw(weight_lists(sites)))
    change = 2.0**-20 * np.array(
        data.draw(st.lists(SIGNS, min_size=len(sites), max_size=len(sites)))
    )
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(sites, weights + change, source)
    at_a, at_b = a.hessian() @ change, b.hessian() @ change
    bound = np.abs(at_b - at_a) + rounding.of_masses(a) + rounding.of_masses(b)
    assert_close(b.masses - a.masses, (at_a + at_b) / 2, bound)


@given(weighted_sites(), sources(), st.sampled_from([-64.0, 0.25, 3.0]))
def test_a_constant_added_to_all_weights_changes_nothing(weighted, source, constant):
    sites, weights = weighted
    raised = np.array(weights) + constant
    assume(np.array_equal(raised - constant, weights))
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(sites, raised, source)
    assert np.array_equal(b.simplices, a.simplices)
    assert np.array_equal(b.hidden, a.hidden)
    assert_close(b.masses, a.masses, 2 * rounding.of_masses(a))


@given(weighted_sites(), sources(), st.randoms(use_true_random=False))
def test_the_order_of_the_sites_does_not_matter(weighted, source, random):
    sites, weights = np.array(weighted[0]), np.array(weighted[1])
    order = np.array(random.sample(range(len(sites)), len(sites)))
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(sites[order], weights[order], source)
    # Of sites at one place the heaviest has the cell, of equals the first: add them up.
    place = np.unique(sites, axis=0, return_inverse=True)[1].reshape(-1)
    expected, got = np.bincount(place, a.masses), np.bincount(place[order], b.masses)
    assert np.array_equal(got, expected)


@given(weighted_sites(), sources(), powers_of_two())
def test_a_power_of_two_as_unit_of_length_changes_no_bit(weighted, source, unit):
    sites, weights = np.array(weighted[0]), np.array(weighted[1])
    assume(np.array_equal(unit * sites / unit, sites))
    assume(np.array_equal(unit**2 * weights / unit**2, weights))
    to = Similarity(((unit, 0), (0, unit)))
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(to(sites), unit**2 * weights, to.of_source(source))
    assert np.array_equal(b.masses, a.masses)
    assert np.array_equal(b.facets.points, unit * a.facets.points)
    assert np.array_equal(b.centroids, unit * a.centroids, equal_nan=True)


@st.composite
def moved(draw):
    """A diagram, and what it is when all is moved, turned and scaled."""
    source = draw(sources())
    sites = draw(site_lists())
    weights = np.array(draw(weight_lists(sites)))
    to = draw(similarities(source))
    square = to.scale**2
    assume(not to.rounds(sites) and np.array_equal(square * weights / square, weights))
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(to(sites), square * weights, to.of_source(source))
    return to, a, b


@given(moved())
def test_everything_goes_along_when_the_plane_is_moved_turned_and_scaled(case):
    to, a, b = case
    bound = rounding.of_masses(a) + rounding.of_masses(b)
    assert_close(b.masses, a.masses, bound)
    assert np.array_equal(np.sort(b.hidden), np.sort(a.hidden)) or not len(a.simplices)
    there = a.masses > bound
    size = rounding.size_of(b.source)
    offsets = b.centroids[there] - to(a.centroids[there])
    assert_close(a.masses[there, None] * offsets, 0, size * bound[there, None])


@given(weighted_sites(), sources(), st.data())
def test_a_copy_that_is_no_heavier_has_no_cell(weighted, source, data):
    sites, weights = weighted
    picks = data.draw(st.lists(st.integers(0, len(sites) - 1), min_size=1, max_size=3))
    losses = data.draw(st.lists(st.sampled_from([0, 1, 2**-50]), min_size=3, max_size=3))
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(
        [*sites, *(sites[k] for k in picks)],
        [*weights, *(weights[k] - loss for k, loss in zip(picks, losses, strict=False))],
        source,
    )
    n = len(sites)
    assert np.array_equal(b.masses[:n], a.masses) and not b.masses[n:].any()
    assert set(range(n, len(b))) <= set(b.hidden.tolist())


@given(weighted_sites(), sources(), st.data())
def test_a_heavier_site_has_a_larger_cell_and_takes_from_all_others(weighted, source, data):
    sites, weights = weighted[0], np.array(weighted[1])
    k = data.draw(st.integers(0, len(sites) - 1))
    rise = data.draw(st.sampled_from([2**-50, 2**-20, 1 / 64, 1.0, 1000.0]))
    heavier = weights + rise * (np.arange(len(sites)) == k)
    a = brenier.PowerDiagram(sites, weights, source)
    b = brenier.PowerDiagram(sites, heavier, source)
    change, bound = b.masses - a.masses, rounding.of_masses(a) + rounding.of_masses(b)
    same_place = np.all(np.array(sites) == sites[k], axis=1)
    assert np.sum(change[same_place]) >= -np.sum(bound[same_place])
    assert np.all(change[~same_place] <= bound[~same_place])
    if k not in a.hidden:
        assert k not in b.hidden
    # What a hidden site lacks cannot come from others that stay as they are.
    others = np.setdiff1d(a.hidden, np.flatnonzero(same_place))
    assert np.isin(others, b.hidden).all()


@given(diagrams(), st.data())
def test_a_point_lies_in_the_cell_of_least_power(d, data):
    x = np.array(data.draw(points_of(d.source, d.sites)))
    found = d.index(x)
    powers = ((x[:, None] - d.sites) ** 2).sum(axis=2) - d.weights
    excess = powers[np.arange(len(x)), found] - powers.min(axis=1)
    assert_close(excess, 0, rounding.of_powers(d, x))
    assert not np.isin(found, d.hidden).any()
    one_by_one = np.concatenate([d.index(point[None]) for point in x])
    assert np.array_equal(found, one_by_one)


@given(diagrams())
def test_the_polygons_of_the_cells_have_their_areas(d):
    size, total = rounding.size_of(d.source), d.areas.sum()
    for k in range(len(d)):
        twice = sum(
            np.sum(p[:, 0] * np.roll(p[:, 1], -1) - np.roll(p[:, 0], -1) * p[:, 1])
            for p in (piece - d.source.bounds[:2] for piece in d.cell(k))
        )
        vertices = sum(map(len, d.cell(k)))
        bound = 8 * rounding.EPS * vertices * size * (size + np.abs(d.source.bounds).max())
        assert twice / 2 == pytest.approx(d.areas[k], rel=0, abs=bound + 1e-13 * total)
